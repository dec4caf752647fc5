// Runs tasks in Web Workers, so that the page stays responsive.
import type { TaskRunner } from "./task.ts";
import { type WorkerTaskOptions, workerTasks } from "./task-host.ts";
import type { OpenTaskWorker, TaskReply } from "./task-protocol.ts";

export type { WorkerTaskOptions };

/**
 * A runner with a Web Worker per processor, or per task where there are fewer tasks.
 * @param module  URL of a module that exports `openTask(payload, task)`; workers know no import map, so that its own imports must be
 *   bundled, or be URLs as served
 */
export function webWorkerTaskRunner(module: string | URL, options: WorkerTaskOptions = {}): TaskRunner {
  const parallelism = options.workers ?? navigator.hardwareConcurrency;
  return workerTasks({ open: openWorker, module: String(module), parallelism });
}

const openWorker: OpenTaskWorker = ({ onReply, onFailure }) => {
  // Written so that bundlers find the worker's file.
  const worker = new Worker(new URL("./task-worker.browser.js", import.meta.url), { type: "module" });
  worker.addEventListener("message", (event: MessageEvent<TaskReply>) => onReply(event.data));
  worker.addEventListener("error", (event) => onFailure(`its worker failed: ${event.message}`));
  worker.addEventListener("messageerror", () => onFailure("its worker sent what cannot be read"));
  return {
    post: (order) => worker.postMessage(order),
    async terminate() {
      worker.terminate();
    },
  };
};
