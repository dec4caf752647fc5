import { describe, expect, test } from "vitest";
import { firstPeriods } from "../../src/data/slice-panel.ts";
import { DataError, SpecError } from "../../src/errors.ts";
import { fitFromSearch } from "../../src/frameworks/robyn/fit-from-search.ts";
import { resolveSpec } from "../../src/model/resolve-spec.ts";
import { robynOf } from "../../src/model/robyn.ts";
import { measureDrift } from "../../src/refresh/measure-drift.ts";
import { refreshRobyn } from "../../src/refresh/refresh-robyn.ts";
import { robynWeeklyConfig, statedModel, statedSearch, weeklyPanel } from "../support/robyn-fit.ts";
import { robynPort } from "../support/robyn-weekly.ts";

const all = weeklyPanel();
const panel = firstPeriods(all, 163);
const config = robynWeeklyConfig();
const spec = resolveSpec(panel, config);
const model = { ...statedModel(panel, spec, robynPort.solutions[0], 1), shares: { intercept: 0.1, trend: 0.9 } };
const previous = { panel, spec, config, best: model };

describe("a refresh of a search", () => {
  const now = firstPeriods(all, 183);
  const refreshed = refreshRobyn(previous, now);
  const [before, after] = [robynOf(spec), robynOf(refreshed.spec)];

  test("slides its window by the new periods and keeps its length", () => {
    expect(after.window).toEqual({ from: before.window.from + 20, to: before.window.to + 20 });
    expect(refreshed).toMatchObject({ steps: 20, newPeriods: 20, restated: [] });
    expect(refreshed.config.model.robyn.window).toEqual({ from: now.dates[26], to: now.dates[182] });
  });

  test("searches around the best model, by the share of the window that is new, and never beyond the ranges", () => {
    const freedom = 20 / 157;
    after.media.forEach((series, index) => {
      const first = before.media[index];
      const value = model.hyperparameters[`${series.name}_alphas`];
      const reach = freedom * (first.alpha[1] - first.alpha[0]);
      expect(series.alpha[0]).toBeCloseTo(Math.max(first.alpha[0], value - reach), 12);
      expect(series.alpha[1]).toBeCloseTo(Math.min(first.alpha[1], value + reach), 12);
      expect(series.theta?.[0]).toBeGreaterThanOrEqual(first.theta?.[0] ?? 0);
      expect(series.theta?.[1]).toBeLessThanOrEqual(first.theta?.[1] ?? 1);
    });
  });

  test("is told the shares it is to stay near to, and searches 1000 models in 3 trials", () => {
    expect(after.refresh).toEqual({ previousShares: model.shares, steps: 20 });
    expect(after.search).toMatchObject({ trials: 3, iterations: 1000, seed: 7 });
  });

  test("slides by what is asked where the window does not end with the data", () => {
    const within = refreshRobyn({ ...previous, panel: all, spec: resolveSpec(all, config) }, all, { steps: 4 });
    expect(robynOf(within.spec).window).toEqual({ from: 10, to: 167 });
  });

  test("is refused where more than half of the window would be new, or nothing is", () => {
    expect(() => refreshRobyn(previous, panel)).toThrow(/slide by 0 periods/);
    const long = {
      ...previous,
      panel: all,
      spec: resolveSpec(all, {
        ...config,
        model: { ...config.model, robyn: { ...config.model.robyn, window: { from: "2016-01-01", to: "2017-01-01" } } },
      }),
    };
    expect(() => refreshRobyn(long, all, { steps: 40 })).toThrow(/more than half/);
    expect(() => refreshRobyn(previous, now, { steps: 30 })).toThrow(SpecError);
  });

  test("is refused over a past that was changed, unless it is accepted", () => {
    const values = now.kpi.values.map((value, row) => (row === 3 ? 2 * value : value));
    const changed = { ...now, kpi: { ...now.kpi, values } };
    expect(() => refreshRobyn(previous, changed)).toThrow(DataError);
    expect(refreshRobyn(previous, changed, { acceptRestated: true }).restated).toHaveLength(1);
  });

  test("can be compared with the run before it; there is no posterior to weigh the new data into", () => {
    const one = fitFromSearch(panel, spec, statedSearch([model], [1]), { draws: 20 });
    const two = fitFromSearch(now, refreshed.spec, statedSearch([model], [1]), { draws: 20 });
    const drift = measureDrift({ before: one, after: two, prior: "spec", restated: [], seed: 1 });
    expect(drift.reweighted).toBeNull();
    expect(drift.channels.map(({ name }) => name)).toEqual(panel.media.map(({ name }) => name));
    // The same models: what moved is the data's alone.
    for (const { roiLikeForLike } of drift.channels) {
      expect(roiLikeForLike.after.mean / roiLikeForLike.before.mean).toBeCloseTo(1, 9);
    }
  });
});
