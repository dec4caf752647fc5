// Sampling uncertainty of a selected model: its coefficients estimated anew on residuals resampled in blocks.
import { openStream, penalizedRegression, type RandomStream, regressionMoments } from "@carryover/engine";
import type { Panel } from "../../data/panel.ts";
import type { ModelSpec } from "../../model/spec.ts";
import type { Candidate } from "./candidate.ts";
import type { EnsembleMember } from "./ensemble.ts";
import { rowSplit } from "./row-split.ts";
import { type SearchProblem, searchProblem, signLimits } from "./search-problem.ts";
import { SeriesTransform } from "./transform-series.ts";

/** What resampling moves a model by in the mean is told from at least so many fits. */
const leastRefits = 200;

/**
 * Members of a model's draws: y* = prediction + residuals drawn in blocks that wrap around, transforms and penalty as they are, the
 * regression fitted anew; how those fits scatter around their mean is added to the model's coefficients, within their signs.
 * Blocks keep residuals of neighboring periods together (see `blockLength`). A regression leaves smaller residuals than the noise was:
 * they are drawn √(n / (n − k)) as large, k its free coefficients, and so is the noise. What stays fixed, the transforms and the selection itself, is not in
 * the spread, and neither is how far the penalty draws coefficients toward 0.
 *
 * @param seed  the same gives the same members
 * @see Künsch (1989), The jackknife and the bootstrap for general stationary observations; Politis and Romano (1992), circular blocks
 */
export function resampledMembers(
  panel: Panel,
  spec: ModelSpec,
  seed: number,
): (model: Candidate, count: number, place: number) => EnsembleMember[] {
  const problem = searchProblem(panel, spec);
  return (model, count, place) => {
    const { columns, trained } = designOf(problem, model);
    const predicted = predictions(problem, model, columns, trained);
    const residuals = predicted.map((value, row) => problem.response[row] - value);
    const mean = average(residuals);
    const options = regressionOptions(problem, model);
    const larger = Math.sqrt(trained / Math.max(1, trained - freeCoefficients(problem, model, options)));
    const centered = residuals.map((value) => (value - mean) * larger);
    const block = blockLength(centered);
    const stream = openStream({ seed, chain: place, purpose: "resample" });
    const moments = regressionMoments(columns, predicted);
    const fitOf = (response: Float64Array): Float64Array =>
      penalizedRegression(withResponse(moments, columns, response), options).coefficients;
    const refitted = Array.from({ length: Math.max(count, leastRefits) }, () => {
      const drawn = resampled(centered, block, stream);
      return { moved: average(drawn), coefficients: fitOf(predicted.map((value, row) => value + drawn[row])) };
    });
    const names = [...problem.series, ...problem.regressors].map((each) => each.spec.name);
    const own = Float64Array.from(names, (name) => model.coefficients[name] ?? 0);
    // Penalty and signs pull a prediction's own coefficients once more: that is no scatter, and taken off.
    const center = own.map((_, index) => average(Float64Array.from(refitted, (each) => each.coefficients[index])));
    return refitted.slice(0, count).map(({ moved, coefficients: fitted }): EnsembleMember => {
      const coefficients = own.map((value, index) =>
        Math.min(options.upper[index], Math.max(options.lower[index], value + fitted[index] - center[index])),
      );
      return {
        hyperparameters: model.hyperparameters,
        inflexions: model.inflexions,
        residualScale: model.residualScale * larger,
        intercept: model.intercept === 0 ? 0 : interceptOf(coefficients, moments, moved),
        coefficients: Object.fromEntries(names.map((name, index) => [name, coefficients[index]])),
      };
    });
  };
}

interface Design {
  /** Series, then regressors, in the rows that train. */
  readonly columns: readonly Float64Array[];
  readonly trained: number;
}

function designOf({ spec, series, regressors, rows, start, periods }: SearchProblem, model: Candidate): Design {
  const { trained } = rowSplit(rows.length, model.hyperparameters.train_size ?? 1);
  const seen = rows.subarray(0, trained);
  const transform = new SeriesTransform(spec.adstock, spec.adstockPeriods, series.at(0)?.values.length ?? 0);
  const saturated = new Float64Array(periods);
  const columns = series.map(({ spec: { name }, values }) => {
    const of = (suffix: string): number => model.hyperparameters[`${name}_${suffix}`] ?? 0;
    const adstocked = transform.adstock(
      values,
      spec.adstock === "geometric" ? of("thetas") : of("shapes"),
      of("scales"),
    );
    transform.saturate(adstocked, start, of("alphas"), of("gammas"), saturated);
    return Float64Array.from(seen, (row) => saturated[row]);
  });
  return {
    columns: [...columns, ...regressors.map(({ values }) => Float64Array.from(seen, (row) => values[row]))],
    trained,
  };
}

function predictions(
  { series, regressors }: SearchProblem,
  { intercept, coefficients }: Candidate,
  columns: readonly Float64Array[],
  trained: number,
): Float64Array {
  const predicted = new Float64Array(trained).fill(intercept);
  [...series, ...regressors].forEach(({ spec: { name } }, index) => {
    for (let row = 0; row < trained; row += 1) predicted[row] += (coefficients[name] ?? 0) * columns[index][row];
  });
  return predicted;
}

/** Coefficients that no limit holds, and the intercept where there is one. */
function freeCoefficients(
  { series, regressors }: SearchProblem,
  { coefficients, intercept }: Candidate,
  { lower, upper }: ReturnType<typeof regressionOptions>,
): number {
  const isFree = (value: number, index: number): boolean => value !== 0 && value > lower[index] && value < upper[index];
  const own = [...series, ...regressors].filter(({ spec: { name } }, index) => isFree(coefficients[name] ?? 0, index));
  return own.length + (intercept === 0 ? 0 : 1);
}

/**
 * The length at which the variance of a mean is estimated best if neighbors resemble one another by a share ρ, their
 * autocorrelation: (3/2 · (2ρ / (1 − ρ²))² · n)^⅓, at least the cube root of their number and at most its quarter.
 *
 * @param residuals  with a mean of 0
 * @see Politis and White (2004), Automatic block-length selection for the dependent bootstrap
 */
export function blockLength(residuals: Float64Array): number {
  const rows = residuals.length;
  let [squares, products] = [0, 0];
  for (let row = 0; row < rows; row += 1) {
    squares += residuals[row] ** 2;
    if (row > 0) products += residuals[row] * residuals[row - 1];
  }
  const likeness = squares > 0 ? products / squares : 0;
  const best = Math.cbrt(1.5 * ((2 * likeness) / (1 - likeness ** 2)) ** 2 * rows);
  return Math.max(1, Math.ceil(Math.cbrt(rows)), Math.min(Math.floor(rows / 4), Math.ceil(best)));
}

/** Blocks from anywhere, wrapping around the end, one after the other until there are as many. */
function resampled(residuals: Float64Array, block: number, stream: RandomStream): Float64Array {
  const drawn = new Float64Array(residuals.length);
  for (let row = 0; row < drawn.length; ) {
    const from = Math.floor(stream.uniform() * residuals.length);
    for (let step = 0; step < block && row < drawn.length; step += 1, row += 1) {
      drawn[row] = residuals[(from + step) % residuals.length];
    }
  }
  return drawn;
}

/** With which the mean prediction is the mean of the resampled KPI; not negative. */
function interceptOf(coefficients: Float64Array, { means, responseMean }: Moments, moved: number): number {
  const explained = coefficients.reduce((sum, value, index) => sum + value * means[index], 0);
  return Math.max(0, responseMean + moved - explained);
}

function average(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

type Moments = ReturnType<typeof regressionMoments>;

/** The same regressors with another response. */
function withResponse(moments: Moments, columns: readonly Float64Array[], response: Float64Array): Moments {
  const { rows } = moments;
  const responseMean = response.reduce((sum, value) => sum + value, 0) / rows;
  let squares = 0;
  for (const value of response) squares += (value - responseMean) ** 2;
  return {
    ...moments,
    responseMean,
    responseVariance: squares / rows,
    responseCovariances: Float64Array.from(columns, (column, index) => {
      let product = 0;
      for (let row = 0; row < rows; row += 1) {
        product += (column[row] - moments.means[index]) * (response[row] - responseMean);
      }
      return product / rows;
    }),
  };
}

function regressionOptions({ spec, series, regressors }: SearchProblem, model: Candidate) {
  const limits = [...series.map((own) => signLimits(own.spec.sign)), ...regressors];
  const names = [...series, ...regressors].map((each) => each.spec.name);
  return {
    mixing: spec.penalty.mixing,
    lambda: model.lambda,
    lower: limits.map(({ lower }) => lower),
    upper: limits.map(({ upper }) => upper),
    intercept: model.intercept === 0 ? ("none" as const) : ("free" as const),
    ...(spec.penalty.searchFactors
      ? { penaltyFactors: names.map((name) => model.hyperparameters[`${name}_penalty`] ?? 1) }
      : {}),
  };
}
