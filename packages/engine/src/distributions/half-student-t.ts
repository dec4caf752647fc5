// The half Student t distribution: the absolute value of a centered t.
import { exp, log } from "../math/exponentials.ts";
import { logBeta } from "../math/special.ts";
import type { Distribution, DistributionFamily } from "./distribution.ts";
import { complaints, fixed, outside, positive } from "./parameters.ts";
import { absoluteTQuantile, sampleStandardT, standardTDegreesDerivative, standardTLogDensity } from "./student-t.ts";

/** Twice the density of scale · t for x ≥ 0. The mean is infinite for ν ≤ 1, the standard deviation for ν ≤ 2. */
export const halfStudentTFamily: DistributionFamily = {
  name: "half-student-t",
  parameters: ["degreesOfFreedom", "scale"],
  support: () => ({ kind: "above", lower: 0 }),
  logDensity(x, args, derivatives) {
    if (x < 0) return outside(derivatives);
    const df = args[0];
    const scale = args[1];
    const z = x / scale;
    const pull = ((df + 1) * z) / (df + z * z);
    derivatives[0] = -pull / scale;
    if (derivatives.length > 1) {
      derivatives[1] = standardTDegreesDerivative(z, df);
      derivatives[2] = (z * pull - 1) / scale;
    }
    return Math.LN2 + standardTLogDensity(z, df) - log(scale);
  },
  sample: (stream, args) => args[1] * Math.abs(sampleStandardT(stream, args[0])),
  mean: (args) => (args[0] > 1 ? args[1] * absoluteMean(args[0]) : Number.POSITIVE_INFINITY),
  standardDeviation: (args) =>
    args[0] > 2 ? args[1] * Math.sqrt(args[0] / (args[0] - 2) - absoluteMean(args[0]) ** 2) : Number.POSITIVE_INFINITY,
  quantile: (p, args) => args[1] * absoluteTQuantile(p, 1 - p, args[0]),
  problem: (args) => complaints(positive("degreesOfFreedom", args[0]), positive("scale", args[1])),
};

/** Half Student t with this scale (> 0) and degreesOfFreedom (> 0). @throws RangeError */
export function halfStudentT(degreesOfFreedom: number, scale: number): Distribution {
  return fixed(halfStudentTFamily, [degreesOfFreedom, scale]);
}

/** E|T| = 2√ν / ((ν − 1) B(1/2, ν/2)) of the standard t, ν > 1. */
function absoluteMean(df: number): number {
  return (2 * Math.sqrt(df) * exp(-logBeta(0.5, df / 2))) / (df - 1);
}
