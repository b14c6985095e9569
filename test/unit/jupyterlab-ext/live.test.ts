import assert from 'node:assert/strict';
import { Signal } from '@lumino/signaling';
import React from 'react';
import { LiveListener } from '../../../jupyterlab-ext/src/live';
import { Locale } from '../../../jupyterlab-ext/src/locale';
import { TodayModel } from '../../../jupyterlab-ext/src/panels/today/model';
import { Pulse } from '../../../jupyterlab-ext/src/panels/today/pulse';
import { type ILiveNews, LIVE_MIME } from '../../../jupyterlab-ext/src/tokens';
import { View } from '../../../jupyterlab-ext/src/view';
import { FakeService, until } from './fake-service';

const { renderToStaticMarkup } = require('react-dom/server') as {
  renderToStaticMarkup: (element: React.ReactElement) => string;
};

const STORE = '/data/facegauge.db';

const news = (
  state: ILiveNews['state'],
  pictures: number,
  at = 0,
  session = 's',
  store: string | null = STORE
): ILiveNews => ({
  version: 1,
  session,
  state,
  pictures,
  meanQuality: 0.5,
  low: 0,
  failures: 0,
  store,
  at
});

describe('sidebar: what sessions of notebooks say of themselves', () => {
  it('is that they work while pictures are processed, and that they are open while none is', () => {
    const pulse = new Pulse();
    pulse.hear(news('open', 0, 0), 0);
    assert.deepEqual(pulse.at(60_000), { working: false, sessions: 1, pictures: 0, rate: null, stores: [STORE] });
    pulse.hear(news('working', 0, 100_000), 100_000);
    pulse.hear(news('working', 4, 102_000), 102_000);
    assert.deepEqual(pulse.at(103_000), { working: true, sessions: 1, pictures: 4, rate: 2, stores: [STORE] });
    pulse.hear(news('open', 5, 103_000), 103_000);
    // Of an earlier time, and under way for longer.
    pulse.hear(news('working', 4, 102_500), 103_100);
    assert.deepEqual(pulse.at(103_200), { working: false, sessions: 1, pictures: 5, rate: null, stores: [STORE] });
    pulse.hear(news('closed', 5, 104_000), 104_000);
    assert.equal(pulse.at(104_000), null);
  });

  it('is nothing of one that worked and is not heard any more', () => {
    const pulse = new Pulse();
    pulse.hear(news('working', 3), 0);
    assert.equal(pulse.at(4000)?.working, true);
    assert.equal(pulse.at(6000), null);
    pulse.hear(news(undefined, 3, 0, 'of a library of before'), 6000);
    assert.equal(pulse.at(7000)?.working, true);
    assert.equal(pulse.at(12_000), null);
  });

  it('takes no rest for slowness', () => {
    const pulse = new Pulse();
    pulse.hear(news('working', 0, 0), 0);
    pulse.hear(news('open', 10, 1), 1000);
    pulse.hear(news('working', 10, 2), 14_000);
    pulse.hear(news('working', 20, 3), 15_000);
    assert.equal(pulse.at(15_000)?.rate, 10);
  });

  it('ends with the kernel they run in, and with the notebook that is closed', () => {
    class Context {
      readonly iopubMessage = new Signal<this, unknown>(this);
      readonly kernelChanged = new Signal<this, unknown>(this);
      readonly statusChanged = new Signal<this, string>(this);
    }
    const heard: string[] = [];
    const listener = new LiveListener(({ session, state }) => heard.push(`${session} ${state}`));
    const context = new Context();
    const listening = listener.createNew({} as never, { sessionContext: context } as never);
    const say = (session: string, state: ILiveNews['state']) =>
      context.iopubMessage.emit({
        header: { msg_type: 'update_display_data' },
        content: { data: { [LIVE_MIME]: news(state, 1) }, transient: { display_id: session } }
      });
    say('a', 'working');
    context.statusChanged.emit('busy');
    context.statusChanged.emit('autorestarting');
    context.statusChanged.emit('restarting');
    say('b', 'open');
    say('b', 'closed');
    say('c', 'open');
    listening.dispose();
    assert.deepEqual(heard, ['a working', 'a closed', 'b open', 'b closed', 'c open', 'c closed']);
  });
});

describe('sidebar: what is going on', () => {
  it('is an audit with its progress and rate, wherever it runs', async () => {
    const service = new FakeService();
    const run = { id: 7, name: 'intake <b>', state: 'running', startedAt: 0, endedAt: null, total: 400, done: 100 };
    const rest = { failed: 0, model: 'm', recogniser: null, meanQuality: 0.5, low: 0, scored: 100, owner: null };
    service.runList = [{ ...run, ...rest } as never];
    let now = 0;
    const model = new TodayModel({ service, view: new View(() => now), now: () => now });
    const { Live } = require('../../../jupyterlab-ext/src/panels/today/live');
    const said = () => renderToStaticMarkup(React.createElement(Live, { locale: new Locale('en'), model }));
    model.visible = true;
    await until(() => model.value !== null);
    assert.match(said(), /<strong>intake &lt;b&gt;<\/strong> 100 of 400</);
    now = 10_000;
    service.runList = [{ ...service.runList[0], done: 150 }];
    model.refresh();
    await until(() => model.going[0]?.done === 150);
    assert.match(said(), /150 of 400 · 5 a second/);
    assert.match(said(), /<progress[^>]*max="400" value="150"/);
    service.runList = [{ ...service.runList[0], state: 'done' }];
    model.refresh();
    await until(() => model.going.length === 0);
    assert.equal(said(), '');
    service.live.emit(news('open', 2));
    assert.match(said(), /data-live="open".*A session is open; pictures so far: 2</);
    service.live.emit(news('open', 2, 1, 's', '/home/other.db'));
    assert.match(said(), /pictures so far: 2; recorded in \/home\/other\.db</);
    service.live.emit(news('open', 2, 2, 's', null));
    assert.match(said(), /pictures so far: 2; nothing is recorded</);
    model.dispose();
  });
});
