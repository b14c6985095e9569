export { open } from './open';
export { progress, type ProgressOptions } from './progress';
export { show, type Displayable, type ShowOptions } from './show';
export { LIVE_MIME, type LiveNews } from './live';
export { VEGALITE_MIME, type ChartSpec } from '../drawing';
