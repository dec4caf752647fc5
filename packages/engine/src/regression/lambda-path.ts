// A penalized regression at falling lambdas.
import { CoordinateDescent } from "./coordinate-descent.ts";
import {
  greatestLambda,
  type PenalizedRegression,
  type PenalizedRegressionOptions,
  penalizedRegression,
} from "./penalized-regression.ts";
import type { RegressionMoments } from "./regression-moments.ts";

/** Glmnet's sequence: `count` lambdas in equal log-steps from the greatest that matters down to `ratio` of it. */
export function lambdaSequence(moments: RegressionMoments, mixing: number, count = 100, ratio = 1e-4): Float64Array {
  const greatest = greatestLambda(moments, mixing);
  return Float64Array.from({ length: count }, (_, i) => greatest * ratio ** (count === 1 ? 0 : i / (count - 1)));
}

/** One regression for each lambda. */
export function regressionPath(
  moments: RegressionMoments,
  options: Omit<PenalizedRegressionOptions, "lambda">,
  lambdas: ArrayLike<number>,
): readonly PenalizedRegression[] {
  const solver = new CoordinateDescent(moments.size);
  return Array.from(lambdas, (lambda) => penalizedRegression(moments, { ...options, lambda }, solver));
}
