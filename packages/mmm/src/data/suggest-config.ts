// A first configuration for a table nobody has described yet: a guess the reader is meant to correct.
import {
  channelOfExposure,
  channelOfFrequency,
  channelOfSpend,
  looksLikeCalendar,
  looksLikeDate,
  looksLikeGeo,
  looksLikeHoldout,
  looksLikeHoliday,
  looksLikePopulation,
  looksLikeRevenuePerKpi,
  outcomeScore,
} from "./column-guess.ts";
import { detectFrequency } from "./frequency.ts";
import type { Frequency } from "./panel.ts";
import { parseDates } from "./parse-date.ts";
import { currencyOf, isBlank, type NumberFormat, parseNumber } from "./parse-number.ts";
import { type SuggestedChannel, type SuggestedOrganic, takeExposure, takeOrganic } from "./suggest-channels.ts";
import type { Cell, Table, TableColumn } from "./table.ts";

/** A configuration as it would be written in YAML: only what departs from the defaults. */
export interface SuggestedConfig {
  readonly data: {
    readonly path: string;
    readonly date: string;
    readonly geo?: string;
    readonly population?: string;
    readonly frequency?: Frequency;
    readonly decimal?: NumberFormat["decimal"];
    readonly thousands?: NumberFormat["thousands"];
    readonly currency: string;
    readonly kpi: {
      readonly column: string;
      readonly kind: "revenue" | "units";
      readonly revenue_per_kpi?: string;
    };
    readonly history?: true;
    readonly ragged?: true;
    readonly holdout?: string;
  };
  readonly channels: readonly SuggestedChannel[];
  readonly organic: readonly SuggestedOrganic[];
  readonly controls: readonly SuggestedControl[];
  readonly model: { readonly kind: "default"; readonly holidays?: string };
}

/** A column of numbers, or one word of a column of words. */
type SuggestedControl = string | { readonly column: string; readonly is: string };

export interface Suggestion {
  readonly config: SuggestedConfig;
  /** Columns left out, with the reason. */
  readonly ignored: readonly { readonly column: string; readonly reason: string }[];
  /** Guesses the reader must check, as sentences. */
  readonly notes: readonly string[];
}

const sampleRows = 500;
/** A column is of a kind when at least this share of its sampled, filled cells is. */
const convincing = 0.9;

const formats = [
  [".", "none"],
  [".", ","],
  [",", "."],
  [",", "none"],
  [",", " "],
  [".", " "],
  [".", "'"],
] as const;

const filled = (cells: readonly Cell[]): Cell[] =>
  cells.slice(0, sampleRows).filter((cell) => cell !== null && cell !== "");

function share(cells: readonly Cell[], test: (cell: Cell) => boolean): number {
  return cells.length === 0 ? 0 : cells.filter(test).length / cells.length;
}

function isNumeric(column: TableColumn, format: NumberFormat): boolean {
  return share(filled(column.cells), (cell) => typeof parseNumber(cell, format) === "number") >= convincing;
}

function isDate(column: TableColumn): boolean {
  const cells = filled(column.cells);
  if (typeof cells[0] === "number" && !looksLikeDate(column.name)) return false;
  const { problems } = parseDates(cells, { column: column.name, line: (row) => row, format: null });
  const unreadable = problems.filter(({ code }) => code === "unparsable-date").length;
  return cells.length > 0 && unreadable <= (1 - convincing) * cells.length;
}

/** The format under which most columns are numbers; the plainest of equals. */
function guessFormat(columns: readonly TableColumn[]): NumberFormat {
  const currency = guessCurrency(columns);
  let best: NumberFormat = { decimal: ".", thousands: "none", currency };
  let most = -1;
  for (const [decimal, thousands] of formats) {
    const format = { decimal, thousands, currency };
    const count = columns.filter((column) => isNumeric(column, format)).length;
    if (count > most) {
      most = count;
      best = format;
    }
  }
  return best;
}

function guessCurrency(columns: readonly TableColumn[]): string {
  for (const { cells } of columns) {
    for (const cell of filled(cells)) {
      const currency = typeof cell === "string" ? currencyOf(cell) : undefined;
      if (currency !== undefined) return currency;
    }
  }
  return "USD";
}

/** A column of words is of events when one word, or nothing, fills most rows and at most so many others stand between. */
const mostEvents = 6;
const usualShare = 0.6;

/** The words of a column of events, the usual one left out; none where the column is something else. */
function eventWords({ cells }: TableColumn): string[] {
  const counts = new Map<string, number>();
  for (const cell of cells) {
    const word = String(cell ?? "").trim();
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const [usual, ...others] = [...counts].sort((one, other) => other[1] - one[1]);
  if (usual === undefined || usual[1] < usualShare * cells.length || others.length > mostEvents) return [];
  return others.flatMap(([word]) => (isBlank(word) ? [] : [word]));
}

function isConstant(column: TableColumn): boolean {
  return column.cells.every((cell) => cell === column.cells[0]);
}

function guessFrequency(date: TableColumn | undefined): { readonly frequency?: Frequency; readonly repeated: boolean } {
  if (date === undefined) return { repeated: false };
  const { days } = parseDates(date.cells, { column: date.name, line: (row) => row, format: null });
  const distinct = [...new Set(days)].filter((day) => !Number.isNaN(day)).sort((left, right) => left - right);
  const detected = detectFrequency(distinct);
  const repeated = distinct.length < 0.75 * date.cells.length;
  return detected.kind === "regular" ? { frequency: detected.frequency, repeated } : { repeated };
}

/** Whether the KPI begins after the media, and whether rows or values of it are missing later. */
function guessGaps(
  columns: readonly TableColumn[],
  { date, geo, kpi }: { readonly date: string | undefined; readonly geo: string | undefined; readonly kpi: string },
): { readonly history?: true; readonly ragged?: true } {
  const cellsOf = (name: string | undefined): readonly Cell[] =>
    columns.find((each) => each.name === name)?.cells ?? [];
  const [dates, geos, values] = [cellsOf(date), cellsOf(geo), cellsOf(kpi)];
  const { days } = parseDates(dates, { column: date ?? "", line: (row) => row, format: null });
  let first = Number.POSITIVE_INFINITY;
  values.forEach((cell, row) => {
    if (!isBlank(cell) && days[row] < first) first = days[row];
  });
  const isBefore = (_: Cell, row: number): boolean => isBlank(values[row]) && days[row] < first;
  const isLater = (cell: Cell, row: number): boolean => isBlank(cell) && days[row] >= first;
  const cells = new Set(days).size * new Set(geos).size;
  return {
    ...(values.some(isBefore) ? { history: true } : {}),
    ...(values.some(isLater) || (geo !== undefined && dates.length < cells) ? { ragged: true } : {}),
  };
}

/** Country a holiday column names, as `is_us_holiday` does. */
function holidayCountry(name: string): string | undefined {
  const match = /(?:^|_)(us|uk|gb|de|fr|it|es|ca|au)(?:_|$)/i.exec(name);
  const code = match?.[1]?.toUpperCase();
  return code === "UK" ? "GB" : code;
}

/**
 * Guesses what each column of a table is from its name and cells. Always gives a configuration of the right shape; what could
 * not be found is said in `notes`, and checking it is the reader's part.
 */
export function suggestConfig(table: Table): Suggestion {
  const notes: string[] = [];
  const ignored: { column: string; reason: string }[] = [];
  const seen = new Set<string>();
  const columns = table.columns
    .map(({ name, cells }) => ({ name: name.replace(/^\uFEFF/, "").trim(), cells }))
    .filter(({ name }) => {
      const fresh = name !== "" && !seen.has(name);
      seen.add(name);
      return fresh;
    });
  const dateLike = columns.filter(isDate);
  const date = dateLike.find(({ name }) => looksLikeDate(name)) ?? dateLike[0];
  if (date === undefined) notes.push("No column holds dates: set data.date.");
  for (const { name } of dateLike) if (name !== date?.name) ignored.push({ column: name, reason: "another date" });
  const rest = columns.filter((column) => !dateLike.includes(column));
  const format = guessFormat(rest);
  const numbers = rest.filter((column) => isNumeric(column, format));
  const texts = rest.filter((column) => !numbers.includes(column));
  const { frequency, repeated } = guessFrequency(date);
  const geo = repeated ? (texts.find(({ name }) => looksLikeGeo(name)) ?? texts[0])?.name : undefined;
  if (repeated && geo === undefined) notes.push("Dates repeat and no column names geos: set data.geo or sum the rows.");
  const events: SuggestedControl[] = [];
  for (const column of texts) {
    if (column.name === geo) continue;
    const words = looksLikeHoliday(column.name) ? [] : eventWords(column);
    if (words.length === 0) ignored.push({ column: column.name, reason: "not numbers" });
    else events.push(...words.map((is) => ({ column: column.name, is })));
  }

  const left = new Set<string>();
  for (const column of numbers) {
    const { name } = column;
    if (looksLikeCalendar(name) && outcomeScore(name).score === 0) {
      ignored.push({ column: name, reason: "made from the date; the model has its own" });
    } else if (isConstant(column)) ignored.push({ column: name, reason: "the same in all rows" });
    else left.add(name);
  }
  const take = (test: (name: string) => boolean): string | undefined => {
    const name = [...left].find(test);
    if (name !== undefined) left.delete(name);
    return name;
  };
  const population = geo === undefined ? undefined : take(looksLikePopulation);
  const revenuePerKpi = take(looksLikeRevenuePerKpi);
  const holdout = take(looksLikeHoldout);

  const spends: { name: string; spend: string }[] = [];
  for (const spend of left) {
    const name = channelOfSpend(spend);
    if (name !== undefined && !spends.some((other) => other.name === name)) spends.push({ name, spend });
  }
  for (const { spend } of spends) left.delete(spend);

  const ranked = [...left].sort((one, other) => outcomeScore(other).score - outcomeScore(one).score);
  let kpi = ranked[0];
  if (kpi === undefined || outcomeScore(kpi).score === 0) {
    kpi = [...left].at(-1) ?? "kpi";
    notes.push(`No column is named like an outcome: data.kpi.column is a guess ("${kpi}").`);
  }
  left.delete(kpi);
  const { kind } = outcomeScore(kpi);

  if (spends.length === 0) {
    for (const name of left) if (/^(x|channel|media)_?\d+$/i.test(name)) spends.push({ name, spend: name });
    for (const { spend } of spends) left.delete(spend);
    notes.push(
      spends.length === 0
        ? "No column is named like spend: list the channels."
        : "No column is named like spend: the channels are a guess.",
    );
  }
  const channels = spends.map((channel) => ({ ...channel, ...takeExposure(channel.name, left) }));
  const organic = takeOrganic(left).filter(({ name }) => channels.every((channel) => channel.name !== name));
  let holidays: string | undefined;
  for (const name of [...left]) {
    if (!looksLikeHoliday(name)) continue;
    holidays = holidayCountry(name);
    if (holidays === undefined) continue;
    left.delete(name);
    ignored.push({ column: name, reason: `model.holidays: ${holidays} brings the calendar` });
  }
  for (const name of [...left]) {
    const isMedia = channelOfExposure(name) !== undefined || channelOfFrequency(name) !== undefined;
    if (outcomeScore(name).score === 0 && !isMedia) continue;
    left.delete(name);
    ignored.push({ column: name, reason: "moves with the outcome or with media; a control must not" });
  }
  const gaps = guessGaps(columns, { date: date?.name, geo, kpi });
  if (gaps.history) notes.push(`"${kpi}" is empty in the first periods: their media carry over (data.history).`);
  if (gaps.ragged) notes.push(`Rows, or values of "${kpi}", are missing: geos may begin, end and pause (data.ragged).`);
  return {
    config: {
      data: {
        path: table.source,
        date: date?.name ?? columns[0]?.name ?? "date",
        ...(geo === undefined ? {} : { geo }),
        ...(population === undefined ? {} : { population }),
        ...(frequency === undefined ? {} : { frequency }),
        ...(format.decimal === "." ? {} : { decimal: format.decimal }),
        ...(format.thousands === "none" ? {} : { thousands: format.thousands }),
        currency: format.currency,
        kpi: {
          column: kpi,
          kind,
          ...(kind === "units" && revenuePerKpi !== undefined ? { revenue_per_kpi: revenuePerKpi } : {}),
        },
        ...gaps,
        ...(holdout === undefined ? {} : { holdout }),
      },
      channels,
      organic,
      controls: [...left, ...events],
      model: { kind: "default", ...(holidays === undefined ? {} : { holidays }) },
    },
    ignored,
    notes,
  };
}
