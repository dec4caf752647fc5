// Where a chain starts, and with what metric.
import { SamplingError } from "../errors.ts";
import type { Posterior } from "../graph/log-density.ts";
import { maximize } from "../optimize/lbfgs.ts";
import { pathfinder } from "../optimize/pathfinder.ts";
import { openStream } from "../random/philox.ts";
import type { RandomStream } from "../random/random-stream.ts";
import { curvatureMetric } from "./curvature-metric.ts";
import { type MetricKind, openLowRank } from "./metric.ts";
import type { Nuts } from "./nuts.ts";
import type { SampleOptions } from "./options.ts";

const maxInitialAttempts = 100;
/** Enough to leave the prior's far regions; the warm-up does the rest. */
const maxOptimizerIterations = 100;
/** Up to this dimension the whole curvature is measured, beyond it what Pathfinder met on its way has to do. */
const largestCurvature = 150;

/**
 * Starts from a draw of the prior, walked uphill into the posterior's bulk, with the metric of the curvature there.
 * @throws SamplingError when no draw of the prior has a finite density and gradient
 */
export function initialize(nuts: Nuts, posterior: Posterior, chain: number, { seed, metric }: SampleOptions): void {
  const stream = openStream({ seed, chain, purpose: "initial" });
  for (let attempt = 0; attempt < maxInitialAttempts; attempt += 1) {
    const position = posterior.initialPosition(stream);
    if (!nuts.start(position)) continue;
    const moved =
      posterior.dim <= largestCurvature
        ? startUphill(nuts, posterior, position, metric)
        : startOnPath(nuts, posterior, position, metric, stream);
    if (!moved) nuts.start(position);
    return;
  }
  throw new SamplingError(
    `no starting point with a finite log density and gradient in ${maxInitialAttempts} draws from the prior; check that the priors allow the data`,
  );
}

/** L-BFGS, then the inverse of the Hessian at its end. Returns whether the point can be used. */
function startUphill(nuts: Nuts, posterior: Posterior, from: Float64Array, metric: MetricKind): boolean {
  const uphill = maximize(posterior, from, { maxIterations: maxOptimizerIterations });
  nuts.gradientEvaluations += uphill.evaluations;
  if (!nuts.start(uphill.position)) return false;
  nuts.setMetric(curvatureMetric(posterior, uphill.position, metric));
  nuts.gradientEvaluations += 2 * posterior.dim;
  return true;
}

/** The best normal approximation on the way uphill: its mean and covariance. Returns whether the point can be used. */
function startOnPath(
  nuts: Nuts,
  posterior: Posterior,
  from: Float64Array,
  metric: MetricKind,
  stream: RandomStream,
): boolean {
  const found = pathfinder(posterior, from, stream);
  if (found === undefined) return false;
  nuts.gradientEvaluations += found.evaluations;
  if (!nuts.start(found.normal.mean)) return false;
  nuts.setMetric(openLowRank(found.normal.covariance, metric));
  return true;
}
