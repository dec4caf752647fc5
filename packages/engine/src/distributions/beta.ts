// The beta distribution.
import { log, log1p } from "../math/exponentials.ts";
import { inverseRegularizedBetaLogit } from "../math/incomplete-beta.ts";
import { digamma, logBeta, logistic } from "../math/special.ts";
import type { Distribution, DistributionFamily } from "./distribution.ts";
import { sampleLogGamma } from "./gamma.ts";
import { complaints, fixed, outside, positive } from "./parameters.ts";
import { standardizedPower } from "./standardizing.ts";

/** x^(alpha−1) (1−x)^(beta−1) / B(alpha, beta) for 0 < x < 1; mean alpha/(alpha + beta). */
export const betaFamily: DistributionFamily = {
  name: "beta",
  parameters: ["alpha", "beta"],
  support: () => ({ kind: "interval", lower: 0, upper: 1 }),
  fromStandardNormal: (args) => (args[0] === 1 ? standardizedPower(args[1]) : undefined),
  logDensity(x, args, derivatives) {
    if (x <= 0 || x >= 1) return outside(derivatives);
    const alpha = args[0];
    const beta = args[1];
    const logX = log(x);
    const logRest = log1p(-x);
    derivatives[0] = (alpha - 1) / x - (beta - 1) / (1 - x);
    if (derivatives.length > 1) {
      const both = digamma(alpha + beta);
      derivatives[1] = logX - digamma(alpha) + both;
      derivatives[2] = logRest - digamma(beta) + both;
    }
    return (alpha - 1) * logX + (beta - 1) * logRest - logBeta(alpha, beta);
  },
  sample(stream, args) {
    const first = sampleLogGamma(stream, args[0]);
    return logistic(first - sampleLogGamma(stream, args[1]));
  },
  mean: (args) => args[0] / (args[0] + args[1]),
  standardDeviation(args) {
    const total = args[0] + args[1];
    return Math.sqrt((args[0] * args[1]) / (total + 1)) / total;
  },
  quantile: (p, args) => logistic(inverseRegularizedBetaLogit(p, 1 - p, args[0], args[1])),
  problem: (args) => complaints(positive("alpha", args[0]), positive("beta", args[1])),
};

/** Beta with alpha (> 0) and beta (> 0). @throws RangeError */
export function beta(alpha: number, beta: number): Distribution {
  return fixed(betaFamily, [alpha, beta]);
}
