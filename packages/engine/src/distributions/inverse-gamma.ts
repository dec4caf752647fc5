// The inverse gamma distribution: the reciprocal of a gamma.
import { exp, log } from "../math/exponentials.ts";
import { inverseRegularizedGammaLog } from "../math/incomplete-gamma.ts";
import { digamma, logGamma } from "../math/special.ts";
import type { Distribution, DistributionFamily } from "./distribution.ts";
import { sampleLogGamma } from "./gamma.ts";
import { complaints, fixed, outside, positive } from "./parameters.ts";

/** scale^shape x^(−shape−1) exp(−scale/x) / Γ(shape) for x > 0. The mean is infinite for shape ≤ 1, the sd for ≤ 2. */
export const inverseGammaFamily: DistributionFamily = {
  name: "inverse-gamma",
  parameters: ["shape", "scale"],
  support: () => ({ kind: "above", lower: 0 }),
  logDensity(x, args, derivatives) {
    if (x <= 0) return outside(derivatives);
    const shape = args[0];
    const scale = args[1];
    const logX = log(x);
    const logScale = log(scale);
    derivatives[0] = (scale / x - shape - 1) / x;
    if (derivatives.length > 1) {
      derivatives[1] = logScale - logX - digamma(shape);
      derivatives[2] = shape / scale - 1 / x;
    }
    return shape * logScale - (shape + 1) * logX - scale / x - logGamma(shape);
  },
  sample: (stream, args) => args[1] * exp(-sampleLogGamma(stream, args[0])),
  mean: (args) => (args[0] > 1 ? args[1] / (args[0] - 1) : Number.POSITIVE_INFINITY),
  standardDeviation: (args) =>
    args[0] > 2 ? args[1] / ((args[0] - 1) * Math.sqrt(args[0] - 2)) : Number.POSITIVE_INFINITY,
  quantile: (p, args) => args[1] * exp(-inverseRegularizedGammaLog(args[0], 1 - p, p)),
  problem: (args) => complaints(positive("shape", args[0]), positive("scale", args[1])),
};

/** Inverse gamma with this shape (> 0) and scale (> 0); mean scale/(shape − 1). @throws RangeError */
export function inverseGamma(shape: number, scale: number): Distribution {
  return fixed(inverseGammaFamily, [shape, scale]);
}
