// Running mean and covariance of warm-up positions, shrunk a little towards a unit diagonal.
import { denseMetric, diagonalMetric, type Metric, type MetricKind } from "./metric.ts";

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
   * The metric so far: the sample covariance, shrunk towards 10⁻³ on the diagonal with the weight of 5 draws (Stan's
   * constants), so that few draws still give a usable metric.
   */
  metric(): Metric {
    const dim = this.#dim;
    const weight = this.#count / (this.#count + 5);
    const floor = 1e-3 * (5 / (this.#count + 5));
    const scale = weight / Math.max(1, this.#count - 1);
    const covariance = this.#sums.map((value) => value * scale);
    if (this.#kind === "diagonal") return diagonalMetric(covariance.map((value) => value + floor));
    for (let i = 0; i < dim; i += 1) {
      covariance[i * dim + i] += floor;
      for (let j = 0; j < i; j += 1) {
        const symmetric = 0.5 * (covariance[i * dim + j] + covariance[j * dim + i]);
        covariance[i * dim + j] = symmetric;
        covariance[j * dim + i] = symmetric;
      }
    }
    return denseMetric(covariance, dim);
  }

  clear(): void {
    this.#count = 0;
    this.#mean.fill(0);
    this.#sums.fill(0);
  }
}
