// What a host and a worker of chains say to each other, and the little that both ask of a kind of worker.
import type { ChainBlock } from "./chain-state.ts";
import type { ChainCommand } from "./control.ts";
import type { ChainProgress, SampleOptions } from "./options.ts";
import type { ChainTask } from "./run-chains.ts";

/** Host to worker. */
export type WorkerRequest =
  | {
      readonly kind: "load";
      /** URL of a module that exports `createPosterior(payload)`. */
      readonly module: string;
    }
  | {
      readonly kind: "run";
      readonly module: string;
      readonly payload: unknown;
      readonly tasks: readonly ChainTask[];
      readonly options: SampleOptions;
    }
  | { readonly kind: "command"; readonly command: ChainCommand };

/** Worker to host. */
export type WorkerReply =
  | { readonly kind: "progress"; readonly progress: ChainProgress }
  | { readonly kind: "block"; readonly block: ChainBlock }
  | { readonly kind: "ended" }
  | { readonly kind: "failed"; readonly name: string; readonly message: string };

/** A worker as its host sees it. */
export interface WorkerHandle {
  post(message: WorkerRequest): void;
  /** Whether the process must wait for it. */
  keepAlive(keep: boolean): void;
  terminate(): Promise<void>;
}

interface WorkerListener {
  onReply(reply: WorkerReply): void;
  /** The worker ended, or could not be started. */
  onFailure(reason: string): void;
}

/** Starts a worker. */
export type OpenWorker = (listener: WorkerListener) => WorkerHandle;
