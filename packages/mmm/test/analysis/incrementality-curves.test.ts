// Curves of an analysis: at the actual flighting and at steady spend, with their parts, against outcomes by brute force.
import { describe, expect, test } from "vitest";
import { carryOutHorizon, continueWithoutMedia } from "../../src/analysis/carry-out.ts";
import { meanOf } from "../../src/analysis/estimates.ts";
import { curveMultiples } from "../../src/analysis/flighted-curve.ts";
import { analyzeIncrementality } from "../../src/analysis/incrementality.ts";
import { incrementalityRequest } from "../../src/analysis/incrementality-request.ts";
import { observedPlan } from "../../src/analysis/media-plan.ts";
import type { Fit, MediaPlan } from "../../src/fit.ts";
import {
  additiveDaily,
  geoWeekly,
  linearGeometric,
  multiplyingDaily,
  reachWeekly,
  saturatingFirstDaily,
  varyingDaily,
} from "./incrementality-fits.ts";

/** Differences of sums of outcomes; relative to what is subtracted. */
const exact = 1e-9;

interface Case {
  readonly fit: Fit;
  readonly first: number;
  readonly end: number;
}

function curvesOf({ fit, first, end }: Case) {
  const { dates } = fit.panel;
  const request = incrementalityRequest(fit.panel, { from: dates[first], to: dates[end - 1], curves: true });
  const { curves } = analyzeIncrementality(fit, request);
  if (curves === undefined) throw new Error("no curves");
  return curves;
}

/** Mean over draws of each cell's outcome, (geo, time). */
function meanOutcome(fit: Fit, plan: MediaPlan): Float64Array {
  const { draws, values } = fit.outcome(plan);
  const cells = values.length / draws;
  return Float64Array.from({ length: cells }, (_, cell) => {
    let total = 0;
    for (let draw = 0; draw < draws; draw += 1) total += values[draw * cells + cell];
    return total / draws;
  });
}

const total = (values: ArrayLike<number>): number => meanOf(values) * values.length;

describe.each<[string, Case]>([
  ["additive", { fit: additiveDaily(3), first: 40, end: 52 }],
  ["saturating first", { fit: saturatingFirstDaily(), first: 40, end: 52 }],
  ["varying over time", { fit: varyingDaily(), first: 40, end: 52 }],
  ["over geos", { fit: geoWeekly(2), first: 30, end: 40 }],
  [
    "of whole-past carryover",
    {
      fit: linearGeometric([{ intercept: 1000, retention: [0.5, 0.8], coefficient: [0.001, 0.002] }]),
      first: 40,
      end: 52,
    },
  ],
  ["of reach and frequency", { fit: reachWeekly(), first: 20, end: 30 }],
  ["multiplying", { fit: multiplyingDaily(2), first: 40, end: 52 }],
])("the curve at the actual flighting, %s", (_, each) => {
  const { fit, first, end } = each;
  const { flighted } = curvesOf(each);
  const continued = continueWithoutMedia(fit, carryOutHorizon(fit).periods);
  const { panel } = continued;
  const periods = panel.dates.length;
  const planned = (channel: number, factor: (time: number) => number): MediaPlan => ({
    exposure: observedPlan(panel).exposure.map((exposure, index) =>
      index === channel ? exposure.map((value, cell) => value * factor(cell % periods)) : exposure,
    ),
  });
  const within = (time: number): boolean => time >= first && time < end;
  const atMultiple = (channel: number, multiple: number): MediaPlan =>
    planned(channel, (time) => (within(time) ? multiple : 1));

  test("each point is outcome under the multiple less outcome without the window's media", () => {
    flighted.forEach(({ points }, channel) => {
      expect(points.map(({ multiple }) => multiple)).toEqual(curveMultiples);
      const none = meanOutcome(continued, atMultiple(channel, 0));
      for (const { multiple, kpi, money, spend, averageRoi } of [points[3], points[10], points[20]]) {
        const some = meanOutcome(continued, atMultiple(channel, multiple));
        const gain = total(some.map((value, cell) => value - none[cell]));
        const worth = total(some.map((value, cell) => (value - none[cell]) * panel.kpi.revenuePerKpi[cell]));
        const scale = total(some);
        expect(Math.abs(kpi.mean - gain)).toBeLessThan(exact * scale);
        expect(Math.abs(money.mean - worth)).toBeLessThan(exact * scale);
        expect(Math.abs((averageRoi?.mean ?? 0) - worth / spend)).toBeLessThan((exact * scale) / spend);
      }
    });
  });

  test("its slope is the derivative in spend", () => {
    flighted.forEach(({ points, spend }, channel) => {
      const { marginalRoi } = points[10];
      const step = 1e-4;
      const [more, less] = [1 + step, 1 - step].map((multiple) =>
        total(
          meanOutcome(continued, atMultiple(channel, multiple)).map(
            (value, cell) => value * panel.kpi.revenuePerKpi[cell],
          ),
        ),
      );
      // step² times the third derivative, and rounding of 1e-16 · 1e6 / step.
      expect(Math.abs((marginalRoi ?? Number.NaN) / ((more - less) / (2 * step * spend)) - 1)).toBeLessThan(1e-5);
    });
  });

  test("its immediate part is what each period's exposure adds in that period, one by one", () => {
    const geos = panel.geos.length;
    flighted.forEach(({ points }, channel) => {
      for (const { multiple, immediate, carryover, kpi } of [points[10], points[17]]) {
        const whole = meanOutcome(continued, atMultiple(channel, multiple));
        let felt = 0;
        for (let time = first; time < end; time += 1) {
          const blank = (at: number): number => (at === time ? 0 : within(at) ? multiple : 1);
          const without = meanOutcome(continued, planned(channel, blank));
          for (let geo = 0; geo < geos; geo += 1) felt += whole[geo * periods + time] - without[geo * periods + time];
        }
        expect(Math.abs(immediate - felt)).toBeLessThan(exact * total(whole));
        expect(immediate + carryover).toBeCloseTo(kpi.mean, 6);
      }
      expect(points[0]).toMatchObject({ immediate: 0, carryover: 0 });
    });
  });

  test("it says from where on it is extrapolation", () => {
    flighted.forEach(({ points, observedMultiple, largestSpendPerPeriod }, channel) => {
      const { exposure, spend } = fit.panel.media[channel];
      const known = fit.panel.dates.length;
      const geos = fit.panel.geos.map((_, geo) => {
        const ofGeo = Array.from(exposure.subarray(geo * known, (geo + 1) * known));
        return Math.max(...ofGeo) / Math.max(...ofGeo.slice(first, end));
      });
      expect(observedMultiple).toBeCloseTo(Math.min(...geos), 12);
      for (const { multiple, extrapolated } of points) expect(extrapolated).toBe(multiple > Math.min(...geos) + 1e-9);
      expect(points[20].extrapolated).toBe(true);
      expect(points[10].extrapolated).toBe(false);
      if (fit.panel.geos.length === 1) expect(largestSpendPerPeriod).toBe(Math.max(...spend));
    });
  });
});

test.each<[string, Fit]>([
  ["additive", additiveDaily(3)],
  ["saturating first", saturatingFirstDaily()],
  ["over geos", geoWeekly(2)],
  ["of reach and frequency", reachWeekly()],
])("steady spend, %s: total and carried-over part are outcomes of the last period", (_, fit) => {
  const { steady } = curvesOf({ fit, first: 40, end: 60 });
  const { panel } = fit;
  const periods = panel.dates.length;
  steady.forEach(({ channel, points, largestSpendPerPeriod, currentSpendPerPeriod }) => {
    const index = panel.media.findIndex(({ name }) => name === channel);
    const spend = total(panel.media[index].spend);
    expect(currentSpendPerPeriod).toBeCloseTo(spend / periods, 8);
    for (const point of [points[6], points[20]]) {
      const lastWith = (last: number, others: number): number => {
        const plan = observedPlan(panel).exposure.map((exposure, each) => {
          if (each !== index) return exposure;
          return exposure.map((_value, cell) => {
            const geo = Math.floor(cell / periods);
            const share = total(exposure.subarray(geo * periods, (geo + 1) * periods)) / spend;
            return point.spendPerPeriod * share * (cell % periods === periods - 1 ? last : others);
          });
        });
        // Where exposure is reach, everyone is reached as often as all were on average.
        const frequency = panel.media.map(({ frequency: often, exposure }) =>
          often?.map(() => total(exposure.map((people, cell) => people * often[cell])) / total(exposure)),
        );
        const outcome = meanOutcome(fit, { exposure: plan, frequency });
        return panel.geos.reduce((sum, _geo, geo) => sum + outcome[(geo + 1) * periods - 1], 0);
      };
      const none = lastWith(0, 0);
      const scale = exact * lastWith(1, 1);
      expect(Math.abs(point.total.mean - (lastWith(1, 1) - none))).toBeLessThan(scale);
      expect(Math.abs(point.carryover - (lastWith(0, 1) - none))).toBeLessThan(scale);
      expect(point.immediate + point.carryover).toBeCloseTo(point.total.mean, 8);
      expect(point.extrapolated).toBe(point.spendPerPeriod > largestSpendPerPeriod);
    }
  });
});

test("channels known by reach and frequency are told how often people should be reached, others not", () => {
  const { frequencies } = curvesOf({ fit: reachWeekly(), first: 20, end: 30 });
  expect(frequencies.map(({ channel, level }) => [channel, level])).toEqual([["video", 0.9]]);
  expect(curvesOf({ fit: additiveDaily(2), first: 0, end: 9 }).frequencies).toEqual([]);
});
