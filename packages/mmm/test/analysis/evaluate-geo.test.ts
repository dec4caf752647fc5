// A fit over geos, with a channel that is no component of its own: the evaluation is national and by definition.
import { expect, test } from "vitest";
import { evaluate } from "../../src/analysis/evaluate.ts";
import type { Fit } from "../../src/fit.ts";
import { additiveFit, days } from "./additive-fit.ts";

const draws = 40;
const wave = (center: number, width: number, step: number): number[] =>
  Array.from({ length: draws }, (_, draw) => center + width * Math.sin(step * draw));

function fitOver(kpi: readonly number[], searchSpend: readonly number[]): Fit {
  return additiveFit({
    dates: days(3),
    geos: ["north", "south"],
    kpi,
    revenuePerKpi: 2,
    chains: 2,
    intercept: wave(100, 5, 1.7),
    noise: wave(10, 0.5, 2.3),
    interrupted: true,
    channels: [
      { name: "tv", spend: [1, 2, 3, 10, 20, 30], coefficient: wave(2, 0.2, 3.1) },
      { name: "search", spend: searchSpend, coefficient: wave(3, 0.3, 2.9) },
    ],
  });
}

const options = { sampling: { warmup: 10, seed: 1, targetAccept: 0.9 } };

test("series are sums over geos, and money is KPI times what a unit is worth", () => {
  const evaluation = evaluate(fitOver([100, 101, 102, 103, 104, 105], [1, 1, 1, 1, 1, 1]), options);
  expect(evaluation.observed).toEqual([203, 205, 207]);
  const [tv] = evaluation.channels;
  expect(tv.spend).toBe(66);
  expect(tv.currentSpendPerPeriod).toBe(22);
  expect(tv.observedMaximum).toBe(33);
  const coefficient = wave(2, 0.2, 3.1).reduce((sum, value) => sum + value / draws, 0);
  tv.overTime.mean.forEach((mean, period) => {
    expect(mean).toBeCloseTo(coefficient * [11, 22, 33][period], 9);
  });
  // 2 money per KPI and no saturation: both returns are twice the coefficient.
  expect(tv.roas.mean).toBeCloseTo(2 * coefficient, 9);
  expect(tv.marginalRoas.mean).toBeCloseTo(2 * coefficient, 9);
  expect(tv.saturation.state).toBe("unknown");
  expect(tv.halfLifePeriods.mean).toBe(0);
  expect(evaluation.sampling.interrupted).toBe(true);
  expect(evaluation.diagnostics.findings.every(({ found }) => found.length > 0)).toBe(true);
});

test("a channel that is no component of its own is evaluated by removal, to the same numbers", () => {
  const fit = fitOver([100, 101, 102, 103, 104, 105], [5, 4, 3, 2, 1, 0]);
  const merged: Fit = {
    ...fit,
    components: (thinning) => {
      const [baseline, tv, search] = fit.components(thinning);
      return [{ ...baseline, values: baseline.values.map((value, index) => value + search.values[index]) }, tv];
    },
  };
  const additive = evaluate(fit, options).channels[1];
  const removed = evaluate(merged, options).channels[1];
  expect(removed.roas.mean).toBeCloseTo(additive.roas.mean, 9);
  expect(removed.marginalRoas.mean).toBeCloseTo(additive.marginalRoas.mean, 9);
  removed.overTime.upper94.forEach((value, period) => {
    expect(value).toBeCloseTo(additive.overTime.upper94[period], 9);
  });
});

test("without spend and without sales every share and return is 0, and nothing is undefined", () => {
  const fit = fitOver([0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0]);
  const evaluation = evaluate(fit, options);
  const search = evaluation.channels[1];
  expect(search.contribution.mean).toBe(0);
  expect(search.roas.mean).toBe(0);
  expect(search.spendShare).toBe(0);
  expect(evaluation.mediaShare.mean).toBe(0);
  // JSON has no NaN: only what may be missing (contraction, level) is null.
  expect(JSON.stringify(evaluation.channels)).not.toMatch(/null(?!,"halfLife|,"state)/);
});
