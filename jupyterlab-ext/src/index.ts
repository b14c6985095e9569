import { ILayoutRestorer, type JupyterFrontEnd, type JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { ITranslator } from '@jupyterlab/translation';
import { LiveListener } from './live';
import { TodayPanel } from './panels/today';
import { TodayModel } from './panels/today/model';
import { FacegaugeService } from './service';
import { FacegaugeSidebar } from './sidebar';
import { textFor } from './text';
import { IFacegaugeService, IFacegaugeSidebar, PLUGIN_ID } from './tokens';

export { IFacegaugeService, IFacegaugeSidebar } from './tokens';

const SHOW_SIDEBAR = 'facegauge:show-sidebar';

const service: JupyterFrontEndPlugin<IFacegaugeService> = {
  id: 'jupyterlab-facegauge:service',
  description: 'Reads the store of facegauge through the server and hears the live messages of sessions in notebooks.',
  autoStart: true,
  provides: IFacegaugeService,
  activate: (app: JupyterFrontEnd) => {
    const service = new FacegaugeService(app.serviceManager.serverSettings);
    app.docRegistry.addWidgetExtension('Notebook', new LiveListener(() => service.live.emit()));
    return service;
  }
};

const sidebar: JupyterFrontEndPlugin<IFacegaugeSidebar> = {
  id: PLUGIN_ID,
  description: 'The sidebar of facegauge.',
  autoStart: true,
  requires: [ITranslator],
  optional: [ILayoutRestorer, ICommandPalette],
  provides: IFacegaugeSidebar,
  activate: (
    app: JupyterFrontEnd,
    translator: ITranslator,
    restorer: ILayoutRestorer | null,
    palette: ICommandPalette | null
  ) => {
    const text = textFor(translator.languageCode);
    const sidebar = new FacegaugeSidebar(text);
    app.shell.add(sidebar, 'right', { rank: 600, type: 'facegauge' });
    restorer?.add(sidebar, sidebar.id);
    app.commands.addCommand(SHOW_SIDEBAR, {
      label: text.showSidebar,
      execute: () => app.shell.activateById(sidebar.id),
      describedBy: { args: { type: 'object', properties: {} } }
    });
    palette?.addItem({ command: SHOW_SIDEBAR, category: 'facegauge' });
    return sidebar;
  }
};

const today: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-facegauge:today',
  description: 'The panel Today: pictures, mean quality, share of low ones, failures.',
  autoStart: true,
  requires: [IFacegaugeService, IFacegaugeSidebar, ITranslator],
  optional: [ISettingRegistry],
  activate: (
    _app: JupyterFrontEnd,
    service: IFacegaugeService,
    sidebar: IFacegaugeSidebar,
    translator: ITranslator,
    registry: ISettingRegistry | null
  ) => {
    const model = new TodayModel(service);
    const language = translator.languageCode.replace('_', '-');
    sidebar.addPanel(new TodayPanel(model, textFor(language), language), 100);
    void registry?.load(PLUGIN_ID).then(settings => {
      const apply = () => (model.pollInterval = settings.get('pollInterval').composite as number);
      settings.changed.connect(apply);
      apply();
    });
  }
};

export default [service, sidebar, today];
