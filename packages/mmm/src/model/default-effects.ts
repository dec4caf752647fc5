// The baseline of the default model: intercept, trend, season, days of the week, holidays and controls as columns.
import type { Panel } from "../data/panel.ts";
import { holidayColumns, rowColumn, weekdayEffectColumns, yearlyColumns } from "../design/columns.ts";
import { changepointEffects } from "./changepoint-effect.ts";
import type { LinearEffect } from "./effects.ts";
import type { ModelSpec } from "./spec.ts";

/** Calendar terms, holidays and controls that a panel and its specification call for; the same for every geo. */
export function defaultEffects(panel: Panel, spec: ModelSpec): LinearEffect[] {
  const { seasonality, trend, holidays, scales } = spec;
  const size = panel.geos.length * panel.dates.length;
  const effects: LinearEffect[] = [
    {
      variable: "intercept",
      component: "baseline",
      group: "baseline",
      columns: [new Float64Array(size).fill(1)],
      priors: [spec.intercept],
    },
  ];
  if (trend.kind === "linear") {
    // From −½ on the first day of training to ½ on the last: the coefficient is the rise over the training window.
    const rows = rowColumn(panel);
    const { trainedPeriods } = scales;
    effects.push({
      variable: "trend",
      component: "trend",
      group: "trend",
      columns: [rows.map((row) => row / Math.max(1, trainedPeriods - 1) - 0.5)],
      priors: [trend.prior],
    });
  }
  effects.push(...changepointEffects(panel, spec));
  const add = (
    effect: Omit<LinearEffect, "columns" | "dimension" | "priors">,
    dimension: string,
    { labels, columns }: { readonly labels: readonly string[]; readonly columns: readonly Float64Array[] },
    prior: (label: string) => LinearEffect["priors"][number],
  ): void => {
    if (labels.length === 0) return;
    effects.push({ ...effect, dimension: { name: dimension, labels }, columns, priors: labels.map(prior) });
  };
  add(
    { variable: "yearly", component: "yearly season", group: "seasonality" },
    "fourier",
    yearlyColumns(panel, seasonality.yearlyOrder, seasonality.anchor),
    () => seasonality.prior,
  );
  if (seasonality.dayOfWeek) {
    add(
      { variable: "day_of_week", component: "day of week", group: "seasonality" },
      "weekday",
      weekdayEffectColumns(panel),
      () => seasonality.dayOfWeekPrior,
    );
  }
  if (holidays.country !== null) {
    add(
      { variable: "holiday", component: "holidays", group: "holidays" },
      "holiday_name",
      holidayColumns(panel, holidays.country, scales.trainedPeriods),
      () => holidays.prior,
    );
  }
  add(
    { variable: "control", component: "controls", group: "controls" },
    "control_name",
    {
      labels: panel.controls.map((control) => control.name),
      columns: panel.controls.map(({ values }, index) => {
        const { center, scale } = scales.controls[index];
        return values.map((value) => (value - center) / scale);
      }),
    },
    (label) => spec.controls[label],
  );
  return effects;
}
