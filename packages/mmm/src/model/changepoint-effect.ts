// Changepoints of the linear trend, as columns: each adds a slope from its date on.
import type { Panel } from "../data/panel.ts";
import { rowColumn } from "../design/columns.ts";
import type { LinearEffect } from "./effects.ts";
import type { ModelSpec } from "./spec.ts";

/**
 * max(0, r − s_j) for each changepoint, r and s_j as shares of the training window, so that a change of slope is told in rise
 * per window. Empty without changepoints.
 */
export function changepointEffects(panel: Panel, { changepoints, scales }: ModelSpec): LinearEffect[] {
  if (changepoints === undefined) return [];
  const window = Math.max(1, scales.trainedPeriods - 1);
  const rows = rowColumn(panel);
  return [
    {
      variable: "changepoint",
      component: "changes of trend",
      group: "trend",
      dimension: { name: "changepoint_date", labels: changepoints.dates },
      columns: changepoints.rows.map((at) => rows.map((row) => Math.max(0, row - at) / window)),
      priors: changepoints.rows.map(() => changepoints.prior),
    },
  ];
}
