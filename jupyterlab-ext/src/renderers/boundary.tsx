import React from 'react';

export interface IBoundaryProps {
  /** What lies beside the data in the same output. */
  plain: { png?: string; text?: string };
  readable: boolean;
  draw: () => React.JSX.Element;
}

/** Draws, or shows the picture or words of the same output where the data turn out not to be whole. */
export class Boundary extends React.Component<IBoundaryProps, { broken: boolean }> {
  static getDerivedStateFromError(): { broken: boolean } {
    return { broken: true };
  }

  override state = { broken: false };

  override render(): React.JSX.Element {
    const { plain, readable } = this.props;
    if (readable && !this.state.broken) return <Draw draw={this.props.draw} />;
    if (plain.png)
      return <img className="fg-Output-png" src={`data:image/png;base64,${plain.png}`} alt={plain.text ?? ''} />;
    return <pre>{plain.text ?? ''}</pre>;
  }
}

/** Drawing happens inside of the boundary, not while it is made. */
function Draw(props: { draw: () => React.JSX.Element }): React.JSX.Element {
  return props.draw();
}
