// Where a chain starts, and with what metric.
import { SamplingError } from "../errors.ts";
import type { Posterior } from "../graph/log-density.ts";
import { maximize } from "../optimize/lbfgs.ts";
import { openStream } from "../random/philox.ts";
import { curvatureMetric } from "./curvature-metric.ts";
import type { Nuts } from "./nuts.ts";
import type { SampleOptions } from "./options.ts";

const maxInitialAttempts = 100;
/** Enough to leave the prior's far regions; the warm-up does the rest. */
const maxOptimizerIterations = 100;

/**
 * Starts from a draw of the prior, walked uphill into the posterior's bulk, with the metric of the curvature there.
 * @throws SamplingError when no draw of the prior has a finite density and gradient
 */
export function initialize(nuts: Nuts, posterior: Posterior, chain: number, { seed, metric }: SampleOptions): void {
  const stream = openStream({ seed, chain, purpose: "initial" });
  for (let attempt = 0; attempt < maxInitialAttempts; attempt += 1) {
    const position = posterior.initialPosition(stream);
    if (!nuts.start(position)) continue;
    const uphill = maximize(posterior, position, { maxIterations: maxOptimizerIterations });
    nuts.gradientEvaluations += uphill.evaluations;
    if (nuts.start(uphill.position)) {
      nuts.setMetric(curvatureMetric(posterior, uphill.position, metric));
      nuts.gradientEvaluations += 2 * posterior.dim;
    } else {
      nuts.start(position);
    }
    return;
  }
  throw new SamplingError(
    `no starting point with a finite log density and gradient in ${maxInitialAttempts} draws from the prior; check that the priors allow the data`,
  );
}
