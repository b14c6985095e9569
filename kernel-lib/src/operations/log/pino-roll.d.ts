/** pino-roll has no types of its own: the part of it that is used here. */
declare module 'pino-roll' {
  import type { EventEmitter } from 'node:events';

  /** A SonicBoom, as pino writes to it. */
  export interface RollingStream extends EventEmitter {
    readonly destroyed: boolean;
    write(line: string): boolean;
    end(): void;
  }

  export default function roll(options: {
    file: string;
    size: string;
    limit: { count: number; removeOtherLogFiles: boolean };
    symlink: boolean;
    sync: boolean;
    mkdir: boolean;
  }): Promise<RollingStream>;
}
