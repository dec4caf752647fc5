// Where chains run: in this thread or in others.
import type { Posterior } from "../graph/log-density.ts";
import { type ChainCommand, ChainControl } from "./control.ts";
import type { SampleOptions } from "./options.ts";
import { type ChainHost, type ChainTask, runChains } from "./run-chains.ts";

export interface RunRequest extends ChainHost {
  readonly posterior: Posterior;
  /** Plain data from which a worker's module makes the same posterior. */
  readonly payload: unknown;
  readonly options: SampleOptions;
  readonly tasks: readonly ChainTask[];
}

export interface RunningChains {
  /** Resolves when every chain has sent its last block; rejects when a chain fails, and then ends the others. */
  readonly ended: Promise<void>;
  send(command: ChainCommand): void;
  /** Ends the chains as soon as can be; what they have is lost, and `ended` need not be waited for. */
  drop(): void;
}

export interface ChainRunner {
  start(request: RunRequest): RunningChains;
}

/** All chains in this thread, taking turns. */
export const sameThreadRunner: ChainRunner = {
  start({ posterior, tasks, options, onProgress, onBlock }) {
    const control = new ChainControl();
    return {
      // Not before the caller holds what this returns: a small model is done without a pause.
      ended: Promise.resolve().then(() => runChains(posterior, tasks, options, control, { onProgress, onBlock })),
      send: (command) => control.receive(command),
      drop: () => control.receive("stop"),
    };
  },
};
