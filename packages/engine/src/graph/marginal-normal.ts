// The normal likelihood with its linear-Gaussian block integrated out, and exact draws of that block.

import type { Kernels } from "../kernels/kernels.ts";
import { log } from "../math/exponentials.ts";
import type { RandomStream } from "../random/random-stream.ts";
import type { ArrowLayout } from "./arrow-layout.ts";
import { BlockBuffers, type BlockShape, type BlockVector, bufferLength } from "./block-buffers.ts";
import { type BlockNoise, EqualNoise, GroupedNoise } from "./block-noise.ts";
import {
  type ConstantColumn,
  constantGram,
  gramLayout,
  groupGrams,
  type LinearBlockPlan,
  planLinearBlock,
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
  /** For noise that differs among groups of observations: the group of each, and their number. */
  readonly noise?: { readonly labels: Int32Array; readonly count: number };
}

/** What is found about a block before it is evaluated. */
interface PlannedBlock {
  readonly plan: LinearBlockPlan;
  readonly layout: ArrowLayout;
  readonly noise: BlockNoise;
}

/** @returns undefined for noise by group where a column varies, or a group of columns is in two of the noise's groups */
export function openMarginalNormal(shape: MarginalNormalShape): MarginalNormal | undefined {
  const { observed, columns, varyingColumns, noise: groups } = shape;
  const plan = planLinearBlock(columns, observed.length, varyingColumns);
  const layout = gramLayout(plan, varyingColumns);
  if (groups === undefined) {
    const noise = new EqualNoise(observed.length, constantGram(plan, columns, layout));
    return new MarginalNormal(shape, { plan, layout, noise });
  }
  const grams = varyingColumns > 0 ? undefined : groupGrams(plan, columns, layout, groups);
  if (grams === undefined) return undefined;
  return new MarginalNormal(shape, { plan, layout, noise: new GroupedNoise(groups.labels, groups.count, grams) });
}

/** Where the inputs stand. */
const priorMeanInput = 0;
const priorSdInput = 1;
const sigmaInput = 2;
const denseInput = 3;
const offsetInput = 4;

/**
 * log p(y | θ) for y = m + H b + ε with b ~ N(b₀, diag v²) and ε ~ N(0, D), D diagonal with σ², integrated over b:
 *
 *   r = y − m − H b₀,  A = diag v⁻² + HᵀD⁻¹H,  û = A⁻¹ HᵀD⁻¹ r,  e = r − H û
 *   log p = −½ [ n log 2π + log|D| + Σ log v² + log|A| + eᵀD⁻¹e + ûᵀ diag v⁻² û ]
 *
 * (the last two terms are rᵀD⁻¹e, written so that nothing cancels). Its derivatives are posterior expectations of those of
 * the joint density (Fisher's identity), with b | θ, y ~ N(b₀ + û, A⁻¹).
 *
 * Inputs: the prior means b₀ and the prior standard deviations v (length k: constant columns in the order of `plan`, then the
 * varying ones), σ (length 1, or one for each group of observations), the plan's dense columns (a constant), the offset m where there is one (length n), then the
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
  /** Members of the block, of which constant ones come first. */
  readonly #k: number;
  readonly #constant: number;
  readonly #firstVarying: number;
  readonly #layout: ArrowLayout;
  readonly #noise: BlockNoise;
  /** Where the varying columns' products stand in it; (varying, k), the lower triangle. */
  readonly #varyingPlaces: Int32Array;
  #buffers: BlockBuffers | null = null;

  constructor(shape: MarginalNormalShape, { plan, layout, noise }: PlannedBlock) {
    this.#shape = shape;
    const { observed, columns, varyingColumns, hasOffset } = shape;
    this.#n = observed.length;
    this.plan = plan;
    this.#constant = columns.length;
    this.#k = this.#constant + varyingColumns;
    this.#firstVarying = hasOffset ? offsetInput + 1 : offsetInput;
    this.#layout = layout;
    this.#noise = noise;
    this.#varyingPlaces = Int32Array.from({ length: varyingColumns * this.#k }, (_, index) => {
      const row = this.#constant + Math.floor(index / this.#k);
      return this.#layout.place(row, Math.min(row, index % this.#k));
    });
  }

  outputLength(lengths: readonly number[]): number {
    const { varyingColumns, hasOffset } = this.#shape;
    const wanted = [
      this.#k,
      this.#k,
      this.#noise.count,
      this.plan.dense.length,
      ...Array.from({ length: varyingColumns + (hasOffset ? 1 : 0) }, () => this.#n),
    ];
    if (lengths.length !== wanted.length || lengths.some((length, index) => length !== wanted[index])) {
      throw new RangeError(`marginal normal: inputs of lengths ${lengths.join(", ")} instead of ${wanted.join(", ")}`);
    }
    return 1;
  }

  scratchLength(): number {
    return bufferLength(this.#bufferShape);
  }

  forward(inputs: readonly Float64Array[], output: Float64Array, scratch: Float64Array, kernels: Kernels): void {
    const priorMean = inputs[priorMeanInput];
    const priorSd = inputs[priorSdInput];
    const k = this.#k;
    const { outcome, residual, weighted, shift, mean, column, precision } = this.#bind(scratch, kernels);
    const noise = this.#noise;
    noise.setSd(inputs[sigmaInput]);
    outcome.set(this.#shape.observed);
    if (this.#shape.hasOffset) kernels.addScaled(-1, inputs[offsetInput], outcome);
    residual.set(outcome);
    if (priorMean.some(isNotZero)) {
      column.all.set(priorMean);
      this.#subtractColumns(inputs, column, residual, kernels);
    }
    noise.weigh(residual, weighted, kernels);
    this.#project(inputs, weighted, shift, kernels);
    noise.fillGram(precision.values, kernels);
    if (this.#shape.varyingColumns > 0) this.#fillVaryingGram(inputs, kernels);
    const { diagonal } = this.#layout;
    let logPriorVariance = 0;
    let sd = 1;
    let logSd = 0;
    for (let i = 0; i < k; i += 1) {
      // Members of a hierarchy stand side by side and share their scale.
      if (priorSd[i] !== sd) {
        sd = priorSd[i];
        logSd = log(sd);
      }
      precision.values[diagonal[i]] += 1 / (sd * sd);
      logPriorVariance += 2 * logSd;
    }
    if (!precision.factor()) {
      output[0] = Number.NaN;
      return;
    }
    shift.all.fill(0, k);
    precision.solve(shift.all);

    let priorPull = 0;
    for (let i = 0; i < k; i += 1) {
      mean.all[i] = priorMean[i] + shift.all[i];
      const pull = shift.all[i] / priorSd[i];
      priorPull += pull * pull;
    }
    this.#subtractColumns(inputs, shift, residual, kernels);
    noise.weigh(residual, weighted, kernels);
    output[0] =
      -0.5 *
      (noise.logVariance() +
        logPriorVariance +
        precision.logDeterminant() +
        kernels.dot(residual, weighted) +
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
    const priorMeanAdjoint = inputAdjoints[priorMeanInput];
    const priorSdAdjoint = inputAdjoints[priorSdInput];
    const sigmaAdjoint = inputAdjoints[sigmaInput];
    const k = this.#k;
    const buffers = this.#bind(scratch, kernels);
    const { weighted, shift, precision, covarianceDiagonal } = buffers;

    if (sigmaAdjoint !== null || priorSdAdjoint !== null) precision.inverseDiagonal(covarianceDiagonal);
    if (sigmaAdjoint !== null) this.#noise.addAdjoint(seed, buffers, priorSd, sigmaAdjoint, kernels);
    for (let i = 0; i < k; i += 1) {
      const inverse = 1 / (priorSd[i] * priorSd[i]);
      // HᵀD⁻¹e = v⁻² û at the optimum.
      if (priorMeanAdjoint !== null) priorMeanAdjoint[i] += seed * shift.all[i] * inverse;
      if (priorSdAdjoint !== null) {
        const second = shift.all[i] * shift.all[i] + covarianceDiagonal[i];
        priorSdAdjoint[i] += seed * ((second * inverse - 1) / priorSd[i]);
      }
    }
    const offsetAdjoint = this.#shape.hasOffset ? inputAdjoints[offsetInput] : null;
    if (offsetAdjoint !== null) kernels.addScaled(seed, weighted, offsetAdjoint);
    for (let v = 0; v < this.#shape.varyingColumns; v += 1) {
      const columnAdjoint = inputAdjoints[this.#firstVarying + v];
      if (columnAdjoint !== null) this.#varyingColumnAdjoint(inputs, v, seed, columnAdjoint, kernels);
    }
  }

  /**
   * Writes one exact draw of the block, given the inputs of the latest forward pass: b₀ + û + L⁻ᵀ z.
   * @param block  length k, in the order of the prior means
   */
  drawBlock(stream: RandomStream, block: Float64Array): void {
    const { column, mean, precision } = this.#views();
    const drawn = column.all.fill(0);
    for (let i = 0; i < this.#k; i += 1) drawn[i] = stream.normal();
    precision.solveLowerTransposed(drawn);
    for (let i = 0; i < this.#k; i += 1) block[i] = mean.all[i] + drawn[i];
  }

  /** The rows of HᵀD⁻¹H that belong to varying columns. */
  #fillVaryingGram(inputs: readonly Float64Array[], kernels: Kernels): void {
    const { precision, column: products, outcome: weighted } = this.#views();
    for (let v = 0; v < this.#shape.varyingColumns; v += 1) {
      this.#noise.weigh(inputs[this.#firstVarying + v], weighted, kernels);
      this.#project(inputs, weighted, products, kernels);
      const places = v * this.#k;
      for (let i = 0; i <= this.#constant + v; i += 1)
        precision.values[this.#varyingPlaces[places + i]] = products.all[i];
    }
  }

  /** products = Hᵀ vector. */
  #project(inputs: readonly Float64Array[], vector: Float64Array, products: BlockVector, kernels: Kernels): void {
    kernels.projectOnSparse(this.#views().sparse, vector, products.sparse);
    kernels.projectOnColumns(inputs[denseInput], vector, products.dense);
    for (let v = 0; v < this.#shape.varyingColumns; v += 1) {
      products.all[this.#constant + v] = kernels.dot(inputs[this.#firstVarying + v], vector);
    }
  }

  /** target −= H weights. */
  #subtractColumns(
    inputs: readonly Float64Array[],
    weights: BlockVector,
    target: Float64Array,
    kernels: Kernels,
  ): void {
    const { sparse, negated } = this.#views();
    kernels.subtractSparse(sparse, weights.sparse, target);
    kernels.scale(-1, weights.dense, negated);
    kernels.addColumns(inputs[denseInput], negated, target);
    for (let v = 0; v < this.#shape.varyingColumns; v += 1) {
      kernels.addScaled(-weights.all[this.#constant + v], inputs[this.#firstVarying + v], target);
    }
  }

  /** ∂/∂h = D⁻¹ (e b̂ − H A⁻¹[:, h]). */
  #varyingColumnAdjoint(
    inputs: readonly Float64Array[],
    varying: number,
    seed: number,
    columnAdjoint: Float64Array,
    kernels: Kernels,
  ): void {
    const { residual, outcome: pulled, column, mean, precision } = this.#views();
    const index = this.#constant + varying;
    column.all.fill(0);
    column.all[index] = 1;
    precision.solve(column.all);
    kernels.scale(mean.all[index], residual, pulled);
    this.#subtractColumns(inputs, column, pulled, kernels);
    this.#noise.weigh(pulled, pulled, kernels);
    kernels.addScaled(seed, pulled, columnAdjoint);
  }

  get #bufferShape(): BlockShape {
    return { plan: this.plan, layout: this.#layout, n: this.#n, noiseRoom: this.#noise.roomLength };
  }

  #bind(scratch: Float64Array, kernels: Kernels): BlockBuffers {
    if (this.#buffers?.whole !== scratch) {
      this.#buffers = new BlockBuffers(this.#bufferShape, scratch, kernels);
      this.#noise.bind(this.#buffers.noise);
    }
    return this.#buffers;
  }

  #views(): BlockBuffers {
    if (this.#buffers === null) throw new RangeError("marginal normal: no forward pass yet");
    return this.#buffers;
  }
}

function isNotZero(value: number): boolean {
  return value !== 0;
}
