// The host's side of chains in workers, of whatever kind: shares the chains among them and gathers what they send.
import { SamplingError } from "../errors.ts";
import type { ChainRunner, RunningChains, RunRequest } from "./runner.ts";
import type { OpenWorker, WorkerHandle, WorkerReply } from "./worker-protocol.ts";

export interface WorkerRunnerOptions {
  /** Most workers at a time; by default as many as can run at once. */
  readonly workers?: number | undefined;
}

/** A runner with workers; each carries several chains where there are more chains than processors. */
export interface WorkerChainRunner extends ChainRunner {
  /** Starts the workers for so many chains, to be ready when `start` is called; they do not keep the process alive. */
  prepare(chains: number): void;
  /** Ends the workers that were prepared and not used. */
  close(): void;
}

export interface WorkerHost {
  readonly open: OpenWorker;
  /** URL of a module that exports `createPosterior(payload): Posterior`. */
  readonly module: string;
  /** Most workers at a time. */
  readonly parallelism: number;
}

/** When one chain fails, the others are ended too. */
export function workerRunner({ open, module, parallelism }: WorkerHost): WorkerChainRunner {
  let prepared: PreparedWorker[] = [];
  const prepare = (chains: number): void => {
    while (prepared.length < Math.min(chains, parallelism)) {
      const worker = new PreparedWorker(open);
      worker.handle.keepAlive(false);
      worker.handle.post({ kind: "load", module });
      prepared.push(worker);
    }
  };
  return {
    prepare,
    start(request) {
      const count = Math.max(1, Math.min(request.tasks.length, parallelism));
      const workers = Array.from({ length: count }, () => prepared.pop() ?? new PreparedWorker(open));
      return runInWorkers(workers, module, request);
    },
    close() {
      for (const { handle } of prepared) void handle.terminate();
      prepared = [];
    },
  };
}

/** A worker that runs nothing yet; what it says before is kept for whoever takes it. */
class PreparedWorker {
  readonly handle: WorkerHandle;
  #onReply: (reply: WorkerReply) => void = () => {};
  #onFailure: (reason: string) => void = (reason) => {
    this.#earlyFailure = reason;
  };
  #earlyFailure: string | undefined;

  constructor(open: OpenWorker) {
    this.handle = open({
      onReply: (reply) => this.#onReply(reply),
      onFailure: (reason) => this.#onFailure(reason),
    });
  }

  listen(onReply: (reply: WorkerReply) => void, onFailure: (reason: string) => void): void {
    this.#onReply = onReply;
    this.#onFailure = onFailure;
    if (this.#earlyFailure !== undefined) onFailure(this.#earlyFailure);
  }
}

function runInWorkers(workers: readonly PreparedWorker[], module: string, request: RunRequest): RunningChains {
  const ended = workers.map((worker, index) => runShare(worker, index, workers.length, module, request));
  const terminate = (): Promise<unknown> => Promise.all(workers.map(({ handle }) => handle.terminate()));
  return {
    ended: Promise.all(ended)
      .then(() => {})
      .finally(terminate),
    send: (command) => {
      for (const { handle } of workers) handle.post({ kind: "command", command });
    },
    drop: () => void terminate(),
  };
}

/** Gives a worker its share of the chains, dealt out in turn. Resolves when all of them have ended. */
function runShare(
  worker: PreparedWorker,
  index: number,
  count: number,
  module: string,
  request: RunRequest,
): Promise<void> {
  const { payload, options } = request;
  const tasks = request.tasks.filter((_, task) => task % count === index);
  const names = tasks.map(({ chain }) => chain).join(", ");
  return new Promise((resolve, reject) => {
    const fail = (what: string): void =>
      reject(new SamplingError(`${tasks.length === 1 ? "chain" : "chains"} ${names}: ${what}`));
    worker.listen((reply) => {
      switch (reply.kind) {
        case "progress":
          request.onProgress(reply.progress);
          break;
        case "block":
          request.onBlock(reply.block);
          break;
        case "ended":
          resolve();
          break;
        case "failed":
          fail(reply.name === "SamplingError" ? reply.message : `${reply.name}: ${reply.message}`);
          break;
      }
    }, fail);
    worker.handle.keepAlive(true);
    worker.handle.post({ kind: "run", module, payload, tasks, options });
  });
}
