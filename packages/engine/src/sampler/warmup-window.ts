// The positions a warm-up visits and the gradients there: what the metric is learned from.

/** At most so many numbers are kept of each kind; a longer window forgets its oldest points. */
const largestSize = 1_000_000;

/** Points of a window; plain data. */
export interface WarmupPoints {
  readonly count: number;
  /** (count, dim). */
  readonly positions: Float64Array;
  /** (count, dim): the log density's gradients there. */
  readonly gradients: Float64Array;
}

/** The latest points, oldest first. */
export class WarmupWindow {
  readonly #dim: number;
  readonly #capacity: number;
  #positions: Float64Array[] = [];
  #gradients: Float64Array[] = [];

  constructor(dim: number) {
    this.#dim = dim;
    this.#capacity = Math.max(100, Math.floor(largestSize / dim));
  }

  add(position: Float64Array, gradient: Float64Array): void {
    this.#positions.push(Float64Array.from(position));
    this.#gradients.push(Float64Array.from(gradient));
    this.keepLatest(this.#capacity);
  }

  /** Forgets all but the latest `count` points. */
  keepLatest(count: number): void {
    const excess = Math.max(0, this.#positions.length - count);
    this.#positions.splice(0, excess);
    this.#gradients.splice(0, excess);
  }

  /** A copy of all points. */
  get points(): WarmupPoints {
    return {
      count: this.#positions.length,
      positions: joined(this.#positions, this.#dim),
      gradients: joined(this.#gradients, this.#dim),
    };
  }

  restore({ count, positions, gradients }: WarmupPoints): void {
    const rows = (values: Float64Array): Float64Array[] =>
      Array.from({ length: count }, (_, row) => values.slice(row * this.#dim, (row + 1) * this.#dim));
    this.#positions = rows(positions);
    this.#gradients = rows(gradients);
  }
}

function joined(rows: readonly Float64Array[], dim: number): Float64Array {
  const all = new Float64Array(rows.length * dim);
  rows.forEach((row, index) => {
    all.set(row, index * dim);
  });
  return all;
}
