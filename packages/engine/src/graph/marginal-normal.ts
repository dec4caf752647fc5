// The normal likelihood with its linear-Gaussian block integrated out, and exact draws of that block.
import { choleskyInPlace, solveLower, solveLowerTransposed } from "../math/linear-algebra.ts";
import type { RandomStream } from "../random/random-stream.ts";
import type { Operation } from "./operation.ts";

export interface MarginalNormalShape {
  /** Observed values, length n. */
  readonly observed: Float64Array;
  /** Columns of H that never change, each of length n. */
  readonly constantColumns: readonly Float64Array[];
  /** Number of columns of H that are computed anew at each evaluation. */
  readonly varyingColumns: number;
  readonly hasOffset: boolean;
}

/**
 * log p(y | θ) for y = m + H b + ε with b ~ N(b₀, diag v²) and ε ~ N(0, σ² I) integrated over b:
 *
 *   r = y − m − H b₀,  A = diag v⁻² + HᵀH/σ²,  û = A⁻¹ Hᵀ r/σ²,  e = r − H û
 *   log p = −½ [ n log 2πσ² + Σ log v² + log|A| + eᵀe/σ² + ûᵀ diag v⁻² û ]
 *
 * (the last two terms are rᵀe/σ², written so that nothing cancels). Its derivatives are posterior expectations of those of
 * the joint density (Fisher's identity), with b | θ, y ~ N(b₀ + û, A⁻¹).
 *
 * Inputs: the prior means b₀ and the prior standard deviations v (length k: constant columns first), σ (length 1), the
 * offset m where there is one (length n), then the varying columns (length n each). Output: log p, length 1.
 *
 * HᵀH of the constant columns is made once; an evaluation makes two or three passes over H.
 */
export class MarginalNormal implements Operation {
  readonly name = "marginal normal";
  readonly #shape: MarginalNormalShape;
  readonly #n: number;
  readonly #k: number;
  readonly #constant: number;
  /** The same for every evaluation. */
  readonly #constantGram: Float64Array; // (constant, constant)
  readonly #constantObserved: Float64Array; // (constant)
  /** Of the latest forward pass; the adjoint and the draw of the block use them. */
  readonly #gram: Float64Array; // (k, k)
  readonly #factor: Float64Array; // (k, k), lower Cholesky factor of A
  readonly #blockMean: Float64Array; // (k), b₀ + û
  readonly #shift: Float64Array; // (k), û
  readonly #residual: Float64Array; // (n), e
  readonly #outcome: Float64Array; // (n), y − m
  readonly #covarianceColumn: Float64Array; // (k)
  readonly #covarianceDiagonal: Float64Array; // (k)
  readonly #fitted: Float64Array; // (n)

  constructor(shape: MarginalNormalShape) {
    this.#shape = shape;
    const n = shape.observed.length;
    const constant = shape.constantColumns.length;
    const k = constant + shape.varyingColumns;
    this.#n = n;
    this.#k = k;
    this.#constant = constant;
    this.#constantGram = new Float64Array(constant * constant);
    this.#constantObserved = new Float64Array(constant);
    shape.constantColumns.forEach((a, i) => {
      shape.constantColumns.forEach((b, j) => {
        this.#constantGram[i * constant + j] = dot(a, b);
      });
      this.#constantObserved[i] = dot(a, shape.observed);
    });
    this.#gram = new Float64Array(k * k);
    this.#factor = new Float64Array(k * k);
    this.#blockMean = new Float64Array(k);
    this.#shift = new Float64Array(k);
    this.#residual = new Float64Array(n);
    this.#outcome = new Float64Array(n);
    this.#covarianceColumn = new Float64Array(k);
    this.#covarianceDiagonal = new Float64Array(k);
    this.#fitted = new Float64Array(n);
  }

  outputLength(lengths: readonly number[]): number {
    const { varyingColumns, hasOffset } = this.#shape;
    const wanted = [
      this.#k,
      this.#k,
      1,
      ...Array.from({ length: varyingColumns + (hasOffset ? 1 : 0) }, () => this.#n),
    ];
    if (lengths.length !== wanted.length || lengths.some((length, index) => length !== wanted[index])) {
      throw new RangeError(`marginal normal: inputs of lengths ${lengths.join(", ")} instead of ${wanted.join(", ")}`);
    }
    return 1;
  }

  forward(inputs: readonly Float64Array[], output: Float64Array): void {
    const [priorMean, priorSd, [sigma]] = inputs;
    const n = this.#n;
    const k = this.#k;
    const inverseVariance = 1 / (sigma * sigma);
    const rightSide = this.#shift;
    this.#gather(inputs, rightSide);

    // rightSide: Hᵀ(y − m) → Hᵀ r / σ²
    const factor = this.#factor;
    let logPriorVariance = 0;
    for (let i = 0; i < k; i += 1) {
      let projected = rightSide[i];
      for (let j = 0; j < k; j += 1) projected -= this.#gram[i * k + j] * priorMean[j];
      rightSide[i] = projected * inverseVariance;
      for (let j = 0; j <= i; j += 1) factor[i * k + j] = this.#gram[i * k + j] * inverseVariance;
      factor[i * k + i] += 1 / (priorSd[i] * priorSd[i]);
      logPriorVariance += 2 * Math.log(priorSd[i]);
    }
    if (!choleskyInPlace(factor, k)) {
      output[0] = Number.NaN;
      return;
    }
    let logDeterminant = 0;
    for (let i = 0; i < k; i += 1) logDeterminant += 2 * Math.log(factor[i * k + i]);
    solveLower(factor, k, rightSide);
    solveLowerTransposed(factor, k, rightSide);

    let priorPull = 0;
    for (let i = 0; i < k; i += 1) {
      this.#blockMean[i] = priorMean[i] + this.#shift[i];
      priorPull += (this.#shift[i] / priorSd[i]) ** 2;
    }
    const residual = this.#residual;
    residual.set(this.#outcome);
    this.#subtractColumns(inputs, this.#blockMean, residual);
    const sumOfSquares = dot(residual, residual);
    output[0] =
      -0.5 *
      (n * Math.log(2 * Math.PI * sigma * sigma) +
        logPriorVariance +
        logDeterminant +
        sumOfSquares * inverseVariance +
        priorPull);
  }

  adjoint(
    inputs: readonly Float64Array[],
    _output: Float64Array,
    [seed]: Float64Array,
    inputAdjoints: readonly (Float64Array | null)[],
  ): void {
    const [, priorSd, [sigma]] = inputs;
    const [priorMeanAdjoint, priorSdAdjoint, sigmaAdjoint] = inputAdjoints;
    const n = this.#n;
    const k = this.#k;
    const variance = sigma * sigma;
    const residual = this.#residual;

    this.#invertDiagonal();
    if (sigmaAdjoint !== null) {
      // E‖y − m − Hb‖² = eᵀe + tr(H A⁻¹ Hᵀ), and tr(H A⁻¹ Hᵀ) = σ² (k − Σ A⁻¹ᵢᵢ/v²ᵢ).
      let free = k;
      for (let i = 0; i < k; i += 1) free -= this.#covarianceDiagonal[i] / (priorSd[i] * priorSd[i]);
      const expected = dot(residual, residual) + variance * free;
      sigmaAdjoint[0] += seed * (expected / (variance * sigma) - n / sigma);
    }
    for (let i = 0; i < k; i += 1) {
      const precision = 1 / (priorSd[i] * priorSd[i]);
      // Hᵀe/σ² = v⁻² û at the optimum.
      if (priorMeanAdjoint !== null) priorMeanAdjoint[i] += seed * this.#shift[i] * precision;
      if (priorSdAdjoint !== null) {
        const second = this.#shift[i] * this.#shift[i] + this.#covarianceDiagonal[i];
        priorSdAdjoint[i] += seed * ((second * precision - 1) / priorSd[i]);
      }
    }
    const { hasOffset, varyingColumns } = this.#shape;
    const firstColumn = hasOffset ? 4 : 3;
    const offsetAdjoint = hasOffset ? inputAdjoints[3] : null;
    if (offsetAdjoint !== null) {
      const weight = seed / variance;
      for (let t = 0; t < n; t += 1) offsetAdjoint[t] += weight * residual[t];
    }
    for (let v = 0; v < varyingColumns; v += 1) {
      const columnAdjoint = inputAdjoints[firstColumn + v];
      if (columnAdjoint !== null) this.#varyingColumnAdjoint(inputs, v, seed / variance, columnAdjoint);
    }
  }

  /**
   * Writes one exact draw of the block, given the inputs of the latest forward pass: b₀ + û + L⁻ᵀ z.
   * @param block  length k, constant columns first
   */
  drawBlock(stream: RandomStream, block: Float64Array): void {
    for (let i = 0; i < this.#k; i += 1) block[i] = stream.normal();
    solveLowerTransposed(this.#factor, this.#k, block);
    for (let i = 0; i < this.#k; i += 1) block[i] += this.#blockMean[i];
  }

  /** Fills HᵀH, y − m, and Hᵀ(y − m). */
  #gather(inputs: readonly Float64Array[], projected: Float64Array): void {
    const { observed, constantColumns, varyingColumns, hasOffset } = this.#shape;
    const k = this.#k;
    const constant = this.#constant;
    const outcome = this.#outcome;
    outcome.set(observed);
    if (hasOffset) {
      const offset = inputs[3];
      for (let t = 0; t < this.#n; t += 1) outcome[t] -= offset[t];
    }
    for (let i = 0; i < constant; i += 1) {
      for (let j = 0; j < constant; j += 1) this.#gram[i * k + j] = this.#constantGram[i * constant + j];
      projected[i] = hasOffset ? dot(constantColumns[i], outcome) : this.#constantObserved[i];
    }
    const firstColumn = hasOffset ? 4 : 3;
    for (let v = 0; v < varyingColumns; v += 1) {
      const column = inputs[firstColumn + v];
      const row = constant + v;
      for (let i = 0; i < row; i += 1) {
        const other = i < constant ? constantColumns[i] : inputs[firstColumn + i - constant];
        const product = dot(other, column);
        this.#gram[row * k + i] = product;
        this.#gram[i * k + row] = product;
      }
      this.#gram[row * k + row] = dot(column, column);
      projected[row] = dot(column, outcome);
    }
  }

  /** target −= H weights. */
  #subtractColumns(inputs: readonly Float64Array[], weights: Float64Array, target: Float64Array): void {
    const { constantColumns, hasOffset, varyingColumns } = this.#shape;
    const firstColumn = hasOffset ? 4 : 3;
    subtractScaled(constantColumns, weights, target);
    for (let v = 0; v < varyingColumns; v += 1) {
      const weight = weights[this.#constant + v];
      const column = inputs[firstColumn + v];
      for (let t = 0; t < target.length; t += 1) target[t] -= weight * column[t];
    }
  }

  /** ∂/∂h = (e b̂ − H A⁻¹[:, h]) / σ². */
  #varyingColumnAdjoint(
    inputs: readonly Float64Array[],
    varying: number,
    weight: number,
    columnAdjoint: Float64Array,
  ): void {
    const index = this.#constant + varying;
    const column = this.#covarianceColumn.fill(0);
    column[index] = 1;
    solveLower(this.#factor, this.#k, column);
    solveLowerTransposed(this.#factor, this.#k, column);
    const fitted = this.#fitted.fill(0);
    this.#subtractColumns(inputs, column, fitted);
    const mean = this.#blockMean[index];
    for (let t = 0; t < this.#n; t += 1) columnAdjoint[t] += weight * (this.#residual[t] * mean + fitted[t]);
  }

  /** Diagonal of A⁻¹, from its Cholesky factor: A⁻¹ᵢᵢ = ‖L⁻¹ e_i‖². */
  #invertDiagonal(): void {
    const k = this.#k;
    for (let i = 0; i < k; i += 1) {
      const unit = this.#covarianceColumn.fill(0);
      unit[i] = 1;
      solveLower(this.#factor, k, unit);
      this.#covarianceDiagonal[i] = dot(unit, unit);
    }
  }
}

/** Four sums at a time: one sum would wait for each addition to finish. */
function dot(a: Float64Array, b: Float64Array): number {
  const { length } = a;
  let sum0 = 0;
  let sum1 = 0;
  let sum2 = 0;
  let sum3 = 0;
  let t = 0;
  for (; t + 3 < length; t += 4) {
    sum0 += a[t] * b[t];
    sum1 += a[t + 1] * b[t + 1];
    sum2 += a[t + 2] * b[t + 2];
    sum3 += a[t + 3] * b[t + 3];
  }
  for (; t < length; t += 1) sum0 += a[t] * b[t];
  return sum0 + sum1 + (sum2 + sum3);
}

/** target −= Σ weights[c] · columns[c], four columns at a time so that the target is read and written less often. */
function subtractScaled(columns: readonly Float64Array[], weights: Float64Array, target: Float64Array): void {
  let c = 0;
  for (; c + 3 < columns.length; c += 4) {
    const [column0, column1, column2, column3] = [columns[c], columns[c + 1], columns[c + 2], columns[c + 3]];
    const [weight0, weight1, weight2, weight3] = [weights[c], weights[c + 1], weights[c + 2], weights[c + 3]];
    for (let t = 0; t < target.length; t += 1) {
      target[t] -= weight0 * column0[t] + weight1 * column1[t] + (weight2 * column2[t] + weight3 * column3[t]);
    }
  }
  for (; c < columns.length; c += 1) {
    const column = columns[c];
    const weight = weights[c];
    for (let t = 0; t < target.length; t += 1) target[t] -= weight * column[t];
  }
}
