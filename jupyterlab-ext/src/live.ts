import type { DocumentRegistry } from '@jupyterlab/docregistry';
import type { KernelMessage } from '@jupyterlab/services';
import { DisposableDelegate } from '@lumino/disposable';
import type { Widget } from '@lumino/widgets';
import { type ILiveNews, LIVE_MIME } from './tokens';

/**
 * Listens to the kernels of all open notebooks. A session sends `update_display_data` for a display that was never shown:
 * the notebook has nothing to update and saves nothing, but the message passes here.
 */
export class LiveListener implements DocumentRegistry.IWidgetExtension<Widget, DocumentRegistry.IModel> {
  constructor(private readonly heard: (news: ILiveNews) => void) {}

  createNew(_notebook: Widget, context: DocumentRegistry.IContext<DocumentRegistry.IModel>): DisposableDelegate {
    const listen = (_: unknown, message: KernelMessage.IMessage) => {
      const news = newsOf(message);
      if (news) this.heard(news);
    };
    // The session context passes on the messages of whichever kernel the notebook has at the time.
    const messages = context.sessionContext.iopubMessage;
    messages.connect(listen);
    return new DisposableDelegate(() => messages.disconnect(listen));
  }
}

/** What a session of facegauge says in this message; null where it is no such message. */
export function newsOf(message: KernelMessage.IMessage): ILiveNews | null {
  if (message.header.msg_type !== 'update_display_data' && message.header.msg_type !== 'display_data') return null;
  const { data, transient } = message.content as KernelMessage.IUpdateDisplayDataMsg['content'];
  const news: unknown = data?.[LIVE_MIME];
  if (!news || typeof news !== 'object') return null;
  return { ...(news as ILiveNews), session: String(transient?.display_id ?? '') };
}
