// Every figure of an analysis of incrementality against its definition by brute force, in closed form, and by its properties.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { carryOutHorizon, continueWithoutMedia } from "../../src/analysis/carry-out.ts";
import { meanOf } from "../../src/analysis/estimates.ts";
import { analyzeIncrementality } from "../../src/analysis/incrementality.ts";
import { type IncrementalityOptions, incrementalityRequest } from "../../src/analysis/incrementality-request.ts";
import type { Incrementality, SubjectIncrementality } from "../../src/analysis/incrementality-result.ts";
import { observedPlan } from "../../src/analysis/media-plan.ts";
import type { Fit } from "../../src/fit.ts";
import { additiveDaily, geoWeekly, linearGeometric, multiplyingDaily } from "./incrementality-fits.ts";

function analyze(fit: Fit, options: IncrementalityOptions): Incrementality {
  return analyzeIncrementality(fit, incrementalityRequest(fit.panel, options));
}

/** Relative to the size of what is subtracted, which is a KPI near 1e5 over some months. */
const exact = 1e-9;

function near(found: number | null | undefined, wanted: number, scale: number = Math.abs(wanted)): void {
  expect(found).toBeTypeOf("number");
  expect(Math.abs((found ?? Number.NaN) - wanted)).toBeLessThanOrEqual(exact * Math.max(scale, Math.abs(wanted)));
}

/** Brute force: sums of differences of outcomes over cells, written out. Plans are given cell by cell. */
class BruteForce {
  readonly fit: Fit;
  readonly #plain: Float64Array;

  constructor(fit: Fit) {
    this.fit = continueWithoutMedia(fit, carryOutHorizon(fit).periods);
    this.#plain = this.fit.outcome(observedPlan(this.fit.panel)).values;
  }

  /** Σ over times in [first, end) of outcome(changed) − outcome(observed), per draw; of one geo or all; times weights. */
  effect(
    factor: (channel: number, time: number) => number,
    first: number,
    end: number,
    { geo: only, money = false }: { readonly geo?: number | undefined; readonly money?: boolean } = {},
  ): number[] {
    const { panel } = this.fit;
    const periods = panel.dates.length;
    const cells = periods * panel.geos.length;
    const changed = this.fit.outcome({
      exposure: panel.media.map(({ exposure }, channel) =>
        exposure.map((value, cell) => value * factor(channel, cell % periods)),
      ),
    }).values;
    return Array.from({ length: changed.length / cells }, (_, draw) => {
      let total = 0;
      for (let cell = 0; cell < cells; cell += 1) {
        const time = cell % periods;
        if (time < first || time >= end || (only !== undefined && only !== Math.floor(cell / periods))) continue;
        const worth = money ? panel.kpi.revenuePerKpi[cell] : 1;
        total += (changed[draw * cells + cell] - this.#plain[draw * cells + cell]) * worth;
      }
      return total;
    });
  }

  expected(first: number, end: number, geo?: number): number[] {
    const { panel } = this.fit;
    const periods = panel.dates.length;
    const cells = periods * panel.geos.length;
    return Array.from({ length: this.#plain.length / cells }, (_, draw) => {
      let total = 0;
      for (let cell = 0; cell < cells; cell += 1) {
        const time = cell % periods;
        const isThere = geo === undefined || geo === Math.floor(cell / periods);
        if (time >= first && time < end && isThere) total += this.#plain[draw * cells + cell];
      }
      return total;
    });
  }

  /** All that is reported of a subject, from the definitions of docs/glossary.md. */
  check(found: SubjectIncrementality, first: number, end: number, geo?: number): void {
    const { panel } = this.fit;
    const periods = panel.dates.length;
    const channels = found.channels.map((name) => panel.media.findIndex((media) => media.name === name));
    const its = (channel: number): boolean => channels.includes(channel);
    const within = (time: number): boolean => time >= first && time < end;
    const negative = (values: readonly number[]): number[] => values.map((value) => -value);
    const contribution = negative(this.effect((channel) => (its(channel) ? 0 : 1), first, end, { geo }));
    const withoutOwn = (channel: number, time: number): number => (its(channel) && within(time) ? 0 : 1);
    const own = negative(this.effect(withoutOwn, first, end, { geo }));
    const after = negative(this.effect(withoutOwn, end, periods, { geo }));
    const flightMoney = negative(this.effect(withoutOwn, first, periods, { geo, money: true }));
    const more = (channel: number, time: number): number => (its(channel) && within(time) ? 1.01 : 1);
    const moreMoney = this.effect(more, first, periods, { geo, money: true });
    const moreEverywhere = this.effect((channel) => (its(channel) ? 1.01 : 1), first, end, { geo });
    const expected = this.expected(first, end, geo);
    const mediaAtAll = negative(this.effect(() => 0, first, end, { geo }));
    const spend = channels.reduce(
      (total, channel) =>
        total +
        panel.media[channel].spend.reduce((sum, value, cell) => {
          const isThere = geo === undefined || geo === Math.floor(cell / periods);
          return sum + (within(cell % periods) && isThere ? value : 0);
        }, 0),
      0,
    );
    const scale = Math.max(...expected.map(Math.abs));
    near(found.spend, spend);
    near(found.windowView.contribution.mean, meanOf(contribution), scale);
    near(found.windowView.own.mean, meanOf(own), scale);
    near(found.windowView.carryIn.mean, meanOf(contribution) - meanOf(own), scale);
    near(found.windowView.shareOfMedia.ratioOfMeans, meanOf(contribution) / meanOf(mediaAtAll));
    near(
      found.windowView.shareOfMedia.meanOfRatios,
      meanOf(contribution.map((value, draw) => value / mediaAtAll[draw])),
    );
    near(found.windowView.shareOfKpi.meanOfRatios, meanOf(contribution.map((value, draw) => value / expected[draw])));
    // A difference of 1 % of an effect, divided by that 1 %: two digits go.
    near(
      found.windowView.elasticity.meanOfRatios,
      meanOf(moreEverywhere.map((value, draw) => value / (0.01 * expected[draw]))),
      100,
    );
    near(found.flightView.contribution.mean, meanOf(own) + meanOf(after), scale);
    near(found.flightView.carryOut.mean, meanOf(after), scale);
    near(found.flightView.roi?.ratioOfMeans, meanOf(flightMoney) / spend, scale / spend);
    near(found.flightView.roi?.meanOfRatios, meanOf(flightMoney.map((value) => value / spend)), scale / spend);
    expect(found.flightView.roi?.probabilityAboveOne).toBe(
      flightMoney.filter((value) => value / spend > 1).length / flightMoney.length,
    );
    const flight = own.map((value, draw) => value + after[draw]);
    near(found.flightView.cpik?.ratioOfMeans, spend / meanOf(flight));
    near(found.flightView.cpik?.meanOfRatios, meanOf(flight.map((value) => spend / value)));
    near(found.flightView.marginalRoi?.mean, meanOf(moreMoney) / (0.01 * spend), (100 * scale) / spend);
  }
}

describe.each([
  ["additive", additiveDaily()],
  ["multiplying", multiplyingDaily()],
] as const)("a fit whose effects are %s", (kind, fit) => {
  const found = analyze(fit, { by: "month", groups: "both=tv,search only=tv" });
  const brute = new BruteForce(fit);

  test("equals the definitions by brute force, for channels, groups and the total", () => {
    expect(found.windows.map(({ name }) => name)).toEqual(["2024-01", "2024-02", "2024-03", "2024-04"]);
    for (const [index, [first, end]] of [
      [0, 31],
      [31, 60],
    ].entries()) {
      expect(found.windows[index].subjects.map(({ name }) => name)).toEqual(["tv", "search", "both", "only", "total"]);
      for (const subject of found.windows[index].subjects) brute.check(subject, first, end);
      const expected = brute.expected(first, end);
      near(found.windows[index].expected.mean, meanOf(expected));
      const media = brute.effect(() => 0, first, end);
      near(found.windows[index].baseline.mean, meanOf(expected) + meanOf(media));
    }
  });

  test("the derivative is the limit of smaller and smaller steps", () => {
    const [first, end] = [31, 60];
    found.windows[1].subjects.forEach(({ channels, spend, flightView }) => {
      const its = (channel: number, time: number): boolean =>
        channels.includes(fit.panel.media[channel].name) && time >= first && time < end;
      const step = 1e-4;
      const [more, less] = [1 + step, 1 - step].map((factor) =>
        meanOf(
          brute.effect((channel, time) => (its(channel, time) ? factor : 1), first, brute.fit.panel.dates.length, {
            money: true,
          }),
        ),
      );
      const slope = (more - less) / (2 * step * spend);
      // A central difference is off by step² times the third derivative, and by rounding of 1e-16 · 1e6 / step.
      expect(Math.abs((flightView.marginalRoiDerivative ?? Number.NaN) / slope - 1)).toBeLessThan(1e-5);
    });
  });

  test("windows partition the whole, and groups of the same channels say the same", () => {
    const whole = analyze(fit, {});
    whole.windows[0].subjects.forEach((subject) => {
      const parts = found.windows.map(({ subjects }) => subjects.find(({ name }) => name === subject.name));
      const total = parts.reduce((sum, part) => sum + (part?.windowView.contribution.mean ?? Number.NaN), 0);
      near(subject.windowView.contribution.mean, total);
      near(
        subject.spend,
        parts.reduce((sum, part) => sum + (part?.spend ?? 0), 0),
      );
    });
    for (const { subjects } of found.windows) {
      const [, , both, only, total] = subjects;
      expect(both.windowView).toEqual(total.windowView);
      expect(only.windowView).toEqual(subjects[0].windowView);
    }
  });

  test("channels add up to their group exactly where effects add up", () => {
    expect(found.addsUp).toBe(kind === "additive");
    for (const { subjects } of found.windows) {
      const [tv, search, both] = subjects;
      const sum = tv.windowView.contribution.mean + search.windowView.contribution.mean;
      const gap = Math.abs(sum / both.windowView.contribution.mean - 1);
      if (kind === "additive") expect(gap).toBeLessThan(exact);
      else expect(gap).toBeGreaterThan(1e-6);
    }
  });
});

test("in a window that covers the data nothing is carried in, and the last media go on after it", () => {
  const [window] = analyze(additiveDaily(), {}).windows;
  expect([window.from, window.to, window.periods]).toEqual(["2024-01-01", "2024-04-29", 120]);
  for (const { windowView, flightView } of window.subjects) {
    expect(windowView.carryIn.mean).toBe(0);
    expect(flightView.carryOut.mean).toBeGreaterThan(0);
  }
});

describe("without saturation, every effect is a geometric sum", () => {
  const draws = [
    { intercept: 1000, retention: [0.5, 0.8], coefficient: [0.001, 0.002] },
    { intercept: 900, retention: [0.7, 0.3], coefficient: [0.002, -0.001] },
  ];
  const fit = linearGeometric(draws);
  const { media } = fit.panel;
  const found = analyze(fit, { from: "2024-02-01", to: "2024-02-29" });
  const [first, end] = [31, 60];

  /** Of the exposure in [from, to): what is felt in [begin, finish). */
  const felt = (channel: number, draw: number, from: number, to: number, begin: number, finish: number): number => {
    const { intercept, retention, coefficient } = draws[draw];
    const r = retention[channel];
    let total = 0;
    for (let shown = from; shown < to; shown += 1) {
      const lags = [Math.max(begin, shown) - shown, finish - shown];
      const geometric = (r ** lags[0] - (lags[1] === Number.POSITIVE_INFINITY ? 0 : r ** lags[1])) / (1 - r);
      total += intercept * coefficient[channel] * media[channel].exposure[shown] * geometric;
    }
    return total;
  };
  const mean = (of: (draw: number) => number): number => (of(0) + of(1)) / 2;

  test("carry-in, own effect and carry-out are those sums", () => {
    found.windows[0].subjects.slice(0, 2).forEach(({ windowView, flightView }, channel) => {
      const scale = found.windows[0].expected.mean;
      near(
        windowView.carryIn.mean,
        mean((draw) => felt(channel, draw, 0, first, first, end)),
        scale,
      );
      near(
        windowView.own.mean,
        mean((draw) => felt(channel, draw, first, end, first, end)),
        scale,
      );
      near(
        flightView.carryOut.mean,
        mean((draw) => felt(channel, draw, first, end, end, Number.POSITIVE_INFINITY)),
        scale,
      );
    });
  });

  test("the effect is followed until less than 1e-12 of it is left", () => {
    // 0.8 to the power 124 is below 1e-12, to the power 123 above.
    expect(found.followed).toEqual({ periods: 124, unfollowedShare: 0 });
  });

  test("average, marginal and exact marginal return are one number", () => {
    for (const { flightView } of found.windows[0].subjects) {
      near(flightView.marginalRoi?.mean, flightView.roi?.mean ?? Number.NaN, 1);
      near(flightView.marginalRoiDerivative, flightView.roi?.mean ?? Number.NaN, 1);
    }
  });

  test("flights of windows that partition the data add up to the flight of all", () => {
    const whole = analyze(fit, {}).windows[0].subjects;
    const months = analyze(fit, { by: "month" }).windows;
    whole.forEach(({ flightView }, subject) => {
      const sum = months.reduce((total, { subjects }) => total + subjects[subject].flightView.contribution.mean, 0);
      near(flightView.contribution.mean, sum, 1e5);
    });
  });

  test("a draw that brings nothing makes the cost per unit infinite there, and undefined on average", () => {
    const [, search] = found.windows[0].subjects;
    expect(search.flightView.cpik).toMatchObject({ meanOfRatios: null, upper: null, infiniteShare: 0.5 });
    expect(search.flightView.roi?.lower).toBeLessThan(0);
  });

  test("carry-in and own effect sum to the window view, inside and carry-out to the flight", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 118 }), fc.integer({ min: 1, max: 60 }), (start, length) => {
        const { dates } = fit.panel;
        const window = { from: dates[start], to: dates[Math.min(119, start + length)] };
        for (const { windowView, flightView } of analyze(fit, window).windows[0].subjects) {
          near(windowView.contribution.mean, windowView.carryIn.mean + windowView.own.mean, 1e5);
          near(flightView.contribution.mean, flightView.inside.mean + flightView.carryOut.mean, 1e5);
          expect(flightView.inside).toEqual(windowView.own);
        }
      }),
      { numRuns: 12 },
    );
  });
});

describe("over geos", () => {
  const fit = geoWeekly();
  const found = analyze(fit, { from: fit.panel.dates[20], to: fit.panel.dates[39], byGeo: true });
  const brute = new BruteForce(fit);

  test("each geo equals the definitions by brute force", () => {
    const [window] = found.windows;
    expect(window.geos?.map(({ name }) => name)).toEqual(fit.panel.geos);
    window.geos?.forEach(({ subjects, expected }, geo) => {
      near(expected.mean, meanOf(brute.expected(20, 40, geo)));
      for (const subject of subjects) brute.check(subject, 20, 40, geo);
    });
    for (const subject of window.subjects) brute.check(subject, 20, 40);
  });

  test("geos add up to all of them, spend and derivatives too", () => {
    const [window] = found.windows;
    window.subjects.forEach((subject, index) => {
      const geos = window.geos?.map(({ subjects }) => subjects[index]) ?? [];
      const summed = (pick: (of: SubjectIncrementality) => number): number =>
        geos.reduce((total, each) => total + pick(each), 0);
      near(
        subject.spend,
        summed(({ spend }) => spend),
      );
      near(
        subject.flightView.contribution.mean,
        summed(({ flightView }) => flightView.contribution.mean),
      );
      near(
        (subject.flightView.marginalRoiDerivative ?? 0) * subject.spend,
        summed(({ spend, flightView }) => (flightView.marginalRoiDerivative ?? 0) * spend),
      );
    });
    near(window.observed, window.geos?.reduce((total, { observed }) => total + observed, 0) ?? 0);
  });

  test("geos are left out unless asked for, and where there is one", () => {
    expect(analyze(fit, {}).windows[0].geos).toBeUndefined();
    expect(analyze(additiveDaily(), { byGeo: true }).windows[0].geos).toBeUndefined();
  });
});

test("intervals hold the share asked for: the wider the level, the wider the interval", () => {
  const fit = additiveDaily(40);
  const [narrow, wide] = [0.5, 0.95].map((level) => analyze(fit, { level }).windows[0].subjects[0].flightView.roi);
  expect(narrow?.median).toBe(wide?.median);
  expect(wide?.lower).toBeLessThan(narrow?.lower ?? Number.NaN);
  expect(wide?.upper).toBeGreaterThan(narrow?.upper ?? Number.NaN);
});

test("fewer draws are a thinning of all", () => {
  expect(analyze(additiveDaily(), { draws: 2 }).draws).toBe(2);
});

test("a channel without spend in the window has no return and no cost per unit, and says so by their absence", () => {
  const fit = additiveDaily();
  const silent = fit.panel.media[0].spend.indexOf(0);
  const day = fit.panel.dates[silent];
  const [tv] = analyze(fit, { from: day, to: day }).windows[0].subjects;
  expect(tv.spend).toBe(0);
  expect(tv.flightView).toMatchObject({ roi: null, cpik: null, marginalRoi: null, marginalRoiDerivative: null });
  expect(tv.windowView.contribution.mean).toBe(tv.windowView.carryIn.mean);
  expect(JSON.parse(JSON.stringify(tv))).toEqual(tv);
});

test("an effect that lasts longer than anyone can follow is cut, and what is left of it is said", () => {
  const lasting = { intercept: 1000, retention: [0.5, 0.999], coefficient: [0.001, 0.001] };
  expect(carryOutHorizon(linearGeometric([lasting]))).toEqual({ periods: 1000, unfollowedShare: 0.999 ** 1001 });
  const forever = { ...lasting, retention: [0.5, 1] };
  expect(carryOutHorizon(linearGeometric([forever]))).toEqual({ periods: 1000, unfollowedShare: 1 });
});
