// How a sampling begins: anew, with what an earlier one learned, or from a checkpoint of its own.
import { SamplingError } from "../errors.ts";
import type { Posterior } from "../graph/log-density.ts";
import type { ChainAdaptation } from "./chain-state.ts";
import type { CollectedChain } from "./collected-draws.ts";
import { layoutDifferences, layoutOf, type PosteriorLayout } from "./layout.ts";
import { checkSampleOptions, defaultSampleOptions, type SampleOptions, warmStartWarmup } from "./options.ts";
import type { ChainTask } from "./run-chains.ts";

/** What a run learned of its posterior's shape; plain data. Another run of the same parameters can start with it. */
export interface Adaptation {
  readonly layout: PosteriorLayout;
  readonly chains: readonly ChainAdaptation[];
}

/** A sampling that was left: all draws it has finished, and all that those to come depend on. Plain data. */
export interface SamplingCheckpoint {
  readonly options: SampleOptions;
  readonly layout: PosteriorLayout;
  /** Wall time that went into it. */
  readonly samplingMs: number;
  readonly chains: readonly CollectedChain[];
}

export interface StartRequest {
  readonly options?: Partial<SampleOptions> | undefined;
  readonly warmStart?: Adaptation | undefined;
  readonly resume?: SamplingCheckpoint | undefined;
}

export interface SamplingStart {
  readonly options: SampleOptions;
  readonly tasks: readonly ChainTask[];
}

/** @throws SamplingError for options out of range, and for an adaptation or a checkpoint that belongs to something else */
export function prepareStart(
  posterior: Posterior,
  { options: given = {}, warmStart, resume }: StartRequest,
): SamplingStart {
  if (resume !== undefined) return resumed(posterior, given, resume);
  const shortened = warmStart === undefined ? {} : { warmup: warmStartWarmup };
  const options: SampleOptions = { ...defaultSampleOptions, ...shortened, ...withoutUndefined(given) };
  checkSampleOptions(options);
  if (warmStart !== undefined)
    checkLayout(posterior, warmStart.layout, "an adaptation of other parameters cannot be used");
  return {
    options,
    tasks: Array.from({ length: options.chains }, (_, chain) => {
      const learned = warmStart?.chains[chain % warmStart.chains.length];
      return { chain, start: learned === undefined ? { kind: "fresh" } : { kind: "warm", ...learned } };
    }),
  };
}

function resumed(
  posterior: Posterior,
  given: Partial<SampleOptions>,
  { options, layout, chains }: SamplingCheckpoint,
): SamplingStart {
  checkLayout(posterior, layout, "the checkpoint belongs to another posterior");
  const asked = withoutUndefined(given);
  const names = Object.keys(asked) as (keyof SampleOptions)[];
  const others = names.filter((name) => asked[name] !== options[name]);
  if (others.length > 0) {
    const differences = others.map((name) => `${name} was ${options[name]} and is ${asked[name]}`);
    throw new SamplingError(`the checkpoint belongs to other options: ${differences.join("; ")}`);
  }
  return {
    options,
    tasks: chains.map(({ state, finished }, chain) => ({
      chain,
      start: state === undefined ? { kind: "fresh" } : { kind: "resumed", state, finished },
    })),
  };
}

function checkLayout(posterior: Posterior, layout: PosteriorLayout, refusal: string): void {
  const differences = layoutDifferences(layout, layoutOf(posterior));
  if (differences.length > 0) throw new SamplingError(`${refusal}: ${differences.join("; ")}`);
}

function withoutUndefined(options: Partial<SampleOptions>): Partial<SampleOptions> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
