import type { ILayoutRestorer, JupyterFrontEnd } from '@jupyterlab/application';
import { type ICommandPalette, WidgetTracker } from '@jupyterlab/apputils';
import type { IFileBrowserFactory } from '@jupyterlab/filebrowser';
import { UUID } from '@lumino/coreutils';
import type { JobKind } from '../contract';
import { faceGaugeIcon } from '../icon';
import type { Locale } from '../locale';
import type { IFacegaugeService } from '../tokens';
import { DocumentContent, type FaceQualityDocument, makeDocument } from './index';
import type { IDocumentProps } from './body';
import { DocumentModel, type IDocumentState } from './model';
import { type ITask, type PictureFile, restoredTask, taskFor } from './task';

export const OPEN_DOCUMENT = 'facegauge:open-document';
const ENTRY = '.jp-DirListing-item';

/** What is needed to open documents. */
export interface IDesk {
  app: JupyterFrontEnd;
  service: IFacegaugeService;
  locale: Locale;
  show: IDocumentProps['show'];
  /** A job has come to its end: the store may have become another. */
  onDone: () => void;
}

/** Opens documents, and brings those of the last visit back. */
export class Documents {
  constructor(private readonly desk: IDesk) {}

  readonly tracker = new WidgetTracker<FaceQualityDocument>({ namespace: 'facegauge-document' });

  open(task: ITask | null): FaceQualityDocument {
    const widget = this.add({ id: UUID.uuid4(), task, job: null }, true);
    this.desk.app.shell.activateById(widget.id);
    return widget;
  }

  /** One of the last visit; which is in front is JupyterLab's business. */
  reopen(state: IDocumentState): FaceQualityDocument {
    return this.add(state, false);
  }

  private add(state: IDocumentState, activate: boolean): FaceQualityDocument {
    const { app, service, locale, show, onDone } = this.desk;
    const model = new DocumentModel(service, locale.language, state);
    const widget = makeDocument(new DocumentContent(model, locale, show));
    model.taskChanged.connect(() => void this.tracker.save(widget));
    model.done.connect(onDone);
    void this.tracker.add(widget);
    app.shell.add(widget, 'main', { activate });
    return widget;
  }

  /** A new document about pictures of the reader's machine. */
  take(files: readonly PictureFile[], folder: string | null): void {
    void this.open(null).content.model.take(files, folder);
  }
}

/** The commands, in the palette and in the menu of the file browser's entries. */
export function addCommands(
  desk: IDesk,
  documents: Documents,
  browsers: IFileBrowserFactory | null,
  palette: ICommandPalette | null,
  restorer: ILayoutRestorer | null
): void {
  const { app, locale } = desk;
  const { text } = locale;
  app.commands.addCommand(OPEN_DOCUMENT, {
    label: text.faceQuality,
    caption: text.faceQualityCaption,
    icon: faceGaugeIcon,
    describedBy: {
      args: {
        type: 'object',
        properties: { id: { type: 'string' }, task: { type: 'object' }, job: { type: 'string' } }
      }
    },
    execute: args => {
      const task = restoredTask(args.task);
      const job = typeof args.job === 'string' ? args.job : null;
      return typeof args.id === 'string' ? documents.reopen({ id: args.id, task, job }) : documents.open(task);
    }
  });
  palette?.addItem({ command: OPEN_DOCUMENT, category: 'facegauge' });
  void restorer?.restore(documents.tracker, {
    command: OPEN_DOCUMENT,
    args: ({ content }) => ({ ...content.model.state }) as never,
    name: ({ content }) => content.model.id
  });
  if (!browsers) return;
  const { contents } = app.serviceManager;
  const chosen = () => {
    const entries = [...(browsers.tracker.currentWidget?.selectedItems() ?? [])];
    return taskFor(entries.map(({ name, path, type }) => ({ name, type, path: contents.localPath(path) })));
  };
  for (const kind of ['assess', 'compare', 'audit'] satisfies JobKind[]) {
    const command = `facegauge:${kind}`;
    const fits = () => chosen()?.kind === kind;
    app.commands.addCommand(command, {
      label: text.doing[kind],
      icon: faceGaugeIcon,
      describedBy: { args: { type: 'object', properties: {} } },
      isVisible: fits,
      isEnabled: fits,
      execute: () => {
        const task = chosen();
        return task?.kind === kind ? documents.open(task) : undefined;
      }
    });
    palette?.addItem({ command, category: 'facegauge' });
    app.contextMenu.addItem({ command, selector: ENTRY, rank: 3 });
  }
}
