// Symmetric positive definite matrices in the shape of an arrow: groups that touch what is shared, but not each other.
import { log } from "./exponentials.ts";
import { choleskyInPlace, solveLower, solveLowerTransposed } from "./linear-algebra.ts";

/** Order of rows and columns: the members of group 0, of group 1, …, then what is shared. Without groups: a dense matrix. */
export interface ArrowShape {
  readonly groupSizes: readonly number[];
  readonly shared: number;
}

/** One group's part: its own (size, size) block and its (size, shared) coupling, and where its members begin. */
interface Group {
  readonly start: number;
  readonly size: number;
  readonly block: Float64Array;
  readonly coupling: Float64Array;
}

/**
 * A = [ blocks  coupling ; couplingᵀ  corner ], stored without the zeros between groups. `factor` replaces it by L with
 * A = L Lᵀ, in about Σ size · shared² / 2 + shared³ / 6 multiplications; the solves then use L. No method allocates.
 */
export class ArrowMatrix {
  readonly size: number;
  /** Blocks, couplings and corner, one after another, each row-major; of blocks and corner the lower triangles count. */
  readonly values: Float64Array;
  /** Places of the diagonal's entries in `values`. */
  readonly diagonal: Int32Array;
  readonly #groups: readonly Group[];
  readonly #corner: Float64Array;
  readonly #sharedStart: number;
  readonly #shared: number;
  readonly #sharedPart: Float64Array;
  readonly #unit: Float64Array;

  constructor({ groupSizes, shared }: ArrowShape) {
    this.#shared = shared;
    this.#sharedStart = groupSizes.reduce((total, size) => total + size, 0);
    this.size = this.#sharedStart + shared;
    this.values = new Float64Array(groupSizes.reduce((total, size) => total + size * (size + shared), shared * shared));
    this.diagonal = new Int32Array(this.size);
    const groups: Group[] = [];
    let place = 0;
    let start = 0;
    for (const size of groupSizes) {
      const block = this.values.subarray(place, place + size * size);
      for (let i = 0; i < size; i += 1) this.diagonal[start + i] = place + i * size + i;
      place += size * size;
      groups.push({ start, size, block, coupling: this.values.subarray(place, place + size * shared) });
      place += size * shared;
      start += size;
    }
    this.#groups = groups;
    this.#corner = this.values.subarray(place);
    for (let i = 0; i < shared; i += 1) this.diagonal[start + i] = place + i * shared + i;
    this.#sharedPart = new Float64Array(shared);
    this.#unit = new Float64Array(Math.max(0, ...groupSizes));
  }

  /** The place in `values` of entry (row, column), row ≥ column; −1 where two groups do not touch. */
  place(row: number, column: number): number {
    if (column >= this.#sharedStart) {
      const start = this.values.length - this.#shared * this.#shared;
      return start + (row - this.#sharedStart) * this.#shared + (column - this.#sharedStart);
    }
    const group = this.#groups[this.#groups.findIndex(({ start, size }) => column < start + size)];
    const member = column - group.start;
    if (row >= this.#sharedStart) return this.#offset(group.coupling) + member * this.#shared + row - this.#sharedStart;
    return row < group.start + group.size ? this.#offset(group.block) + (row - group.start) * group.size + member : -1;
  }

  #offset(part: Float64Array): number {
    return (part.byteOffset - this.values.byteOffset) / Float64Array.BYTES_PER_ELEMENT;
  }

  /** Replaces the matrix by its factor. @returns false when it is not positive definite */
  factor(): boolean {
    const shared = this.#shared;
    const corner = this.#corner;
    for (const { block, coupling, size } of this.#groups) {
      if (!choleskyInPlace(block, size)) return false;
      // coupling becomes W = L⁻¹ · coupling, row by row; the corner loses WᵀW.
      for (let i = 0; i < size; i += 1) {
        const row = i * shared;
        for (let k = 0; k < i; k += 1) {
          const weight = block[i * size + k];
          const other = k * shared;
          for (let j = 0; j < shared; j += 1) coupling[row + j] -= weight * coupling[other + j];
        }
        const inverse = 1 / block[i * size + i];
        for (let j = 0; j < shared; j += 1) coupling[row + j] *= inverse;
        for (let a = 0; a < shared; a += 1) {
          const weight = coupling[row + a];
          if (weight === 0) continue;
          const target = a * shared;
          for (let j = 0; j <= a; j += 1) corner[target + j] -= weight * coupling[row + j];
        }
      }
    }
    return choleskyInPlace(corner, shared);
  }

  /** log |A|, after `factor`. */
  logDeterminant(): number {
    let total = 0;
    for (let i = 0; i < this.size; i += 1) total += log(this.values[this.diagonal[i]]);
    return 2 * total;
  }

  /** Solves A x = b in place, after `factor`. */
  solve(vector: Float64Array): void {
    this.solveLower(vector);
    this.solveLowerTransposed(vector);
  }

  /** Solves L x = b in place, after `factor`. */
  solveLower(vector: Float64Array): void {
    const shared = this.#shared;
    const part = this.#sharedPart;
    for (let j = 0; j < shared; j += 1) part[j] = vector[this.#sharedStart + j];
    for (const { start, size, block, coupling } of this.#groups) {
      for (let i = 0; i < size; i += 1) {
        let total = vector[start + i];
        for (let k = 0; k < i; k += 1) total -= block[i * size + k] * vector[start + k];
        const solved = total / block[i * size + i];
        vector[start + i] = solved;
        if (solved === 0) continue;
        const row = i * shared;
        for (let j = 0; j < shared; j += 1) part[j] -= coupling[row + j] * solved;
      }
    }
    solveLower(this.#corner, shared, part);
    for (let j = 0; j < shared; j += 1) vector[this.#sharedStart + j] = part[j];
  }

  /** Solves Lᵀ x = b in place, after `factor`; of a standard normal b it makes a draw of N(0, A⁻¹). */
  solveLowerTransposed(vector: Float64Array): void {
    const shared = this.#shared;
    const part = this.#sharedPart;
    for (let j = 0; j < shared; j += 1) part[j] = vector[this.#sharedStart + j];
    solveLowerTransposed(this.#corner, shared, part);
    for (let j = 0; j < shared; j += 1) vector[this.#sharedStart + j] = part[j];
    for (const { start, size, block, coupling } of this.#groups) {
      for (let i = size - 1; i >= 0; i -= 1) {
        let total = vector[start + i];
        const row = i * shared;
        for (let j = 0; j < shared; j += 1) total -= coupling[row + j] * part[j];
        for (let k = i + 1; k < size; k += 1) total -= block[k * size + i] * vector[start + k];
        vector[start + i] = total / block[i * size + i];
      }
    }
  }

  /** The diagonal of A⁻¹, after `factor`: A⁻¹ᵢᵢ = ‖L⁻¹ eᵢ‖². */
  inverseDiagonal(out: Float64Array): void {
    const shared = this.#shared;
    const part = this.#sharedPart;
    for (const { start, size, block, coupling } of this.#groups) {
      for (let i = 0; i < size; i += 1) {
        out[start + i] = this.#unitSolved(block, size, i, coupling);
        solveLower(this.#corner, shared, part);
        for (let j = 0; j < shared; j += 1) out[start + i] += part[j] * part[j];
      }
    }
    for (let i = 0; i < shared; i += 1) {
      // L⁻¹ eᵢ is zero before i.
      let squares = 0;
      for (let j = i; j < shared; j += 1) {
        let total = j === i ? 1 : 0;
        const row = j * shared;
        for (let k = i; k < j; k += 1) total -= this.#corner[row + k] * part[k];
        part[j] = total / this.#corner[row + j];
        squares += part[j] * part[j];
      }
      out[this.#sharedStart + i] = squares;
    }
  }

  /** The squared length of the group's part of L⁻¹ eᵢ; leaves what it passes on to the shared part. */
  #unitSolved(block: Float64Array, size: number, i: number, coupling: Float64Array): number {
    const shared = this.#shared;
    const part = this.#sharedPart.fill(0);
    const unit = this.#unit;
    let squares = 0;
    for (let j = i; j < size; j += 1) {
      let total = j === i ? 1 : 0;
      for (let k = i; k < j; k += 1) total -= block[j * size + k] * unit[k];
      unit[j] = total / block[j * size + j];
      squares += unit[j] * unit[j];
      const row = j * shared;
      for (let a = 0; a < shared; a += 1) part[a] -= coupling[row + a] * unit[j];
    }
    return squares;
  }
}
