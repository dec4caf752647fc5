// Kernels on arrow-shaped matrices as plain loops, adding up in the order of the WebAssembly kernels.
import type { ArrowKernels } from "./kernels.ts";

/** Columns of a dense factor that are found together. */
const blockWidth = 4;

/** Σ_k a[k] b[k], even and odd places apart; the number of places is even. */
function pairedDot(a: Float64Array, atA: number, b: Float64Array, atB: number, count: number): number {
  let even = 0;
  let odd = 0;
  for (let k = 0; k < count; k += 2) {
    even += a[atA + k] * b[atB + k];
    odd += a[atA + k + 1] * b[atB + k + 1];
  }
  return even + odd;
}

/** row ← row · L⁻ᵀ for columns start … end of a lower triangular L of `size`; the row is zero before `from`. */
function solveRow(
  factor: Float64Array,
  size: number,
  rows: Float64Array,
  row: number,
  from: number,
  end: number,
): void {
  for (let block = from; block < end; block += blockWidth) {
    for (let j = block; j < Math.min(end, block + blockWidth); j += 1) {
      let value = rows[row + j] - pairedDot(rows, row + from, factor, j * size + from, block - from);
      for (let k = block; k < j; k += 1) value -= rows[row + k] * factor[j * size + k];
      rows[row + j] = value * (1 / factor[j * size + j]);
    }
  }
}

/** Lower Cholesky factor in place; what is above the diagonal is left alone. */
function factorCorner(corner: Float64Array, size: number): boolean {
  for (let i = 0; i < size; i += 1) {
    const row = i * size;
    const block = i - (i % blockWidth);
    solveRow(corner, size, corner, row, 0, i);
    let square = corner[row + i] - pairedDot(corner, row, corner, row, block);
    for (let k = block; k < i; k += 1) square -= corner[row + k] * corner[row + k];
    if (!(square > 0) || square === Number.POSITIVE_INFINITY) return false;
    corner[row + i] = Math.sqrt(square);
  }
  return true;
}

function subtractRow(weight: number, rows: Float64Array, source: number, target: number, size: number): void {
  for (let j = 0; j < size; j += 1) rows[target + j] -= weight * rows[source + j];
}

function scaleRow(weight: number, rows: Float64Array, row: number, size: number): void {
  for (let j = 0; j < size; j += 1) rows[row + j] *= weight;
}

/** One group's block becomes its factor, its coupling rows L⁻¹ · coupling. */
function factorGroup(
  blocks: Float64Array,
  block: number,
  count: number,
  coupling: Float64Array,
  start: number,
  size: number,
): boolean {
  for (let i = 0; i < count; i += 1) {
    const row = block + i * count;
    for (let j = 0; j <= i; j += 1) {
      const other = block + j * count;
      let value = blocks[row + j];
      for (let k = 0; k < j; k += 1) value -= blocks[row + k] * blocks[other + k];
      if (j < i) blocks[row + j] = value * (1 / blocks[other + j]);
      else if (value > 0 && value !== Number.POSITIVE_INFINITY) blocks[row + j] = Math.sqrt(value);
      else return false;
    }
    const target = (start + i) * size;
    for (let k = 0; k < i; k += 1) subtractRow(blocks[row + k], coupling, (start + k) * size, target, size);
    scaleRow(1 / blocks[row + i], coupling, target, size);
  }
  return true;
}

/** corner −= couplingᵀ coupling, the lower triangle. */
function subtractGram(coupling: Float64Array, corner: Float64Array, size: number): void {
  for (let i = 0; i < size; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      let value = corner[i * size + j];
      for (let row = 0; row < coupling.length; row += size) value -= coupling[row + i] * coupling[row + j];
      corner[i * size + j] = value;
    }
  }
}

/** Calls for every group: the place of its block, its first member, and its number of members. */
function everyGroup(
  sizes: Int32Array,
  visit: (block: number, start: number, count: number) => boolean | undefined,
): boolean {
  let block = 0;
  let start = 0;
  for (const count of sizes) {
    if (visit(block, start, count) === false) return false;
    block += count * count;
    start += count;
  }
  return true;
}

/** The group's part of L⁻ᵀ times the rows from `first` on. */
function solveGroupTransposed(
  blocks: Float64Array,
  block: number,
  count: number,
  rows: Float64Array,
  first: number,
  size: number,
): void {
  for (let i = count - 1; i >= 0; i -= 1) {
    const target = first + i * size;
    for (let k = i + 1; k < count; k += 1) {
      subtractRow(blocks[block + k * count + i], rows, first + k * size, target, size);
    }
    scaleRow(1 / blocks[block + i * count + i], rows, target, size);
  }
}

/** (B⁻¹)ᵢᵢ of a group's block B, from its factor: ‖L⁻¹ eᵢ‖²; `out` from `at + i` on has room for that column. */
function blockInverse(
  blocks: Float64Array,
  block: number,
  count: number,
  i: number,
  out: Float64Array,
  at: number,
): number {
  let squares = 0;
  for (let j = i; j < count; j += 1) {
    let value = j === i ? 1 : 0;
    for (let k = i; k < j; k += 1) value -= blocks[block + j * count + k] * out[at + k];
    out[at + j] = value * (1 / blocks[block + j * count + j]);
    squares += out[at + j] * out[at + j];
  }
  return squares;
}

export const referenceArrow: ArrowKernels = {
  factorArrow({ sizes, blocks, coupling, corner }) {
    const size = Math.sqrt(corner.length);
    const factored = everyGroup(sizes, (block, start, count) =>
      factorGroup(blocks, block, count, coupling, start, size),
    );
    if (!factored) return false;
    subtractGram(coupling, corner, size);
    return factorCorner(corner, size);
  },

  solveArrowLower({ sizes, blocks, coupling, corner }, vector) {
    const size = Math.sqrt(corner.length);
    const shared = coupling.length / size;
    everyGroup(sizes, (block, start, count) => {
      for (let i = 0; i < count; i += 1) {
        let value = vector[start + i];
        for (let k = 0; k < i; k += 1) value -= blocks[block + i * count + k] * vector[start + k];
        const solved = value * (1 / blocks[block + i * count + i]);
        vector[start + i] = solved;
        const row = (start + i) * size;
        for (let j = 0; j < size; j += 1) vector[shared + j] -= solved * coupling[row + j];
      }
      return true;
    });
    for (let j = 0; j < size; j += 1) {
      const value = vector[shared + j] - pairedDot(corner, j * size, vector, shared, j - (j % 2));
      const last = j % 2 === 0 ? value : value - corner[j * size + j - 1] * vector[shared + j - 1];
      vector[shared + j] = last * (1 / corner[j * size + j]);
    }
  },

  solveArrowLowerTransposed({ sizes, blocks, coupling, corner }, vector) {
    const size = Math.sqrt(corner.length);
    const shared = coupling.length / size;
    for (let j = size - 1; j >= 0; j -= 1) {
      const solved = vector[shared + j] * (1 / corner[j * size + j]);
      vector[shared + j] = solved;
      for (let k = 0; k < j; k += 1) vector[shared + k] -= solved * corner[j * size + k];
    }
    everyGroup(sizes, (block, start, count) => {
      for (let i = count - 1; i >= 0; i -= 1) {
        let value = vector[start + i] - pairedDot(coupling, (start + i) * size, vector, shared, size);
        for (let k = i + 1; k < count; k += 1) value -= blocks[block + k * count + i] * vector[start + k];
        vector[start + i] = value * (1 / blocks[block + i * count + i]);
      }
      return true;
    });
  },

  arrowInverseDiagonal({ sizes, blocks, coupling, corner }, rows, diagonal) {
    const size = Math.sqrt(corner.length);
    const members = coupling.length / size;
    rows.fill(0);
    for (let i = 0; i < size; i += 1) {
      const row = i * size;
      const from = i - (i % blockWidth);
      rows[row + i] = 1;
      solveRow(corner, size, rows, row, from, size);
      diagonal[members + i] = pairedDot(rows, row + from, rows, row + from, size - from);
    }
    const own = corner.length;
    rows.set(coupling, own);
    everyGroup(sizes, (block, start, count) => {
      solveGroupTransposed(blocks, block, count, rows, own + start * size, size);
      for (let i = 0; i < count; i += 1) {
        const row = own + (start + i) * size;
        diagonal[start + i] = blockInverse(blocks, block, count, i, diagonal, start);
        solveRow(corner, size, rows, row, 0, size);
        diagonal[start + i] += pairedDot(rows, row, rows, row, size);
      }
      return true;
    });
  },
};
