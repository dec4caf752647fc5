// A prior of the same parameter when its unit changes.
import type { PriorSpec } from "../model/spec.ts";

/** Arguments that are measured in the parameter's unit, and those measured in its inverse. */
const inUnit: ReadonlySet<string> = new Set(["mean", "sd", "lower", "upper", "location", "scale", "shift"]);
const inInverse: ReadonlySet<string> = new Set(["rate"]);

/**
 * The prior of ratio · x where `prior` is that of x.
 * @returns undefined for a beta distribution, which lives between 0 and 1 and cannot be stretched
 */
export function rescaledPrior(prior: PriorSpec, ratio: number): PriorSpec | undefined {
  if (prior.distribution === "beta") return undefined;
  const isLog = prior.distribution === "log-normal" || prior.distribution === "shifted-log-normal";
  return Object.fromEntries(
    Object.entries(prior).map(([name, value]) => {
      if (typeof value !== "number") return [name, value];
      if (isLog && name === "mu") return [name, value + Math.log(ratio)];
      if (inUnit.has(name)) return [name, value * ratio];
      return [name, inInverse.has(name) ? value / ratio : value];
    }),
  ) as PriorSpec;
}
