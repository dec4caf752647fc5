// Symmetric positive definite matrices in the shape of an arrow, on kernels: factor, solves, determinant, inverse diagonal.

import { evenLength } from "../kernels/even-length.ts";
import type { ArrowParts, Kernels } from "../kernels/kernels.ts";
import { log } from "../math/exponentials.ts";
import type { ArrowLayout } from "./arrow-layout.ts";

/** Numbers that an `ArrowMatrix` of this layout takes. */
export function arrowRoom(layout: ArrowLayout): number {
  return evenLength(layout.length) + evenLength(layout.workLength) + evenLength(layout.groupSizes.length);
}

/** Diagonal entries multiplied before a logarithm is taken: far from overflow for entries within 10^±77. */
const perLogarithm = 4;

/**
 * A = [ blocks  coupling ; couplingᵀ  corner ], stored without the zeros between groups. `factor` replaces it by L with
 * A = L Lᵀ, in about Σ size · shared² / 2 + shared³ / 6 multiplications; the solves then use L. No method allocates.
 */
export class ArrowMatrix {
  readonly layout: ArrowLayout;
  readonly values: Float64Array;
  readonly #parts: ArrowParts;
  readonly #work: Float64Array;
  readonly #kernels: Kernels;
  /** Room for two columns of a group's block. */
  readonly #columns: readonly [Float64Array, Float64Array];

  /** @param room  of `arrowRoom` numbers, within reach of the kernels */
  constructor(layout: ArrowLayout, room: Float64Array, kernels: Kernels) {
    this.layout = layout;
    this.values = room.subarray(0, layout.length);
    const workStart = evenLength(layout.length);
    this.#work = room.subarray(workStart, workStart + layout.workLength);
    const sizesStart = workStart + evenLength(layout.workLength);
    const bytes = room.byteOffset + sizesStart * Float64Array.BYTES_PER_ELEMENT;
    const sizes = new Int32Array(room.buffer, bytes, layout.groupSizes.length);
    sizes.set(layout.groupSizes);
    this.#parts = layout.parts(this.values, sizes);
    this.#kernels = kernels;
    const largest = Math.max(0, ...layout.groupSizes);
    this.#columns = [new Float64Array(largest), new Float64Array(largest)];
  }

  /** Replaces the matrix by its factor. @returns false when it is not positive definite */
  factor(): boolean {
    const { padding } = this.layout;
    for (let i = 0; i < padding.length; i += 1) this.values[padding[i]] = 1;
    return this.#kernels.factorArrow(this.#parts);
  }

  /** log |A|, after `factor`. */
  logDeterminant(): number {
    const { diagonal, size } = this.layout;
    let total = 0;
    for (let i = 0; i < size; ) {
      let product = 1;
      for (const end = Math.min(size, i + perLogarithm); i < end; i += 1) product *= this.values[diagonal[i]];
      total += log(product);
    }
    return 2 * total;
  }

  /** Solves A x = b in place, after `factor`. The vector has the layout's padded size, zeros at the end. */
  solve(vector: Float64Array): void {
    this.#kernels.solveArrowLower(this.#parts, vector);
    this.#kernels.solveArrowLowerTransposed(this.#parts, vector);
  }

  /** Solves Lᵀ x = b in place, after `factor`; of a standard normal b it makes a draw of N(0, A⁻¹). */
  solveLowerTransposed(vector: Float64Array): void {
    this.#kernels.solveArrowLowerTransposed(this.#parts, vector);
  }

  /** The diagonal of A⁻¹, after `factor`. */
  inverseDiagonal(out: Float64Array): void {
    this.#kernels.arrowInverseDiagonal(this.#parts, this.#work, out);
  }

  /** An entry of A⁻¹ after `inverseDiagonal`, of two members of one group or of two rows that are shared. */
  inverseEntry(row: number, column: number): number {
    const { members, width } = this.layout;
    const isShared = row >= members;
    // The unit columns of what is shared come first there.
    const first = isShared ? row - members : width + row;
    const second = isShared ? column - members : width + column;
    let entry = isShared ? 0 : this.#blockInverse(row, column);
    for (let j = 0; j < width; j += 1) entry += this.#work[first * width + j] * this.#work[second * width + j];
    return entry;
  }

  /** (B⁻¹)ᵢⱼ of a group's block: the product of two columns of its factor's inverse. */
  #blockInverse(row: number, column: number): number {
    const { start, size, block } = this.layout.groupOf(row);
    const [a, b] = [row - start, column - start];
    const [left, right] = this.#columns;
    let entry = 0;
    for (let i = 0; i < size; i += 1) {
      let [ofLeft, ofRight] = [i === a ? 1 : 0, i === b ? 1 : 0];
      for (let k = 0; k < i; k += 1) {
        const factor = this.values[block + i * size + k];
        ofLeft -= factor * left[k];
        ofRight -= factor * right[k];
      }
      left[i] = ofLeft / this.values[block + i * size + i];
      right[i] = ofRight / this.values[block + i * size + i];
      entry += left[i] * right[i];
    }
    return entry;
  }
}
