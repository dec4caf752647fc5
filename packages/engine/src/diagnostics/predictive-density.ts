// What LOO and WAIC share: the log-likelihood of every observation under every draw, and sums over observations.

/** Pointwise log-likelihood: log p(observation | draw). */
export interface LogLikelihood {
  /** Draws of all chains together. */
  readonly drawCount: number;
  readonly observations: number;
  /** (chain and draw, observation), row-major: the layout of a `Variable`. */
  readonly values: Float64Array;
}

/** An estimate of the expected log predictive density for new data, on the log scale: higher is better. */
export interface PredictiveDensity {
  /** Sum over observations. */
  readonly elpd: number;
  /** Standard error of `elpd` from the spread over observations. */
  readonly standardError: number;
  /** Effective number of parameters: how much the fit to the data flatters the model. */
  readonly effectiveParameters: number;
  /** Per observation; compare two models by the sum and spread of the differences of these. */
  readonly pointwise: Float64Array;
}

/** @throws RangeError when the values do not fill draws × observations, or there are none */
export function requireLogLikelihood({ values, drawCount, observations }: LogLikelihood): void {
  if (values.length !== drawCount * observations || values.length === 0) {
    throw new RangeError(
      `${values.length} log-likelihoods are not ${drawCount} draws of ${observations} observations, at least one each`,
    );
  }
}

/** Copies the draws of one observation into `column`, length drawCount. */
export function copyObservation(source: LogLikelihood, observation: number, column: Float64Array): void {
  for (let draw = 0; draw < source.drawCount; draw += 1) {
    column[draw] = source.values[draw * source.observations + observation];
  }
}

/** √(n · variance) with the variance over n, the standard error of a sum of n independent terms. */
export function standardErrorOfSum(pointwise: Float64Array): number {
  const count = pointwise.length;
  const center = pointwise.reduce((sum, value) => sum + value, 0) / count;
  return Math.sqrt(pointwise.reduce((sum, value) => sum + (value - center) ** 2, 0));
}
