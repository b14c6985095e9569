/** What facegauge keeps beside a store: log, pictures that wait to be told of, who is running. */
import path from 'node:path';
import { folderBeside } from '../store';

export interface Home {
  /** Absolute path; made when something is first kept in it. */
  folder: string;
  /** The log's stable name: a link to the file that is written now. */
  log: string;
  /** One file for each process with an engine. */
  engines: string;
  /** Pictures given as bytes, until somebody has been told of them. */
  outbox: string;
}

/**
 * @param store the store's file
 * @param environment `FACEGAUGE_LOG` says where the log is instead; taken from `cwd` where it is relative
 */
export function homeOf(store: string, environment: NodeJS.ProcessEnv = process.env, cwd = process.cwd()): Home {
  const folder = folderBeside(store);
  const { FACEGAUGE_LOG: named } = environment;
  return {
    folder,
    log: named ? path.resolve(cwd, named) : path.join(folder, 'facegauge.log'),
    engines: path.join(folder, 'engines'),
    outbox: path.join(folder, 'outbox')
  };
}
