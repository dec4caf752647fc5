// The Laplace (double exponential) distribution.
import { log } from "../math/exponentials.ts";
import type { Distribution, DistributionFamily } from "./distribution.ts";
import { complaints, finite, fixed, positive } from "./parameters.ts";

/** exp(−|x − location|/scale) / (2 scale). At x = location, where there is no derivative, it is given as zero. */
export const laplaceFamily: DistributionFamily = {
  name: "laplace",
  parameters: ["location", "scale"],
  support: () => ({ kind: "real" }),
  logDensity(x, args, derivatives) {
    const scale = args[1];
    const z = (x - args[0]) / scale;
    derivatives[0] = -Math.sign(z) / scale;
    derivatives[1] = Math.sign(z) / scale;
    derivatives[2] = (Math.abs(z) - 1) / scale;
    return -Math.abs(z) - Math.LN2 - log(scale);
  },
  sample: (stream, args) => laplaceFamily.quantile(stream.uniform(), args),
  mean: (args) => args[0],
  standardDeviation: (args) => Math.SQRT2 * args[1],
  quantile: (p, args) => args[0] + args[1] * (p < 0.5 ? log(2 * p) : -log(2 * (1 - p))),
  problem: (args) => complaints(finite("location", args[0]), positive("scale", args[1])),
};

/** Laplace around `location` with this scale (> 0); standard deviation √2·scale. @throws RangeError */
export function laplace(location: number, scale: number): Distribution {
  return fixed(laplaceFamily, [location, scale]);
}
