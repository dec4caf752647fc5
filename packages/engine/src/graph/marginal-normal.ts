// The normal likelihood with its linear-Gaussian block integrated out, and exact draws of that block.

import { evenLength } from "../kernels/even-length.ts";
import type { Kernels } from "../kernels/kernels.ts";
import { ArrowMatrix } from "../math/arrow-matrix.ts";
import { log } from "../math/exponentials.ts";
import type { RandomStream } from "../random/random-stream.ts";
import {
  arrowShape,
  type ConstantColumn,
  constantGram,
  type LinearBlockPlan,
  planLinearBlock,
  type SparseColumns,
} from "./linear-block.ts";
import type { Operation } from "./operation.ts";

export interface MarginalNormalShape {
  /** Observed values, length n. */
  readonly observed: Float64Array;
  /** Columns of H that never change, each of length n. */
  readonly columns: readonly ConstantColumn[];
  /** Number of columns of H that are computed anew at each evaluation. */
  readonly varyingColumns: number;
  readonly hasOffset: boolean;
}

/** Where the inputs stand. */
const priorMeanInput = 0;
const priorSdInput = 1;
const sigmaInput = 2;
const denseInput = 3;
const offsetInput = 4;

/**
 * log p(y | θ) for y = m + H b + ε with b ~ N(b₀, diag v²) and ε ~ N(0, σ² I) integrated over b:
 *
 *   r = y − m − H b₀,  A = diag v⁻² + HᵀH/σ²,  û = A⁻¹ Hᵀ r/σ²,  e = r − H û
 *   log p = −½ [ n log 2πσ² + Σ log v² + log|A| + eᵀe/σ² + ûᵀ diag v⁻² û ]
 *
 * (the last two terms are rᵀe/σ², written so that nothing cancels). Its derivatives are posterior expectations of those of
 * the joint density (Fisher's identity), with b | θ, y ~ N(b₀ + û, A⁻¹).
 *
 * Inputs: the prior means b₀ and the prior standard deviations v (length k: constant columns in the order of `plan`, then the
 * varying ones), σ (length 1), the plan's dense columns (a constant), the offset m where there is one (length n), then the
 * varying columns (length n each). Output: log p, length 1.
 *
 * HᵀH of the constant columns is made once; an evaluation makes three passes over H and factors A in the shape that the plan
 * found. One operation belongs to one program: it keeps views of that program's scratch.
 */
export class MarginalNormal implements Operation {
  readonly name = "marginal normal";
  readonly plan: LinearBlockPlan;
  readonly #shape: MarginalNormalShape;
  readonly #n: number;
  /** Members of the block, of which constant and of these sparse ones come first. */
  readonly #k: number;
  readonly #constant: number;
  readonly #sparse: number;
  readonly #firstVarying: number;
  /** HᵀH of the constant columns, the same for every evaluation. */
  readonly #constantGram: ArrowMatrix;
  /** Where the varying columns' products stand in it; (varying, k), the lower triangle. */
  readonly #varyingPlaces: Int32Array;
  /** Of the latest forward pass; the adjoint and the draw of the block use them. */
  readonly #gram: ArrowMatrix;
  readonly #precision: ArrowMatrix; // A, then its factor
  readonly #blockMean: Float64Array; // (k), b₀ + û
  readonly #shift: Float64Array; // (k), û
  readonly #covarianceColumn: Float64Array; // (k)
  readonly #covarianceDiagonal: Float64Array; // (k)
  #buffers: Buffers | null = null;

  constructor(shape: MarginalNormalShape) {
    this.#shape = shape;
    const { observed, columns, varyingColumns, hasOffset } = shape;
    this.#n = observed.length;
    this.plan = planLinearBlock(columns, this.#n, varyingColumns);
    this.#constant = columns.length;
    this.#sparse = this.plan.sparse.starts.length - 1;
    this.#k = this.#constant + varyingColumns;
    this.#firstVarying = hasOffset ? offsetInput + 1 : offsetInput;
    this.#constantGram = constantGram(this.plan, columns, varyingColumns);
    this.#gram = new ArrowMatrix(arrowShape(this.plan, varyingColumns));
    this.#precision = new ArrowMatrix(arrowShape(this.plan, varyingColumns));
    this.#varyingPlaces = Int32Array.from({ length: varyingColumns * this.#k }, (_, index) => {
      const row = this.#constant + Math.floor(index / this.#k);
      return this.#gram.place(row, Math.min(row, index % this.#k));
    });
    this.#blockMean = new Float64Array(this.#k);
    this.#shift = new Float64Array(this.#k);
    this.#covarianceColumn = new Float64Array(this.#k);
    this.#covarianceDiagonal = new Float64Array(this.#k);
  }

  outputLength(lengths: readonly number[]): number {
    const { varyingColumns, hasOffset } = this.#shape;
    const wanted = [
      this.#k,
      this.#k,
      1,
      this.plan.dense.length,
      ...Array.from({ length: varyingColumns + (hasOffset ? 1 : 0) }, () => this.#n),
    ];
    if (lengths.length !== wanted.length || lengths.some((length, index) => length !== wanted[index])) {
      throw new RangeError(`marginal normal: inputs of lengths ${lengths.join(", ")} instead of ${wanted.join(", ")}`);
    }
    return 1;
  }

  scratchLength(): number {
    return buffersLength(this.#n, this.#constant - this.#sparse);
  }

  forward(inputs: readonly Float64Array[], output: Float64Array, scratch: Float64Array, kernels: Kernels): void {
    const priorMean = inputs[priorMeanInput];
    const priorSd = inputs[priorSdInput];
    const sigma = inputs[sigmaInput][0];
    const k = this.#k;
    const inverseVariance = 1 / (sigma * sigma);
    const { outcome, residual } = this.#bind(scratch);
    outcome.set(this.#shape.observed);
    if (this.#shape.hasOffset) kernels.addScaled(-1, inputs[offsetInput], outcome);
    residual.set(outcome);
    this.#subtractColumns(inputs, priorMean, residual, kernels);
    this.#project(inputs, residual, this.#shift, kernels);
    this.#fillGram(inputs, kernels);

    const precision = this.#precision;
    const entries = precision.values;
    const gram = this.#gram.values;
    for (let i = 0; i < entries.length; i += 1) entries[i] = gram[i] * inverseVariance;
    let logPriorVariance = 0;
    for (let i = 0; i < k; i += 1) {
      entries[precision.diagonal[i]] += 1 / (priorSd[i] * priorSd[i]);
      logPriorVariance += 2 * log(priorSd[i]);
      this.#shift[i] *= inverseVariance;
    }
    if (!precision.factor()) {
      output[0] = Number.NaN;
      return;
    }
    precision.solve(this.#shift);

    let priorPull = 0;
    for (let i = 0; i < k; i += 1) {
      this.#blockMean[i] = priorMean[i] + this.#shift[i];
      const pull = this.#shift[i] / priorSd[i];
      priorPull += pull * pull;
    }
    this.#subtractColumns(inputs, this.#shift, residual, kernels);
    output[0] =
      -0.5 *
      (this.#n * log(2 * Math.PI * sigma * sigma) +
        logPriorVariance +
        precision.logDeterminant() +
        kernels.dot(residual, residual) * inverseVariance +
        priorPull);
  }

  adjoint(
    inputs: readonly Float64Array[],
    _output: Float64Array,
    outputAdjoint: Float64Array,
    inputAdjoints: readonly (Float64Array | null)[],
    scratch: Float64Array,
    kernels: Kernels,
  ): void {
    const seed = outputAdjoint[0];
    const priorSd = inputs[priorSdInput];
    const sigma = inputs[sigmaInput][0];
    const priorMeanAdjoint = inputAdjoints[priorMeanInput];
    const priorSdAdjoint = inputAdjoints[priorSdInput];
    const sigmaAdjoint = inputAdjoints[sigmaInput];
    const k = this.#k;
    const variance = sigma * sigma;
    const { residual } = this.#bind(scratch);

    if (sigmaAdjoint !== null || priorSdAdjoint !== null) this.#precision.inverseDiagonal(this.#covarianceDiagonal);
    if (sigmaAdjoint !== null) {
      // E‖y − m − Hb‖² = eᵀe + tr(H A⁻¹ Hᵀ), and tr(H A⁻¹ Hᵀ) = σ² (k − Σ A⁻¹ᵢᵢ/v²ᵢ).
      let free = k;
      for (let i = 0; i < k; i += 1) free -= this.#covarianceDiagonal[i] / (priorSd[i] * priorSd[i]);
      const expected = kernels.dot(residual, residual) + variance * free;
      sigmaAdjoint[0] += seed * (expected / (variance * sigma) - this.#n / sigma);
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
    const offsetAdjoint = this.#shape.hasOffset ? inputAdjoints[offsetInput] : null;
    if (offsetAdjoint !== null) kernels.addScaled(seed / variance, residual, offsetAdjoint);
    for (let v = 0; v < this.#shape.varyingColumns; v += 1) {
      const columnAdjoint = inputAdjoints[this.#firstVarying + v];
      if (columnAdjoint !== null) this.#varyingColumnAdjoint(inputs, v, seed / variance, columnAdjoint, kernels);
    }
  }

  /**
   * Writes one exact draw of the block, given the inputs of the latest forward pass: b₀ + û + L⁻ᵀ z.
   * @param block  length k, in the order of the prior means
   */
  drawBlock(stream: RandomStream, block: Float64Array): void {
    for (let i = 0; i < this.#k; i += 1) block[i] = stream.normal();
    this.#precision.solveLowerTransposed(block);
    for (let i = 0; i < this.#k; i += 1) block[i] += this.#blockMean[i];
  }

  /** HᵀH: what never changes, and the rows of the varying columns. */
  #fillGram(inputs: readonly Float64Array[], kernels: Kernels): void {
    const { dense } = this.#views();
    const { values } = this.#gram;
    values.set(this.#constantGram.values);
    for (let v = 0; v < this.#shape.varyingColumns; v += 1) {
      const column = inputs[this.#firstVarying + v];
      const places = v * this.#k;
      for (let i = 0; i < this.#sparse; i += 1) {
        values[this.#varyingPlaces[places + i]] = sparseDot(this.plan.sparse, i, column);
      }
      kernels.projectOnColumns(inputs[denseInput], column, dense);
      for (let i = this.#sparse; i < this.#constant; i += 1) {
        values[this.#varyingPlaces[places + i]] = dense[i - this.#sparse];
      }
      for (let w = 0; w <= v; w += 1) {
        const product = kernels.dot(inputs[this.#firstVarying + w], column);
        values[this.#varyingPlaces[places + this.#constant + w]] = product;
      }
    }
  }

  /** products = Hᵀ vector. */
  #project(inputs: readonly Float64Array[], vector: Float64Array, products: Float64Array, kernels: Kernels): void {
    const { dense } = this.#views();
    for (let i = 0; i < this.#sparse; i += 1) products[i] = sparseDot(this.plan.sparse, i, vector);
    kernels.projectOnColumns(inputs[denseInput], vector, dense);
    products.set(dense, this.#sparse);
    for (let v = 0; v < this.#shape.varyingColumns; v += 1) {
      products[this.#constant + v] = kernels.dot(inputs[this.#firstVarying + v], vector);
    }
  }

  /** target −= H weights. */
  #subtractColumns(
    inputs: readonly Float64Array[],
    weights: Float64Array,
    target: Float64Array,
    kernels: Kernels,
  ): void {
    const { dense } = this.#views();
    for (let i = 0; i < this.#sparse; i += 1) subtractSparse(this.plan.sparse, i, weights[i], target);
    for (let i = this.#sparse; i < this.#constant; i += 1) dense[i - this.#sparse] = -weights[i];
    kernels.addColumns(inputs[denseInput], dense, target);
    for (let v = 0; v < this.#shape.varyingColumns; v += 1) {
      kernels.addScaled(-weights[this.#constant + v], inputs[this.#firstVarying + v], target);
    }
  }

  /** ∂/∂h = (e b̂ − H A⁻¹[:, h]) / σ². */
  #varyingColumnAdjoint(
    inputs: readonly Float64Array[],
    varying: number,
    weight: number,
    columnAdjoint: Float64Array,
    kernels: Kernels,
  ): void {
    const { residual, outcome: fitted } = this.#views();
    const index = this.#constant + varying;
    const column = this.#covarianceColumn.fill(0);
    column[index] = 1;
    this.#precision.solve(column);
    fitted.fill(0);
    this.#subtractColumns(inputs, column, fitted, kernels);
    kernels.addScaled(weight * this.#blockMean[index], residual, columnAdjoint);
    kernels.addScaled(weight, fitted, columnAdjoint);
  }

  #bind(scratch: Float64Array): Buffers {
    if (this.#buffers?.whole !== scratch) {
      this.#buffers = buffersIn(scratch, this.#n, this.#constant - this.#sparse);
    }
    return this.#buffers;
  }

  #views(): Buffers {
    if (this.#buffers === null) throw new RangeError("marginal normal: no forward pass yet");
    return this.#buffers;
  }
}

/** Vectors that kernels work on, in the program's scratch space. */
interface Buffers {
  readonly whole: Float64Array;
  /** y − m in the forward pass; room for the adjoint. Length n. */
  readonly outcome: Float64Array;
  /** e, length n. */
  readonly residual: Float64Array;
  /** One number for each dense column. */
  readonly dense: Float64Array;
}

function buffersLength(n: number, denseColumns: number): number {
  return 2 * evenLength(n) + denseColumns;
}

function buffersIn(scratch: Float64Array, n: number, denseColumns: number): Buffers {
  const residualStart = evenLength(n);
  const denseStart = 2 * evenLength(n);
  return {
    whole: scratch,
    outcome: scratch.subarray(0, n),
    residual: scratch.subarray(residualStart, residualStart + n),
    dense: scratch.subarray(denseStart, denseStart + denseColumns),
  };
}

function sparseDot({ starts, rows, values }: SparseColumns, column: number, vector: Float64Array): number {
  let sum = 0;
  for (let place = starts[column]; place < starts[column + 1]; place += 1) sum += values[place] * vector[rows[place]];
  return sum;
}

function subtractSparse(columns: SparseColumns, column: number, weight: number, target: Float64Array): void {
  const { starts, rows, values } = columns;
  for (let place = starts[column]; place < starts[column + 1]; place += 1)
    target[rows[place]] -= weight * values[place];
}
