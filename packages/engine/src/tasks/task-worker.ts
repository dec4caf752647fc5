// The worker's side, of whatever kind: runs its tasks and sends their parts home.
import { type OpenTask, runTasks } from "./task.ts";
import type { TaskOrder, TaskReply } from "./task-protocol.ts";

/** What the worker does with each message from its host. */
export function taskWorker(send: (reply: TaskReply) => void): (order: TaskOrder) => void {
  let isEnded = false;
  return (order) => {
    if (order.kind === "end") isEnded = true;
    else void run(order, () => isEnded, send);
  };
}

async function run(
  { module, payload, tasks }: Extract<TaskOrder, { kind: "run" }>,
  isEnded: () => boolean,
  send: (reply: TaskReply) => void,
): Promise<void> {
  try {
    const { openTask } = (await import(module)) as { openTask: OpenTask };
    await runTasks(tasks, (task) => openTask(payload, task), {
      onPart: (task, part) => send({ kind: "part", task, part }),
      isEnded,
    });
    send({ kind: "done" });
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    send({ kind: "failed", name, message });
  }
}
