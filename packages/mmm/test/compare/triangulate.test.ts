import { expect, test } from "vitest";
import { evaluate } from "../../src/analysis/evaluate.ts";
import { type ComparedFit, triangulate } from "../../src/compare/triangulate.ts";
import { triangulationTable } from "../../src/compare/triangulation-table.ts";
import { SpecError } from "../../src/errors.ts";
import { resolveSpec } from "../../src/model/resolve-spec.ts";
import { buildReport } from "../../src/report/chapters.ts";
import { drawChart } from "../../src/report/charts/catalog.ts";
import { lightTheme } from "../../src/report/charts/theme.ts";
import { smallWorld } from "../support/small-panel.ts";
import { priorDraws, statedFit } from "../support/stated-fit.ts";
import { compared, sampling, settings } from "./make-triangulation.ts";

const [one, other] = [compared("one", [2, 1]), compared("other", [1, 1.5])];
const found = triangulate({ fits: [one, other], swaps: [], settings });

test("what is found is plain JSON, each framework with its scores and returns by channel", () => {
  expect(JSON.parse(JSON.stringify(found))).toEqual(found);
  const [first] = found.frameworks;
  expect(first).toMatchObject({ name: "one", run: "run-one", nature: "posterior", crps: 2 });
  expect(first.roi.tv.mean).toBeCloseTo(2, 1);
  expect(first.roi.tv.q05).toBeLessThan(first.roi.tv.q95);
  expect(first.outOfSample?.coverage90).toBe(0.5);
  expect(first.transforms.tv?.adstock.weights[0]).toBeGreaterThan(0);
});

test("the consensus is the mixture: its mean the weighted mean, its spread with what lies between frameworks", () => {
  const weights = found.frameworks.map(({ weight }) => weight);
  expect(weights[0] + weights[1]).toBeCloseTo(1, 12);
  const { tv } = found.consensus.roi;
  const means = found.frameworks.map(({ roi }) => roi.tv.mean);
  expect(tv.mean).toBeCloseTo(weights[0] * means[0] + weights[1] * means[1], 8);
  expect(tv.sd).toBeGreaterThan(0.3);
  const { curves } = found.consensus;
  expect(curves.tv[0]).toEqual({ spend: 0, mean: 0 });
});

test("half of the ceiling is reached where half of the ceiling is reached", () => {
  const { fit } = one;
  const half = found.frameworks[0].transforms.tv?.saturation.halfSaturation?.mean ?? Number.NaN;
  const halves = fit.draws.variables.find(({ name }) => name === "half_saturation")?.values ?? new Float64Array(2);
  // National spend is the exposure, carryover sums to one: the parameter times the channel's own unit.
  expect(half / (halves[0] * fit.spec.scales.media[0])).toBeCloseTo(1, 6);
});

test("the table has a row for each run, framework, channel, metric, quantile and place, and no two alike", () => {
  const table = triangulationTable(found);
  const cells = (name: string) => table.columns.find((column) => column.name === name)?.cells ?? [];
  const keys = cells("run").map((_, row) =>
    ["run", "framework", "channel", "metric", "quantile", "at"].map((name) => cells(name)[row]).join("|"),
  );
  expect(new Set(keys).size).toBe(table.rows);
  const row = keys.indexOf("run-one|one|tv|roi|q50|");
  expect(cells("value")[row]).toBe(found.frameworks[0].roi.tv.q50);
  expect(keys).toContain("|consensus|tv|roi|mean|");
  expect(keys.some((key) => key.includes("plan: maximin"))).toBe(true);
});

test("the report has the chapter with a table to be filtered, and draws every figure", () => {
  const evaluation = evaluate(one.fit, { sampling });
  const chapter = buildReport(evaluation, { triangulation: found }).chapters.find(({ id }) => id === "triangulation");
  expect(chapter?.answer).toContain("Over all frameworks tv returns most");
  const filtered = chapter?.blocks.find(({ kind }) => kind === "filtered-table");
  expect(filtered).toMatchObject({ filters: ["Framework", "Channel", "Metric"] });
  const figures = chapter?.blocks.filter((block) => block.kind === "figure") ?? [];
  expect(figures.map(({ id }) => id)).toEqual([
    "framework-roi",
    "framework-ranks",
    "framework-disagreement",
    "framework-curve-1",
    "framework-curve-2",
  ]);
  for (const { chart } of figures) {
    const drawn = drawChart(chart, evaluation, { theme: lightTheme, width: 540 });
    expect(drawn.option.series.length).toBeGreaterThan(0);
    expect(drawn.table.rows.every((row) => row.length === drawn.table.columns.length)).toBe(true);
  }
});

test("fits of other channels, periods or money are refused, and so is a single one", () => {
  const { panel, config } = smallWorld({ day_of_week: false }, 90);
  const spec = resolveSpec(panel, config);
  const shorter = statedFit(panel, spec, priorDraws(panel, spec, 4));
  const with_ = (fit: ComparedFit["fit"]): ComparedFit => ({ ...other, fit });
  expect(() => triangulate({ fits: [one, with_(shorter)], swaps: [], settings })).toThrow(SpecError);
  expect(() => triangulate({ fits: [one], swaps: [], settings })).toThrow(/fewer than two/);
  const { fit } = other;
  const media = fit.panel.media.map((each, index) =>
    index === 0 ? { ...each, spend: each.spend.map((value) => 2 * value) } : each,
  );
  const dearer = { ...fit, panel: { ...fit.panel, media } };
  expect(() => triangulate({ fits: [one, with_(dearer)], swaps: [], settings })).toThrow(/spends/);
});

test("a plan that cannot be made leaves the rest of the comparison", () => {
  const asked = triangulate({
    fits: [one, other],
    swaps: [],
    settings,
    problem: { bounds: [{ unit: "relative", lower: 2, upper: 3 }] },
  });
  expect(asked.consensus.plans).toBeNull();
  expect(asked.unfinished.join(" ")).toContain("No budget was planned");
});
