// Which cells of a panel a fit learns from: all of them, or all but what is held out to judge it by.
import type { Panel } from "../data/panel.ts";
import type { Problem } from "../errors.ts";

/** The values at the cells that scales may be measured on, in their order. */
export type SeenOf = (values: Float64Array) => Float64Array;

/** @param holdout  cells, geo · periods + period */
export function seenOf(holdout: readonly number[]): SeenOf {
  if (holdout.length === 0) return (values) => values;
  const held = new Set(holdout);
  return (values) => values.filter((_, cell) => !held.has(cell));
}

/** Cells whose KPI nothing may be learned from: what is held out, and what is not known; ascending. */
export function unseenCells({ kpi }: Panel, holdout: readonly number[]): number[] {
  const held = new Set(holdout);
  return [...kpi.values.keys()].filter((cell) => held.has(cell) || Number.isNaN(kpi.values[cell]));
}

/** Nothing where some KPI can be seen; else the problem that none can. */
export function unseenProblems({ kpi }: Panel, unseen: readonly number[]): Problem[] {
  if (unseen.length < kpi.values.length) return [];
  return [
    {
      code: "nothing-to-learn",
      severity: "error",
      column: kpi.name,
      found: "the KPI of every period is held out or not known",
      remedy: "Leave some of it to the fit: hold out less, or give more of the KPI",
    },
  ];
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
