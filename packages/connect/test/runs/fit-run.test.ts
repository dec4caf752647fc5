import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  buildPanel,
  type Evaluation,
  evaluate,
  type Fit,
  fitBayesian,
  generateGeoWorld,
  type Panel,
  parseConfig,
  resolveSpec,
  type Table,
} from "@carryover/mmm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readTable } from "../../src/read/read-table.ts";
import { loadFit, saveFit } from "../../src/runs/fit-run.ts";
import { openRunStore, type StoredRun } from "../../src/runs/run-store.ts";
import { panelFromJson, panelToJson } from "../../src/runs/stored-panel.ts";
import { readInferenceData } from "../../src/write/inference-data.ts";

const weeks = Array.from({ length: 70 }, (_, week) =>
  new Date(Date.UTC(2024, 0, 1 + 7 * week)).toISOString().slice(0, 10),
);
const wave = (week: number, period: number): number =>
  1 + 0.5 * Math.sin((2 * Math.PI * week) / period) + (week % 5) / 20;

const table: Table = {
  source: "small.csv",
  rows: weeks.length,
  firstLine: 2,
  columns: [
    { name: "week", cells: weeks },
    { name: "tv_spend", cells: weeks.map((_, week) => 100 * wave(week, 9)) },
    { name: "search_spend", cells: weeks.map((_, week) => 50 * wave(week, 13)) },
    { name: "search_clicks", cells: weeks.map((_, week) => 400 * wave(week, 11)) },
    { name: "price", cells: weeks.map((_, week) => 1 + (week % 7) / 30) },
    { name: "sales", cells: weeks.map((_, week) => 900 + 120 * wave(week, 9) + 80 * wave(week, 11) + 10 * (week % 3)) },
  ],
};
const config = parseConfig({
  data: { path: "small.csv", date: "week", kpi: { column: "sales" } },
  channels: [
    { name: "tv", spend: "tv_spend" },
    { name: "search", spend: "search_spend", exposure: "search_clicks" },
  ],
  controls: ["price"],
  model: { yearly_order: 1 },
});

const sampling = { warmup: 30, seed: 1, targetAccept: 0.8 };
const { panel } = buildPanel(table, config);
let root: string;
let fit: Fit;
let evaluation: Evaluation;
let run: StoredRun;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "carryover-fit-"));
  fit = await fitBayesian(panel, resolveSpec(panel, config), {
    // Far too short to believe, long enough to store.
    sampling: { chains: 2, warmup: 30, draws: 20, targetAcceptance: 0.8, seed: 1, maxTreeDepth: 5 },
  });
  evaluation = evaluate(fit, { sampling, title: "Small" });
  run = await saveFit(openRunStore(root), {
    fit,
    evaluation,
    name: "small",
    source: "small.csv",
    config,
    truth: undefined,
    drawsAsked: 20,
    version: "0.1.0",
    totalSeconds: 1.5,
  });
});
afterAll(() => rm(root, { recursive: true, force: true }));

test("a run holds the posterior, the panel and the tables, and its manifest says what was done", async () => {
  expect(await readdir(run.path)).toEqual([
    "contributions.parquet",
    "fit.parquet",
    "manifest.json",
    "panel.json",
    "parameters.parquet",
    "posterior.nc",
    "roas.parquet",
  ]);
  expect(run.manifest).toMatchObject({
    status: "complete",
    model: "default",
    data: { digest: panel.digest, periods: 70, firstDate: "2024-01-01", kpi: "sales", controls: ["price"] },
    sampler: { chains: 2, warmup: 30, draws: 20, drawsAsked: 20, targetAccept: 0.8, seed: 1 },
    spec: JSON.parse(JSON.stringify(fit.spec)),
    config: { channels: [{ name: "tv" }, { name: "search" }] },
  });
  expect(run.manifest.data.spend.tv).toBeCloseTo(
    panel.media[0]!.spend.reduce((sum, value) => sum + value, 0),
    9,
  );
  expect(run.manifest.results?.roas.map((row) => row.mean)).toEqual(evaluation.channels.map(({ roas }) => roas.mean));
  expect(await run.verify()).toEqual([]);
});

test("the fit read back gives the very same evaluation", async () => {
  const loaded = await loadFit(run);
  expect(loaded.truth).toBeUndefined();
  const again = evaluate(loaded.fit, { sampling, title: "Small" });
  expect(JSON.stringify(again)).toBe(JSON.stringify(evaluation));
});

test("the tables say what the evaluation says", async () => {
  const roas = await readTable(join(run.path, "roas.parquet"));
  const column = (name: string): readonly unknown[] => roas.columns.find((each) => each.name === name)!.cells;
  expect(column("channel")).toEqual(["tv", "search"]);
  expect(column("roas_mean")).toEqual(evaluation.channels.map((channel) => channel.roas.mean));
  const predicted = await readTable(join(run.path, "fit.parquet"));
  expect(predicted.columns[0]?.cells).toEqual(weeks);
});

test("a fit over several geos is stored with its geos, and read back with the very same evaluation", async () => {
  const world = generateGeoWorld({ geos: 2, periods: 40 });
  const geoConfig = parseConfig({
    data: { path: "geo.csv", date: "date", geo: "geo", population: "population", kpi: { column: "revenue" } },
    channels: ["tv", "search", "social"].map((name) => ({ name, spend: `${name}_spend` })),
    model: { yearly_order: 1 },
  });
  const geoPanel = buildPanel(world.table, geoConfig).panel;
  const geoFit = await fitBayesian(geoPanel, resolveSpec(geoPanel, geoConfig), {
    sampling: { chains: 2, warmup: 20, draws: 10, targetAcceptance: 0.8, seed: 1, maxTreeDepth: 4 },
  });
  const geoEvaluation = evaluate(geoFit, { sampling });
  const stored = await saveFit(openRunStore(root), {
    fit: geoFit,
    evaluation: geoEvaluation,
    name: "geo",
    source: "geo.csv",
    config: geoConfig,
    truth: undefined,
    drawsAsked: 10,
    version: "0.1.0",
    totalSeconds: 1,
  });
  const again = evaluate((await loadFit(stored)).fit, { sampling });
  expect(JSON.stringify(again)).toBe(JSON.stringify(geoEvaluation));
  const byGeo = await readTable(join(stored.path, "channels_by_geo.parquet"));
  expect(byGeo.rows).toBe(6);
  const data = await readInferenceData(join(stored.path, "posterior.nc"));
  expect(data.logLikelihood?.[0]).toMatchObject({ dims: ["geo", "time"], shape: [2, 40] });
  expect(data.draws.coordinates.geo).toEqual(["geo 01", "geo 02"]);
});

test("a stored truth comes back, and is there for a later evaluation", async () => {
  const truth = {
    baseline: { intercept: 1, trend_slope: 0, noise_sigma: 1 },
    seasonality: { yearly_amplitudes: {}, day_of_week_effects: {} },
    channels: { tv: { adstock_alpha: 0.3, saturation_K: 100, saturation_S: 1, beta: 0.1 } },
    controls: {
      price_index_effect: 0,
      holiday_effect: 0,
      promotion_effect: 0,
      competitor_spend_effect: 0,
      economic_index_effect: 0,
    },
  };
  const known = await saveFit(openRunStore(root), {
    fit: { ...fit, interrupted: true },
    evaluation,
    name: "known",
    source: "small.csv",
    config,
    truth,
    drawsAsked: 500,
    version: "0.1.0",
    totalSeconds: 1,
  });
  const loaded = await loadFit(known);
  expect(loaded.truth).toEqual(truth);
  expect(loaded.fit.interrupted).toBe(true);
  expect(known.manifest).toMatchObject({ status: "interrupted", sampler: { draws: 20, drawsAsked: 500 } });
});

test("a fit that cannot be stored leaves no half run behind", async () => {
  const broken = { ...evaluation, channels: undefined } as unknown as Evaluation;
  const record = { fit, evaluation: broken, name: "broken", source: "", config, truth: undefined };
  const store = openRunStore(join(root, "other"));
  await expect(saveFit(store, { ...record, drawsAsked: 1, version: "0", totalSeconds: 0 })).rejects.toThrow(TypeError);
  expect(await readdir(store.root)).toEqual([]);
});

test("a panel keeps every digit, and spend that is exposure stays one array", () => {
  const back = panelFromJson(panelToJson(panel));
  expect(back).toEqual(panel);
  expect(back.media[0]!.exposure).toBe(back.media[0]!.spend);
  expect(back.media[1]!.exposure).not.toBe(back.media[1]!.spend);
});

test("a panel keeps organic channels, treatments, media before it, and what is not known of its KPI", () => {
  const series = (start: number): Float64Array => panel.kpi.values.map((_, cell) => start + cell / 7);
  const past = { exposure: Float64Array.of(1, 0, 2.5) };
  const rich: Panel = {
    ...panel,
    kpi: { ...panel.kpi, values: panel.kpi.values.with(3, Number.NaN) },
    organic: [
      { name: "mail", exposure: series(1) },
      { name: "posts", exposure: series(2), frequency: series(3) },
    ],
    treatments: [{ name: "price", values: series(4), baseline: 4 }],
    history: {
      periods: 3,
      media: panel.media.map(() => past),
      organic: [past, { ...past, frequency: Float64Array.of(1, 1, 2) }],
    },
  };
  expect(panelFromJson(panelToJson(rich))).toEqual(rich);
  expect(JSON.parse(panelToJson(panel))).not.toHaveProperty("organic");
});
