export { statusOf, type EngineStatus, type Status } from './status';
export { gpus, machine, memoryOf, type GpuReport, type MachineReport } from './machine';
export { Register, registrations, type Registration } from './registry';
export { askForRestart, RestartWishes } from './restart';
