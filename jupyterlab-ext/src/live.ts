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
    const { sessionContext } = context;
    const speaking = new Map<string, ILiveNews>();
    const listen = (_: unknown, message: KernelMessage.IMessage) => {
      const news = newsOf(message);
      if (!news) return;
      if (news.state === 'closed') speaking.delete(news.session);
      else speaking.set(news.session, news);
      this.heard(news);
    };
    // A kernel that ends takes its sessions with it, and says nothing of them any more.
    const silence = () => {
      const silent = [...speaking.values()];
      speaking.clear();
      for (const news of silent) this.heard({ ...news, state: 'closed', at: Date.now() });
    };
    const look = (_: unknown, status: string) => {
      if (ENDING.has(status)) silence();
    };
    // The session context passes on the messages of whichever kernel the notebook has at the time.
    sessionContext.iopubMessage.connect(listen);
    sessionContext.kernelChanged.connect(silence);
    sessionContext.statusChanged.connect(look);
    return new DisposableDelegate(() => {
      sessionContext.iopubMessage.disconnect(listen);
      sessionContext.kernelChanged.disconnect(silence);
      sessionContext.statusChanged.disconnect(look);
      silence();
    });
  }
}

/** States of a kernel in which nothing that ran in it is left. */
const ENDING = new Set(['dead', 'restarting', 'autorestarting', 'terminating']);

/** What a session of facegauge says in this message; null where it is no such message. */
export function newsOf(message: KernelMessage.IMessage): ILiveNews | null {
  if (message.header.msg_type !== 'update_display_data' && message.header.msg_type !== 'display_data') return null;
  const { data, transient } = message.content as KernelMessage.IUpdateDisplayDataMsg['content'];
  const news: unknown = data?.[LIVE_MIME];
  if (!news || typeof news !== 'object') return null;
  return { ...(news as ILiveNews), session: String(transient?.display_id ?? '') };
}
