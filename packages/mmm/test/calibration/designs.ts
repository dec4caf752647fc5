// The designs of the calibration: short panels whose channels run through every transform, and their specifications.
import { openStream } from "@carryover/engine";
import { buildPanel, dateRange, type ModelSpec, type Panel, parseConfig, resolveSpec } from "../../src/index.ts";
import { adstockKinds, saturationKinds } from "../support/transform-kinds.ts";

export interface Design {
  readonly panel: Panel;
  readonly spec: ModelSpec;
}

interface PanelOptions {
  readonly geos?: readonly string[];
  readonly periods: number;
  /** Days from one date to the next. */
  readonly days: 1 | 7;
  /** Mean spend of each channel by name, and mean KPI, which the priors of some models are stated against. */
  readonly spend: Readonly<Record<string, number>>;
  readonly kpi: number;
  readonly channels: readonly Readonly<Record<string, unknown>>[];
  readonly model: Readonly<Record<string, unknown>>;
}

function design({ geos = [], periods, days, spend, kpi, channels, model }: PanelOptions): Design {
  const stream = openStream({ seed: 5, chain: 0, purpose: "data" });
  const rows = periods * Math.max(1, geos.length);
  // With pauses, as campaigns have them; the rest is spread over a factor of six.
  const spendSeries = (level: number): number[] =>
    Array.from({ length: rows }, () => (stream.uniform() < 0.15 ? 0 : level * (0.3 + 1.4 * stream.uniform())));
  const normals = (center: number, sd: number): number[] =>
    Array.from({ length: rows }, () => center + sd * stream.normal());
  const dates = dateRange("2024-01-01", days * periods).filter((_, index) => index % days === 0);
  const columns = [
    { name: "date", cells: Array.from({ length: rows }, (_, row) => dates[row % periods]) },
    ...(geos.length === 0
      ? []
      : [{ name: "geo", cells: Array.from({ length: rows }, (_, row) => geos[Math.floor(row / periods)]) }]),
    ...Object.entries(spend).map(([name, level]) => ({ name, cells: spendSeries(level) })),
    { name: "price", cells: normals(1, 0.1) },
    { name: "kpi", cells: normals(kpi, 0.03 * kpi) },
  ];
  const config = parseConfig({
    data: {
      path: "calibration.csv",
      date: "date",
      kpi: { column: "kpi" },
      ...(geos.length === 0 ? {} : { geo: "geo" }),
    },
    channels: channels.map((channel, index) => {
      const name = Object.keys(spend)[index];
      return { name, spend: name, ...channel };
    }),
    controls: ["price"],
    model,
  });
  const { panel } = buildPanel({ source: "calibration.csv", rows, firstLine: 2, columns }, config);
  return { panel, spec: resolveSpec(panel, config) };
}

const combinations = adstockKinds.length * saturationKinds.length;

/** A channel's transforms by number: every pair of adstock and saturation in `combinations` numbers, in both orders in twice as many. */
function transforms(number: number): Readonly<Record<string, unknown>> {
  const kind = adstockKinds[number % adstockKinds.length];
  return {
    adstock: kind === "none" ? { kind } : { kind, window: 8 },
    saturation: { kind: saturationKinds[Math.floor(number / adstockKinds.length) % saturationKinds.length] },
    order: Math.floor(number / combinations) % 2 === 0 ? "adstock-first" : "saturation-first",
  };
}

/** The number by which designs know a channel without transforms. */
export const untransformed = 0;
/** Geometric adstock and Hill saturation. */
const geometricHill = 7;

/**
 * A model on 52 weeks, 2 channels, a control, a trend and a season.
 *
 * @param first, second  numbers of the channels' transforms
 */
export function weekly(kind: "default" | "pymc-marketing", first: number, second: number): Design {
  return design({
    periods: 52,
    days: 7,
    spend: { a: 100, b: 60 },
    kpi: 1000,
    channels: [transforms(first), transforms(second)],
    model: { kind, yearly_order: 1 },
  });
}

/**
 * The design of one replication among many. In 60 of them each channel passes through all pairs of transforms, the second
 * channel in another sequence (37 has no factor in common with 60).
 */
export function everyTransform(kind: "default" | "pymc-marketing", replication: number): Design {
  return weekly(kind, replication, 37 * replication + 31);
}

/** The default model over 3 geos and 20 weeks: hierarchical intercepts, controls and media, a common effect of time. */
export function geoDesign(): Design {
  return design({
    geos: ["north", "east", "south"],
    periods: 20,
    days: 7,
    spend: { a: 100, b: 60 },
    kpi: 1000,
    channels: [transforms(geometricHill), transforms(geometricHill)],
    model: { kind: "default", yearly_order: 0 },
  });
}

/** The seed's model on 56 days, with two of its channels and their priors, and its day-of-week effects. */
export function adelonDesign(): Design {
  return design({
    periods: 56,
    days: 1,
    spend: { tv: 60_000, search: 20_000 },
    kpi: 60_000,
    channels: [{}, {}],
    model: { kind: "adelon", yearly_order: 1 },
  });
}
