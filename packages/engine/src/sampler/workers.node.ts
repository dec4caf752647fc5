// Runs each chain in a worker thread of its own.
import { createRequire } from "node:module";
import { Worker } from "node:worker_threads";
import { SamplingError } from "../errors.ts";
import type { ChainDraws } from "./chain.ts";
import type { ChainRunner, RunRequest } from "./sample.ts";
import type { WorkerReply, WorkerRequest } from "./worker-protocol.ts";

// Resolved by the package's own name, so that it is the built file wherever this module was loaded from.
const workerFile = createRequire(import.meta.url).resolve("@carryover/engine/chain-worker");

/**
 * A runner with one worker thread per chain. When one chain fails, the others are ended too.
 * @param module  URL of a module that exports `createPosterior(payload): Posterior`
 */
export function workerChainRunner(module: string | URL): ChainRunner {
  return {
    async run(request) {
      const chains = Array.from({ length: request.options.chains }, (_, chain) =>
        startChain(String(module), chain, request),
      );
      const stop = (): void => {
        for (const { send } of chains) send({ kind: "stop" });
      };
      request.signal?.addEventListener("abort", stop, { once: true });
      if (request.signal?.aborted === true) stop();
      try {
        return await Promise.all(chains.map(({ draws }) => draws));
      } finally {
        request.signal?.removeEventListener("abort", stop);
        await Promise.all(chains.map(({ worker }) => worker.terminate()));
      }
    },
  };
}

interface RunningChain {
  readonly worker: Worker;
  readonly draws: Promise<ChainDraws>;
  send(message: WorkerRequest): void;
}

function startChain(module: string, chain: number, request: RunRequest): RunningChain {
  const worker = new Worker(workerFile);
  const send = (message: WorkerRequest): void => worker.postMessage(message);
  const draws = new Promise<ChainDraws>((resolve, reject) => {
    const fail = (what: string): void => reject(new SamplingError(`chain ${chain}: ${what}`));
    worker.on("message", (reply: WorkerReply) => {
      switch (reply.kind) {
        case "progress":
          request.onProgress(reply.progress);
          break;
        case "done":
          resolve(reply.draws);
          break;
        case "failed":
          fail(reply.name === "SamplingError" ? reply.message : `${reply.name}: ${reply.message}`);
          break;
      }
    });
    worker.on("error", (cause) => fail(`its worker failed: ${cause.message}`));
    worker.on("exit", (code) => fail(`its worker ended with code ${code} before it was done`));
  });
  send({ kind: "run", module, payload: request.payload, chain, options: request.options });
  return { worker, draws, send };
}
