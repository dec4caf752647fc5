// The uniform distribution.
import { log } from "../math/exponentials.ts";
import type { Distribution, DistributionFamily } from "./distribution.ts";
import { complaints, finite, fixed, outside } from "./parameters.ts";
import { standardizedUniform } from "./standardizing.ts";

/** 1 / (upper − lower) between the bounds. */
export const uniformFamily: DistributionFamily = {
  name: "uniform",
  parameters: ["lower", "upper"],
  support: (args) => ({ kind: "interval", lower: args[0], upper: args[1] }),
  fromStandardNormal: (args) => standardizedUniform(args[0], args[1]),
  logDensity(x, args, derivatives) {
    if (x < args[0] || x > args[1]) return outside(derivatives);
    const width = args[1] - args[0];
    derivatives[0] = 0;
    derivatives[1] = 1 / width;
    derivatives[2] = -1 / width;
    return x - x - log(width); // NaN stays NaN
  },
  sample: (stream, args) => uniformFamily.quantile(stream.uniform(), args),
  mean: (args) => (args[0] + args[1]) / 2,
  standardDeviation: (args) => (args[1] - args[0]) / Math.sqrt(12),
  quantile: (p, args) => args[0] + (args[1] - args[0]) * p,
  problem: (args) =>
    complaints(
      finite("lower", args[0]),
      finite("upper", args[1]),
      args[0] >= args[1] ? `upper is ${args[1]}; it must be above lower, ${args[0]}` : undefined,
    ),
};

/** Uniform between lower and upper (> lower). @throws RangeError */
export function uniform(lower: number, upper: number): Distribution {
  return fixed(uniformFamily, [lower, upper]);
}
