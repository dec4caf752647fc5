// Models between two frameworks: the default model with one ingredient of another's at a time, and with all of them.
import type { Config } from "../data/config/config.ts";
import type { Panel } from "../data/panel.ts";
import { SpecError } from "../errors.ts";
import { resolveSpec } from "../model/resolve-spec.ts";
import type { ModelSpec } from "../model/spec.ts";
import type { FrameworkPlan } from "./framework-configs.ts";
import { baselineSwap } from "./swap-baseline.ts";
import { roiPriors } from "./swap-prior.ts";
import { transformSwap } from "./swap-transform.ts";

const ingredients = ["prior", "transform", "baseline"] as const;
/** Beliefs about returns; carryover and saturation; everything the KPI would have done without media. */
export type Ingredient = (typeof ingredients)[number];

/** A model to be fitted, and what in it is the other framework's. */
export interface Hybrid {
  readonly taken: readonly Ingredient[];
  readonly panel: Panel;
  readonly config: Config;
  readonly spec: ModelSpec;
}

/** The models that lead from one framework to another. */
export interface HybridSet {
  readonly from: string;
  readonly to: string;
  /** The first framework on the other's data where those are not the same (geos summed), else absent: its own fit will do. */
  readonly base?: Hybrid;
  /** One for each ingredient that can be taken over, and one with all of these where there are several. */
  readonly hybrids: readonly Hybrid[];
  /** What cannot be taken over, one sentence each. */
  readonly cannot: readonly string[];
}

/**
 * @param from  of kind `default`
 * @param to    any other; its channels are the same
 */
export function hybridSet(from: FrameworkPlan, to: FrameworkPlan): HybridSet {
  const cannot: string[] = [];
  const { panel } = to;
  const isOwnPanel = panel.digest === from.panel.digest;
  const start: Hybrid = isOwnPanel
    ? { taken: [], panel, config: from.config, spec: from.spec }
    : hybridOf(panel, from.config, to.holdout, []);
  const swaps: Partial<Record<Ingredient, (at: Pick<Hybrid, "panel" | "config">) => Pick<Hybrid, "panel" | "config">>> =
    {
      ...(to.spec.kind === "robyn" ? {} : { prior: (at) => withPriors(at, to, cannot) }),
      transform: (at) => {
        const swapped = transformSwap({
          panel,
          channels: at.config.channels,
          base: start.spec,
          other: to.spec,
        });
        cannot.push(...swapped.cannot);
        return { ...at, config: { ...at.config, channels: swapped.channels } };
      },
      baseline: (at) => baselineSwap({ ...at, other: to }),
    };
  if (to.spec.kind === "robyn") {
    cannot.push("Robyn has no prior of returns: what its penalty and its choice of models do is in what is left over.");
  }
  const make = (taken: readonly Ingredient[]): Hybrid[] => {
    try {
      const { panel: own, config } = taken.reduce<Pick<Hybrid, "panel" | "config">>(
        (at, ingredient) => swaps[ingredient]?.(at) ?? at,
        start,
      );
      return [hybridOf(own, config, to.holdout, taken)];
    } catch (error) {
      if (!(error instanceof SpecError)) throw error;
      cannot.push(`The ${taken.join(", ")} cannot be taken over: ${error.message}`);
      return [];
    }
  };
  const single = ingredients.filter((each) => swaps[each] !== undefined).flatMap((each) => make([each]));
  const together = single.length > 1 ? make(single.flatMap(({ taken }) => taken)) : [];
  return {
    from: from.name,
    to: to.name,
    ...(isOwnPanel ? {} : { base: start }),
    hybrids: [...single, ...together],
    cannot: [...new Set(cannot)],
  };
}

function hybridOf(panel: Panel, config: Config, holdout: readonly number[], taken: readonly Ingredient[]): Hybrid {
  return { taken, panel, config, spec: resolveSpec(panel, config, { holdout }) };
}

function withPriors(
  at: Pick<Hybrid, "panel" | "config">,
  { panel, spec }: FrameworkPlan,
  cannot: string[],
): Pick<Hybrid, "panel" | "config"> {
  const priors = roiPriors(panel, spec);
  const channels = at.config.channels.map((channel) => {
    const place = spec.channels.findIndex(({ name }) => name === channel.name);
    const prior = priors[place] ?? null;
    if (prior === null) {
      cannot.push(`What ${channel.name} returns before the data speak cannot be told: its prior was left as it is.`);
      return channel;
    }
    return { ...channel, priors: { ...channel.priors, roi: prior } };
  });
  return { ...at, config: { ...at.config, channels } };
}
