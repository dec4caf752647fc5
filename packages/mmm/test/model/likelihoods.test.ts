import { describe, expect, test } from "vitest";
import { contributionByRemoval } from "../../src/analysis/contributions.ts";
import type { Fit } from "../../src/fit.ts";
import { exposureOf } from "../../src/model/model-graph.ts";
import { resolveSpec } from "../../src/model/resolve-spec.ts";
import { smallWorld } from "../support/small-panel.ts";
import { priorDraws, statedFit } from "../support/stated-fit.ts";

const kinds = ["normal", "student-t", "log-normal", "negative-binomial"] as const;
const draws = 4;

function fitOf(kind: string, likelihood: (typeof kinds)[number]): Fit {
  const world = smallWorld({ kind, likelihood, time_varying: { media: { functions: 5 } } }, 72, {
    events: [{ name: "launch", start: "2024-02-10", end: "2024-02-12" }],
  });
  const { config } = world;
  const panel = { ...world.panel, kpi: { ...world.panel.kpi, values: world.panel.kpi.values.map(Math.round) } };
  const spec = resolveSpec(panel, config);
  return statedFit(panel, spec, priorDraws(panel, spec, draws));
}

/** Log densities as the textbooks have them, from the noise and the mean in KPI units. */
const density: Record<(typeof kinds)[number], (y: number, mean: number, noise: number, df: number) => number> = {
  normal: (y, mean, sd) => -0.5 * Math.log(2 * Math.PI * sd * sd) - (y - mean) ** 2 / (2 * sd * sd),
  "student-t": (y, mean, scale, df) =>
    logGamma((df + 1) / 2) -
    logGamma(df / 2) -
    0.5 * Math.log(df * Math.PI * scale * scale) -
    ((df + 1) / 2) * Math.log(1 + ((y - mean) / scale) ** 2 / df),
  "log-normal": (y, mean, sigma) =>
    -Math.log(y) -
    0.5 * Math.log(2 * Math.PI * sigma * sigma) -
    (Math.log(y) - Math.log(mean) + (sigma * sigma) / 2) ** 2 / (2 * sigma * sigma),
  "negative-binomial": (y, mean, sigma) => {
    const size = 1 / (sigma * sigma);
    return (
      logGamma(y + size) -
      logGamma(size) -
      logGamma(y + 1) +
      size * Math.log(size / (size + mean)) +
      y * Math.log(mean / (size + mean))
    );
  },
};

/** Stirling's series from 12 up, the recurrence below it. */
function logGamma(x: number): number {
  if (x < 12) return logGamma(x + 1) - Math.log(x);
  const square = x * x;
  const series = 1 / (12 * x) - 1 / (360 * x * square) + 1 / (1260 * x * square * square);
  return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + series;
}

describe.each(["default", "pymc-marketing"])("model %s", (kind) => {
  describe.each(kinds)("under a %s likelihood", (likelihood) => {
    const fit = fitOf(kind, likelihood);
    const outcome = fit.outcome({ exposure: exposureOf(fit.panel) }).values;
    const n = fit.panel.dates.length;

    test("its parts sum to its outcome, and every channel's is what its removal takes away", () => {
      const components = fit.components();
      outcome.forEach((value, index) => {
        const sum = components.reduce((total, { values }) => total + values[index], 0);
        // Parts can be much larger than their sum: 1e-12 of them.
        const size = components.reduce((total, { values }) => total + Math.abs(values[index]), 0);
        expect(Math.abs(sum - value)).toBeLessThan(1e-11 * (size + 1));
      });
      fit.panel.media.forEach(({ name }, channel) => {
        const removed = contributionByRemoval(fit, channel);
        const part = components.find((each) => each.name === name);
        removed.forEach((value, index) => {
          expect(Math.abs((part?.values[index] ?? Number.NaN) - value)).toBeLessThan(
            1e-9 * (1 + Math.abs(outcome[index]) + Math.abs(value)),
          );
        });
      });
    });

    test("its pointwise log likelihood is the textbook's density of the KPI", () => {
      const noise = fit.noise();
      const degrees = fit.draws.variables.find(({ name }) => name === "degrees_of_freedom")?.values;
      fit.pointwiseLogLikelihood().forEach((value, index) => {
        const draw = Math.floor(index / n);
        const wanted = density[likelihood](
          fit.panel.kpi.values[index % n],
          outcome[index],
          noise[draw],
          degrees?.[draw] ?? Number.NaN,
        );
        // A mean of 0, or beyond numbers, has no density here.
        if (!Number.isFinite(wanted)) return;
        expect(Math.abs(value - wanted)).toBeLessThan(1e-7 * (1 + Math.abs(wanted)));
      });
    });

    test("its predictive draws have the outcome as their mean", () => {
      const repeats = 200;
      const kept = new Int32Array(repeats).fill(0);
      const mean = outcome.slice(0, n).map((value) => Math.min(value, 1e6));
      const expected = Float64Array.from({ length: repeats * n }, (_, index) => mean[index % n]);
      const drawn = fit.predictive(expected, 5, { draws: kept });
      expect(fit.predictive(expected, 5, { draws: kept })).toEqual(drawn);
      for (const t of [3, 60]) {
        const values = Array.from({ length: repeats }, (_, draw) => drawn[draw * n + t]);
        const average = values.reduce((sum, value) => sum + value, 0) / repeats;
        const sd = Math.sqrt(values.reduce((sum, value) => sum + (value - average) ** 2, 0) / repeats);
        // Five standard errors; heavy tails make the sample's own deviation a fair scale.
        expect(Math.abs(average - mean[t])).toBeLessThan((5 * sd) / Math.sqrt(repeats) + 1e-9 * Math.abs(mean[t]));
      }
    });
  });
});
