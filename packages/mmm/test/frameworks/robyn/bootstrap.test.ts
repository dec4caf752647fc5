import { openStream } from "@carryover/engine";
import { expect, test } from "vitest";
import { dateRange } from "../../../src/calendar/dates.ts";
import type { Panel } from "../../../src/data/panel.ts";
import { parseConfig } from "../../../src/data/parse-config.ts";
import { blockLength, resampledMembers } from "../../../src/frameworks/robyn/bootstrap.ts";
import { CandidateEvaluator } from "../../../src/frameworks/robyn/candidate-evaluator.ts";
import { searchProblem } from "../../../src/frameworks/robyn/search-problem.ts";
import { SeriesTransform } from "../../../src/frameworks/robyn/transform-series.ts";
import { resolveSpec } from "../../../src/model/resolve-spec.ts";
import { smallWorld } from "../../support/small-panel.ts";

const rows = 40;
const names = ["a", "b", "c", "d"] as const;
const [theta, alpha, gamma] = [0.3, 1.5, 0.4];
const truth = [900, 600, 300, -200];

/** Media that never change between worlds, and what each unit of them does to the KPI: known to the search, but for the coefficients. */
const stream = openStream({ seed: 8, chain: 0, purpose: "data" });
const media = names.map((name) => {
  const spend = Float64Array.from({ length: rows }, () =>
    stream.uniform() < 0.3 ? 0 : 100 * Math.exp(stream.normal()),
  );
  return { name, exposure: spend, spend };
});
const effects = media.map(({ exposure }) => {
  const transform = new SeriesTransform("geometric", rows, rows);
  const effect = new Float64Array(rows);
  transform.saturate(transform.adstock(exposure, theta, 0), 0, alpha, gamma, effect);
  return effect;
});

const config = parseConfig({
  data: { path: "world.csv", date: "date", kpi: { column: "revenue" } },
  channels: names.map((name) => ({
    name,
    spend: name,
    robyn: { theta: [theta, theta], alpha: [alpha, alpha], gamma: [gamma, gamma] },
  })),
  model: {
    kind: "robyn",
    robyn: { decomposition: [], signs: Object.fromEntries(names.map((name) => [name, "free"])) },
  },
});
const base: Panel = { ...smallWorld().panel, dates: dateRange("2024-01-01", rows), media, controls: [] };

function worldWithNoise(): Panel {
  const values = Float64Array.from(
    { length: rows },
    (_, row) => truth.reduce((sum, each, index) => sum + each * effects[index][row], 2000) + 150 * stream.normal(),
  );
  return { ...base, kpi: { ...base.kpi, values, revenuePerKpi: new Float64Array(rows).fill(1) } };
}

test("where the transforms are right and there is hardly a penalty, 90 % intervals hold the truth nine times in ten", () => {
  const worlds = 60;
  let held = 0;
  for (let seed = 1; seed <= worlds; seed += 1) {
    const panel = worldWithNoise();
    const resolved = resolveSpec(panel, config);
    const { robyn } = resolved;
    const spec = { ...resolved, robyn: { ...robyn!, penalty: { ...robyn!.penalty, lambda: [0, 0] as const } } };
    const evaluator = new CandidateEvaluator(searchProblem(panel, spec));
    const members = resampledMembers(panel, spec, seed)(evaluator.describe(new Float64Array(0), 1, 1), 200, 0);
    names.forEach((name, index) => {
      const drawn = members.map(({ coefficients }) => coefficients[name]).sort((left, right) => left - right);
      if (drawn[10] <= truth[index] && truth[index] <= drawn[189]) held += 1;
    });
  }
  const coverage = held / (worlds * names.length);
  // A standard error of 240 intervals is 2 %. Residuals as they are left, not enlarged, hold the truth in 86 %.
  expect(coverage).toBeGreaterThan(0.87);
  expect(coverage).toBeLessThan(0.94);
});

test("blocks are as long as the cube root where neighbors are strangers, longer where they are alike, and at most a quarter", () => {
  const made = (likeness: number, count: number): Float64Array => {
    let last = 0;
    return Float64Array.from({ length: count }, () => {
      last = likeness * last + Math.sqrt(1 - likeness ** 2) * stream.normal();
      return last;
    });
  };
  expect(blockLength(made(0, 1000))).toBe(10);
  // (3/2 · (1.4 / .51)² · 1000)^⅓ = 22.4 at an autocorrelation of exactly .7.
  expect(blockLength(made(0.7, 1000))).toBeGreaterThan(19);
  expect(blockLength(made(0.7, 1000))).toBeLessThan(27);
  expect(blockLength(made(0.99, 100))).toBe(25);
  expect(blockLength(new Float64Array(27))).toBe(3);
});
