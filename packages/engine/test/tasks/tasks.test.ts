import { expect, test } from "vitest";
import { type OpenTask, sameThreadTasks, type TaskRunner } from "../../src/tasks/task.ts";
import { workerTaskRunner } from "../../src/tasks/tasks.node.ts";

const module = new URL("../fixtures/task-module.mjs", import.meta.url);
const { openTask } = (await import(module.href)) as { openTask: OpenTask };
const runners: [string, TaskRunner][] = [
  ["this thread", sameThreadTasks],
  ["two workers", workerTaskRunner(module, { workers: 2 })],
];

async function gather(runner: TaskRunner, tasks: number): Promise<unknown[][]> {
  const parts: unknown[][] = Array.from({ length: tasks }, () => []);
  await runner.run({ openTask, payload: { parts: 3 }, tasks, onPart: (task, part) => parts[task].push(part) });
  return parts;
}

test.each(runners)("in %s each task's parts come in their order", async (_, runner) => {
  expect(await gather(runner, 3)).toEqual([
    [0, 1, 2],
    [100, 101, 102],
    [200, 201, 202],
  ]);
});

test.each(runners)("in %s a signal ends tasks that would go on for ever, and what came stands", async (_, runner) => {
  const controller = new AbortController();
  const parts: unknown[] = [];
  await runner.run({
    openTask,
    payload: { parts: Number.POSITIVE_INFINITY },
    tasks: 2,
    signal: controller.signal,
    onPart(_task, part) {
      parts.push(part);
      if (parts.length === 50) controller.abort();
    },
  });
  expect(parts.length).toBeGreaterThanOrEqual(50);
});

test.each(runners)("in %s nothing runs after a signal that came before", async (_, runner) => {
  const parts: unknown[] = [];
  await runner.run({
    openTask,
    payload: { parts: 3 },
    tasks: 2,
    signal: AbortSignal.abort(),
    onPart: (_task, part) => parts.push(part),
  });
  expect(parts).toEqual([]);
});

test.each(runners)("in %s a task that fails fails the run with its reason", async (_, runner) => {
  const run = runner.run({ openTask, payload: { parts: 3, failing: 1 }, tasks: 2, onPart: () => {} });
  await expect(run).rejects.toThrow("task 1 cannot be done");
});
