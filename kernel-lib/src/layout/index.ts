export { layoutEmbeddings, MOST_POINTS, type LayoutOptions, type LayoutResult } from './layout';
