import { ILayoutRestorer, type JupyterFrontEnd, type JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { IFileBrowserFactory } from '@jupyterlab/filebrowser';
import { ILauncher } from '@jupyterlab/launcher';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { IStateDB } from '@jupyterlab/statedb';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { ITranslator } from '@jupyterlab/translation';
import type { Widget } from '@lumino/widgets';
import { addCommands, Documents, OPEN_DOCUMENT } from './jobs/commands';
import { DropPanel } from './jobs/panel';
import { LiveListener } from './live';
import { type Locale, localeOf } from './locale';
import type { IPanelContext, PanelModel } from './panels/panel-model';
import { FindingsPanel } from './panels/findings';
import { FindingsModel } from './panels/findings/model';
import { RangeBar } from './panels/range-bar';
import { RangeBarModel } from './panels/range-bar/model';
import { RunsPanel } from './panels/runs';
import { RunsModel } from './panels/runs/model';
import { SamplesPanel } from './panels/samples';
import { SamplesModel } from './panels/samples/model';
import { ThresholdsPanel } from './panels/thresholds';
import { ThresholdsModel } from './panels/thresholds/model';
import { TodayPanel } from './panels/today';
import { TodayModel } from './panels/today/model';
import { TrendPanel } from './panels/trend';
import { TrendModel } from './panels/trend/model';
import { auditFactory } from './renderers/audit';
import { cardFactory } from './renderers/card';
import { CHART_MIMES, chartFactory, VEGA_PLUGIN } from './renderers/chart';
import { galleryFactory } from './renderers/gallery';
import { GalleryList } from './renderers/gallery/list';
import { openSample } from './sample';
import { FacegaugeService } from './service';
import { FacegaugeSidebar } from './sidebar';
import { IFacegaugeService, IFacegaugeSidebar, PLUGIN_ID } from './tokens';
import { type ISelection, SPANS, View } from './view';
import { fill } from './text';

export { IFacegaugeService, IFacegaugeSidebar } from './tokens';

const SHOW_SIDEBAR = 'facegauge:show-sidebar';

const service: JupyterFrontEndPlugin<IFacegaugeService> = {
  id: 'jupyterlab-facegauge:service',
  description: 'Reads the store of facegauge through the server and hears the live messages of sessions in notebooks.',
  autoStart: true,
  provides: IFacegaugeService,
  activate: (app: JupyterFrontEnd) => {
    const service = new FacegaugeService(app.serviceManager.serverSettings, app.serviceManager.contents);
    app.docRegistry.addWidgetExtension('Notebook', new LiveListener(news => service.live.emit(news)));
    return service;
  }
};

const sidebar: JupyterFrontEndPlugin<IFacegaugeSidebar> = {
  id: PLUGIN_ID,
  description: 'The sidebar of facegauge and its range bar.',
  autoStart: true,
  requires: [IFacegaugeService, ITranslator],
  optional: [ILayoutRestorer, ICommandPalette, ISettingRegistry, IStateDB],
  provides: IFacegaugeSidebar,
  activate: (
    app: JupyterFrontEnd,
    service: IFacegaugeService,
    translator: ITranslator,
    restorer: ILayoutRestorer | null,
    palette: ICommandPalette | null,
    registry: ISettingRegistry | null,
    state: IStateDB | null
  ) => {
    const locale = localeOf(translator.languageCode);
    const view = new View();
    const model = new RangeBarModel({ service, view });
    const sidebar = new FacegaugeSidebar(locale.text, view, new RangeBar(model, locale));
    followSettings(registry, model);
    if (state) void view.keepIn(state as never);
    app.shell.add(sidebar, 'right', { rank: 600, type: 'facegauge' });
    restorer?.add(sidebar, sidebar.id);
    addCommand(app, palette, SHOW_SIDEBAR, locale.text.showSidebar, () => app.shell.activateById(sidebar.id));
    addCommand(app, palette, 'facegauge:refresh', locale.text.refreshAll, () => view.refresh());
    for (const span of SPANS.filter(span => span !== 'run' && span !== 'between')) {
      const label = fill(locale.text.showRange, { range: locale.text.titles[span] });
      addCommand(app, palette, `facegauge:range-${span}`, label, () => {
        view.range.set({ span });
        app.shell.activateById(sidebar.id);
      });
    }
    return sidebar;
  }
};

function addCommand(
  app: JupyterFrontEnd,
  palette: ICommandPalette | null,
  id: string,
  label: string,
  execute: () => void
): void {
  app.commands.addCommand(id, { label, execute, describedBy: { args: { type: 'object', properties: {} } } });
  palette?.addItem({ command: id, category: 'facegauge' });
}

/** The plugin of one panel: it can be disabled like any other. */
function panel<M extends PanelModel<unknown>>(
  name: string,
  description: string,
  rank: number,
  make: (
    context: IPanelContext,
    locale: Locale,
    app: JupyterFrontEnd,
    sidebar: IFacegaugeSidebar
  ) => Widget & { model: M }
): JupyterFrontEndPlugin<void> {
  return {
    id: `jupyterlab-facegauge:${name}`,
    description,
    autoStart: true,
    requires: [IFacegaugeService, IFacegaugeSidebar, ITranslator],
    optional: [ISettingRegistry],
    activate: (
      app: JupyterFrontEnd,
      service: IFacegaugeService,
      sidebar: IFacegaugeSidebar,
      translator: ITranslator,
      registry: ISettingRegistry | null
    ) => {
      const widget = make({ service, view: sidebar.view }, localeOf(translator.languageCode), app, sidebar);
      sidebar.addPanel(widget, rank);
      followSettings(registry, widget.model);
    }
  };
}

function followSettings(registry: ISettingRegistry | null, model: PanelModel<unknown>): void {
  void registry?.load(PLUGIN_ID).then(settings => {
    const apply = () => (model.pollInterval = settings.get('pollInterval').composite as number);
    settings.changed.connect(apply);
    apply();
  });
}

/** Shows samples of a run in the sidebar. */
function showerOf(app: JupyterFrontEnd, view: View) {
  return (run: number, source: string | null, selection: ISelection) => {
    void app.commands.execute(SHOW_SIDEBAR);
    view.range.set({ span: 'run', run, source, by: 'processed' });
    view.selection.show(selection);
  };
}

const withoutCode: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-facegauge:without-code',
  description:
    'Assesses, compares and audits what is chosen in the file browser or dropped, in documents of their own.',
  autoStart: true,
  requires: [IFacegaugeService, IFacegaugeSidebar, ITranslator],
  optional: [IFileBrowserFactory, ICommandPalette, ILayoutRestorer, ILauncher],
  activate: (
    app: JupyterFrontEnd,
    service: IFacegaugeService,
    sidebar: IFacegaugeSidebar,
    translator: ITranslator,
    browsers: IFileBrowserFactory | null,
    palette: ICommandPalette | null,
    restorer: ILayoutRestorer | null,
    launcher: ILauncher | null
  ) => {
    const locale = localeOf(translator.languageCode);
    const show = showerOf(app, sidebar.view);
    const desk = {
      app,
      service,
      locale,
      show: (run: number, which: ISelection | null) => show(run, null, which ?? {}),
      onDone: () => sidebar.view.refresh()
    };
    const documents = new Documents(desk);
    addCommands(desk, documents, browsers, palette, restorer);
    sidebar.addPanel(new DropPanel(locale, (files, folder) => documents.take(files, folder)), 50);
    // By the name that the launcher itself gives this part.
    launcher?.add({ command: OPEN_DOCUMENT, category: translator.load('jupyterlab').__('Other'), rank: 1 });
  }
};

const outputs: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-facegauge:outputs',
  description: 'Draws cards, galleries and audits in notebooks in the theme and language of the reader.',
  autoStart: true,
  requires: [IRenderMimeRegistry, ITranslator, IFacegaugeService, IFacegaugeSidebar],
  activate: (
    app: JupyterFrontEnd,
    registry: IRenderMimeRegistry,
    translator: ITranslator,
    service: IFacegaugeService,
    sidebar: IFacegaugeSidebar
  ) => {
    const locale = localeOf(translator.languageCode);
    const { view } = sidebar;
    const show = showerOf(app, view);
    registry.addFactory(cardFactory(locale));
    registry.addFactory(
      galleryFactory(
        locale,
        service,
        (page, thumbnails, id) => openSample(app, new GalleryList(page, thumbnails, service, view), locale, id),
        show
      )
    );
    registry.addFactory(auditFactory(locale, (audit, which) => show(audit.run, null, which ?? {})));
  }
};

const charts: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-facegauge:charts',
  description: 'Lets JupyterLab draw the charts of facegauge in its own theme.',
  autoStart: true,
  requires: [IRenderMimeRegistry],
  activate: async (app: JupyterFrontEnd, registry: IRenderMimeRegistry) => {
    if (!app.hasPlugin(VEGA_PLUGIN)) return;
    // Whoever registers a type later takes it: JupyterLab's own comes first, whatever the order of plugins.
    await app.activatePlugin(VEGA_PLUGIN);
    const original = registry.getFactory(CHART_MIMES[0]);
    if (original) registry.addFactory(chartFactory(original), registry.getRank(CHART_MIMES[0]));
  }
};

export default [
  service,
  sidebar,
  outputs,
  charts,
  withoutCode,
  panel(
    'today',
    'Figures of the range: pictures, mean quality, share of low ones, failures, time a picture.',
    100,
    (context, locale) => new TodayPanel(new TodayModel(context), locale)
  ),
  panel(
    'trend',
    'Mean quality and share of low pictures over time.',
    200,
    (context, locale) => new TrendPanel(new TrendModel(context), locale)
  ),
  panel(
    'findings',
    'What is wrong with the pictures, commonest first.',
    300,
    (context, locale) => new FindingsPanel(new FindingsModel(context), locale)
  ),
  panel('samples', 'Thumbnails of the samples, and each of them in full.', 400, (context, locale, app, sidebar) => {
    const model = new SamplesModel(context);
    const widget = new SamplesPanel(model, locale, id => openSample(app, model, locale, id));
    context.view.selection.asked.connect(() => sidebar.reveal(widget));
    return widget;
  }),
  panel(
    'thresholds',
    'The thresholds of the store, and what others would do.',
    500,
    (context, locale) => new ThresholdsPanel(new ThresholdsModel(context), locale)
  ),
  panel(
    'runs',
    'Audits and how far they are; two of them side by side.',
    600,
    (context, locale) => new RunsPanel(new RunsModel(context), locale)
  )
];
