// Every column a panel is made of, one number per row of the table, with what is wrong with each.
import type { Problem } from "../errors.ts";
import type { Config } from "./config/config.ts";
import { nearestKey } from "./config/nearest-key.ts";
import type { FoundColumns } from "./find-columns.ts";
import type { KnownRows } from "./known-rows.ts";
import { type ColumnRole, type RowPlace, readColumn } from "./read-column.ts";
import type { Cell } from "./table.ts";

/** What a channel is made of, organic ones without spend. */
export interface ExposureColumns {
  readonly exposure: Float64Array;
  readonly frequency?: Float64Array;
}

/** The columns a panel is made of, one number per row of the table; NaN where a cell is empty that may be. */
export interface Columns {
  readonly kpi: Float64Array;
  readonly revenuePerKpi: Float64Array | number;
  readonly channels: readonly (ExposureColumns & { readonly spend: Float64Array })[];
  readonly organic: readonly ExposureColumns[];
  readonly treatments: readonly Float64Array[];
  readonly controls: readonly Float64Array[];
  /** Absent: nothing is held out. */
  readonly holdout?: Float64Array;
}

const never = (): boolean => false;

/** Of the history only exposures are read: what else stands in its rows may be empty and is not looked at. */
export function readColumns(
  found: FoundColumns,
  config: Config,
  rows: KnownRows,
  place: (index: number) => RowPlace,
  sink: { readonly problems: Problem[]; readonly warnings: Problem[] },
): Columns {
  const { decimal, thousands, currency, kpi, holdout } = config.data;
  const format = { decimal, thousands, currency };
  const isJudged = (row: number): boolean => !rows.isHistory(row);
  const read = (
    column: string,
    role: ColumnRole,
    { mayBeFlat = false, mayBeEmpty = rows.isHistory, is = null as string | null } = {},
  ): Float64Array => {
    const cells = found.cells.get(column);
    if (cells === undefined) return new Float64Array(0);
    const emptyRemedy = role === "kpi" ? rows.kpiRemedy : undefined;
    const options = { role, format, place, mayBeFlat, mayBeEmpty, emptyRemedy, isJudged };
    const told = is === null ? cells : flagged(cells, is);
    if (is !== null && told.every((cell) => cell === 0)) {
      sink.problems.push(missingWord(column, cells, is));
      return new Float64Array(cells.length);
    }
    const { values, problems, warnings } = readColumn(column, told, options);
    sink.problems.push(...problems);
    sink.warnings.push(...warnings);
    return values;
  };
  const exposed = (column: string, frequency: string | null): ExposureColumns => {
    const exposure = read(column, "exposure", { mayBeFlat: frequency !== null, mayBeEmpty: never });
    if (frequency === null) return { exposure };
    return { exposure, frequency: read(frequency, "frequency", { mayBeFlat: true, mayBeEmpty: never }) };
  };
  const perKpi = kpi.revenue_per_kpi;
  return {
    kpi: read(kpi.column, "kpi", { mayBeEmpty: rows.mayLackKpi }),
    revenuePerKpi: typeof perKpi === "string" ? read(perKpi, "revenue-per-kpi") : (perKpi ?? 1),
    channels: config.channels.map((channel) => {
      const exposureColumn = channel.reach ?? channel.exposure;
      if (exposureColumn !== null) {
        const spend = read(channel.spend, "spend", { mayBeFlat: true });
        return { spend, ...exposed(exposureColumn, channel.frequency) };
      }
      const spend = read(channel.spend, "spend", { mayBeEmpty: never });
      return { spend, exposure: spend };
    }),
    organic: config.organic.map(({ exposure, reach, frequency }) => exposed(reach ?? exposure ?? "", frequency)),
    treatments: config.treatments.map(({ column }) => read(column, "treatment")),
    controls: config.controls.map(({ column, is }) => read(column, "control", { is })),
    ...(holdout === null ? {} : { holdout: read(holdout, "holdout") }),
  };
}

/** 1 where a column of words has the word, 0 where it has another or none. */
function flagged(cells: readonly Cell[], word: string): Cell[] {
  return cells.map((cell) => (String(cell ?? "").trim() === word ? 1 : 0));
}

/** Words of a column that are named where another was asked for. */
const wordsNamed = 8;

function missingWord(column: string, cells: readonly Cell[], word: string): Problem {
  const words = [...new Set(cells.map((cell) => String(cell ?? "").trim()))].filter((each) => each !== "");
  const near = nearestKey(word, words);
  const more = words.length > wordsNamed ? ", …" : "";
  return {
    code: "unknown-word",
    severity: "error",
    column,
    found: `no row has the word "${word}"`,
    remedy:
      near === undefined
        ? `Name one of its words: ${words.slice(0, wordsNamed).join(", ")}${more}`
        : `Write "${near}", the nearest of its words`,
  };
}
