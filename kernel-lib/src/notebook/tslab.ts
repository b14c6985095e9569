import path from 'node:path';
import { bundleMetadata, type MimeBundle } from '../drawing';
import { printableLines } from '../printable';
import { executionOf, type Execution, type Jupyter } from './execution';

/**
 * The one place that knows tslab (1.0.22). Its public `display.raw` sends a single MIME type, while a card is a bundle of
 * several; those go through `lastWriteDisplayData` of the running copy, which tslab replaces at each execution and which
 * is therefore looked up at each call.
 */
export interface DisplayOptions {
  /** Names the display, so that a later call can replace it. */
  displayId?: string;
  /** Replaces what is displayed under `displayId` instead of adding to the output. */
  update?: boolean;
}

/** The message as the Jupyter protocol has it: content of `display_data` and `update_display_data`. */
interface DisplayContent {
  data: Record<string, unknown>;
  metadata: Record<string, unknown>;
  transient: { display_id?: string };
}

type WriteDisplayData = (content: DisplayContent, update?: boolean) => void;

/** tslab puts this into the global scope of the kernel's process. */
interface TslabGlobal {
  require?: (id: string) => unknown;
}

/** True inside a tslab kernel. */
export function inKernel(): boolean {
  return writer() !== null;
}

/**
 * Displays a bundle in the running cell. Outside a kernel its text goes to the console, so that the same code runs in a
 * notebook and in a program; updates are silent there.
 */
export function display(bundle: MimeBundle, { displayId, update = false }: DisplayOptions = {}): void {
  const write = writer();
  if (write) {
    const transient = displayId === undefined ? {} : { display_id: displayId };
    write(
      { data: Object.fromEntries(Object.entries(bundle)), metadata: bundle[bundleMetadata] ?? {}, transient },
      update
    );
  } else if (!update && typeof bundle['text/plain'] === 'string') console.log(printableLines(bundle['text/plain']));
}

/** The place in a cell's code that is calling, and the execution it belongs to. */
export interface CallingCell {
  /** Same code, same place: the same text however often it is executed. */
  place: string;
  execution: Execution;
}

/** V8 knows the hash of the code that is calling. Null outside a kernel. */
export function callingCell(): CallingCell | null {
  const write = writer();
  if (!write) return null;
  const execution = executionOf(write, jupyter() as Jupyter);
  const cells = callSites().filter(site => site.getFileName() === 'evalmachine.<anonymous>');
  const place = cells.map(site => `${site.getScriptHash?.()}:${site.getLineNumber()}:${site.getColumnNumber()}`);
  return place.length === 0 ? null : { place: place.join(' '), execution };
}

type CallSite = NodeJS.CallSite & { getScriptHash?: () => string };

function callSites(): CallSite[] {
  const { prepareStackTrace, stackTraceLimit } = Error;
  try {
    Error.stackTraceLimit = 50;
    Error.prepareStackTrace = (_, sites) => sites;
    const { stack } = new Error();
    return Array.isArray(stack) ? (stack as CallSite[]) : [];
  } finally {
    Object.assign(Error, { prepareStackTrace, stackTraceLimit });
  }
}

/** How the execution that came last writes to the notebook; null outside a kernel and before its first cell. */
function writer(): WriteDisplayData | null {
  const write = jupyter()?.lastWriteDisplayData;
  return typeof write === 'function' ? (write as WriteDisplayData) : null;
}

/** The running copy's module that speaks with the notebook. */
function jupyter(): (Jupyter & { lastWriteDisplayData?: unknown }) | null {
  const running = runningCopy();
  return running && (require.cache[path.join(path.dirname(running.filename), 'jupyter.js')]?.exports ?? null);
}

/** The module of the kernel's own tslab: a folder may hold another copy, whose connection is not open. */
function runningCopy(): NodeJS.Module | null {
  const kernel = (globalThis as { __tslab__?: TslabGlobal }).__tslab__;
  if (typeof kernel?.require !== 'function') return null;
  const exported = kernel.require('tslab');
  return Object.values(require.cache).find(module => module?.exports === exported) ?? null;
}
