// Which cells of a panel Meridian's returns and shares are stated for, and what its transforms are divided by.
import { median } from "@carryover/engine";
import type { Panel } from "../data/panel.ts";
import type { ModelSpec } from "./spec.ts";

/**
 * 1 for cells of the training window whose KPI is known and, unless scales are leaky, not held out; 0 for others: a return is
 * what the spend in these cells brought in these cells.
 */
export function statedCells(
  panel: Panel,
  {
    trainedPeriods,
    holdout = [],
    leaky,
  }: { readonly trainedPeriods: number; readonly holdout?: readonly number[]; readonly leaky: boolean },
): Float64Array {
  const periods = panel.dates.length;
  const held = new Set(leaky ? [] : holdout);
  return panel.kpi.values.map((value, cell) =>
    cell % periods < trainedPeriods && !Number.isNaN(value) && !held.has(cell) ? 1 : 0,
  );
}

/** Sizes of the geos: people over the mean geo's; 1 for national data. */
export function sizesOf({ geo }: Pick<ModelSpec, "geo">): readonly number[] {
  return geo?.sizes ?? [1];
}

/** Each cell's value over the size of its geo. */
export function perSize(values: Float64Array, sizes: readonly number[]): Float64Array {
  const periods = values.length / sizes.length;
  return values.map((value, cell) => value / sizes[Math.floor(cell / periods)]);
}

/**
 * What an exposure is divided by, besides the size of its geo: the median of the sizes' exposures above zero, in the cells
 * given and in the media history.
 * @param exposure  (geo, time)
 * @param before    (geo, period of the history)
 * @param seen      1 for the cells that count
 */
export function exposureScale(
  exposure: Float64Array,
  before: Float64Array | undefined,
  sizes: readonly number[],
  seen: Float64Array,
): number {
  const own = perSize(exposure, sizes).filter((value, cell) => seen[cell] === 1 && value > 0);
  const past = before === undefined ? [] : perSize(before, sizes).filter((value) => value > 0);
  return median(Float64Array.from([...own, ...past]));
}
