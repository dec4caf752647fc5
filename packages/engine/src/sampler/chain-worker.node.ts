// The worker's side in Node: makes the posterior from plain data, runs one chain, answers with its draws.
import { parentPort } from "node:worker_threads";
import type { Posterior } from "../graph/log-density.ts";
import { runChain } from "./chain.ts";
import type { WorkerReply, WorkerRequest } from "./worker-protocol.ts";

const port = parentPort;
if (port === null) throw new Error("this module runs in a worker thread");

let stopRequested = false;
const reply = (message: WorkerReply, transfer: ArrayBuffer[] = []): void => port.postMessage(message, transfer);

port.on("message", (request: WorkerRequest) => {
  if (request.kind === "stop") stopRequested = true;
  else void run(request);
});

async function run(request: Extract<WorkerRequest, { kind: "run" }>): Promise<void> {
  try {
    const { createPosterior } = (await import(request.module)) as { createPosterior(payload: unknown): Posterior };
    const draws = await runChain(createPosterior(request.payload), request.chain, request.options, {
      onProgress: (progress) => reply({ kind: "progress", progress }),
      stopRequested: () => stopRequested,
    });
    reply({ kind: "done", draws }, [draws.records.buffer as ArrayBuffer, draws.statistics.buffer as ArrayBuffer]);
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    reply({ kind: "failed", name, message });
  }
}
