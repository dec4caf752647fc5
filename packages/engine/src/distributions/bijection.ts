// One-to-one maps from the whole real line onto the places where variables live.
import { exp, log, log1p } from "../math/exponentials.ts";
import type { Bijection, Support } from "./distribution.ts";

const identity: Bijection = {
  forward(u, out) {
    out[0] = u;
    out[1] = 1;
    out[2] = 0;
    out[3] = 0;
  },
  inverse: (x) => x,
};

/**
 * The bijection a support is sampled through: itself on the real line; lower + exp(u) above a bound; a scaled logistic
 * between two bounds. An interval open to −∞ or +∞ is the half-line that it is. `inverse` gives ±∞ at a bound and NaN
 * beyond it.
 *
 * @throws RangeError when a bound is NaN or the interval is empty
 */
export function bijectionFor(support: Support): Bijection {
  switch (support.kind) {
    case "real":
      return identity;
    case "above":
      return between(support.lower, Number.POSITIVE_INFINITY);
    case "interval":
      return between(support.lower, support.upper);
  }
}

function between(lower: number, upper: number): Bijection {
  if (!(lower < upper)) throw new RangeError(`no number lies between ${lower} and ${upper}`);
  if (lower === Number.NEGATIVE_INFINITY) return upper === Number.POSITIVE_INFINITY ? identity : below(upper);
  return upper === Number.POSITIVE_INFINITY ? above(lower) : scaledLogistic(lower, upper);
}

function above(lower: number): Bijection {
  return {
    forward(u, out) {
      const distance = exp(u);
      out[0] = lower + distance;
      out[1] = distance;
      out[2] = u;
      out[3] = 1;
    },
    inverse: (x) => log(x - lower),
  };
}

function below(upper: number): Bijection {
  return {
    forward(u, out) {
      const distance = exp(-u);
      out[0] = upper - distance;
      out[1] = distance;
      out[2] = -u;
      out[3] = -1;
    },
    inverse: (x) => -log(upper - x),
  };
}

function scaledLogistic(lower: number, upper: number): Bijection {
  const width = upper - lower;
  const logWidth = log(width);
  return {
    forward(u, out) {
      // Everything from exp(−|u|) ≤ 1: the distance to the nearer bound keeps its relative accuracy.
      const power = exp(-Math.abs(u));
      const distance = (width * power) / (1 + power);
      out[0] = u < 0 ? lower + distance : upper - distance;
      out[1] = distance / (1 + power);
      out[2] = logWidth - Math.abs(u) - 2 * log1p(power);
      out[3] = (u < 0 ? 1 : -1) * ((1 - power) / (1 + power));
    },
    inverse: (x) => log(x - lower) - log(upper - x),
  };
}
