// The noise around an integrated block: one standard deviation for all observations, or one for each group of them.
import { evenLength } from "../kernels/even-length.ts";
import type { Kernels, SparseColumns } from "../kernels/kernels.ts";
import { log } from "../math/exponentials.ts";
import type { ArrowMatrix } from "./arrow-matrix.ts";
import type { GroupGrams } from "./linear-block.ts";

/** What the derivatives by the standard deviations are made from. */
interface NoiseEvidence {
  /** e, and D⁻¹ e with D the noise's variances. */
  readonly residual: Float64Array;
  readonly weighted: Float64Array;
  /** The factor of A, whose inverse diagonal has been asked for. */
  readonly precision: ArrowMatrix;
  readonly covarianceDiagonal: Float64Array;
}

export interface BlockNoise {
  /** Standard deviations. */
  readonly count: number;
  /** Numbers of scratch space. */
  readonly roomLength: number;
  /** Takes its place in a program's scratch space. */
  bind(room: Float64Array): void;
  setSd(sd: Float64Array): void;
  /** output = D⁻¹ vector. */
  weigh(vector: Float64Array, output: Float64Array, kernels: Kernels): void;
  /** gram = Hᵀ D⁻¹ H of the constant columns, in the layout. */
  fillGram(gram: Float64Array, kernels: Kernels): void;
  /** n log 2π + log |D|. */
  logVariance(): number;
  /** Adds seed times the derivatives of log p by the standard deviations. */
  addAdjoint(
    seed: number,
    evidence: NoiseEvidence,
    priorSd: Float64Array,
    adjoint: Float64Array,
    kernels: Kernels,
  ): void;
}

/** One standard deviation. @param constantGram  HᵀH of the constant columns */
export class EqualNoise implements BlockNoise {
  readonly count = 1;
  readonly #n: number;
  readonly #constantGram: Float64Array;
  #gram: Float64Array;
  #sd = 1;

  constructor(n: number, constantGram: Float64Array) {
    this.#n = n;
    this.#constantGram = constantGram;
    this.#gram = constantGram;
  }

  get roomLength(): number {
    return this.#constantGram.length;
  }

  bind(room: Float64Array): void {
    this.#gram = room;
    room.set(this.#constantGram);
  }

  setSd(sd: Float64Array): void {
    this.#sd = sd[0];
  }

  weigh(vector: Float64Array, output: Float64Array, kernels: Kernels): void {
    kernels.scale(1 / (this.#sd * this.#sd), vector, output);
  }

  fillGram(gram: Float64Array, kernels: Kernels): void {
    kernels.scale(1 / (this.#sd * this.#sd), this.#gram, gram);
  }

  logVariance(): number {
    return this.#n * log(2 * Math.PI * this.#sd * this.#sd);
  }

  addAdjoint(
    seed: number,
    { residual, weighted, covarianceDiagonal }: NoiseEvidence,
    priorSd: Float64Array,
    adjoint: Float64Array,
    kernels: Kernels,
  ): void {
    // E‖y − m − Hb‖²/σ² = eᵀe/σ² + tr(H A⁻¹ Hᵀ)/σ², and tr(H A⁻¹ Hᵀ)/σ² = k − Σ A⁻¹ᵢᵢ/v²ᵢ.
    let expected = kernels.dot(residual, weighted) + priorSd.length;
    for (let i = 0; i < priorSd.length; i += 1) expected -= covarianceDiagonal[i] / (priorSd[i] * priorSd[i]);
    adjoint[0] += seed * ((expected - this.#n) / this.#sd);
  }
}

/** A standard deviation for each group of observations, no member of a group of columns being in two of them. */
export class GroupedNoise implements BlockNoise {
  readonly count: number;
  readonly #labels: Int32Array;
  readonly #sizes: Float64Array; // (count)
  readonly #grams: GroupGrams;
  /** Of the latest standard deviations. */
  readonly #sd: Float64Array;
  readonly #expected: Float64Array; // (count)
  readonly #inverse: Float64Array; // entries of A⁻¹ that the derivatives need
  #weights: Float64Array | null = null; // (n)
  #negatedPrecisions: Float64Array; // (count)
  #columns: SparseColumns;

  /** @param labels  each observation's group */
  constructor(labels: Int32Array, count: number, grams: GroupGrams) {
    this.count = count;
    this.#labels = labels;
    this.#sizes = new Float64Array(count);
    for (const label of labels) this.#sizes[label] += 1;
    this.#grams = grams;
    this.#columns = grams.columns;
    this.#sd = new Float64Array(count);
    this.#expected = new Float64Array(count);
    this.#inverse = new Float64Array(grams.entries.length);
    this.#negatedPrecisions = new Float64Array(count);
  }

  get roomLength(): number {
    const { starts, rows, values } = this.#grams.columns;
    const indices = evenLength(Math.ceil(starts.length / 2)) + evenLength(Math.ceil(rows.length / 2));
    return evenLength(this.#labels.length) + evenLength(this.count) + evenLength(values.length) + indices;
  }

  bind(room: Float64Array): void {
    let start = 0;
    const next = (length: number): Float64Array => {
      const part = room.subarray(start, start + length);
      start += evenLength(length);
      return part;
    };
    const indices = (from: Int32Array): Int32Array => {
      const part = next(Math.ceil(from.length / 2));
      const view = new Int32Array(part.buffer, part.byteOffset, from.length);
      view.set(from);
      return view;
    };
    const { starts, rows, values } = this.#grams.columns;
    this.#weights = next(this.#labels.length);
    this.#negatedPrecisions = next(this.count);
    const own = next(values.length);
    own.set(values);
    this.#columns = { starts: indices(starts), rows: indices(rows), values: own };
  }

  setSd(sd: Float64Array): void {
    this.#sd.set(sd);
    const weights = this.#bound();
    for (let g = 0; g < this.count; g += 1) this.#negatedPrecisions[g] = -1 / (sd[g] * sd[g]);
    for (let i = 0; i < weights.length; i += 1) weights[i] = -this.#negatedPrecisions[this.#labels[i]];
  }

  weigh(vector: Float64Array, output: Float64Array, kernels: Kernels): void {
    kernels.multiply(this.#bound(), vector, output);
  }

  fillGram(gram: Float64Array, kernels: Kernels): void {
    gram.fill(0);
    kernels.subtractSparse(this.#columns, this.#negatedPrecisions, gram);
  }

  logVariance(): number {
    let total = 0;
    for (let g = 0; g < this.count; g += 1) total += this.#sizes[g] * log(2 * Math.PI * this.#sd[g] * this.#sd[g]);
    return total;
  }

  addAdjoint(
    seed: number,
    { residual, weighted, precision, covarianceDiagonal }: NoiseEvidence,
    priorSd: Float64Array,
    adjoint: Float64Array,
  ): void {
    const expected = this.#expected.fill(0);
    for (let i = 0; i < residual.length; i += 1) expected[this.#labels[i]] += residual[i] * weighted[i];
    this.#addSpread(precision, covarianceDiagonal, priorSd);
    for (let g = 0; g < this.count; g += 1) adjoint[g] += seed * ((expected[g] - this.#sizes[g]) / this.#sd[g]);
  }

  /**
   * Adds tr(A⁻¹ G)/σ² of each group's G = HᵀH. The rows of A A⁻¹ = I that belong to members of a group say Σⱼ Gᵢⱼ A⁻¹ᵢⱼ/σ² =
   * 1 − A⁻¹ᵢᵢ/v²ᵢ, by symmetry also what the coupling adds from the other side; left are blocks, counted twice, and corner.
   */
  #addSpread(precision: ArrowMatrix, covarianceDiagonal: Float64Array, priorSd: Float64Array): void {
    const { memberLabels, entries, entryOf } = this.#grams;
    const expected = this.#expected;
    for (let i = 0; i < memberLabels.length; i += 1) {
      if (memberLabels[i] < 0) continue;
      expected[memberLabels[i]] += 2 * (1 - covarianceDiagonal[i] / (priorSd[i] * priorSd[i]));
    }
    for (let e = 0; e < entries.length; e += 1) {
      const { row, column, times } = entries[e];
      this.#inverse[e] = times * precision.inverseEntry(row, column);
    }
    const { starts, values } = this.#columns;
    for (let g = 0; g < this.count; g += 1) {
      let total = 0;
      for (let j = starts[g]; j < starts[g + 1]; j += 1) {
        if (entryOf[j] >= 0) total += values[j] * this.#inverse[entryOf[j]];
      }
      expected[g] -= this.#negatedPrecisions[g] * total;
    }
  }

  #bound(): Float64Array {
    if (this.#weights === null) throw new RangeError("noise by group: no forward pass yet");
    return this.#weights;
  }
}
