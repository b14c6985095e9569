import type { DocumentRegistry } from '@jupyterlab/docregistry';
import type { KernelMessage } from '@jupyterlab/services';
import { DisposableDelegate } from '@lumino/disposable';
import type { Widget } from '@lumino/widgets';
import { LIVE_MIME } from './tokens';

/**
 * Listens to the kernels of all open notebooks. A session sends `update_display_data` for a display that was never shown:
 * the notebook has nothing to update and saves nothing, but the message passes here.
 */
export class LiveListener implements DocumentRegistry.IWidgetExtension<Widget, DocumentRegistry.IModel> {
  constructor(private readonly heard: () => void) {}

  createNew(_notebook: Widget, context: DocumentRegistry.IContext<DocumentRegistry.IModel>): DisposableDelegate {
    const listen = (_: unknown, message: KernelMessage.IMessage) => {
      if (isLiveMessage(message)) this.heard();
    };
    // The session context passes on the messages of whichever kernel the notebook has at the time.
    const messages = context.sessionContext.iopubMessage;
    messages.connect(listen);
    return new DisposableDelegate(() => messages.disconnect(listen));
  }
}

/** True for a message of any session of facegauge that something was processed. */
export function isLiveMessage(message: KernelMessage.IMessage): boolean {
  if (message.header.msg_type !== 'update_display_data' && message.header.msg_type !== 'display_data') return false;
  const data = (message.content as { data?: Record<string, unknown> }).data;
  return data !== undefined && LIVE_MIME in data;
}
