// Where the entries of an arrow-shaped matrix stand: groups that touch what is shared, but not each other.
import { evenLength } from "../kernels/even-length.ts";
import type { ArrowParts } from "../kernels/kernels.ts";

/** Order of rows and columns: the members of group 0, of group 1, …, then what is shared. Without groups: a dense matrix. */
export interface ArrowShape {
  readonly groupSizes: readonly number[];
  readonly shared: number;
}

/** One group's part: where its members begin, and places of its own (size, size) block and its (size, shared) coupling. */
interface ArrowGroup {
  readonly start: number;
  readonly size: number;
  readonly block: number;
  readonly coupling: number;
}

/** The kernels take four columns of the shared part at a time. */
const sharedMultiple = 4;

/** Blocks, then couplings, then the corner, each row-major; of blocks and corner the lower triangles count. */
export class ArrowLayout {
  /** Rows of the matrix. */
  readonly size: number;
  /** Rows, and those that fill up what is shared to a multiple of four. */
  readonly paddedSize: number;
  /** Numbers that are stored. */
  readonly length: number;
  /** Places of the diagonal's entries. */
  readonly diagonal: Int32Array; // (size)
  /** Places of the ones that fill up the diagonal. */
  readonly padding: Int32Array;
  readonly groupSizes: readonly number[];
  /** Members of all groups: the rows before those that are shared. */
  readonly members: number;
  /** Columns of the shared part, a multiple of four. */
  readonly width: number;
  readonly #groups: readonly ArrowGroup[];
  readonly #groupIndex: Int32Array; // (members)
  readonly #cornerStart: number;

  constructor({ groupSizes, shared }: ArrowShape) {
    this.groupSizes = groupSizes;
    this.members = groupSizes.reduce((total, size) => total + size, 0);
    this.width = Math.ceil(shared / sharedMultiple) * sharedMultiple;
    this.size = this.members + shared;
    this.paddedSize = this.members + this.width;
    const couplingStart = evenLength(groupSizes.reduce((total, size) => total + size * size, 0));
    this.#cornerStart = couplingStart + this.members * this.width;
    this.length = this.#cornerStart + this.width * this.width;
    let [start, block] = [0, 0];
    this.#groups = groupSizes.map((size) => {
      const group = { start, size, block, coupling: couplingStart + start * this.width };
      start += size;
      block += size * size;
      return group;
    });
    this.#groupIndex = Int32Array.from(groupSizes.flatMap((size, group) => Array<number>(size).fill(group)));
    const onDiagonal = Int32Array.from({ length: this.paddedSize }, (_, row) => this.place(row, row));
    this.diagonal = onDiagonal.slice(0, this.size);
    this.padding = onDiagonal.slice(this.size);
  }

  /** The place of entry (row, column), row ≥ column; −1 where two groups do not touch. */
  place(row: number, column: number): number {
    if (column >= this.members) {
      return this.#cornerStart + (row - this.members) * this.width + (column - this.members);
    }
    const group = this.groupOf(column);
    const member = column - group.start;
    if (row >= this.members) return group.coupling + member * this.width + row - this.members;
    return row < group.start + group.size ? group.block + (row - group.start) * group.size + member : -1;
  }

  /** The group of a member. */
  groupOf(member: number): ArrowGroup {
    return this.#groups[this.#groupIndex[member]];
  }

  /** Numbers that the shared parts of all rows take: what the inverse's diagonal needs room for. */
  get workLength(): number {
    return this.paddedSize * this.width;
  }

  /** Views for kernels. @param values  of `length`; @param sizes  the groups' sizes */
  parts(values: Float64Array, sizes: Int32Array): ArrowParts {
    const couplingStart = this.#cornerStart - this.members * this.width;
    return {
      sizes,
      blocks: values.subarray(0, couplingStart),
      coupling: values.subarray(couplingStart, this.#cornerStart),
      corner: values.subarray(this.#cornerStart),
    };
  }
}
