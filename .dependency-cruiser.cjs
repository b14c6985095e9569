// The rooms of kernel-lib and the one direction imports may take (see CONTRIBUTING.md).
const room = name => `^kernel-lib/src/${name}/`;
const only = (from, ...to) => ({
  name: `${from}-imports`,
  comment: `${from} may import ${to.join(', ') || 'nothing but the vocabulary'}`,
  severity: 'error',
  from: { path: room(from) },
  to: { path: '^kernel-lib/src/[^/]+/', pathNot: [from, ...to].map(room) }
});

module.exports = {
  forbidden: [
    {
      name: 'no-circles',
      comment: 'imports of types alone vanish when compiled and may name each other',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } }
    },
    only('image'),
    only('detection', 'image'),
    only('recognition', 'image'),
    only('components', 'image'),
    only('verification', 'components'),
    only('evaluation'),
    only('layout'),
    only('tables'),
    only('store', 'tables'),
    only('drawing'),
    only('charts', 'drawing', 'verification'),
    only('cards', 'drawing'),
    only('models', 'image', 'recognition', 'evaluation'),
    only('engine', 'image', 'detection', 'recognition', 'components', 'models'),
    only(
      'session',
      'engine',
      'models',
      'recognition',
      'verification',
      'components',
      'store',
      'cards',
      'drawing',
      'image'
    ),
    only(
      'audit',
      'session',
      'engine',
      'store',
      'tables',
      'verification',
      'evaluation',
      'charts',
      'layout',
      'cards',
      'drawing'
    ),
    only('evaluating', 'audit', 'session', 'models', 'evaluation', 'verification', 'charts', 'drawing'),
    only('operations', 'audit', 'session', 'engine', 'models', 'verification', 'store', 'drawing'),
    only('notebook', 'operations', 'session', 'audit', 'evaluating', 'cards', 'charts', 'drawing', 'store'),
    only(
      'cli',
      'operations',
      'session',
      'audit',
      'evaluating',
      'models',
      'verification',
      'charts',
      'drawing',
      'image',
      'store',
      'tables'
    ),
    {
      name: 'tslab-in-one-room',
      severity: 'error',
      from: { path: '^kernel-lib/src', pathNot: room('notebook') },
      to: { path: 'tslab' }
    },
    {
      name: 'onnxruntime-behind-the-engine',
      severity: 'error',
      from: { path: '^kernel-lib/src', pathNot: `${room('engine')}|${room('models')}` },
      to: { path: 'onnxruntime' }
    }
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' }
  }
};
