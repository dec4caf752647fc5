// What a fold may know: nothing of what it is asked about.
import { describe, expect, test } from "vitest";
import type { Config } from "../../src/data/config/config.ts";
import { panelDigest } from "../../src/data/digest.ts";
import type { Panel } from "../../src/data/panel.ts";
import { parseConfig } from "../../src/data/parse-config.ts";
import { createPosterior } from "../../src/posterior.ts";
import { foldView } from "../../src/validation/fold-view.ts";
import { blockedFolds, type Fold, geoHoldout, rollingOrigin } from "../../src/validation/splits.ts";
import { geoWorld } from "../support/geo-panel.ts";
import { smallWorld } from "../support/small-panel.ts";

const national = smallWorld({}, 140);
const geos = geoWorld({ geos: 4, periods: 60, seed: 2 });
const bySize = geoWorld({ geos: 4, periods: 60, seed: 2 }, { population: false });
const [nationalShape, geoShape] = [
  { geos: 1, periods: 140 },
  { geos: 4, periods: 60 },
];

/** The panel with another KPI wherever the fold must not look. */
function disturbed(panel: Panel, { scored, unused, knownPeriods }: Fold): Panel {
  const hidden = new Set([...scored, ...unused]);
  const periods = panel.dates.length;
  const values = panel.kpi.values.map((value, cell) =>
    hidden.has(cell) || cell % periods >= knownPeriods ? 5 * value + 1000 : value,
  );
  const other = { ...panel, kpi: { ...panel.kpi, values } };
  return { ...other, digest: panelDigest(other) };
}

/** Log density and gradient of the fold's posterior at a fixed point. */
function posteriorOf(
  panel: Panel,
  config: Config,
  fold: Fold,
): { readonly value: number; readonly gradient: number[] } {
  const { training, spec } = foldView(panel, config, fold);
  const posterior = createPosterior({ panel: training, spec });
  const position = Float64Array.from({ length: posterior.dim }, (_, index) => 0.1 * Math.sin(index + 1));
  const gradient = new Float64Array(posterior.dim);
  return { value: posterior.evaluate(position, gradient), gradient: [...gradient] };
}

describe.each<[string, Panel, Config, Fold]>([
  [
    "rolling origin",
    national.panel,
    national.config,
    rollingOrigin(nationalShape, { folds: 2, horizon: 14, gap: 2, least: 20 })[0],
  ],
  [
    "a sliding window",
    national.panel,
    national.config,
    rollingOrigin(nationalShape, { folds: 2, horizon: 14, window: 70, least: 20 })[1],
  ],
  ["a block", national.panel, national.config, blockedFolds(nationalShape, { folds: 4, buffer: 3, least: 20 })[1]],
  [
    "a window over geos",
    geos.panel,
    geos.config,
    rollingOrigin(geoShape, { folds: 1, horizon: 8, window: 40, least: 20 })[0],
  ],
  ["held-out geos", geos.panel, geos.config, geoHoldout(geoShape, { folds: 2 })[1]],
  [
    "a block over geos that are sized by their KPI",
    bySize.panel,
    bySize.config,
    blockedFolds(geoShape, { folds: 4, least: 10 })[2],
  ],
])("%s", (_, panel, config, fold) => {
  test("the fit does not change with a KPI that is held out", () => {
    const other = disturbed(panel, fold);
    const [before, after] = [foldView(panel, config, fold), foldView(other, config, fold)];
    expect({ ...after.spec, dataDigest: "" }).toEqual({ ...before.spec, dataDigest: "" });
    expect(posteriorOf(other, config, fold)).toEqual(posteriorOf(panel, config, fold));
  });

  test("the fit does change with a KPI that is known", () => {
    const { known } = foldView(panel, config, fold);
    const first = known.indexOf(1);
    const cell = Math.floor(first / fold.askedPeriods) * panel.dates.length + (first % fold.askedPeriods);
    const values = panel.kpi.values.map((value, each) => (each === cell ? 1.1 * value : value));
    const other = { ...panel, kpi: { ...panel.kpi, values } };
    expect(posteriorOf(other, config, fold).value).not.toBe(posteriorOf(panel, config, fold).value);
  });

  test("known, scored and unused cells share out the asked panel", () => {
    const { known, cells, asked } = foldView(panel, config, fold);
    expect(known).toHaveLength(asked.kpi.values.length);
    for (const cell of cells) expect(known[cell]).toBe(0);
    const gap =
      panel.geos.length * (fold.askedPeriods - fold.knownPeriods) - (fold.kind === "rolling" ? cells.length : 0);
    const sum = known.reduce((count, each) => count + each, 0) + cells.length + fold.unused.length + gap;
    expect(sum).toBe(known.length);
  });
});

describe("what a fold goes without", () => {
  const [fold] = rollingOrigin(nationalShape, { folds: 1, horizon: 40, least: 20 });

  test("a channel or control that only begins later, and it says so", () => {
    const late = (values: Float64Array): Float64Array => values.map((value, time) => (time < 100 ? 0 : value));
    const { panel, config } = national;
    const changed: Panel = {
      ...panel,
      media: panel.media.map((each) =>
        each.name === "tv" ? { ...each, exposure: late(each.exposure), spend: late(each.spend) } : each,
      ),
      controls: panel.controls.map((each) =>
        each.name === "promotion" ? { ...each, values: late(each.values) } : each,
      ),
    };
    const view = foldView(changed, config, fold);
    expect(view.leftOut).toEqual(["tv", "promotion"]);
    expect(view.training.media.map(({ name }) => name)).toEqual(["search"]);
    expect(view.spec.channels.map(({ name }) => name)).toEqual(["search"]);
    expect(view.asked.controls.map(({ name }) => name)).toEqual(["price"]);
    expect(createPosterior({ panel: view.training, spec: view.spec }).dim).toBeGreaterThan(0);
  });

  test("changepoints and events that had not come yet", () => {
    const { panel, config } = smallWorld({ changepoints: ["2024-02-10", "2024-05-01"] }, 140, {
      events: [
        { name: "strike", start: "2024-02-01", end: "2024-02-03" },
        { name: "later", start: "2024-05-01", end: "2024-05-03" },
      ],
    });
    const { spec } = foldView(panel, config, fold);
    expect(spec.changepoints?.dates).toEqual(["2024-02-10"]);
    expect(spec.events?.map(({ name }) => name)).toEqual(["strike"]);
  });

  test.each(["default", "adelon", "pymc-marketing"])("all media, where model %s is asked without them", (kind) => {
    const { panel } = national;
    const config = parseConfig({
      data: { path: "small.csv", date: "date", kpi: { column: "revenue" } },
      channels: [
        { name: "tv", spend: "tv_spend" },
        { name: "search", spend: "search_spend" },
      ],
      controls: ["price", "promotion"],
      model: { kind },
    });
    const view = foldView(panel, config, fold, false);
    expect(view.training.media).toEqual([]);
    expect(view.leftOut).toEqual([]);
    expect(createPosterior({ panel: view.training, spec: view.spec }).dim).toBeGreaterThan(0);
  });
});
