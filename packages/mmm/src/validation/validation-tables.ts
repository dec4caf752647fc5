// Validation as a table: one row per fold and forecast.
import type { Cell, Table } from "../data/table.ts";
import { coverageLevels, type ForecastScores } from "./forecast-scores.ts";
import type { Validation } from "./validation.ts";

/** Rows of `validation.csv`: the model first, then its baselines, fold by fold; a baseline that does not apply is left out. */
export function validationTable({ folds }: Validation): Table {
  const rows = folds.flatMap((fold) => [
    { fold, forecast: "model", scores: fold.model },
    ...Object.entries(fold.baselines).flatMap(([forecast, scores]) =>
      "unavailable" in scores ? [] : [{ fold, forecast, scores }],
    ),
  ]);
  const column = (name: string, cell: (row: (typeof rows)[number]) => Cell): Table["columns"][number] => ({
    name,
    cells: rows.map(cell),
  });
  const score = (name: string, of: (scores: ForecastScores) => Cell): Table["columns"][number] =>
    column(name, ({ scores }) => of(scores));
  return {
    source: "validation",
    rows: rows.length,
    firstLine: 2,
    columns: [
      column("fold", ({ fold }) => fold.name),
      column("trained_from", ({ fold }) => fold.training.from),
      column("trained_to", ({ fold }) => fold.training.to),
      column("predicted_from", ({ fold }) => fold.heldOut.from),
      column("predicted_to", ({ fold }) => fold.heldOut.to),
      column("geos", ({ fold }) => fold.heldOut.geos.join(" ")),
      column("forecast", ({ forecast }) => forecast),
      score("cells", ({ cells }) => cells),
      score("crps", ({ crps }) => crps),
      score("mape", ({ mape }) => mape),
      score("wmape", ({ wmape }) => wmape),
      score("rmse", ({ rmse }) => rmse),
      score("log_density", ({ logDensity }) => logDensity),
      ...coverageLevels.map((level) => score(`coverage_${level}`, ({ coverage }) => coverage[level])),
    ],
  };
}
