// Fits whose draws the tests state, for analyses of incrementality: additive, multiplying, over geos, and in closed form.
import { openStream } from "@carryover/engine";
import { dateRange } from "../../src/calendar/dates.ts";
import { buildPanel } from "../../src/data/build-panel.ts";
import type { Panel } from "../../src/data/panel.ts";
import { parseConfig } from "../../src/data/parse-config.ts";
import type { Table } from "../../src/data/table.ts";
import type { Fit } from "../../src/fit.ts";
import { resolveSpec } from "../../src/model/resolve-spec.ts";
import type { ModelSpec } from "../../src/model/spec.ts";
import { geoWorld } from "../support/geo-panel.ts";
import { smallWorld } from "../support/small-panel.ts";
import { priorDraws, statedFit } from "../support/stated-fit.ts";

/** Draws of the prior: what holds for any draws needs no sampling. */
function fitOf(panel: Panel, spec: ModelSpec, draws: number): Fit {
  return statedFit(panel, spec, priorDraws(panel, spec, draws, 5));
}

export function additiveDaily(draws = 6): Fit {
  const { panel, config } = smallWorld({}, 120);
  return fitOf(panel, resolveSpec(panel, config), draws);
}

/** Each period's exposure saturates by itself, and then carries over. */
export function saturatingFirstDaily(draws = 2): Fit {
  const { panel, config } = smallWorld({}, 120);
  const resolved = resolveSpec(panel, config);
  const channels = resolved.channels.map((channel) => ({ ...channel, order: "saturation-first" as const }));
  return fitOf(panel, { ...resolved, channels }, draws);
}

/** Media effects that vary smoothly over time. */
export function varyingDaily(draws = 3): Fit {
  const { panel, config } = smallWorld({ time_varying: { media: {} } }, 120);
  return fitOf(panel, resolveSpec(panel, config), draws);
}

/** Log link: effects multiply. */
export function multiplyingDaily(draws = 5): Fit {
  const { panel, config } = smallWorld({ likelihood: "log-normal" }, 120);
  return fitOf(panel, resolveSpec(panel, config), draws);
}

export function geoWeekly(draws = 4): Fit {
  const { panel, config } = geoWorld({ geos: 3, periods: 70 });
  return fitOf(panel, resolveSpec(panel, config), draws);
}

/** Video is known by reach and frequency, search by what was spent. */
export function reachWeekly(draws = 2): Fit {
  const periods = 60;
  const stream = openStream({ seed: 8, chain: 0, purpose: "data" });
  const column = (name: string, cell: () => number): Table["columns"][number] => ({
    name,
    cells: Array.from({ length: periods }, cell),
  });
  const columns = [
    { name: "date", cells: dateRange("2024-01-01", periods, "weekly") },
    column("video_spend", () => 100 + 50 * stream.uniform()),
    column("video_reach", () => 1000 * (0.5 + stream.uniform())),
    column("video_frequency", () => 1 + 5 * stream.uniform()),
    column("search_spend", () => 40 * stream.uniform()),
    column("revenue", () => 2000 + 200 * stream.normal()),
  ];
  const config = parseConfig({
    data: { path: "reach.csv", date: "date", kpi: { column: "revenue" } },
    channels: [
      { name: "video", spend: "video_spend", reach: "video_reach", frequency: "video_frequency" },
      { name: "search", spend: "search_spend" },
    ],
  });
  const { panel } = buildPanel({ source: "reach.csv", rows: periods, firstLine: 2, columns }, config);
  return fitOf(panel, resolveSpec(panel, config), draws);
}

export interface PulseDraw {
  readonly intercept: number;
  readonly retention: readonly number[];
  readonly coefficient: readonly number[];
}

/**
 * KPI = intercept · (1 + Σ coefficient · stock), stock the unnormalized geometric adstock of the exposure over the whole past,
 * no saturation: every effect is a geometric sum. The exposure is that of `smallWorld`.
 */
export function linearGeometric(draws: readonly PulseDraw[]): Fit {
  const { panel, config } = smallWorld({ kind: "adelon" }, 120);
  const resolved = resolveSpec(panel, config);
  const spec: ModelSpec = {
    ...resolved,
    channels: resolved.channels.map((channel) => ({
      ...channel,
      adstock: { kind: "geometric", window: null, normalize: false },
      saturation: { kind: "none" },
    })),
  };
  const rest = priorDraws(panel, spec, draws.length, 5);
  return statedFit(
    panel,
    spec,
    draws.map(({ intercept, retention, coefficient }, index) => ({
      ...rest[index],
      intercept: [intercept],
      adstock_alpha: retention,
      beta_media: coefficient,
    })),
  );
}
