// Running mean and covariance of warm-up positions.
import { denseMetric, diagonalMetric, type Metric, type MetricKind } from "./metric.ts";

/** Where an estimate stands; plain data. */
export interface CovarianceState {
  readonly count: number;
  readonly mean: Float64Array;
  readonly sums: Float64Array;
}

/** Welford's update, for the diagonal or the whole matrix. */
export class CovarianceEstimate {
  readonly #kind: MetricKind;
  readonly #dim: number;
  readonly #mean: Float64Array;
  readonly #delta: Float64Array;
  readonly #sums: Float64Array; // (dim) or (dim, dim)
  #count = 0;

  constructor(kind: MetricKind, dim: number) {
    this.#kind = kind;
    this.#dim = dim;
    this.#mean = new Float64Array(dim);
    this.#delta = new Float64Array(dim);
    this.#sums = new Float64Array(kind === "dense" ? dim * dim : dim);
  }

  add(position: Float64Array): void {
    this.#count += 1;
    const dim = this.#dim;
    for (let i = 0; i < dim; i += 1) {
      this.#delta[i] = position[i] - this.#mean[i];
      this.#mean[i] += this.#delta[i] / this.#count;
    }
    if (this.#kind === "diagonal") {
      for (let i = 0; i < dim; i += 1) this.#sums[i] += this.#delta[i] * (position[i] - this.#mean[i]);
      return;
    }
    for (let i = 0; i < dim; i += 1) {
      const after = position[i] - this.#mean[i];
      for (let j = 0; j < dim; j += 1) this.#sums[i * dim + j] += after * this.#delta[j];
    }
  }

  /**
   * The metric so far: the sample covariance, shrunk towards the metric in use with the weight of as many draws as there are
   * dimensions (at least 5). A covariance of few draws in many dimensions is singular or nearly so.
   */
  metric(inUse: Metric): Metric {
    const dim = this.#dim;
    const trust = Math.max(5, this.#kind === "dense" ? dim : 0);
    const sampleWeight = this.#count / (this.#count + trust) / Math.max(1, this.#count - 1);
    const priorWeight = trust / (this.#count + trust);
    const covariance = this.#sums.map((value, i) => value * sampleWeight + priorWeight * inUse.covariance[i]);
    if (this.#kind === "diagonal") return diagonalMetric(covariance);
    for (let i = 0; i < dim; i += 1) {
      for (let j = 0; j < i; j += 1) {
        const symmetric = 0.5 * (covariance[i * dim + j] + covariance[j * dim + i]);
        covariance[i * dim + j] = symmetric;
        covariance[j * dim + i] = symmetric;
      }
    }
    return denseMetric(covariance, dim);
  }

  get state(): CovarianceState {
    return { count: this.#count, mean: this.#mean.slice(), sums: this.#sums.slice() };
  }

  /** Goes on from where an estimate of the same kind and dimension stood. */
  restore({ count, mean, sums }: CovarianceState): void {
    this.#count = count;
    this.#mean.set(mean);
    this.#sums.set(sums);
  }

  clear(): void {
    this.#count = 0;
    this.#mean.fill(0);
    this.#sums.fill(0);
  }
}
