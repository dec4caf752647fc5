// How the posterior is sampled: the configuration's numbers, each replaced by its option where one is given.
import type { SampleOptions } from "@carryover/engine";
import { type Config, modelSampler } from "@carryover/mmm";
import type { OptionSpec, OptionValues } from "../options.ts";

export const samplerOptions: Readonly<Record<string, OptionSpec>> = {
  chains: { value: "NUMBER", help: "independent chains" },
  warmup: { value: "NUMBER", help: "warm-up iterations of each chain" },
  draws: { value: "NUMBER", help: "kept draws of each chain" },
  "target-accept": { value: "SHARE", help: "acceptance the step size is tuned to, between 0.5 and 1" },
  "until-ess": {
    value: "NUMBER",
    help: "stop once every parameter has so many effective draws; --draws is then the most",
  },
  seed: { value: "NUMBER", help: "same data, configuration and seed: same draws" },
};

export type Sampler = Pick<
  SampleOptions,
  "chains" | "warmup" | "draws" | "targetAcceptance" | "maxTreeDepth" | "seed" | "untilEss"
>;

/** The options given; read before the data are, so that a slip of the finger costs no time. @throws UsageError */
export function samplerChoices(values: OptionValues): Partial<Sampler> {
  // The ranges are the configuration's own.
  const choices = {
    chains: values.whole("chains", 1, 64),
    warmup: values.whole("warmup", 20, 1_000_000),
    draws: values.whole("draws", 4, 1_000_000),
    targetAcceptance: values.between("target-accept", 0.5, 1),
    untilEss: values.whole("until-ess", 1, 100_000_000),
    seed: values.whole("seed", 0, 4_294_967_295),
  };
  return Object.fromEntries(Object.entries(choices).filter(([, value]) => value !== undefined));
}

export function samplerOf(config: Config, choices: Partial<Sampler>): Sampler {
  const sampler = modelSampler(config);
  return {
    chains: sampler.chains,
    warmup: sampler.warmup,
    draws: sampler.draws,
    targetAcceptance: sampler.target_accept,
    maxTreeDepth: sampler.max_tree_depth,
    seed: sampler.seed,
    ...choices,
  };
}
