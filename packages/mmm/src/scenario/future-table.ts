// Future values from a table with the columns of the training data: whichever of them it has.
import { sum } from "../analysis/totals.ts";
import { dateRange, daysOfPeriod } from "../calendar/dates.ts";
import type { Config } from "../data/config/config.ts";
import { isoDate } from "../data/days.ts";
import { groupProblems } from "../data/group-problems.ts";
import type { Panel } from "../data/panel.ts";
import { parseDates } from "../data/parse-date.ts";
import { type ColumnRole, type RowPlace, readColumn } from "../data/read-column.ts";
import { type Cell, lineOf, type Table } from "../data/table.ts";
import { DataError, type Problem } from "../errors.ts";

interface FutureMedia {
  readonly spend: Float64Array;
  readonly exposure: Float64Array;
  /** Of the people reached, where exposure is reach. */
  readonly frequency?: Float64Array | undefined;
}

/** Series after the data, (geo, period), NaN where the table says nothing. */
export interface FutureTable {
  readonly media: ReadonlyMap<string, FutureMedia>;
  readonly controls: ReadonlyMap<string, Float64Array>;
  readonly organic: ReadonlyMap<string, Omit<FutureMedia, "spend">>;
  readonly treatments: ReadonlyMap<string, Float64Array>;
  readonly revenuePerKpi?: Float64Array;
}

/**
 * @param table    rows before the data's end are left aside
 * @param config   which column is what: the configuration of the fit
 * @param periods  after the data that are wanted
 * @throws DataError with every problem of the rows and columns that are wanted
 */
export function readFuture(table: Table, config: Config, panel: Panel, periods: number): FutureTable {
  const reader = new FutureReader(table, config, panel, periods);
  const media = new Map<string, FutureMedia>();
  config.channels.forEach(({ name, spend, exposure, reach, frequency }, index) => {
    const shownColumn = reach ?? exposure;
    const money = reader.series(spend, "spend");
    const shown = shownColumn === null ? undefined : reader.series(shownColumn, "exposure");
    const often = frequency === null ? undefined : reader.series(frequency, "frequency");
    const { spend: paid, exposure: seen } = panel.media[index];
    const perMoney = shownColumn === null ? 1 : sum(seen) / sum(paid);
    // The other of the two follows at the channel's mean cost.
    const [given, factor] = money === undefined ? [shown, 1 / perMoney] : [money, 1];
    if (given === undefined) return;
    media.set(name, {
      spend: given.map((value) => value * factor),
      exposure: shown ?? given.map((value) => value * perMoney),
      frequency: often,
    });
  });
  const organic = new Map<string, Omit<FutureMedia, "spend">>();
  for (const { name, exposure, reach, frequency } of config.organic) {
    const shown = reader.series(reach ?? exposure ?? "", "exposure");
    const often = frequency === null ? undefined : reader.series(frequency, "frequency");
    if (shown !== undefined) organic.set(name, { exposure: shown, frequency: often });
  }
  const named = (columns: readonly { readonly column: string }[], role: ColumnRole): Map<string, Float64Array> =>
    new Map(
      columns.flatMap(({ column }): [string, Float64Array][] => {
        const values = reader.series(column, role);
        return values === undefined ? [] : [[column, values]];
      }),
    );
  const controls = named(config.controls, "control");
  const treatments = named(config.treatments, "treatment");
  const perKpi = config.data.kpi.revenue_per_kpi;
  const revenuePerKpi = typeof perKpi === "string" ? reader.series(perKpi, "revenue-per-kpi") : undefined;
  const found = media.size + organic.size + controls.size + treatments.size;
  reader.finish(found + (revenuePerKpi === undefined ? 0 : 1));
  return { media, organic, controls, treatments, ...(revenuePerKpi === undefined ? {} : { revenuePerKpi }) };
}

/** A column that never changes says nothing in training; in a plan it is as good as any. */
const fineInPlans: ReadonlySet<string> = new Set(["constant-column", "all-zero-column"]);

class FutureReader {
  readonly #table: Table;
  readonly #config: Config;
  readonly #panel: Panel;
  readonly #periods: number;
  readonly #problems: Problem[] = [];
  /** Cell (geo, period) that each row fills; −1 for rows that are not wanted. */
  readonly #cellOfRow: Int32Array;
  readonly #dayOfRow: Float64Array;

  constructor(table: Table, config: Config, panel: Panel, periods: number) {
    this.#table = table;
    this.#config = config;
    this.#panel = panel;
    this.#periods = periods;
    this.#dayOfRow = this.#readDates();
    this.#cellOfRow = this.#placeRows();
  }

  /** A column's values by cell; undefined when the table does not have it. */
  series(column: string, role: ColumnRole): Float64Array | undefined {
    const cells = this.#cells(column);
    if (cells === undefined) return undefined;
    const rows = [...this.#cellOfRow.keys()].filter((row) => this.#cellOfRow[row] >= 0 && !isEmpty(cells[row]));
    const { decimal, thousands, currency } = this.#config.data;
    const { values, problems } = readColumn(
      column,
      rows.map((row) => cells[row]),
      { role, format: { decimal, thousands, currency }, place: (index) => this.#place(rows[index]), mayBeFlat: true },
    );
    this.#problems.push(...problems.filter(({ code }) => !fineInPlans.has(code)));
    const series = new Float64Array(this.#panel.geos.length * this.#periods).fill(Number.NaN);
    rows.forEach((row, index) => {
      series[this.#cellOfRow[row]] = values[index];
    });
    return series;
  }

  /** @throws DataError when anything was wrong, or nothing was found */
  finish(found: number): void {
    if (this.#problems.length === 0 && found === 0) {
      const wanted = this.#config.controls
        .map(({ column }) => column)
        .concat(this.#config.channels.map(({ spend }) => spend));
      this.#problems.push({
        code: "no-future-column",
        severity: "error",
        found: `${this.#table.source} has no column of a channel or control`,
        remedy: `Name its columns as in the training data: ${wanted.join(", ")}`,
      });
    }
    if (this.#problems.length > 0) throw new DataError(groupProblems(this.#problems));
  }

  #cells(column: string): readonly Cell[] | undefined {
    return this.#table.columns.find(({ name }) => name.replace(/^\uFEFF/, "").trim() === column)?.cells;
  }

  #readDates(): Float64Array {
    const { date, date_format } = this.#config.data;
    const cells = this.#cells(date);
    if (cells === undefined) {
      this.#problems.push({
        code: "unknown-column",
        severity: "error",
        column: date,
        found: `${this.#table.source} has no column of dates of this name`,
        remedy: "Name its columns as in the training data",
      });
      return new Float64Array(this.#table.rows).fill(Number.NaN);
    }
    const line = (row: number): number => lineOf(this.#table, row);
    const { days, problems } = parseDates(cells, { column: date, line, format: date_format });
    this.#problems.push(...problems);
    return days;
  }

  #placeRows(): Int32Array {
    const panel = this.#panel;
    const known = panel.dates.length;
    const dates = dateRange(panel.dates[0], known + this.#periods, panel.frequency).slice(known);
    const geos = this.#geoOfRow();
    const filled = new Map<number, number>();
    return Int32Array.from(this.#dayOfRow, (day, row) => {
      const period = Number.isNaN(day) ? -1 : this.#periodOf(day, dates, row);
      if (period < 0 || geos[row] < 0) return -1;
      const cell = geos[row] * this.#periods + period;
      const earlier = filled.get(cell);
      if (earlier === undefined) {
        filled.set(cell, row);
        return cell;
      }
      this.#problems.push({
        code: "duplicate-date",
        severity: "error",
        column: this.#config.data.date,
        ...this.#place(row),
        found: `the date stands on row ${lineOf(this.#table, earlier)} already`,
        remedy: panel.geos.length > 1 ? "Keep one row per date and geo" : "Keep one row per date",
      });
      return -1;
    });
  }

  /** Position among the future periods; −1 for a day before or after them. */
  #periodOf(day: number, dates: readonly string[], row: number): number {
    const { frequency } = this.#panel;
    const period = dates.findIndex((date) => {
      const [first, afterLast] = daysOfPeriod(date, frequency);
      return day >= first && day < afterLast;
    });
    if (period < 0 || frequency === "monthly" || isoDate(day) === dates[period]) return period;
    this.#problems.push({
      code: "irregular-date",
      severity: "error",
      column: this.#config.data.date,
      ...this.#place(row),
      found: `the week of the data begins on ${dates[period]}`,
      remedy: "Date each row by the first day of its week, as in the training data",
    });
    return -1;
  }

  /** Index of each row's geo; −1 where it has none that is known. */
  #geoOfRow(): Int32Array {
    const { geo } = this.#config.data;
    const none = new Int32Array(this.#table.rows);
    if (geo === null) return none;
    const cells = this.#cells(geo);
    if (cells === undefined) {
      this.#problems.push({
        code: "unknown-column",
        severity: "error",
        column: geo,
        found: `${this.#table.source} has no column of geos of this name`,
        remedy: "Add it: every row belongs to a geo, as in the training data",
      });
      return none.fill(-1);
    }
    return Int32Array.from(cells, (cell, row) => {
      const name = cell === null ? "" : String(cell).trim();
      const index = this.#panel.geos.indexOf(name);
      if (index < 0) {
        this.#problems.push({
          code: "unknown-geo",
          severity: "error",
          column: geo,
          row: lineOf(this.#table, row),
          value: name,
          found: `the fit knows no geo "${name}"`,
          remedy: `Use ${this.#panel.geos.slice(0, 8).join(", ")}${this.#panel.geos.length > 8 ? ", …" : ""}`,
        });
      }
      return index;
    });
  }

  #place(row: number): RowPlace {
    const day = this.#dayOfRow?.[row] ?? Number.NaN;
    return { row: lineOf(this.#table, row), ...(Number.isNaN(day) ? {} : { date: isoDate(day) }) };
  }
}

function isEmpty(cell: Cell): boolean {
  return cell === null || (typeof cell === "string" && cell.trim() === "");
}
