// The flat density: improper, for models that are stated without a prior.
import { exp } from "../math/exponentials.ts";
import type { Distribution, DistributionFamily } from "./distribution.ts";
import { fixed } from "./parameters.ts";

/** Starting points lie within this of zero on the unconstrained scale, as in Stan. */
const startingRange = 2;

/**
 * 1 everywhere above `lower`; −∞ is the whole real line. It integrates to infinity: it has no moments, no quantiles (all
 * NaN) and no draws. `sample` gives points to start a chain from, uniform within 2 of zero on the unconstrained scale.
 * Not in the registry of families: a configuration cannot ask for a prior that cannot be drawn from.
 */
export const flatFamily: DistributionFamily = {
  name: "flat",
  parameters: ["lower"],
  defaults: { lower: Number.NEGATIVE_INFINITY },
  support: (args) => (args[0] === Number.NEGATIVE_INFINITY ? { kind: "real" } : { kind: "above", lower: args[0] }),
  logDensity(x, args, derivatives) {
    derivatives.fill(0);
    if (x < args[0]) return Number.NEGATIVE_INFINITY;
    return x - x; // NaN stays NaN
  },
  sample(stream, args) {
    const lower = args[0];
    const unconstrained = startingRange * (2 * stream.uniform() - 1);
    return lower === Number.NEGATIVE_INFINITY ? unconstrained : lower + exp(unconstrained);
  },
  mean: () => Number.NaN,
  standardDeviation: () => Number.NaN,
  quantile: () => Number.NaN,
  problem: (args) =>
    args[0] < Number.POSITIVE_INFINITY ? undefined : `lower is ${args[0]}; it must be a number or minus infinity`,
};

/** Flat above `lower`, or on the whole real line when it is left out. @throws RangeError */
export function flat(lower: number = Number.NEGATIVE_INFINITY): Distribution {
  return fixed(flatFamily, [lower]);
}
