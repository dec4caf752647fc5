// Runs chains in worker threads of Node.
import { createRequire } from "node:module";
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { type WorkerChainRunner, type WorkerRunnerOptions, workerRunner } from "./worker-host.ts";
import type { OpenWorker, WorkerReply } from "./worker-protocol.ts";

export type { WorkerChainRunner, WorkerRunnerOptions };

// Resolved by the package's own name, so that it is the built file wherever this module was loaded from.
const workerFile = createRequire(import.meta.url).resolve("@carryover/engine/chain-worker");

/**
 * A runner with a worker thread per processor, or per chain where there are fewer chains.
 * @param module  URL of a module that exports `createPosterior(payload): Posterior`
 */
export function workerChainRunner(module: string | URL, options: WorkerRunnerOptions = {}): WorkerChainRunner {
  return workerRunner({
    open: openWorker,
    module: String(module),
    parallelism: options.workers ?? availableParallelism(),
  });
}

const openWorker: OpenWorker = ({ onReply, onFailure }) => {
  const worker = new Worker(workerFile);
  worker.on("message", (reply: WorkerReply) => onReply(reply));
  worker.on("error", (cause) => onFailure(`its worker failed: ${cause.message}`));
  worker.on("exit", (code) => onFailure(`its worker ended with code ${code} before it was done`));
  return {
    post: (message) => worker.postMessage(message),
    keepAlive: (keep) => (keep ? worker.ref() : worker.unref()),
    async terminate() {
      await worker.terminate();
    },
  };
};
