// The half-Cauchy distribution: the absolute value of a centered Cauchy.

import { log, log1p } from "../math/exponentials.ts";
import { tan } from "../math/trigonometric.ts";
import type { Distribution, DistributionFamily } from "./distribution.ts";
import { fixed, outside, positive } from "./parameters.ts";

/** 2 / (π scale (1 + (x/scale)²)) for x ≥ 0. Its mean and standard deviation are infinite. */
export const halfCauchyFamily: DistributionFamily = {
  name: "half-cauchy",
  parameters: ["scale"],
  support: () => ({ kind: "above", lower: 0 }),
  logDensity(x, args, derivatives) {
    if (x < 0) return outside(derivatives);
    const scale = args[0];
    const z = x / scale;
    const pull = (2 * z) / (1 + z * z);
    derivatives[0] = -pull / scale;
    derivatives[1] = (z * pull - 1) / scale;
    return log(2 / Math.PI) - log(scale) - log1p(z * z);
  },
  sample: (stream, args) => halfCauchyFamily.quantile(stream.uniform(), args),
  mean: () => Number.POSITIVE_INFINITY,
  standardDeviation: () => Number.POSITIVE_INFINITY,
  quantile: (p, args) => args[0] * (p < 0.5 ? tan((Math.PI / 2) * p) : 1 / tan((Math.PI / 2) * (1 - p))),
  problem: (args) => positive("scale", args[0]),
};

/** Half-Cauchy with this scale (> 0), its median. @throws RangeError */
export function halfCauchy(scale: number): Distribution {
  return fixed(halfCauchyFamily, [scale]);
}
