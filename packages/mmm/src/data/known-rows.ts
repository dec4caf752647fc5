// Which rows of a table are media history, and which KPI cells may be empty: what the settings of history and raggedness allow.
import type { Problem } from "../errors.ts";
import type { Config } from "./config/config.ts";
import { isBlank } from "./parse-number.ts";
import type { Cell } from "./table.ts";
import type { TimeAxis } from "./time-axis.ts";

export interface KnownRows {
  /** Periods at the beginning that are media history. */
  readonly history: number;
  /** Whether a row is of the history. */
  readonly isHistory: (row: number) => boolean;
  /** Whether a row's KPI need not be known. */
  readonly mayLackKpi: (row: number) => boolean;
  /** What to do about a row whose KPI is empty and must not be. */
  readonly kpiRemedy: (row: number) => string;
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
}

/**
 * Media history are the periods before the first in which any geo has a KPI.
 *
 * @param axis  undefined when the dates could not be laid out: then nothing may be empty
 * @param kpi   the KPI's cells, one per row; empty when there is no such column
 */
export function knownRows(
  axis: TimeAxis | undefined,
  kpi: readonly Cell[],
  geos: readonly string[],
  config: Config,
): KnownRows {
  const {
    history: asked,
    ragged,
    kpi: { column },
  } = config.data;
  const periods = axis?.dates.length ?? 0;
  const periodOf = new Int32Array(kpi.length).fill(-1); // (row)
  const isKnown = (cell: number): boolean => {
    const row = axis?.rowOfCell[cell] ?? -1;
    return row >= 0 && !isBlank(kpi[row]);
  };
  axis?.rowOfCell.forEach((row, cell) => {
    if (row >= 0) periodOf[row] = cell % periods;
  });
  const knows = (period: number): boolean => geos.some((_, geo) => isKnown(geo * periods + period));
  let first = 0;
  while (first < periods && !knows(first)) first += 1;
  const history = asked ? first : 0;
  const problems: Problem[] = [];
  const warnings: Problem[] = [];
  if (axis !== undefined && kpi.length > 0) {
    if (first === periods) {
      problems.push({
        code: "all-empty-kpi",
        severity: "error",
        column,
        found: "the KPI is empty in all rows",
        remedy: "Choose another column for data.kpi, or fill it in",
      });
    } else if (ragged) {
      geos.forEach((geo, index) => {
        if (axis.dates.some((_, period) => isKnown(index * periods + period))) return;
        problems.push({
          code: "geo-without-kpi",
          severity: "error",
          column,
          geo,
          found: `the KPI of ${geo} is not known in any period`,
          remedy: "Leave the geo out, or fill in its KPI",
        });
      });
    }
    if (asked && first === 0) {
      warnings.push({
        code: "no-history",
        severity: "warning",
        column,
        found: "data.history is set, but the KPI is known from the first row on: nothing is media history",
        remedy: "Leave data.history out, or add the rows of media before the KPI begins",
      });
    }
  }
  const isHistory = (row: number): boolean => periodOf[row] >= 0 && periodOf[row] < history;
  return {
    history,
    isHistory,
    mayLackKpi: (row) => ragged || isHistory(row),
    kpiRemedy: (row) =>
      periodOf[row] >= 0 && periodOf[row] < first
        ? "Fill it in, or set data.history: true to let the rows before the first known KPI carry their media over"
        : "Fill it in, 0 where nothing was sold, or set data.ragged: true where it is not known",
    problems,
    warnings,
  };
}
