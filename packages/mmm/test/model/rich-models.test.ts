// Organic channels, treatments, media history and cells that are not known, in the models: held to their definitions.
import { describe, expect, test } from "vitest";
import { observedPlan } from "../../src/analysis/media-plan.ts";
import { buildPanel } from "../../src/data/build-panel.ts";
import type { Panel } from "../../src/data/panel.ts";
import { SpecError } from "../../src/errors.ts";
import { resolveSpec } from "../../src/model/resolve-spec.ts";
import type { ModelSpec } from "../../src/model/spec.ts";
import { createPosterior } from "../../src/posterior.ts";
import { richConfig, richRows, richWorld, tableOf } from "../support/rich-panel.ts";
import { priorDraws, statedFit } from "../support/stated-fit.ts";

const kinds = {
  default: { shape: "national", model: {} },
  "default, log-normal": { shape: "national", model: { likelihood: "log-normal" } },
  "default over ragged geos": { shape: "ragged", model: {} },
  "PyMC-Marketing's": { shape: "national", model: { kind: "pymc-marketing" } },
} as const;

function densities(panel: Panel, spec: ModelSpec): number[] {
  const posterior = createPosterior({ panel, spec });
  return [0.1, -0.3, 0.6].map((value) => {
    const position = Float64Array.from({ length: posterior.dim }, (_, index) => value * Math.cos(index));
    return posterior.evaluate(position, new Float64Array(posterior.dim));
  });
}

describe.each(Object.entries(kinds))("%s", (_, { shape, model }) => {
  const { panel, config } = richWorld(shape, { model });
  const spec = resolveSpec(panel, config);
  const draws = priorDraws(panel, spec, 3, 2);
  const fit = statedFit(panel, spec, draws);
  const cells = panel.kpi.values.length;
  const known = [...panel.kpi.values.keys()].filter((cell) => !Number.isNaN(panel.kpi.values[cell]));

  test("cells whose KPI is not known enter neither the likelihood nor a scale", () => {
    const lacking = known.filter((cell) => cell % 7 === 3);
    const values = (value: number): Panel => ({
      ...panel,
      kpi: { ...panel.kpi, values: panel.kpi.values.map((each, cell) => (lacking.includes(cell) ? value : each)) },
    });
    const unknown = values(Number.NaN);
    const own = resolveSpec(unknown, config);
    expect(own).toEqual({ ...resolveSpec(values(1e6), config, { holdout: lacking }), holdout: undefined });
    const dropped = densities(values(1e6), { ...own, holdout: lacking });
    expect(dropped.every(Number.isFinite)).toBe(true);
    expect(densities(unknown, own)).toEqual(dropped);
  });

  test("a treatment's part is its coefficient times the distance from its baseline, in standard deviations", () => {
    const part = fit.components().find(({ group }) => group === "treatments");
    const [treatment] = panel.treatments ?? [];
    const seen = known.map((cell) => treatment.values[cell]);
    const mean = seen.reduce((sum, value) => sum + value, 0) / seen.length;
    const sd = Math.sqrt(seen.reduce((sum, value) => sum + (value - mean) ** 2, 0) / seen.length);
    expect(spec.treatments).toMatchObject([{ name: "price", baseline: treatment.baseline }]);
    expect(spec.treatments?.[0].scale).toBeCloseTo(sd, 12);
    if (model === kinds["default, log-normal"].model) return;
    draws.forEach((draw, row) => {
      for (let cell = 0; cell < cells; cell += 1) {
        const size = spec.geo?.sizes[Math.floor(cell / panel.dates.length)] ?? 1;
        const distance = (treatment.values[cell] - treatment.baseline) / sd;
        const expected = spec.scales.kpi * size * draw.treatment[0] * distance;
        expect(part?.values[row * cells + cell]).toBeCloseTo(expected, 8);
      }
    });
  });

  test("a history is what held-out periods before the panel would have carried over", () => {
    const past = 9;
    const rows = richRows({ weeks: 50, past });
    const settings = { trend: "none", ...model };
    const history = richConfig({ data: { history: true }, model: settings });
    const { panel: short } = buildPanel(tableOf(rows), history);
    // The same weeks as part of the panel, with a KPI nobody may see.
    const filled = rows.map((row, index) => (index < past ? { ...row, revenue: 1, price: 10, weather: 0 } : row));
    const { panel: long } = buildPanel(tableOf(filled), richConfig({ model: settings }));
    const own = resolveSpec(short, history);
    const holdout = Array.from({ length: past }, (_, cell) => cell);
    const held: ModelSpec = { ...own, holdout, scales: { ...own.scales, trainedPeriods: long.dates.length } };
    const drawn = priorDraws(short, own, 2, 4);
    const shortOutcome = statedFit(short, own, drawn).outcome(observedPlan(short)).values;
    const longOutcome = statedFit(long, held, drawn).outcome(observedPlan(long)).values;
    const [after, all] = [short.dates.length, long.dates.length];
    shortOutcome.forEach((value, index) => {
      const same = longOutcome[Math.floor(index / after) * all + past + (index % after)];
      expect(Math.abs(value - same)).toBeLessThan(1e-9 * Math.abs(same));
    });
    // PyMC-Marketing's sampler moves coefficients against the curves' heights over all cells, held-out ones too.
    if (own.kind === "pymc-marketing") return;
    const brute = densities(long, held);
    densities(short, own).forEach((density, index) => {
      // The sums have other terms of nothing.
      expect(Math.abs(density - brute[index])).toBeLessThan(1e-9 * Math.abs(brute[index]));
    });
    const { history: _history, ...without } = short;
    expect(densities(without, own)).not.toEqual(densities(short, own));
  });
});

describe.each(["default", "default over ragged geos"] as const)("%s", (kind) => {
  test("an organic channel's contribution is its share of the KPI that was seen", () => {
    const { panel, config } = richWorld(kinds[kind].shape);
    const holdout = [3, 4, 50];
    const spec = resolveSpec(panel, config, { holdout });
    const draws = priorDraws(panel, spec, 3, 2);
    const cells = panel.kpi.values.length;
    const seen = [...panel.kpi.values.keys()].filter(
      (cell) => !Number.isNaN(panel.kpi.values[cell]) && !holdout.includes(cell),
    );
    const total = seen.reduce((sum, cell) => sum + panel.kpi.values[cell], 0);
    const parts = statedFit(panel, spec, draws)
      .components()
      .filter(({ group }) => group === "organic");
    expect(parts.map(({ name }) => name)).toEqual(["mail", "posts"]);
    parts.forEach(({ values }, channel) => {
      draws.forEach((draw, row) => {
        const brought = seen.reduce((sum, cell) => sum + values[row * cells + cell], 0);
        expect(brought / total).toBeCloseTo(draw.organic_contribution[channel], 10);
      });
    });
  });
});

test("PyMC-Marketing's organic channels have coefficients and scales as its paid ones", () => {
  const { panel, config } = richWorld("national", { model: { kind: "pymc-marketing" } });
  const spec = resolveSpec(panel, config);
  expect(spec.organic?.[0].priors.coefficient).toEqual({ distribution: "half-normal", sd: 2 });
  expect(spec.scales.organic?.[0]).toBe(Math.max(...(panel.organic?.[0].exposure ?? [])));
  const [draw] = priorDraws(panel, spec, 1);
  expect(Object.keys(draw)).toEqual(
    expect.arrayContaining(["organic_adstock_alpha", "organic_saturation_lam", "organic_saturation_beta", "treatment"]),
  );
});

describe("what a configuration says of them", () => {
  const problems = (more: Record<string, unknown>, model = {}): { code: string; path?: unknown }[] => {
    const { panel } = richWorld("national");
    try {
      resolveSpec(panel, richConfig({ model, more }));
    } catch (error) {
      if (error instanceof SpecError) return [...error.problems];
      throw error;
    }
    return [];
  };
  const beta = { distribution: "beta", alpha: 1, beta: 9 };

  test("their priors are taken", () => {
    const { panel } = richWorld("national");
    const config = richConfig({
      more: {
        organic: [
          { name: "mail", exposure: "mail", priors: { contribution: beta } },
          { name: "posts", reach: "posts_reach", frequency: "posts_frequency" },
        ],
        treatments: [{ column: "price", prior: { distribution: "normal", mean: 0, sd: 1 } }],
      },
    });
    const spec = resolveSpec(panel, config);
    expect(spec.organic?.[0].priors.contribution).toEqual(beta);
    expect(spec.organic?.[1].priors.contribution).toEqual({ distribution: "beta", alpha: 1, beta: 99 });
    expect(spec.organic?.[1].frequencyScale).toBeGreaterThan(1);
    expect(spec.treatments?.[0].prior).toEqual({ distribution: "normal", mean: 0, sd: 1 });
  });

  test("priors nobody has, and shares beyond 1, are named with their path", () => {
    const organic = [
      {
        name: "mail",
        exposure: "mail",
        priors: { roi: beta, contribution: { distribution: "normal", mean: 0, sd: 1 } },
      },
      { name: "posts", reach: "posts_reach", frequency: "posts_frequency" },
    ];
    expect(problems({ organic })).toMatchObject([
      { code: "unknown-prior", path: ["organic", 0, "priors", "roi"] },
      { code: "prior-out-of-range", path: ["organic", 0, "priors", "contribution"] },
    ]);
  });

  test("the seed's model refuses them", () => {
    expect(problems({}, { kind: "adelon" }).map(({ path }) => path)).toEqual([["organic"], ["treatments"]]);
  });

  test("a KPI of which nothing is left to learn from is a problem, not a crash", () => {
    const { panel, config } = richWorld("national", { data: { ragged: true } }, { gaps: [1] });
    const holdout = [...panel.kpi.values.keys()].filter((cell) => cell !== 1);
    expect(() => resolveSpec(panel, config, { holdout })).toThrow("the KPI of every period is held out or not known");
  });
});
