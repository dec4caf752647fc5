// Carries out replications in worker threads, as many as there are cores, and gathers their ranks.
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { ModelSpec, Panel } from "../../src/index.ts";

/** What one replication needs; plain data, so that it crosses to a worker. Described in replicate.mjs. */
export interface Replication {
  readonly panel: Panel;
  readonly spec: ModelSpec;
  readonly assumedSpec?: ModelSpec;
  readonly seed: number;
  readonly ranked: number;
  readonly draws: number;
  readonly longest: number;
}

export interface ReplicationRanks {
  readonly ranks: Readonly<Record<string, number>>;
  readonly mixed: boolean;
  readonly divergences: number;
  readonly kept: number;
}

type Reply =
  | { readonly kind: "done"; readonly ranks: ReplicationRanks }
  | { readonly kind: "failed"; readonly message: string };

/** The ranks of each replication, in order. @throws Error when one fails */
export async function carryOut(replications: readonly Replication[]): Promise<ReplicationRanks[]> {
  const results: ReplicationRanks[] = [];
  let next = 0;
  const work = (worker: Worker): Promise<void> =>
    new Promise((resolve, reject) => {
      let current = -1;
      const proceed = (): void => {
        current = next;
        next += 1;
        if (current < replications.length) worker.postMessage(replications[current]);
        else resolve();
      };
      worker.on("message", (reply: Reply) => {
        if (reply.kind === "failed") {
          reject(new Error(`replication ${current}: ${reply.message}`));
          return;
        }
        results[current] = reply.ranks;
        proceed();
      });
      worker.on("error", reject);
      proceed();
    });
  const workers = Array.from(
    { length: Math.min(availableParallelism(), replications.length) },
    () => new Worker(new URL("./replicate-worker.mjs", import.meta.url)),
  );
  try {
    await Promise.all(workers.map(work));
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
  return results;
}
