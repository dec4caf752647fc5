// How a search is made: the configuration's numbers, each replaced by its option where one is given.
import type { Config } from "@carryover/mmm";
import { UsageError } from "../errors.ts";
import type { OptionSpec, OptionValues } from "../options.ts";

export const searchOptions: Readonly<Record<string, OptionSpec>> = {
  trials: { value: "NUMBER", help: "model robyn: independent searches" },
  iterations: { value: "NUMBER", help: "model robyn: models tried in each" },
};

/** Options of chains: a search has none. */
const chainOptions = [
  "chains",
  "warmup",
  "draws",
  "target-accept",
  "until-ess",
  "preview",
  "warm-start",
  "resume",
  "checkpoint-every",
];

/**
 * The configuration with the options of a search in it, the seed among them: a search's seed is part of its specification.
 * @throws UsageError for options of another kind of model
 */
export function withSearchOptions(config: Config, values: OptionValues): Config {
  // The ranges are the configuration's own.
  const trials = values.whole("trials", 1, 100);
  const iterations = values.whole("iterations", 20, 100_000);
  const { kind, robyn } = config.model;
  if (kind !== "robyn") {
    if (trials === undefined && iterations === undefined) return config;
    throw new UsageError(`--trials and --iterations belong to model robyn; this is model ${kind}`);
  }
  const unfit = chainOptions.filter((name) => values.isSet(name));
  if (unfit.length > 0) {
    throw new UsageError(`model robyn is a search and runs no chains; it cannot take --${unfit.join(" or --")}`);
  }
  const seed = values.whole("seed", 0, 4_294_967_295);
  return {
    ...config,
    model: {
      ...config.model,
      robyn: { ...robyn, trials: trials ?? robyn.trials, iterations: iterations ?? robyn.iterations },
    },
    sampler: { ...config.sampler, seed: seed ?? config.sampler.seed },
  };
}
