// A refreshed specification: frozen to the bit where it says so, grown by its rules, refused with everything at once.
import { describe, expect, test } from "vitest";
import { dateRange } from "../../src/calendar/dates.ts";
import { panelDigest } from "../../src/data/digest.ts";
import type { Panel } from "../../src/data/panel.ts";
import { firstPeriods } from "../../src/data/slice-panel.ts";
import { DataError, SpecError } from "../../src/errors.ts";
import { buildModel } from "../../src/model/build-model.ts";
import { resolveSpec } from "../../src/model/resolve-spec.ts";
import type { ModelSpec } from "../../src/model/spec.ts";
import { refreshSpec } from "../../src/refresh/refresh-spec.ts";
import { withHistory } from "../../src/refresh/with-history.ts";
import { geoWorld } from "../support/geo-panel.ts";
import { smallWorld } from "../support/small-panel.ts";
import { priorDraws, statedFit } from "../support/stated-fit.ts";

const before = 140;
const periods = 168;
const { panel, config } = smallWorld({ trend: "linear", changepoints: 2, holidays: "US" }, periods);
const past = firstPeriods(panel, before);
const spec = resolveSpec(past, config);
const previous = { panel: past, spec };

/** The panel with one series' cell changed. */
function restated(change: (panel: Panel) => Omit<Panel, "digest">): Panel {
  const changed = change(panel);
  return { ...changed, digest: panelDigest(changed) };
}

function changedAt(values: Float64Array, cell: number, value: number): Float64Array {
  return values.map((each, index) => (index === cell ? value : each));
}

function problemsOf(work: () => unknown) {
  try {
    work();
  } catch (error) {
    if (error instanceof DataError || error instanceof SpecError) return error.problems;
    throw error;
  }
  throw new Error("nothing was refused");
}

describe("what is frozen", () => {
  const refreshed = refreshSpec(previous, panel);

  test("scales, transforms, priors, changepoints and the scales' window stay to the bit", () => {
    expect(refreshed.spec).toEqual(spec);
    expect(refreshed.spec.scales).toBe(spec.scales);
    expect(refreshed).toMatchObject({ newPeriods: 28, seenPeriods: periods, restated: [], addedKnots: 0, widened: [] });
  });

  test("scales measured on the longer data would have been others", () => {
    expect(resolveSpec(panel, config).scales.kpi).not.toBe(spec.scales.kpi);
  });

  test("the parameters are the same ones, so that draws of one fit the other", () => {
    const names = (data: Panel, ofSpec: ModelSpec) =>
      buildModel(data, ofSpec).graph.parameters.map(({ name, length }) => [name, length]);
    expect(names(panel, refreshed.spec)).toEqual(names(past, spec));
  });

  test("the expected KPI of the past is that of the earlier run at the same parameters", () => {
    const draws = priorDraws(past, spec, 3);
    const was = statedFit(past, spec, draws).outcome({ exposure: past.media.map(({ exposure }) => exposure) }).values;
    const is = statedFit(panel, refreshed.spec, draws).outcome({
      exposure: panel.media.map(({ exposure }) => exposure),
    }).values;
    for (let draw = 0; draw < 3; draw += 1) {
      for (let t = 0; t < before; t += 1) {
        const [old, now] = [was[draw * before + t], is[draw * periods + t]];
        // The same sums over longer vectors: rounding alone.
        expect(Math.abs(now - old)).toBeLessThan(1e-9 * Math.abs(old));
      }
    }
  });
});

describe("what grows", () => {
  test("knots follow at their spacing while they fit, and the earlier ones stay", () => {
    const world = geoWorld({ periods: 90, geos: 3, seed: 2 });
    const first = firstPeriods(world.panel, 53);
    const old = resolveSpec(first, world.config);
    const { spec: grown, addedKnots } = refreshSpec({ panel: first, spec: old }, world.panel);
    expect(old.geo?.knots).toEqual([0, 13, 26, 39, 52]);
    expect(grown.geo?.knots).toEqual([0, 13, 26, 39, 52, 65, 78]);
    expect(addedKnots).toBe(2);
    expect(grown.geo?.sizes).toEqual(old.geo?.sizes);
  });

  test("a smooth function's basis stays within half of its margin, and is widened with its density beyond", () => {
    const varying = smallWorld({ time_varying: { intercept: { boundary: 1.5 } } }, periods);
    const fitted = (count: number) => {
      const data = firstPeriods(varying.panel, count);
      return { panel: data, spec: resolveSpec(data, varying.config) };
    };
    const near = fitted(155);
    const kept = refreshSpec(near, varying.panel);
    expect(kept.widened).toEqual([]);
    expect(kept.spec.timeVarying?.intercept?.basis).toBe(near.spec.timeVarying?.intercept?.basis);
    const far = fitted(100);
    const { spec: wide, widened } = refreshSpec(far, varying.panel);
    expect(widened).toEqual(["intercept"]);
    const [was, is] = [far.spec.timeVarying?.intercept?.basis, wide.timeVarying?.intercept?.basis];
    expect(is?.center).toBe(83.5);
    expect(is?.halfWidth).toBeCloseTo(1.5 * 83.5, 10);
    expect(is?.functions).toBe(Math.ceil(((was?.functions ?? 0) * 167) / 99));
    expect(wide.timeVarying?.intercept?.lengthscale).toEqual(far.spec.timeVarying?.intercept?.lengthscale);
    const draws = statedFit(far.panel, far.spec, priorDraws(far.panel, far.spec, 4)).draws;
    const problems = problemsOf(() => refreshSpec({ ...far, draws }, varying.panel, { prior: "posterior" }));
    expect(problems.map(({ code }) => code)).toEqual(["refresh-basis"]);
  });
});

describe("what counts", () => {
  test("a window silences what lies before it, and a later refresh keeps it silent", () => {
    const { spec: windowed, seenPeriods } = refreshSpec(previous, panel, { window: 60 });
    expect(windowed.silenced).toEqual(Array.from({ length: 108 }, (_, cell) => cell));
    expect(windowed.scales).toBe(spec.scales);
    expect(seenPeriods).toBe(60);
    const again = refreshSpec({ panel, spec: windowed }, panel);
    expect(again.spec.silenced).toEqual(windowed.silenced);
  });

  test("silenced cells are renumbered when every geo's series grows", () => {
    const world = geoWorld({ periods: 60, geos: 2, seed: 2 });
    const first = firstPeriods(world.panel, 53);
    const old = {
      panel: first,
      spec: { ...resolveSpec(first, world.config), silenced: [0, 1, 53, 54], holdout: [55] },
    };
    const { spec: grown } = refreshSpec(old, world.panel);
    expect(grown.silenced).toEqual([0, 1, 60, 61]);
    expect(grown.holdout).toEqual([62]);
  });

  test("with the posterior as prior only new periods count, and every element has a prior of its own", () => {
    const draws = statedFit(past, spec, priorDraws(past, spec, 50)).draws;
    const { spec: next, seenPeriods } = refreshSpec({ ...previous, draws }, panel, { prior: "posterior" });
    expect(next.silenced).toHaveLength(before);
    expect(seenPeriods).toBe(28);
    // Fifty draws tell the correlations of ten elements, each of which is observed once more.
    const { graph } = buildModel(panel, next);
    const [observation] = graph.observations;
    expect(observation.values.slice(0, 28)).toEqual(
      panel.kpi.values.slice(before).map((value) => value / spec.scales.kpi),
    );
    expect(observation.values.slice(28)).toEqual(new Float64Array(10));
    expect(next.channels).toEqual(spec.channels);
    expect(Object.keys(next.elementPriors ?? {}).toSorted()).toEqual(
      graph.parameters.map(({ name }) => name).toSorted(),
    );
    expect(next.elementPriors?.yearly).toHaveLength(6);
    const yearly = graph.parameters.find(({ name }) => name === "yearly");
    expect(new Set(yearly?.priors.map(({ args }) => args[0])).size).toBe(6);
    expect(next.scales).toBe(spec.scales);
  });
});

describe("what is refused", () => {
  test("a restated past is named with its cells, sums and largest difference, all series at once", () => {
    const changed = restated((data) => ({
      ...data,
      kpi: { ...data.kpi, values: changedAt(data.kpi.values, 7, 1) },
      controls: data.controls.map((control) => ({ ...control, values: changedAt(control.values, 3, 9) })),
    }));
    const problems = problemsOf(() => refreshSpec(previous, changed));
    expect(problems.map(({ column, date, code }) => [column, date, code])).toEqual([
      ["revenue", "2024-01-08", "restated-history"],
      ["price", "2024-01-04", "restated-history"],
      ["promotion", "2024-01-04", "restated-history"],
    ]);
    expect(problems[0].found).toContain("1 of 140 past values");
  });

  test("taken when asked, and a restated channel's spend is summed anew so that its ROI stays per money spent", () => {
    const changed = restated((data) => ({
      ...data,
      media: data.media.map((series, index) => {
        if (index > 0) return series;
        const spend = changedAt(series.spend, 5, 500);
        return { ...series, spend, exposure: spend };
      }),
    }));
    const { spec: next, restated: found } = refreshSpec(previous, changed, { acceptRestated: true });
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ series: "spend", name: "tv", cells: 1, of: before });
    expect(found[0].largest).toMatchObject({ date: "2024-01-06", geo: null, after: 500 });
    const sum = changed.media[0].spend.slice(0, before).reduce((total, value) => total + value, 0);
    expect(next.scales.spend).toEqual([sum, spec.scales.spend[1]]);
    expect({ ...next.scales, spend: spec.scales.spend }).toEqual(spec.scales);
  });

  test("another reading of the same number is not a restatement", () => {
    const reread = restated((data) => ({
      ...data,
      kpi: { ...data.kpi, values: data.kpi.values.map((value) => value * (1 + 1e-12)) },
    }));
    expect(refreshSpec(previous, reread).restated).toEqual([]);
  });

  test("channels, controls, geos, frequency, KPI and currency that are others, in one go", () => {
    const other: Panel = {
      ...panel,
      frequency: "weekly",
      currency: "EUR",
      geos: ["north"],
      kpi: { ...panel.kpi, name: "orders" },
      media: [panel.media[0], { ...panel.media[1], name: "serch" }],
      controls: panel.controls.slice(1),
    };
    const problems = problemsOf(() => refreshSpec(previous, other));
    expect(problems.map(({ found }) => found)).toEqual([
      "the frequency was daily in the run and is weekly now",
      'the KPI was "revenue" in the run and is "orders" now',
      "the currency was USD in the run and is EUR now",
      'channel "search" of the run is not in the data; "serch" is new, and may be it under another name',
      'channel "serch" is not in the run: its parameters have no scale and no past',
      'control "price" of the run is not in the data',
      'geo "national" of the run is not in the data',
      'geo "north" is not in the run: its parameters have no scale and no past',
    ]);
  });

  test("data that begin earlier, end earlier, or have another order", () => {
    const first = { panel: firstPeriods(panel, periods), spec };
    expect(problemsOf(() => refreshSpec(first, past))[0].found).toContain("end on 2024-05-19");
    const early = { ...panel, dates: dateRange("2023-12-31", periods) };
    expect(problemsOf(() => refreshSpec(previous, early))[0].found).toContain("begin on 2023-12-31");
    const late = { ...panel, dates: dateRange("2024-01-02", periods) };
    expect(problemsOf(() => refreshSpec(previous, late))[0].found).toContain(
      "have 2024-01-02 where the run has 2024-01-01",
    );
    const swapped = { ...panel, media: panel.media.toReversed() };
    expect(problemsOf(() => refreshSpec(previous, swapped))[0].found).toContain("another order: search, tv");
  });

  test("options that mean nothing, all at once", () => {
    const draws = statedFit(past, spec, priorDraws(past, spec, 2)).draws;
    const problems = problemsOf(() =>
      refreshSpec({ ...previous, draws }, past, { prior: "posterior", discount: 0, window: 500 }),
    );
    expect(problems.map(({ found }) => found)).toEqual([
      "a discount of 0 would not leave a prior",
      "a window of 500 periods, of which 0 are new and 140 are there",
      "there is no new period, and the posterior has seen all others",
      "a window cannot be told apart from what the posterior has seen: with it as the prior only new periods count",
    ]);
    expect(problemsOf(() => refreshSpec(previous, panel, { prior: "posterior" }))[0].found).toContain("no draws");
  });
});

describe("data that begin later than the run", () => {
  test("are completed from its panel, to the same panel as the whole", () => {
    const from = 30;
    const tail: Panel = {
      ...panel,
      dates: panel.dates.slice(from),
      kpi: {
        ...panel.kpi,
        values: panel.kpi.values.slice(from),
        revenuePerKpi: panel.kpi.revenuePerKpi.slice(from),
      },
      media: panel.media.map((series) => {
        const spend = series.spend.slice(from);
        return { ...series, spend, exposure: spend };
      }),
      controls: panel.controls.map((series) => ({ ...series, values: series.values.slice(from) })),
    };
    const whole = withHistory(past, tail);
    expect(whole.fromHistory).toBe(from);
    expect(whole.panel).toEqual(panel);
    expect(whole.panel.media[0].exposure).toBe(whole.panel.media[0].spend);
  });

  test("keep each geo's series apart", () => {
    const { panel: data } = geoWorld({ periods: 40, geos: 2, seed: 2 });
    const first = firstPeriods(data, 30);
    const cut = (values: Float64Array): Float64Array => values.filter((_, cell) => cell % 40 >= 10);
    const tail: Panel = {
      ...data,
      dates: data.dates.slice(10),
      kpi: { ...data.kpi, values: cut(data.kpi.values), revenuePerKpi: cut(data.kpi.revenuePerKpi) },
      media: data.media.map((series) => ({ ...series, spend: cut(series.spend), exposure: cut(series.exposure) })),
      controls: data.controls.map((series) => ({ ...series, values: cut(series.values) })),
    };
    expect(withHistory(first, tail).panel.digest).toBe(data.digest);
  });

  test("come back as they are where a gap would remain", () => {
    const gap = { ...panel, dates: dateRange("2025-01-01", periods) };
    expect(withHistory(past, gap)).toEqual({ panel: gap, fromHistory: 0 });
  });
});
