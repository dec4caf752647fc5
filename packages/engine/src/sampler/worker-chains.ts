// The worker's side, of whatever kind: makes the posterior from plain data, runs its chains, sends their draws home.
import type { Posterior } from "../graph/log-density.ts";
import { ChainControl } from "./control.ts";
import { runChains } from "./run-chains.ts";
import type { WorkerReply, WorkerRequest } from "./worker-protocol.ts";

/** Sends to the host; buffers in `transfer` go away as they are, not as copies. */
export type SendReply = (reply: WorkerReply, transfer: readonly ArrayBuffer[]) => void;

/** What the worker does with each message from its host. */
export function chainWorker(send: SendReply): (request: WorkerRequest) => void {
  const control = new ChainControl();
  return (request) => {
    switch (request.kind) {
      case "load":
        // A module that cannot be loaded is reported when it is to be run.
        import(request.module).catch(() => {});
        break;
      case "run":
        void run(request, control, send);
        break;
      case "command":
        control.receive(request.command);
        break;
    }
  };
}

async function run(
  { module, payload, tasks, options }: Extract<WorkerRequest, { kind: "run" }>,
  control: ChainControl,
  send: SendReply,
): Promise<void> {
  try {
    const { createPosterior } = (await import(module)) as { createPosterior(payload: unknown): Posterior };
    await runChains(createPosterior(payload), tasks, options, control, {
      onProgress: (progress) => send({ kind: "progress", progress }, []),
      onBlock: (block) =>
        send({ kind: "block", block }, [block.records.buffer as ArrayBuffer, block.statistics.buffer as ArrayBuffer]),
    });
    send({ kind: "ended" }, []);
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    send({ kind: "failed", name, message }, []);
  }
}
