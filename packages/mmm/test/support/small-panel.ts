// A small daily panel and configuration for tests of models.
import { openStream } from "@carryover/engine";
import { dateRange } from "../../src/calendar/dates.ts";
import { buildPanel } from "../../src/data/build-panel.ts";
import type { Config } from "../../src/data/config/config.ts";
import type { Panel } from "../../src/data/panel.ts";
import { parseConfig } from "../../src/data/parse-config.ts";

export interface SmallWorld {
  readonly panel: Panel;
  readonly config: Config;
}

/**
 * `periods` days from 2024-01-01 with two channels and two controls. The KPI follows search with a carryover of .3 and a
 * return of about 2 per unit of money, tv with .7 and about 1, on a base of 1,000 with noise of sd 20.
 */
export function smallWorld(
  model: Record<string, unknown> = {},
  periods = 140,
  more: Record<string, unknown> = {},
): SmallWorld {
  const stream = openStream({ seed: 3, chain: 0, purpose: "data" });
  const spend = (base: number): number[] =>
    Array.from({ length: periods }, () => (stream.uniform() < 0.2 ? 0 : base * (0.5 + stream.uniform())));
  const tv = spend(100);
  const search = spend(60);
  const price = Array.from({ length: periods }, () => 1 + 0.1 * stream.normal());
  const promotion = Array.from({ length: periods }, () => (stream.uniform() < 0.2 ? 1 : 0));
  let tvStock = 0;
  let searchStock = 0;
  const kpi = tv.map((each, t) => {
    tvStock = 0.3 * each + 0.7 * tvStock;
    searchStock = 0.7 * search[t] + 0.3 * searchStock;
    const media = (250 * tvStock) / (100 + tvStock) + (240 * searchStock) / (60 + searchStock);
    return 1000 + media - 200 * (price[t] - 1) + 80 * promotion[t] + 20 * stream.normal();
  });
  const config = parseConfig({
    data: { path: "small.csv", date: "date", kpi: { column: "revenue" } },
    channels: [
      { name: "tv", spend: "tv_spend" },
      { name: "search", spend: "search_spend" },
    ],
    controls: ["price", "promotion"],
    model,
    ...more,
  });
  const { panel } = buildPanel(
    {
      source: "small.csv",
      rows: periods,
      firstLine: 2,
      columns: [
        { name: "date", cells: dateRange("2024-01-01", periods) },
        { name: "tv_spend", cells: tv },
        { name: "search_spend", cells: search },
        { name: "price", cells: price },
        { name: "promotion", cells: promotion },
        { name: "revenue", cells: kpi },
      ],
    },
    config,
  );
  return { panel, config };
}
