// What the default model asks of the KPI: it measures all effects in mean KPIs and all returns in money.

import type { Panel } from "../data/panel.ts";
import { showNumber } from "../data/show-cell.ts";
import type { Problem } from "../errors.ts";
import type { SeenOf } from "./training-cells.ts";

/** The KPI's value in all, money; units where no worth of a unit is given. */
export function totalWorth({ kpi }: Panel, seen: SeenOf): number {
  return seen(kpi.values.map((value, cell) => value * kpi.revenuePerKpi[cell])).reduce((sum, worth) => sum + worth, 0);
}

/** Empty where the mean KPI and its worth are above zero, though single periods may be below. */
export function kpiProblems(panel: Panel, seen: SeenOf): Problem[] {
  const { name } = panel.kpi;
  const values = seen(panel.kpi.values);
  const total = values.reduce((sum, value) => sum + value, 0);
  const problem = (found: string, remedy: string): Problem => ({
    code: "kpi-not-positive",
    severity: "error",
    column: name,
    found,
    remedy,
  });
  if (!(total > 0)) {
    return [
      problem(
        `the KPI is ${rounded(total / values.length)} in the mean, and model "default" states every effect as a share of a mean above 0`,
        "Choose a KPI that is above 0 on the whole, such as revenue instead of profit",
      ),
    ];
  }
  const worth = totalWorth(panel, seen);
  if (worth > 0) return [];
  return [
    problem(
      `the KPI is worth ${rounded(worth)} in all, so that no channel can have a return`,
      "Correct data.kpi.revenue_per_kpi",
    ),
  ];
}

function rounded(value: number): string {
  return showNumber(Number(value.toPrecision(6)));
}
