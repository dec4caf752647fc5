// Runs chains in Web Workers, so that the page stays responsive.
import { type WorkerChainRunner, type WorkerRunnerOptions, workerRunner } from "./worker-host.ts";
import type { OpenWorker, WorkerReply } from "./worker-protocol.ts";

export type { WorkerChainRunner, WorkerRunnerOptions };

/**
 * A runner with a Web Worker per processor, or per chain where there are fewer chains.
 * @param module  URL of a module that exports `createPosterior(payload): Posterior`; workers know no import map, so that its own
 *   imports must be bundled, or be URLs as served
 */
export function webWorkerChainRunner(module: string | URL, options: WorkerRunnerOptions = {}): WorkerChainRunner {
  const parallelism = options.workers ?? navigator.hardwareConcurrency;
  return workerRunner({ open: openWorker, module: String(module), parallelism });
}

const openWorker: OpenWorker = ({ onReply, onFailure }) => {
  // Written so that bundlers find the worker's file.
  const worker = new Worker(new URL("./chain-worker.browser.js", import.meta.url), { type: "module" });
  worker.addEventListener("message", (event: MessageEvent<WorkerReply>) => onReply(event.data));
  worker.addEventListener("error", (event) => onFailure(`its worker failed: ${event.message}`));
  worker.addEventListener("messageerror", () => onFailure("its worker sent what cannot be read"));
  return {
    post: (message) => worker.postMessage(message),
    // A page does not wait for its workers.
    keepAlive: () => {},
    async terminate() {
      worker.terminate();
    },
  };
};
