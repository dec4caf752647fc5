// Work that can be cut into tasks: each gives its results part by part, in this thread or in others.
import type { StopSignal } from "../sampler/stop-signal.ts";

/** A task's parts in order; plain data. What comes between two parts is done in one go. */
export type TaskParts = Iterator<unknown>;

/** What a module of tasks exports as `openTask`: the same payload and task give the same parts, wherever it runs. */
export type OpenTask = (payload: unknown, task: number) => TaskParts;

export interface TaskRequest {
  readonly openTask: OpenTask;
  /** Plain data that all tasks share. */
  readonly payload: unknown;
  /** Tasks are numbered from 0. */
  readonly tasks: number;
  /** Parts of one task come in order; those of different tasks as they happen to be done. */
  onPart(task: number, part: unknown): void;
  /** Ends the tasks early: parts that were handed over stand, no others follow. */
  readonly signal?: StopSignal | undefined;
}

export interface TaskRunner {
  /** Resolves when all tasks are done or were ended by the signal; rejects when one fails, and then ends the others. */
  run(request: TaskRequest): Promise<void>;
}

/** How long a thread works before it looks for messages and lets others of its thread be. */
const TURN_MILLISECONDS = 20;

/** All tasks in this thread, one after another. */
export const sameThreadTasks: TaskRunner = {
  run: ({ openTask, payload, tasks, onPart, signal }) =>
    runTasks(
      Array.from({ length: tasks }, (_, task) => task),
      (task) => openTask(payload, task),
      { onPart, isEnded: () => signal?.aborted === true },
    ),
};

/** Runs tasks in this thread, with a pause now and then in which messages and timers are served. */
export async function runTasks(
  tasks: readonly number[],
  open: (task: number) => TaskParts,
  { onPart, isEnded }: { onPart(task: number, part: unknown): void; isEnded(): boolean },
): Promise<void> {
  let turnStart = performance.now();
  for (const task of tasks) {
    const parts = open(task);
    for (;;) {
      if (performance.now() - turnStart > TURN_MILLISECONDS) {
        await new Promise<void>((resume) => {
          setTimeout(resume, 0);
        });
        turnStart = performance.now();
      }
      if (isEnded()) return;
      const { done, value } = parts.next();
      if (done) break;
      onPart(task, value);
    }
  }
}
