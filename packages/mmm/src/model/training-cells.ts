// Which cells of a panel a fit learns from: all of them, or all but what is held out to judge it by.
import type { Panel } from "../data/panel.ts";

/** The values at the cells that scales may be measured on, in their order. */
export type SeenOf = (values: Float64Array) => Float64Array;

/** @param holdout  cells, geo · periods + period */
export function seenOf(holdout: readonly number[]): SeenOf {
  if (holdout.length === 0) return (values) => values;
  const held = new Set(holdout);
  return (values) => values.filter((_, cell) => !held.has(cell));
}

/** The held-out cells in ascending order, once each. @throws RangeError for cells the panel lacks, and when nothing is left */
export function holdoutCells({ kpi }: Panel, holdout: readonly number[]): number[] {
  const cells = kpi.values.length;
  const wrong = holdout.find((cell) => !Number.isInteger(cell) || cell < 0 || cell >= cells);
  if (wrong !== undefined) throw new RangeError(`held-out cell ${wrong} of a panel of ${cells} cells`);
  const distinct = [...new Set(holdout)].toSorted((a, b) => a - b);
  if (distinct.length === cells) throw new RangeError("every cell is held out: there is nothing to learn from");
  return distinct;
}
