import { openStream } from "@carryover/engine";
import { describe, expect, test } from "vitest";
import { contributionByRemoval } from "../../src/analysis/contributions.ts";
import { evaluate } from "../../src/analysis/evaluate.ts";
import { optimalFrequency } from "../../src/analysis/optimal-frequency.ts";
import { dateRange } from "../../src/calendar/dates.ts";
import { buildPanel } from "../../src/data/build-panel.ts";
import { parseConfig } from "../../src/data/parse-config.ts";
import type { Table } from "../../src/data/table.ts";
import { SpecError } from "../../src/errors.ts";
import { resolveSpec } from "../../src/model/resolve-spec.ts";
import { priorDraws, statedFit } from "../support/stated-fit.ts";

const periods = 60;

/** Sixty weeks of a channel known by reach and frequency, and of one known by its spend. */
function table(): Table {
  const stream = openStream({ seed: 8, chain: 0, purpose: "data" });
  const column = (name: string, cell: () => number): Table["columns"][number] => ({
    name,
    cells: Array.from({ length: periods }, cell),
  });
  return {
    source: "reach.csv",
    rows: periods,
    firstLine: 2,
    columns: [
      {
        name: "date",
        cells: dateRange("2024-01-01", periods).map((_, week) => dateRange("2024-01-01", 7 * periods)[7 * week]),
      },
      column("video_spend", () => 100 + 50 * stream.uniform()),
      column("video_reach", () => 1000 * (0.5 + stream.uniform())),
      column("video_frequency", () => 1 + 5 * stream.uniform()),
      column("search_spend", () => 40 * stream.uniform()),
      column("revenue", () => 2000 + 200 * stream.normal()),
    ],
  };
}

function world(model: Record<string, unknown> = {}, channel: Record<string, unknown> = {}) {
  const config = parseConfig({
    data: { path: "reach.csv", date: "date", kpi: { column: "revenue" } },
    channels: [
      { name: "video", spend: "video_spend", reach: "video_reach", frequency: "video_frequency", ...channel },
      { name: "search", spend: "search_spend" },
    ],
    model,
  });
  return { config, ...buildPanel(table(), config) };
}

const hillDraws = (halfSaturation: number, slope: number) => (draw: Record<string, readonly number[]>) => ({
  ...draw,
  half_saturation: [halfSaturation, 1],
  slope: [slope, 1.5],
});

describe("a channel known by reach and frequency", () => {
  const { panel, config } = world();
  const spec = resolveSpec(panel, config);
  const draws = priorDraws(panel, spec, 6);

  test("enters as adstock(reach · curve(frequency)): its contribution is linear in reach, and not in frequency", () => {
    const fit = statedFit(panel, spec, draws);
    const whole = contributionByRemoval(fit, 0);
    const doubled = panel.media.map(({ exposure }, index) =>
      index === 0 ? exposure.map((value) => 2 * value) : exposure,
    );
    const more = fit.outcome({ exposure: doubled }).values;
    const base = fit.outcome({ exposure: panel.media.map(({ exposure }) => exposure) }).values;
    whole.forEach((value, index) => {
      expect(more[index] - base[index]).toBeCloseTo(value, 6);
    });
    const often = panel.media[0].frequency?.map((value) => 2 * value);
    const twice = fit
      .open()
      .outcome({ exposure: panel.media.map(({ exposure }) => exposure), frequency: [often, undefined] });
    expect(twice.some((value, index) => Math.abs(value - more[index]) > 1)).toBe(true);
  });

  test("has its best frequency where the curve's tangent passes through the origin: Hill's c · (s − 1)^(1/s)", () => {
    const [halfSaturation, slope] = [0.8, 2.5];
    const fit = statedFit(panel, spec, draws.map(hillDraws(halfSaturation, slope)));
    const found = optimalFrequency(fit, "video", { maxDraws: 6 });
    if (found === null) throw new Error("video has a frequency");
    // Maximizes hill(f/c)/f; adstock passes over it, being linear in reach.
    const expected = (spec.channels[0].frequencyScale ?? Number.NaN) * halfSaturation * (slope - 1) ** (1 / slope);
    // The parabola through points 0.13 apart is off by the third derivative; a thousandth of a contact is nothing to act on.
    expect(Math.abs(found.optimum - expected)).toBeLessThan(0.005);
    expect(found.support).toBe(1);
    expect(found.interval[0]).toBeGreaterThan(expected - 0.2);
    expect(found.interval[1]).toBeLessThan(expected + 0.2);
  });

  test("is never advised to reach people less than once, where nobody was", () => {
    const early = statedFit(panel, spec, draws.map(hillDraws(0.05, 1.1)));
    const found = optimalFrequency(early, "video");
    expect(found?.curve[0]?.frequency).toBe(1);
    expect(found?.optimum).toBeGreaterThanOrEqual(1);
  });

  test("is asked by brute force, too: the return at a frequency is the outcome's difference over the spend", () => {
    const fit = statedFit(panel, spec, draws);
    const found = optimalFrequency(fit, "video", { grid: [2, 3] });
    const { exposure, frequency = exposure, spend } = panel.media[0];
    const search = panel.media[1].exposure;
    const brought = [2, 3].map((each) => {
      const reach = exposure.map((value, cell) => (value * frequency[cell]) / each);
      const values = fit.outcome({ exposure: [reach, search], frequency: [reach.map(() => each), undefined] }).values;
      const without = fit.outcome({ exposure: [reach.map(() => 0), search] }).values;
      return values.reduce((sum, value, index) => sum + value - without[index], 0) / 6;
    });
    const money = spend.reduce((sum, value) => sum + value, 0);
    found?.curve.forEach(({ roi }, index) => {
      expect(Math.abs(roi.mean - brought[index] / money)).toBeLessThan(1e-9 * Math.abs(roi.mean));
    });
  });

  test("can be evaluated whole, its response curve straight: people reached add up", () => {
    const fit = statedFit(panel, spec, draws);
    const { channels } = evaluate(fit, { sampling: { warmup: 0, seed: 1, targetAccept: 0.8 } });
    const [start, middle, end] = [0, 10, 20].map((step) => channels[0].responseCurve[step]);
    const slope = (middle.mean - start.mean) / middle.spendPerPeriod;
    expect(Math.abs(end.mean - slope * end.spendPerPeriod)).toBeLessThan(1e-9 * end.mean);
  });
});

test("a channel without reach has no frequency to choose, and an unknown one is no channel", () => {
  const { panel, config } = world();
  const spec = resolveSpec(panel, config);
  const fit = statedFit(panel, spec, priorDraws(panel, spec, 1));
  expect(optimalFrequency(fit, "search")).toBeNull();
  expect(() => optimalFrequency(fit, "radio")).toThrow('no media "radio"');
});

test("PyMC-Marketing's model takes reach and frequency as well; the seed's says that it cannot", () => {
  const { panel, config } = world({ kind: "pymc-marketing" });
  const spec = resolveSpec(panel, config);
  const fit = statedFit(panel, spec, priorDraws(panel, spec, 2));
  expect(optimalFrequency(fit, "video")?.curve).toHaveLength(40);
  const seed = world({ kind: "adelon" });
  expect(() => resolveSpec(seed.panel, seed.config)).toThrow(SpecError);
  expect(() => resolveSpec(seed.panel, seed.config)).toThrow("no choice of reach and frequency");
});

test("reach without frequency, frequency without reach, and both beside an exposure are named", () => {
  expect(() => world({}, { frequency: null })).toThrow("how often each person was reached");
  expect(() => world({}, { reach: null })).toThrow("frequency needs the reach it belongs to");
  expect(() => world({}, { exposure: "impressions" })).toThrow("an exposure and a reach");
});
