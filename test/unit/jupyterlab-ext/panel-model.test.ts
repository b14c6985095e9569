import assert from 'node:assert/strict';
import { FindingsModel } from '../../../jupyterlab-ext/src/panels/findings/model';
import { TodayModel } from '../../../jupyterlab-ext/src/panels/today/model';
import { type ILiveNews, ServiceError } from '../../../jupyterlab-ext/src/tokens';
import { View } from '../../../jupyterlab-ext/src/view';
import { FakeService, settled, SUMMARY, until } from './fake-service';

const NEWS: ILiveNews = {
  version: 1,
  session: 's',
  pictures: 5,
  meanQuality: 0.5,
  low: 0,
  failures: 0,
  store: null,
  at: 0
};

describe('sidebar: the model of a panel', () => {
  let service: FakeService;
  let view: View;
  let model: TodayModel;

  beforeEach(() => {
    service = new FakeService();
    view = new View();
    model = new TodayModel({ service, view });
  });
  afterEach(() => model.dispose());

  it('asks nothing while nobody looks, whatever happens', async () => {
    service.live.emit(NEWS);
    view.range.set({ span: '7d' });
    view.refresh();
    model.refresh();
    await settled();
    assert.equal(service.asked.length, 0);
  });

  it('asks as soon as it is seen, and again when it is seen again', async () => {
    model.visible = true;
    await until(() => model.value !== null);
    model.visible = false;
    await settled();
    assert.equal(service.count('summary'), 1);
    model.visible = true;
    await until(() => service.count('summary') === 2);
  });

  it('hears the sessions of notebooks', async () => {
    model.visible = true;
    await until(() => model.value !== null);
    service.live.emit(NEWS);
    await until(() => service.count('summary') > 1);
    assert.equal(model.pulse?.pictures, 5);
  });

  it('keeps the old answer, marked, until the answer to a new question comes', async () => {
    model.visible = true;
    await until(() => model.value !== null);
    let open = () => {};
    service.gate = new Promise(resolve => (open = resolve));
    service.summaryOf = () => ({ ...SUMMARY, pictures: 99 });
    view.range.set({ span: '30d' });
    await until(() => service.count('summary') === 2);
    assert.deepEqual([model.value?.pictures, model.stale], [10, true]);
    open();
    await until(() => !model.stale);
    assert.equal(model.value?.pictures, 99);
  });

  it('drops an answer that is no longer asked for', async () => {
    let open = () => {};
    service.gate = new Promise(resolve => (open = resolve));
    service.summaryOf = query => ({ ...SUMMARY, pictures: query.source === 'new' ? 2 : 1 });
    model.visible = true;
    await until(() => service.count('summary') === 1);
    view.range.set({ source: 'new' });
    const shown = new Set<number | undefined>();
    model.stateChanged.connect(() => shown.add(model.value?.pictures));
    open();
    await until(() => model.value?.pictures === 2);
    assert.ok(!shown.has(1));
  });

  it('asks again where the question changed, or something was written, while it was asking', async () => {
    model.visible = true;
    await until(() => model.value !== null);
    for (const change of [() => view.range.set({ source: 'new' }), () => view.refresh()]) {
      let open = () => {};
      service.gate = new Promise(resolve => (open = resolve));
      const before = service.count('summary');
      service.live.emit(NEWS);
      await until(() => service.count('summary') === before + 1);
      change();
      await settled();
      open();
      await until(() => service.count('summary') === before + 2 && !model.stale);
      // What follows the last message of a session is over before the next turn.
      await new Promise(resolve => setTimeout(resolve, 800));
    }
  });

  it('says why there is no answer and keeps the last one', async () => {
    model.visible = true;
    await until(() => model.value !== null);
    service.failure = new ServiceError('store', 'is damaged', 'damaged');
    model.refresh();
    await until(() => model.failure !== null);
    assert.deepEqual(model.failure, {
      failure: 'store',
      message: 'is damaged',
      reason: 'damaged',
      path: null
    });
    assert.equal(model.value?.pictures, 10);
    service.failure = null;
    model.refresh();
    await until(() => model.failure === null);
  });

  it('does not leave the figures of another question where the new one finds no answer', async () => {
    model.visible = true;
    await until(() => model.value !== null);
    service.failure = new ServiceError('unreachable', '');
    view.range.set({ span: '30d' });
    await until(() => model.failure !== null);
    assert.equal(model.value, null);
  });

  it('does not pass figures by time processed for figures by time taken', async () => {
    model.visible = true;
    await until(() => model.value !== null);
    view.range.set({ by: 'taken' });
    await until(() => model.failure !== null);
    assert.deepEqual([model.failure?.failure, model.value, service.count('summary')], ['by-processed', null, 1]);
  });

  it('says nothing any more once it is disposed of', async () => {
    model.visible = true;
    model.dispose();
    service.live.emit(NEWS);
    view.range.set({ span: 'all' });
    await settled();
    assert.ok(service.asked.length <= 1);
  });

  it('links failures and low pictures to the samples', async () => {
    model.visible = true;
    await until(() => model.value !== null);
    let asked = 0;
    view.selection.asked.connect(() => asked++);
    model.showLow();
    assert.deepEqual(view.selection.state, { most: 0.4 });
    model.showFailures('failed');
    assert.deepEqual([view.selection.state, asked], [{ assessment: 'failed' }, 2]);
  });
});

describe('sidebar: findings', () => {
  it('choose the samples that have one, and let go of it', async () => {
    const view = new View();
    const model = new FindingsModel({ service: new FakeService(), view });
    model.toggle('dark');
    assert.equal(model.chosen, 'dark');
    model.toggle('dark');
    assert.equal(model.chosen, null);
    model.dispose();
  });
});
