export { Graph, type Axis } from './graph';
export { takeIn } from './external';
export { writeOnnx } from './write';
export { readOnnx, type OnnxPort, type OnnxSummary } from './read';
