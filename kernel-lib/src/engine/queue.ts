/** Pictures that wait for a worker, and those that come back because theirs has died. */
import { crashed } from './outcomes';
import type { Task } from './task';

/** Workers that may die over a picture before it is given up … */
const MAX_DEATHS = 2;
/** … and that may die before they have even looked at it. */
const MAX_LOSSES = 6;

export class Queue {
  readonly #tasks: Task[] = [];

  get length(): number {
    return this.#tasks.length;
  }

  /** Whose turn it is. */
  get first(): Task | undefined {
    return this.#tasks[0];
  }

  add(task: Task): void {
    this.#tasks.push(task);
  }

  take(): Task | undefined {
    return this.#tasks.shift();
  }

  /** @returns whether it was waiting */
  drop(task: Task): boolean {
    const at = this.#tasks.indexOf(task);
    if (at >= 0) this.#tasks.splice(at, 1);
    return at >= 0;
  }

  /** Everybody who waits, who then no longer does. */
  clear(): Task[] {
    return this.#tasks.splice(0);
  }

  /**
   * Pictures of a worker that died go first; those that too many have died of are rejected with ENGINE_CRASHED.
   * @param blameless no picture is what it died of
   */
  comeBack(tasks: readonly Task[], cause: string, blameless: boolean): void {
    const again: Task[] = [];
    for (const task of tasks) {
      if (task.settled) continue;
      if (!blameless) task.losses++;
      if (task.begun && !blameless) task.deaths++;
      task.begun = false;
      if (task.deaths < MAX_DEATHS && task.losses < MAX_LOSSES) again.push(task);
      else task.reject(crashed(task, cause));
    }
    this.#tasks.unshift(...again);
  }
}
