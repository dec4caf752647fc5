// Runs tasks in worker threads of Node.
import { createRequire } from "node:module";
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { TaskRunner } from "./task.ts";
import { type WorkerTaskOptions, workerTasks } from "./task-host.ts";
import type { OpenTaskWorker, TaskReply } from "./task-protocol.ts";

export type { WorkerTaskOptions };

// Resolved by the package's own name, so that it is the built file wherever this module was loaded from.
const workerFile = createRequire(import.meta.url).resolve("@carryover/engine/task-worker");

/**
 * A runner with a worker thread per processor, or per task where there are fewer tasks.
 * @param module  URL of a module that exports `openTask(payload, task)`, the same that requests state
 */
export function workerTaskRunner(module: string | URL, options: WorkerTaskOptions = {}): TaskRunner {
  return workerTasks({
    open: openWorker,
    module: String(module),
    parallelism: options.workers ?? availableParallelism(),
  });
}

const openWorker: OpenTaskWorker = ({ onReply, onFailure }) => {
  const worker = new Worker(workerFile);
  worker.on("message", (reply: TaskReply) => onReply(reply));
  worker.on("error", (cause) => onFailure(`its worker failed: ${cause.message}`));
  worker.on("exit", (code) => onFailure(`its worker ended with code ${code} before it was done`));
  return {
    post: (order) => worker.postMessage(order),
    async terminate() {
      await worker.terminate();
    },
  };
};
