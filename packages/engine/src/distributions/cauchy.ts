// The Cauchy distribution.

import { log, log1p } from "../math/exponentials.ts";
import { tan } from "../math/trigonometric.ts";
import type { Distribution, DistributionFamily } from "./distribution.ts";
import { complaints, finite, fixed, positive } from "./parameters.ts";

/** 1 / (π scale (1 + z²)), z = (x − location)/scale. It has no mean and no standard deviation: both are NaN. */
export const cauchyFamily: DistributionFamily = {
  name: "cauchy",
  parameters: ["location", "scale"],
  support: () => ({ kind: "real" }),
  logDensity(x, args, derivatives) {
    const scale = args[1];
    const z = (x - args[0]) / scale;
    const pull = (2 * z) / (1 + z * z);
    derivatives[0] = -pull / scale;
    derivatives[1] = pull / scale;
    derivatives[2] = (z * pull - 1) / scale;
    return -log(Math.PI) - log(scale) - log1p(z * z);
  },
  sample: (stream, args) => cauchyFamily.quantile(stream.uniform(), args),
  mean: () => Number.NaN,
  standardDeviation: () => Number.NaN,
  quantile: (p, args) => args[0] + args[1] * standardCauchyQuantile(p),
  problem: (args) => complaints(finite("location", args[0]), positive("scale", args[1])),
};

/** tan(π(p − ½)), from the nearer tail. */
function standardCauchyQuantile(p: number): number {
  if (Math.abs(p - 0.5) < 0.25) return tan(Math.PI * (p - 0.5));
  return p < 0.5 ? -1 / tan(Math.PI * p) : 1 / tan(Math.PI * (1 - p));
}

/** Cauchy around `location` with this scale (> 0), half the interquartile range. @throws RangeError */
export function cauchy(location: number, scale: number): Distribution {
  return fixed(cauchyFamily, [location, scale]);
}
