// Evaluates models of a search: from genes to a regression, its errors, and all that is said of the model.
import { CoordinateDescent, type PenalizedRegression, penalizedRegression } from "@carryover/engine";
import type { Candidate, CandidateAccuracy } from "./candidate.ts";
import { decodeGenes, type Hyperparameters, hyperparametersOf } from "./hyperparameters.ts";
import { liftDistance } from "./lift-distance.ts";
import { adjustedRSquared, normalizedError, shareChange, shareDistance } from "./objectives.ts";
import { rowSplit } from "./row-split.ts";
import { SearchMoments } from "./search-moments.ts";
import { type SearchProblem, signLimits } from "./search-problem.ts";
import { SeriesTransform } from "./transform-series.ts";

/** What was found for the genes that were evaluated last. */
interface Evaluated {
  readonly fit: PenalizedRegression;
  readonly lambda: number;
  /** Rows that train, and where validation ends: all rows after it test. */
  readonly trained: number;
  readonly validated: number;
}

/** Keeps its scratch: one evaluator serves a whole trial. */
export class CandidateEvaluator {
  readonly hyperparameters: Hyperparameters;
  readonly #problem: SearchProblem;
  readonly #transform: SeriesTransform;
  readonly #moments: SearchMoments;
  readonly #solver: CoordinateDescent;
  /** Of the series: saturated media in the window, and in the rows that are learned from. */
  readonly #saturated: readonly Float64Array[];
  readonly #columns: readonly Float64Array[];
  readonly #sums: Float64Array; // of each column over the window
  readonly #predicted: Float64Array;
  readonly #point: Float64Array;
  readonly #lower: Float64Array;
  readonly #upper: Float64Array;
  readonly #factors: Float64Array | undefined;
  readonly #inflexions: Float64Array;
  readonly #effects: Float64Array;
  readonly #spend: Float64Array;
  readonly #names: readonly string[];
  readonly #shares: Float64Array;

  constructor(problem: SearchProblem) {
    const { spec, series, regressors, rows, periods, response } = problem;
    this.#problem = problem;
    this.hyperparameters = hyperparametersOf(spec);
    const size = series.length + regressors.length;
    const length = series.at(0)?.values.length ?? 0;
    this.#transform = new SeriesTransform(spec.adstock, spec.adstockPeriods, length);
    const fixed = regressors.map(({ values }) => Float64Array.from(rows, (row) => values[row]));
    this.#moments = new SearchMoments(series.length, fixed, response);
    this.#solver = new CoordinateDescent(size);
    this.#saturated = series.map(() => new Float64Array(periods));
    const isWhole = rows.length === periods;
    this.#columns = [...this.#saturated.map((own) => (isWhole ? own : new Float64Array(rows.length))), ...fixed];
    this.#sums = new Float64Array(size);
    for (const [index, { values }] of regressors.entries()) this.#sums[series.length + index] = sumOf(values);
    this.#predicted = new Float64Array(rows.length);
    this.#point = new Float64Array(this.hyperparameters.names.length);
    const limits = [...series.map((own) => signLimits(own.spec.sign)), ...regressors];
    this.#lower = Float64Array.from(limits, ({ lower }) => lower);
    this.#upper = Float64Array.from(limits, ({ upper }) => upper);
    this.#factors = spec.penalty.searchFactors ? new Float64Array(size) : undefined;
    this.#inflexions = new Float64Array(series.length);
    const paid = series.filter((own) => own.spec.kind === "paid");
    this.#spend = Float64Array.from(paid, ({ spend }) => spend);
    this.#effects = new Float64Array(paid.length);
    this.#names = [...series.map((own) => own.spec.name), ...regressors.map((own) => own.spec.name), "intercept"];
    this.#shares = new Float64Array(size + 1);
  }

  /** Writes NRMSE, DECOMP.RSSD and MAPE.LIFT of the genes' model into `errors`; infinite where they are not defined. */
  evaluate(genes: Float64Array, errors: Float64Array): void {
    this.#errors(this.#fit(genes), errors);
  }

  /** The model of these genes with all that is said of it. */
  describe(genes: Float64Array, trial: number, iteration: number): Candidate {
    const evaluated = this.#fit(genes);
    const errors = new Float64Array(3);
    this.#errors(evaluated, errors);
    const { fit, lambda, trained, validated } = evaluated;
    const { series, regressors, rows, response } = this.#problem;
    const { names } = this.hyperparameters;
    const size = series.length + regressors.length;
    const byName = (values: ArrayLike<number>, count: number): Record<string, number> =>
      Object.fromEntries(this.#names.slice(0, count).map((name, index) => [name, values[index]]));
    const totalEffect = sumOf(this.#effects);
    const paid = this.#effects.length;
    const accuracy = (from: number, to: number): CandidateAccuracy => ({
      nrmse: normalizedError(response, this.#predicted, from, to),
      rSquared: adjustedRSquared(
        response,
        this.#predicted,
        { from, to },
        { trained, regressors: size, hasIntercept: fit.hasIntercept },
      ),
    });
    let squares = 0;
    for (let row = 0; row < trained; row += 1) squares += (response[row] - this.#predicted[row]) ** 2;
    return {
      id: `${trial}_${iteration}`,
      trial,
      iteration,
      hyperparameters: Object.fromEntries(names.map((name, place) => [name, this.#point[place]])),
      lambda,
      intercept: fit.intercept,
      coefficients: byName(fit.coefficients, size),
      inflexions: byName(this.#inflexions, series.length),
      shares: byName(this.#shares, size + 1),
      effectShares: byName(
        this.#effects.map((effect) => effect / totalEffect),
        paid,
      ),
      returnOnSpend: byName(
        this.#effects.map((effect, channel) => effect / this.#spend[channel]),
        paid,
      ),
      nrmse: errors[0],
      rssd: errors[1],
      mapeLift: errors[2],
      train: accuracy(0, trained),
      ...(trained < rows.length
        ? { validation: accuracy(trained, validated), test: accuracy(validated, rows.length) }
        : {}),
      residualScale: Math.sqrt(squares / trained),
    };
  }

  #fit(genes: Float64Array): Evaluated {
    const { spec, series, rows, start, lambdaRange } = this.#problem;
    const { series: places, lambda: lambdaPlace, trainShare, factors } = this.hyperparameters;
    const point = this.#point;
    decodeGenes(this.hyperparameters, genes, point);
    for (let index = 0; index < series.length; index += 1) {
      const { alpha, gamma, theta, shape, scale } = places[index];
      const decay = point[theta >= 0 ? theta : shape];
      const adstocked = this.#transform.adstock(series[index].values, decay, scale >= 0 ? point[scale] : 0);
      const saturated = this.#saturated[index];
      this.#transform.saturate(adstocked, start, point[alpha], point[gamma], saturated);
      this.#inflexions[index] = this.#transform.inflexion;
      this.#sums[index] = sumOf(saturated);
      const column = this.#columns[index];
      if (column !== saturated) for (let row = 0; row < rows.length; row += 1) column[row] = saturated[rows[row]];
    }
    if (this.#factors !== undefined) this.#factors.set(point.subarray(factors, factors + this.#factors.length));
    const split = rowSplit(rows.length, trainShare < 0 ? 1 : point[trainShare]);
    const lambda = lambdaRange[0] + (lambdaRange[1] - lambdaRange[0]) * point[lambdaPlace];
    const fit = penalizedRegression(
      this.#moments.measure(this.#columns, split.trained),
      {
        mixing: spec.penalty.mixing,
        lambda,
        lower: this.#lower,
        upper: this.#upper,
        intercept: spec.intercept,
        ...(this.#factors === undefined ? {} : { penaltyFactors: this.#factors }),
      },
      this.#solver,
    );
    this.#predict(fit);
    return { fit, lambda, ...split };
  }

  #predict({ intercept, coefficients }: PenalizedRegression): void {
    const predicted = this.#predicted;
    predicted.fill(intercept);
    for (let j = 0; j < coefficients.length; j += 1) {
      const coefficient = coefficients[j];
      if (coefficient === 0) continue;
      const column = this.#columns[j];
      for (let row = 0; row < predicted.length; row += 1) predicted[row] += coefficient * column[row];
    }
  }

  #errors({ fit, trained, validated }: Evaluated, errors: Float64Array): void {
    const { spec, rows, response, periods } = this.#problem;
    const { coefficients, intercept } = fit;
    const size = coefficients.length;
    let total = intercept * periods;
    this.#shares[size] = total;
    for (let j = 0; j < size; j += 1) {
      const effect = coefficients[j] * this.#sums[j];
      this.#shares[j] = effect;
      total += effect;
    }
    const paid = this.#effects.length;
    for (let channel = 0; channel < paid; channel += 1) this.#effects[channel] = this.#shares[channel];
    for (let j = 0; j <= size; j += 1) this.#shares[j] /= total;
    const { validation, refresh, lifts, objectives } = spec;
    errors[0] =
      validation === undefined
        ? normalizedError(response, this.#predicted, 0, rows.length)
        : normalizedError(response, this.#predicted, trained, validated);
    errors[1] =
      refresh === undefined
        ? shareDistance(this.#effects, this.#spend, objectives.zeroEffectPenalty)
        : shareChange(this.#shares, this.#names, paid, refresh, periods);
    errors[2] =
      lifts.length === 0
        ? 0
        : liftDistance(
            this.#problem,
            this.#transform,
            this.hyperparameters,
            this.#point,
            coefficients,
            this.#inflexions,
          );
    for (let index = 0; index < 3; index += 1) {
      if (!Number.isFinite(errors[index])) errors[index] = Number.POSITIVE_INFINITY;
    }
  }
}

function sumOf(values: Float64Array): number {
  let total = 0;
  for (let i = 0; i < values.length; i += 1) total += values[i];
  return total;
}
