import assert from 'node:assert/strict';
import { Locale } from '../../../jupyterlab-ext/src/locale';
import { Counts } from '../../../jupyterlab-ext/src/panels/thresholds/counts';
import { ThresholdsModel } from '../../../jupyterlab-ext/src/panels/thresholds/model';
import { ServiceError } from '../../../jupyterlab-ext/src/tokens';
import { View } from '../../../jupyterlab-ext/src/view';
import { FakeService, until } from './fake-service';

const BINS: [number, number][] = [
  [0, 1],
  [399, 10],
  [400, 5],
  [449, 7],
  [450, 3],
  [1000, 4]
];

describe('sidebar: counts below a threshold', () => {
  const counts = new Counts({ bins: BINS, scored: 30 });

  it('are exact at the borders', () => {
    assert.deepEqual(
      [0, 0.001, 0.4, 0.401, 0.45, 1].map(t => counts.below(t)),
      [0, 1, 11, 16, 23, 26]
    );
    assert.equal(counts.scored, 30);
  });

  it('lose no picture in bars', () => {
    const bars = counts.bars(50);
    assert.equal(
      bars.reduce((a, b) => a + b),
      30
    );
    assert.deepEqual([bars[0], bars[19], bars[20], bars[22], bars[49]], [1, 10, 5, 10, 4]);
  });
});

describe('sidebar: thresholds', () => {
  let service: FakeService;
  let view: View;
  let model: ThresholdsModel;

  beforeEach(async () => {
    service = new FakeService();
    service.histogramOf = () => ({ bins: BINS, scored: 30 });
    view = new View();
    model = new ThresholdsModel({ service, view });
    model.visible = true;
    await until(() => model.value !== null);
  });
  afterEach(() => model.dispose());

  it('say what another one would do, without asking anybody', () => {
    const before = service.asked.length;
    model.move('qualityReject', 0.45);
    assert.deepEqual(model.whatIf, { scored: 30, rejected: 23, trusted: 4, moreRejected: 12, moreTrusted: 0 });
    assert.equal(service.asked.length, before);
    model.reset();
    assert.deepEqual([model.isMoved, model.whatIf?.moreRejected], [false, null]);
  });

  it('do not pass each other', () => {
    model.move('qualityReject', 0.9);
    assert.equal(model.at('qualityReject'), 0.6);
    model.move('qualityTrust', 0.2);
    assert.equal(model.at('qualityTrust'), 0.6);
  });

  it('are written with a note, and everything is asked for anew', async () => {
    let refreshed = 0;
    view.refreshed.connect(() => refreshed++);
    model.move('qualityReject', 0.45);
    await model.apply(' stricter ');
    assert.deepEqual(service.asked.find(({ what }) => what === 'setPolicy')?.query, {
      values: { qualityReject: 0.45 },
      note: 'stricter'
    });
    assert.deepEqual(
      [model.isMoved, model.inForce('qualityReject'), model.said, refreshed],
      [false, 0.45, 'applied', 1]
    );
    await model.undo();
    assert.equal(model.inForce('qualityReject'), 0.4);
  });

  it('stay as they were moved where the store refuses them', async () => {
    model.move('qualityReject', 0.45);
    service.failure = new ServiceError('refused', 'no');
    await model.apply('');
    assert.equal(model.refusal?.message, 'no');
    assert.deepEqual([model.isMoved, model.at('qualityReject')], [true, 0.45]);
  });

  it('stay as they were moved when the store is looked at again', async () => {
    model.move('qualityTrust', 0.7);
    const before = service.count('policy');
    model.refresh();
    await until(() => service.count('policy') > before && model.failure === null);
    assert.equal(model.at('qualityTrust'), 0.7);
  });
});

describe('sidebar: what thresholds would do, in words', () => {
  // The body is JSX and needs the DOM's types; it is tested by what it says.
  const { whatIfSaid } = require('../../../jupyterlab-ext/src/panels/thresholds/body') as {
    whatIfSaid: (whatIf: object, locale: Locale) => string[];
  };
  const whatIf = { scored: 8140, rejected: 212, trusted: 7000, moreRejected: 31, moreTrusted: -5 };

  it('is a sentence in either language', () => {
    assert.deepEqual(whatIfSaid(whatIf, new Locale('en')), [
      '212 of 8,140, 2.6%, would be rejected; 31 more than now.',
      '7,000, 86%, would be trusted; 5 fewer than now.'
    ]);
    assert.match(whatIfSaid(whatIf, new Locale('zh_CN'))[0], /8,140 张中将有 212 张（2\.6%）被拒绝，比现在多 31 张。/);
  });

  it('says nothing of a change where nothing was moved', () => {
    const now = { ...whatIf, moreRejected: null, moreTrusted: null };
    assert.equal(whatIfSaid(now, new Locale('en'))[0], '212 of 8,140, 2.6%, are rejected.');
  });
});
