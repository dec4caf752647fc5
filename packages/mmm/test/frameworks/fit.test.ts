import { summarize } from "@carryover/engine";
import { beforeAll, describe, expect, test } from "vitest";
import { type Fit, thinnedDraws } from "../../src/fit.ts";
import { fitBayesian, startFit } from "../../src/frameworks/bayesian/fit.ts";
import { fitFromDraws } from "../../src/frameworks/bayesian/fit-from-draws.ts";
import { exposureOf } from "../../src/model/model-graph.ts";
import { resolveSpec } from "../../src/model/resolve-spec.ts";
import { createPosterior } from "../../src/posterior.ts";
import { smallWorld } from "../support/small-panel.ts";

const sampling = { chains: 2, warmup: 250, draws: 200, seed: 9 };
const sum = (values: ArrayLike<number>): number => Array.from(values).reduce((total, value) => total + value, 0);

describe("a fit of a small world", () => {
  const { panel, config } = smallWorld();
  const spec = resolveSpec(panel, config);
  let fit: Fit;
  beforeAll(async () => {
    fit = await fitBayesian(panel, spec, { sampling });
  });

  test("mixes and finds the noise and the promotion it was made with", () => {
    const rows = summarize(fit.draws);
    expect(Math.max(...rows.map(({ rhat }) => rhat))).toBeLessThan(1.05);
    const row = (label: string): { mean: number; sd: number } => {
      const found = rows.find((each) => each.label === label);
      if (found === undefined) throw new Error(`no row ${label}`);
      return { mean: found.mean * spec.scales.kpi, sd: found.sd * spec.scales.kpi };
    };
    // Made with sd 20 and +80 on promotion days; four posterior deviations, which the fit itself states.
    const noise = row("sigma");
    expect(Math.abs(noise.mean - 20)).toBeLessThan(4 * noise.sd);
    const promotion = row("control[promotion]");
    const perDay = promotion.mean / spec.scales.controls[1].scale;
    expect(Math.abs(perDay - 80)).toBeLessThan((4 * promotion.sd) / spec.scales.controls[1].scale);
  });

  test("its parts sum to its outcome, draw by draw", () => {
    const outcome = fit.outcome({ exposure: exposureOf(panel) }, { maxDraws: 50 });
    const parts = fit.components({ maxDraws: 50 });
    outcome.values.forEach((value, index) => {
      const total = parts.reduce((running, part) => running + part.values[index], 0);
      expect(Math.abs(total - value)).toBeLessThan(1e-8 * Math.abs(value));
    });
  });

  test("what a channel brings is the outcome less the outcome without it", () => {
    const [tv, search] = exposureOf(panel);
    const options = { maxDraws: 40 };
    const withTv = fit.outcome({ exposure: [tv, search] }, options).values;
    const without = fit.outcome({ exposure: [tv.map(() => 0), search] }, options).values;
    const part = fit.components(options).find(({ name }) => name === "tv");
    part?.values.forEach((value, index) => {
      expect(Math.abs(withTv[index] - without[index] - value)).toBeLessThan(1e-8 * withTv[index]);
    });
  });

  test("a channel's total divided by its spend is its ROI draw", () => {
    const kept = thinnedDraws(400, 20);
    const part = fit.components({ maxDraws: 20 }).find(({ name }) => name === "search");
    const roi = fit.draws.variables.find(({ name }) => name === "roi");
    const periods = panel.dates.length;
    kept.forEach((draw, index) => {
      const total = sum(part?.values.subarray(index * periods, (index + 1) * periods) ?? []);
      expect(total / spec.scales.spend[1]).toBeCloseTo(roi?.values[2 * draw + 1] ?? Number.NaN, 8);
    });
  });

  test("its pointwise log likelihood is the normal density of every observation", () => {
    const logLikelihood = fit.pointwiseLogLikelihood();
    const outcome = fit.outcome({ exposure: exposureOf(panel) });
    const noise = fit.noise();
    expect(logLikelihood).toHaveLength(400 * panel.dates.length);
    for (const draw of [0, 123, 399]) {
      const sd = noise[draw];
      for (const t of [0, 17, 139]) {
        const index = draw * panel.dates.length + t;
        const z = (panel.kpi.values[t] - outcome.values[index]) / sd;
        expect(logLikelihood[index]).toBeCloseTo(-0.5 * z * z - Math.log(sd) - 0.5 * Math.log(2 * Math.PI), 8);
      }
    }
  });

  test("a fit made again from its draws answers the same", () => {
    const again = fitFromDraws(panel, spec, fit.draws, { interrupted: fit.interrupted, timings: fit.timings });
    const plan = { exposure: exposureOf(panel).map((series) => series.map((value) => 1.5 * value)) };
    expect(again.outcome(plan, { maxDraws: 10 })).toEqual(fit.outcome(plan, { maxDraws: 10 }));
  });
});

test("what is linear and Gaussian is integrated out, unless that is switched off", async () => {
  const { panel, config } = smallWorld();
  const spec = resolveSpec(panel, config);
  const short = { chains: 1, warmup: 30, draws: 5, seed: 9 };
  const sampled = async (marginalize: boolean): Promise<number> => {
    const { sampling, kernels } = startFit(panel, spec, { sampling: short, marginalize });
    expect(kernels).toBe("webassembly");
    const { adaptation, draws } = await sampling.result;
    expect(draws.variables.map(({ name }) => name)).toContain("intercept");
    return adaptation.chains[0].position.length;
  };
  const [integrated, whole] = [await sampled(true), await sampled(false)];
  const posterior = createPosterior({ panel, spec });
  expect(integrated).toBe(posterior.dim);
  expect(whole).toBe(posterior.recordLength);
  expect(whole).toBeGreaterThan(integrated);
});
