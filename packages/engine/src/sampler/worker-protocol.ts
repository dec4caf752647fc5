// What a host and a chain worker say to each other.
import type { ChainDraws } from "./chain.ts";
import type { ChainProgress, SampleOptions } from "./options.ts";

/** Host to worker. */
export type WorkerRequest =
  | {
      readonly kind: "run";
      /** URL of a module that exports `createPosterior(payload)`. */
      readonly module: string;
      readonly payload: unknown;
      readonly chain: number;
      readonly options: SampleOptions;
    }
  | { readonly kind: "stop" };

/** Worker to host. */
export type WorkerReply =
  | { readonly kind: "progress"; readonly progress: ChainProgress }
  | { readonly kind: "done"; readonly draws: ChainDraws }
  | { readonly kind: "failed"; readonly name: string; readonly message: string };
