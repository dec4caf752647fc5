// From a table and a configuration to the panel every later stage believes, or to the list of everything wrong with the data.
import { DataError, type Problem } from "../errors.ts";
import { type Combination, findCombinations, formatCombination, type NamedColumn } from "./collinear.ts";
import type { Config } from "./config/config.ts";
import { controlName } from "./config/control-name.ts";
import { modelDefaults, trendKind } from "./config/model-defaults.ts";
import { isoDate } from "./days.ts";
import { findColumns } from "./find-columns.ts";
import { readGeos, readPopulation } from "./geos.ts";
import { groupProblems } from "./group-problems.ts";
import { knownRows } from "./known-rows.ts";
import { layOut } from "./lay-out.ts";
import type { Panel } from "./panel.ts";
import { countParameters } from "./parameter-count.ts";
import { parseDates } from "./parse-date.ts";
import type { RowPlace } from "./read-column.ts";
import { type Columns, readColumns } from "./read-columns.ts";
import { lineOf, type Table } from "./table.ts";
import { type TimeAxis, timeAxis } from "./time-axis.ts";

export interface BuiltPanel {
  readonly panel: Panel;
  /** What does not stop a fit but should be looked at. */
  readonly warnings: readonly Problem[];
  /** Cells, geo · periods + period, whose KPI data.holdout keeps from the fit; ascending. */
  readonly holdout: readonly number[];
}

/** Rows below this multiple of the parameters are warned about: the priors will decide most of the answer. */
const comfortableRowsPerParameter = 3;

function fail(problems: readonly Problem[]): never {
  throw new DataError(groupProblems(problems));
}

function checkNotEmpty(table: Table): void {
  if (table.columns.length === 0) {
    const found = `${table.source} is empty`;
    fail([{ code: "empty-file", severity: "error", found, remedy: "Write a header line and one row per period" }]);
  }
  if (table.rows === 0) {
    const found = `${table.source} has a header and no rows`;
    fail([{ code: "no-rows", severity: "error", found, remedy: "Add one row per period below the header" }]);
  }
}

/** What the model has besides media and controls, as columns: a control must say something these do not. */
function structuralColumns(days: Float64Array, axis: TimeAxis, config: Config): NamedColumn[] {
  const columns: NamedColumn[] = [];
  const { model } = config;
  const defaults = modelDefaults[model.kind];
  if (trendKind(model) !== "none") {
    const first = days.reduce((least, day) => Math.min(least, day), Number.POSITIVE_INFINITY);
    columns.push({ name: "the linear trend", values: days.map((day) => day - first) });
  }
  if (axis.frequency === "daily" && (model.day_of_week ?? defaults.dayOfWeek)) {
    const weekdays = ["Thursday", "Friday", "Saturday", "Sunday", undefined, "Tuesday", "Wednesday"];
    weekdays.forEach((name, weekday) => {
      if (name === undefined) return;
      const values = days.map((day) => ((((day - weekday) % 7) + 7) % 7 === 0 ? 1 : 0));
      columns.push({ name: `the ${name} effect`, values });
    });
  }
  return columns;
}

function collinearProblem(combination: Combination, kpi: string): Problem {
  const formula = formatCombination(combination);
  if (combination.name === kpi) {
    return {
      code: "kpi-leak",
      severity: "error",
      column: kpi,
      found: `the KPI is an exact combination of the inputs: ${formula}`,
      remedy: "Remove the column that was computed from the KPI",
    };
  }
  return {
    code: "collinear-columns",
    severity: "error",
    column: combination.name,
    found: `an exact combination of others: ${formula}; their effects cannot be told apart`,
    remedy: "Remove one of them",
  };
}

/** Exact combinations among trend, weekdays, media, treatments, controls and the KPI itself, where that is known. */
function checkCollinear(allDays: Float64Array, axis: TimeAxis, columns: Columns, config: Config): Problem[] {
  const known = (values: Float64Array): Float64Array => values.filter((_, row) => !Number.isNaN(columns.kpi[row]));
  const days = known(allDays);
  const inputs: NamedColumn[] = [
    ...structuralColumns(days, axis, config),
    ...config.channels.map(({ spend, exposure, reach }, index) => ({
      name: reach ?? exposure ?? spend,
      values: known(columns.channels[index].exposure),
    })),
    ...config.organic.map(({ name, exposure, reach }, index) => ({
      name: reach ?? exposure ?? name,
      values: known(columns.organic[index].exposure),
    })),
    ...config.treatments.map(({ column }, index) => ({ name: column, values: known(columns.treatments[index]) })),
    ...config.controls.map((control, index) => ({
      name: controlName(control),
      values: known(columns.controls[index]),
    })),
  ];
  const kpi = { name: config.data.kpi.column, values: known(columns.kpi) };
  // With nearly as many columns as rows, any column is a combination of the others.
  const all = days.length > 2 * inputs.length ? [...inputs, kpi] : inputs;
  return findCombinations(all).map((combination) => collinearProblem(combination, kpi.name));
}

function checkRowCount(rows: number, axis: TimeAxis, config: Config): Problem | undefined {
  const parameters = countParameters(config, axis.frequency);
  if (rows >= comfortableRowsPerParameter * parameters) return undefined;
  const enough = rows > parameters;
  return {
    code: "too-few-rows",
    severity: enough ? "warning" : "error",
    found: `${rows} rows for ${parameters} parameters${enough ? "; the priors will weigh heavily" : ""}`,
    remedy: "Add history, merge channels, or drop controls and seasonal terms",
  };
}

/**
 * Validates a table and lays it out as a panel. The order of the rows does not matter.
 *
 * @param table   as read from a file: nothing is assumed of its cells
 * @param config  which column is what
 * @returns       the panel, and warnings about data that can be fitted but look odd
 * @throws DataError with every problem found, repeated ones grouped after the first few
 */
export function buildPanel(table: Table, config: Config): BuiltPanel {
  checkNotEmpty(table);
  const { data } = config;
  const found = findColumns(table, config);
  const problems: Problem[] = [...found.problems];
  const warnings: Problem[] = [...found.warnings];

  const line = (row: number): number => lineOf(table, row);
  const dateCells = found.cells.get(data.date) ?? [];
  const dates = parseDates(dateCells, { column: data.date, line, format: data.date_format });
  problems.push(...dates.problems);
  const geos = readGeos(data.geo === null ? undefined : found.cells.get(data.geo), table, data.geo);
  problems.push(...geos.problems);

  const place = (index: number): RowPlace => {
    const day = dates.days[index] ?? Number.NaN;
    const geo = geos.hasGeos ? geos.names[geos.ofRow[index]] : undefined;
    return {
      row: line(index),
      ...(Number.isNaN(day) ? {} : { date: isoDate(day) }),
      ...(geo === undefined ? {} : { geo }),
    };
  };
  const population = readPopulation(found, config, geos, place);
  problems.push(...population.problems);
  warnings.push(...population.warnings);

  const geosKnown = data.geo === null || found.cells.has(data.geo);
  const { axis, problems: ofAxis } =
    dateCells.length === 0 || !geosKnown
      ? { axis: undefined, problems: [] }
      : timeAxis({
          days: dates.days,
          geoOfRow: geos.ofRow,
          geos: geos.names,
          hasGeos: geos.hasGeos,
          dateColumn: data.date,
          line,
          frequency: data.frequency,
          ragged: data.ragged,
        });
  problems.push(...ofAxis);
  const rows = knownRows(axis, found.cells.get(data.kpi.column) ?? [], geos.names, config);
  const columns = readColumns(found, config, rows, place, { problems, warnings });
  problems.push(...rows.problems);
  warnings.push(...rows.warnings);
  if (axis !== undefined) {
    const learnable = Array.from({ length: table.rows }, (_, row) => row).filter(
      (row) => !(rows.mayLackKpi(row) && Number.isNaN(columns.kpi[row])) && columns.holdout?.[row] !== 1,
    );
    const count = checkRowCount(learnable.length, axis, config);
    if (count !== undefined) (count.severity === "error" ? problems : warnings).push(count);
    if (problems.every(({ code }) => harmlessToCollinearity.has(code))) {
      problems.push(...checkCollinear(dates.days, axis, columns, config));
    }
  }
  if (axis === undefined || problems.length > 0) fail(problems);
  if (data.kpi.kind === "units" && data.kpi.revenue_per_kpi === null) {
    warnings.push({
      code: "no-revenue-per-kpi",
      severity: "warning",
      column: data.kpi.column,
      found: "the KPI counts units whose worth is not given; ROI will be in units per unit of money",
      remedy: "Set data.kpi.revenue_per_kpi",
    });
  }
  const { panel, holdout } = layOut({
    axis,
    columns,
    geos: geos.names,
    population: population.perGeo,
    config,
    history: rows.history,
  });
  return { panel, holdout, warnings: groupProblems(warnings) };
}

/** Problems that leave all columns complete, so that looking for combinations makes sense. */
const harmlessToCollinearity: ReadonlySet<string> = new Set([
  "missing-dates",
  "duplicate-date",
  "geo-missing-dates",
  "irregular-date",
  "negative-spend",
  "constant-column",
  "all-zero-column",
]);
