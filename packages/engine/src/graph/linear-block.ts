// The constant part of a linear block: which columns touch few rows, and which of them belong to separate groups of rows.
import type { SparseColumns } from "../kernels/kernels.ts";
import { ArrowLayout } from "./arrow-layout.ts";

/** A column of H that never changes, and the parameter it belongs to. */
export interface ConstantColumn {
  /** Whose element multiplies it; columns of one parameter that never meet in a row can form groups. */
  readonly parameter: unknown;
  readonly values: Float64Array; // (rows)
}

/**
 * An order of the columns: members of groups, then other sparse ones, then dense ones (and after these, in a block, the
 * varying columns, which are not known here). Groups touch no common row.
 */
export interface LinearBlockPlan {
  /** order[place] = index of the column as it was given. */
  readonly order: readonly number[];
  readonly groupSizes: readonly number[];
  /** The first places of `order`: groups and others. */
  readonly sparse: SparseColumns;
  /** The remaining places, (column, row). */
  readonly dense: Float64Array;
}

/** Below this share of nonzero rows, walking along a list of them beats a pass over all. */
const sparseShare = 1 / 8;
/** Grouping must save at least this factor of multiplications, else one dense factor is simpler and as fast. */
const worthwhileSaving = 2;

/** @param varying  number of further columns, dense, that every group touches */
export function planLinearBlock(columns: readonly ConstantColumn[], rows: number, varying: number): LinearBlockPlan {
  const supports = columns.map(({ values }) => nonzeroRows(values));
  const isSparse = supports.map((support) => support.length <= rows * sparseShare);
  const groupOf = bestGroups(columns, supports, isSparse, rows, varying);
  const groupCount = Math.max(-1, ...groupOf) + 1;
  const members = Array.from({ length: groupCount }, (_, group) =>
    groupOf.flatMap((each, column) => (each === group ? [column] : [])),
  ).filter((each) => each.length > 0);
  const ungrouped = groupOf.flatMap((group, column) => (group < 0 ? [column] : []));
  const sparse = [...members.flat(), ...ungrouped.filter((column) => isSparse[column])];
  const dense = ungrouped.filter((column) => !isSparse[column]);
  const denseValues = new Float64Array(dense.length * rows); // (column, row)
  dense.forEach((column, index) => {
    denseValues.set(columns[column].values, index * rows);
  });
  return {
    order: [...sparse, ...dense],
    groupSizes: members.map((each) => each.length),
    sparse: sparseColumns(sparse.map((column) => ({ values: columns[column].values, support: supports[column] }))),
    dense: denseValues,
  };
}

/** The shape of HᵀH: of the planned constant columns, and of varying ones after them. */
export function gramLayout({ groupSizes, order }: LinearBlockPlan, varying: number): ArrowLayout {
  const grouped = groupSizes.reduce((total, size) => total + size, 0);
  return new ArrowLayout({ groupSizes, shared: order.length - grouped + varying });
}

/** HᵀH of the planned constant columns, in that layout; entries of varying columns are zero. */
export function constantGram(
  plan: LinearBlockPlan,
  columns: readonly ConstantColumn[],
  layout: ArrowLayout,
): Float64Array {
  const gram = new Float64Array(layout.length);
  const ordered = plan.order.map((column) => columns[column].values);
  const supports = ordered.map(nonzeroRows);
  for (let row = 0; row < ordered.length; row += 1) {
    for (let column = 0; column <= row; column += 1) {
      const place = layout.place(row, column);
      if (place < 0) continue;
      const support = supports[supports[column].length < supports[row].length ? column : row];
      let product = 0;
      for (const t of support) product += ordered[row][t] * ordered[column][t];
      gram[place] = product;
    }
  }
  return gram;
}

/** HᵀH of each group of rows apart. */
export interface GroupGrams {
  /** A column for each group: places in the layout, ascending, and values. */
  readonly columns: SparseColumns;
  /** Entries of blocks and of the corner that any group has, and how often each counts in what `GroupedNoise` adds up. */
  readonly entries: readonly { readonly row: number; readonly column: number; readonly times: number }[];
  /** For each place of `columns` its entry there; −1 for the coupling. */
  readonly entryOf: Int32Array;
  /** The group of rows of each member of a group of columns; −1 for one without any. */
  readonly memberLabels: Int32Array;
}

/** @returns undefined when a group of columns is in two groups of rows */
export function groupGrams(
  plan: LinearBlockPlan,
  columns: readonly ConstantColumn[],
  layout: ArrowLayout,
  { labels, count }: { readonly labels: Int32Array; readonly count: number },
): GroupGrams | undefined {
  const ordered = plan.order.map((column) => columns[column].values);
  const supports = ordered.map(nonzeroRows);
  const memberLabels = Int32Array.from({ length: layout.members }, (_, member) => {
    const [row] = supports[member];
    return row === undefined ? -1 : labels[row];
  });
  for (let member = 0; member < layout.members; member += 1) {
    const { start } = layout.groupOf(member);
    const sameAsFirst = memberLabels[start] === memberLabels[member] || memberLabels[member] < 0;
    if (!sameAsFirst || supports[member].some((row) => labels[row] !== memberLabels[member])) return undefined;
  }
  const found: { place: number; value: number; entry: number }[][] = Array.from({ length: count }, () => []);
  const entries: { row: number; column: number; times: number }[] = [];
  for (let row = 0; row < ordered.length; row += 1) {
    for (let column = 0; column <= row; column += 1) {
      const place = layout.place(row, column);
      if (place < 0) continue;
      const products = new Map<number, number>();
      for (const t of supports[supports[column].length < supports[row].length ? column : row]) {
        const product = ordered[row][t] * ordered[column][t];
        if (product !== 0) products.set(labels[t], (products.get(labels[t]) ?? 0) + product);
      }
      const isCoupling = row >= layout.members && column < layout.members;
      const entry = isCoupling || products.size === 0 ? -1 : entries.length;
      if (entry >= 0) entries.push({ row, column, times: (row === column ? 1 : 2) * (row >= layout.members ? 1 : -1) });
      for (const [label, value] of products) found[label].push({ place, value, entry });
    }
  }
  for (const each of found) each.sort((a, b) => a.place - b.place);
  const all = found.flat();
  const starts = new Int32Array(count + 1);
  found.forEach(({ length }, label) => {
    starts[label + 1] = starts[label] + length;
  });
  return {
    columns: {
      starts,
      rows: Int32Array.from(all, ({ place }) => place),
      values: Float64Array.from(all, ({ value }) => value),
    },
    entries,
    entryOf: Int32Array.from(all, ({ entry }) => entry),
    memberLabels,
  };
}

function nonzeroRows(values: Float64Array): number[] {
  const rows: number[] = [];
  for (let t = 0; t < values.length; t += 1) if (values[t] !== 0) rows.push(t);
  return rows;
}

/**
 * For each column its group, or −1. A parameter whose elements never meet in a row divides the rows; a column within one part
 * belongs to that part's group. Of all such divisions the one that needs the fewest multiplications is taken.
 */
function bestGroups(
  columns: readonly ConstantColumn[],
  supports: readonly (readonly number[])[],
  isSparse: readonly boolean[],
  rows: number,
  varying: number,
): number[] {
  const ungrouped = columns.map(() => -1);
  let best = ungrouped;
  let least = factorCost(ungrouped, varying) / worthwhileSaving;
  for (const parameter of new Set(columns.map((column) => column.parameter))) {
    const own = columns.flatMap((column, index) => (column.parameter === parameter ? [index] : []));
    if (own.length < 2 || !own.every((index) => isSparse[index])) continue;
    const part = new Int32Array(rows).fill(-1);
    const isDivision = own.every((column, group) =>
      supports[column].every((t) => {
        const free = part[t] < 0;
        part[t] = group;
        return free;
      }),
    );
    if (!isDivision) continue;
    const groups = supports.map((support, column) => {
      const group = support.length === 0 ? -1 : part[support[0]];
      return isSparse[column] && support.every((t) => part[t] === group) ? group : -1;
    });
    const cost = factorCost(groups, varying);
    if (cost < least) {
      best = groups;
      least = cost;
    }
  }
  return best;
}

/** Multiplications to factor the arrow matrix of these groups, roughly. */
function factorCost(groups: readonly number[], varying: number): number {
  const sizes = new Map<number, number>();
  for (const group of groups) if (group >= 0) sizes.set(group, (sizes.get(group) ?? 0) + 1);
  const shared = groups.filter((group) => group < 0).length + varying;
  let cost = shared ** 3 / 6;
  for (const size of sizes.values()) cost += size ** 3 / 6 + (size ** 2 * shared) / 2 + (size * shared ** 2) / 2;
  return cost;
}

function sparseColumns(columns: readonly { values: Float64Array; support: readonly number[] }[]): SparseColumns {
  const starts = new Int32Array(columns.length + 1);
  columns.forEach(({ support }, index) => {
    starts[index + 1] = starts[index] + support.length;
  });
  return {
    starts,
    rows: Int32Array.from(columns.flatMap(({ support }) => support)),
    values: Float64Array.from(columns.flatMap(({ values, support }) => support.map((t) => values[t]))),
  };
}
