// Known truth: the default model over geos finds what each channel returned, in all geos and in each, and mixes at its defaults.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { summarize } from "@carryover/engine";
import { workerChainRunner } from "@carryover/engine/workers";
import { beforeAll, describe, expect, test } from "vitest";
import { evaluate } from "../../src/analysis/evaluate.ts";
import type { Evaluation } from "../../src/analysis/evaluation.ts";
import type { Fit } from "../../src/fit.ts";
import { fitBayesian } from "../../src/frameworks/bayesian/fit.ts";
import { resolveSpec } from "../../src/model/resolve-spec.ts";
import { geoWorld } from "../support/geo-panel.ts";

const posteriorModule = pathToFileURL(createRequire(import.meta.url).resolve("@carryover/mmm/posterior"));

describe("10 geos over 104 weeks with 3 channels", () => {
  const { panel, config, truth } = geoWorld();
  const spec = resolveSpec(panel, config);
  const { scales } = spec;
  let fit: Fit;
  let evaluation: Evaluation;
  beforeAll(async () => {
    fit = await fitBayesian(panel, spec, {
      sampling: { warmup: 500, draws: 700, seed: 1 },
      runner: workerChainRunner(posteriorModule),
    });
    evaluation = evaluate(fit, { sampling: { warmup: 500, seed: 1, targetAccept: 0.9 } });
  });

  test("nothing diverges, chains agree, and every parameter has more than 400 effective draws", () => {
    const rows = summarize(fit.draws);
    expect(fit.draws.statistics.divergent.reduce((sum, each) => sum + each, 0)).toBe(0);
    expect(Math.max(...rows.map(({ rhat }) => rhat))).toBeLessThan(1.01);
    expect(Math.min(...rows.map(({ essBulk, essTail }) => Math.min(essBulk, essTail)))).toBeGreaterThan(400);
  });

  test("each channel's return in all geos lies within its 94 % interval", () => {
    truth.channels.forEach(({ name, roas }, channel) => {
      const [low, high] = evaluation.channels[channel].roas.interval94;
      expect(roas, name).toBeGreaterThan(low);
      expect(roas, name).toBeLessThan(high);
    });
  });

  test("of the 30 returns of a channel in a geo, the 94 % intervals hold at least 26", () => {
    const held = (evaluation.byGeo?.geos ?? []).flatMap(({ channels }, geo) =>
      channels.filter(({ roas }, channel) => {
        const [low, high] = roas.interval94;
        const value = truth.channels[channel].roasByGeo[geo];
        return value > low && value < high;
      }),
    );
    // Binomial with 30 and .94: 25 or fewer has probability 0.03 were they independent, which in one world they are not.
    expect(held.length).toBeGreaterThanOrEqual(26);
  });

  test("carryover, noise, price effects and the geos' levels are found", () => {
    const rows = new Map(summarize(fit.draws).map((row) => [row.label, row]));
    const expectFound = (label: string, value: number, deviations: number): void => {
      const row = rows.get(label);
      expect(Math.abs((row?.mean ?? Number.NaN) - value), label).toBeLessThan(deviations * (row?.sd ?? 0));
    };
    // Three posterior standard deviations: of 5 numbers one beyond that in 80 worlds.
    [0.6, 0.2, 0.4].forEach((retention, channel) => {
      expectFound(`retention[${truth.channels[channel].name}]`, retention, 3);
    });
    const mean = truth.population.reduce((sum, value) => sum + value, 0) / truth.population.length;
    const perHead = scales.kpi / mean;
    expectFound("sigma", truth.noise / perHead, 3);
    const price = truth.priceEffect.reduce((sum, value) => sum + value, 0) / truth.geos.length;
    expectFound("control[price_index]", (price * scales.controls[0].scale) / perHead, 3);
    const level = truth.geos.map((_, geo) => rows.get(`geo_intercept[${truth.geos[geo]}]`)?.mean ?? Number.NaN);
    expect(correlation(level, truth.baseline)).toBeGreaterThan(0.9);
  });
});

function correlation(a: readonly number[], b: readonly number[]): number {
  const centered = (values: readonly number[]): number[] => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return values.map((value) => value - mean);
  };
  const [x, y] = [centered(a), centered(b)];
  const dot = (u: readonly number[], v: readonly number[]): number =>
    u.reduce((sum, value, i) => sum + value * v[i], 0);
  return dot(x, y) / Math.sqrt(dot(x, x) * dot(y, y));
}
