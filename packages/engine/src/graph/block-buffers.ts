// What an integrated block works on: vectors and matrices in a program's scratch space, all made at the first evaluation.

import { evenLength } from "../kernels/even-length.ts";
import type { Kernels, SparseColumns } from "../kernels/kernels.ts";
import type { ArrowLayout } from "./arrow-layout.ts";
import { ArrowMatrix, arrowRoom } from "./arrow-matrix.ts";
import type { LinearBlockPlan } from "./linear-block.ts";

export interface BlockShape {
  readonly plan: LinearBlockPlan;
  readonly layout: ArrowLayout;
  /** Observations. */
  readonly n: number;
  /** Numbers that the noise asks for. */
  readonly noiseRoom: number;
}

/** One number for each column, zeros after them. */
export interface BlockVector {
  readonly all: Float64Array; // (the layout's padded size)
  /** Those of sparse and of constant dense columns. */
  readonly sparse: Float64Array;
  readonly dense: Float64Array;
}

export class BlockBuffers {
  readonly whole: Float64Array;
  /** y − m in the forward pass; room for the adjoint. (n) */
  readonly outcome: Float64Array;
  /** e; (n). */
  readonly residual: Float64Array;
  /** û. */
  readonly shift: BlockVector;
  /** b₀ + û. */
  readonly mean: BlockVector;
  /** b₀, a column of A⁻¹, a draw: what is wanted for a moment. */
  readonly column: BlockVector;
  /** Of the dense columns, with the other sign. */
  readonly negated: Float64Array;
  readonly covarianceDiagonal: Float64Array;
  readonly sparse: SparseColumns;
  /** D⁻¹ e, with D the noise's variances. (n) */
  readonly weighted: Float64Array;
  /** For the noise. */
  readonly noise: Float64Array;
  /** A, then its factor. */
  readonly precision: ArrowMatrix;

  constructor({ plan, layout, n, noiseRoom }: BlockShape, scratch: Float64Array, kernels: Kernels) {
    this.whole = scratch;
    let start = 0;
    const next = (length: number): Float64Array => {
      const part = scratch.subarray(start, start + length);
      start += evenLength(length);
      return part;
    };
    const indices = (values: Int32Array): Int32Array => {
      const room = next(Math.ceil(values.length / 2));
      const view = new Int32Array(room.buffer, room.byteOffset, values.length);
      view.set(values);
      return view;
    };
    this.outcome = next(n);
    this.residual = next(n);
    const { starts, rows, values } = plan.sparse;
    const block = (): BlockVector => {
      const all = next(layout.paddedSize);
      const sparseCount = starts.length - 1;
      return { all, sparse: all.subarray(0, sparseCount), dense: all.subarray(sparseCount, plan.order.length) };
    };
    this.shift = block();
    this.mean = block();
    this.column = block();
    this.negated = next(this.column.dense.length);
    this.covarianceDiagonal = next(layout.paddedSize);
    const sparseValues = next(values.length);
    sparseValues.set(values);
    this.sparse = { starts: indices(starts), rows: indices(rows), values: sparseValues };
    this.weighted = next(n);
    this.noise = next(noiseRoom);
    this.precision = new ArrowMatrix(layout, next(arrowRoom(layout)), kernels);
  }
}

export function bufferLength({ plan, layout, n, noiseRoom }: BlockShape): number {
  const { starts, rows, values } = plan.sparse;
  return (
    2 * evenLength(n) +
    4 * evenLength(layout.paddedSize) +
    evenLength(plan.order.length - (starts.length - 1)) +
    evenLength(values.length) +
    evenLength(Math.ceil(starts.length / 2)) +
    evenLength(Math.ceil(rows.length / 2)) +
    evenLength(n) +
    evenLength(noiseRoom) +
    evenLength(arrowRoom(layout))
  );
}
