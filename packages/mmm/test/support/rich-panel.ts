// Weekly tables with everything a panel can have: organic channels, treatments, media history, missing rows, a hold-out column.
import { openStream } from "@carryover/engine";
import { dateRange } from "../../src/calendar/dates.ts";
import { type BuiltPanel, buildPanel } from "../../src/data/build-panel.ts";
import type { Config } from "../../src/data/config/config.ts";
import { parseConfig } from "../../src/data/parse-config.ts";
import type { Cell, Table } from "../../src/data/table.ts";

/** One row by column name. */
export type Row = Record<string, Cell>;

export interface RichOptions {
  readonly geos?: number;
  /** Weeks with a KPI. */
  readonly weeks?: number;
  /** Weeks of media before them. */
  readonly past?: number;
  /** National data: weeks, counted from the first with a KPI, that have no row. */
  readonly gaps?: readonly number[];
}

/** Rows of every geo's weeks, KPI and context empty before the first known KPI; every 13th row is held out. */
export function richRows({ geos = 1, weeks = 60, past = 0 }: RichOptions = {}): Row[] {
  const stream = openStream({ seed: 8, chain: 0, purpose: "data" });
  const dates = dateRange("2021-01-04", past + weeks, "weekly");
  const spent = (base: number): number => (stream.uniform() < 0.15 ? 0 : base * (0.5 + stream.uniform()));
  return Array.from({ length: geos }, (_, geo) => {
    let [tvStock, mailStock] = [0, 0];
    return dates.map((date, week): Row => {
      const size = 1 + geo / 2;
      const row = {
        tv_spend: spent(100 * size),
        search_spend: spent(60 * size),
        mail: stream.uniform() < 0.4 ? 0 : Math.round(500 * size * stream.uniform()),
        posts_reach: Math.round(300 * size * stream.uniform()),
        posts_frequency: 1 + 2 * stream.uniform(),
        price: 10 + Math.round(3 * stream.uniform()),
        weather: stream.normal(),
      };
      tvStock = 0.4 * row.tv_spend + 0.6 * tvStock;
      mailStock = 0.6 * row.mail + 0.4 * mailStock;
      const posts = (row.posts_reach * row.posts_frequency) / (1 + row.posts_frequency);
      const media = 1.2 * tvStock + row.search_spend + 0.3 * mailStock + 0.2 * posts;
      const revenue = size * (900 - 20 * (row.price - 10) + 25 * row.weather) + media + 20 * size * stream.normal();
      const known = week >= past;
      return {
        date,
        geo: `geo ${geo + 1}`,
        people: 1000 * size,
        ...row,
        price: known ? row.price : null,
        weather: known ? row.weather : null,
        held: (week + 5 * geo) % 13 === 12 ? 1 : 0,
        revenue: known ? revenue : null,
      };
    });
  }).flat();
}

export function tableOf(rows: readonly Row[]): Table {
  return {
    source: "rich.csv",
    rows: rows.length,
    firstLine: 2,
    columns: Object.keys(rows[0]).map((name) => ({ name, cells: rows.map((row) => row[name]) })),
  };
}

export interface RichConfigOptions {
  readonly geos?: boolean;
  readonly data?: Record<string, unknown>;
  readonly model?: Record<string, unknown>;
  readonly more?: Record<string, unknown>;
}

export function richConfig({ geos = false, data = {}, model = {}, more = {} }: RichConfigOptions = {}): Config {
  return parseConfig({
    data: {
      path: "rich.csv",
      date: "date",
      ...(geos ? { geo: "geo", population: "people" } : {}),
      kpi: { column: "revenue" },
      ...data,
    },
    channels: [
      { name: "tv", spend: "tv_spend" },
      { name: "search", spend: "search_spend" },
    ],
    organic: [
      { name: "mail", exposure: "mail" },
      { name: "posts", reach: "posts_reach", frequency: "posts_frequency" },
    ],
    treatments: [{ column: "price", baseline: "min" }],
    controls: ["weather"],
    model: { yearly_order: 1, ...model },
    ...more,
  });
}

/** Of three geos the second begins later, the third ends earlier and lacks two rows, and two values of the first are empty. */
export function raggedRows(options: RichOptions = {}): Row[] {
  const rows = richRows({ geos: 3, ...options });
  const perGeo = rows.length / 3;
  const past = options.past ?? 0;
  return rows
    .map((row, index) => (index === past + 4 || index === past + 5 ? { ...row, revenue: null } : row))
    .filter((_, index) => {
      const [geo, week] = [Math.floor(index / perGeo), (index % perGeo) - past];
      if (geo === 1) return week >= 8;
      return geo !== 2 || (week < perGeo - past - 6 && week !== 20 && week !== 21);
    });
}

export interface RichWorld extends BuiltPanel {
  readonly config: Config;
}

/** National, or ragged over three geos. */
export function richWorld(
  shape: "national" | "ragged",
  config: RichConfigOptions = {},
  options: RichOptions = {},
): RichWorld {
  const isRagged = shape === "ragged";
  const data = { history: (options.past ?? 0) > 0, ragged: isRagged, ...config.data };
  const own = richConfig({ ...config, geos: isRagged, data });
  const gaps = (options.gaps ?? []).map((week) => week + (options.past ?? 0));
  const rows = isRagged ? raggedRows(options) : richRows(options).filter((_, index) => !gaps.includes(index));
  return { ...buildPanel(tableOf(rows), own), config: own };
}
