// The panel after the data: without media, everything else as it was last, for exactly as long as an effect lasts.
import { expect, test } from "vitest";
import { carryOutHorizon, continueWithoutMedia } from "../../src/analysis/carry-out.ts";
import { observedPlan, scaleChannel } from "../../src/analysis/media-plan.ts";
import { geoWeekly, linearGeometric, reachWeekly } from "./incrementality-fits.ts";

test("a finite window's effect is gone one period after its horizon, and still there in its last", () => {
  const fit = geoWeekly(1);
  const { periods, unfollowedShare } = carryOutHorizon(fit);
  // Thirteen weights: the week of the exposure and twelve after it.
  expect([periods, unfollowedShare]).toEqual([12, 0]);
  const longer = continueWithoutMedia(fit, periods + 3);
  const plan = observedPlan(longer.panel);
  const whole = longer.outcome(plan).values;
  const known = fit.panel.dates.length;
  const length = longer.panel.dates.length;
  const without = longer.outcome({
    exposure: plan.exposure.map((exposure) => exposure.map((value, time) => (time === known - 1 ? 0 : value))),
  }).values;
  // Of the first geo.
  const effect = Array.from(whole.subarray(0, length), (value, time) => value - without[time]);
  expect(effect[known - 1 + periods]).not.toBe(0);
  expect(effect.slice(known + periods)).toEqual([0, 0, 0]);
});

test("an effect over the whole past is followed by the longest retention of all draws, and none by none", () => {
  const draw = { intercept: 1, retention: [0.2, 0.1], coefficient: [1, 1] };
  // 0.2 to the power 18 is below 1e-12, to the power 17 above.
  expect(carryOutHorizon(linearGeometric([draw])).periods).toBe(18);
  expect(carryOutHorizon(linearGeometric([{ ...draw, retention: [0, 0] }])).periods).toBe(0);
  const fit = linearGeometric([draw]);
  expect(continueWithoutMedia(fit, 0)).toBe(fit);
});

test("media are off, controls and the money of a unit of KPI stay at each geo's last values, the KPI is unknown", () => {
  const fit = geoWeekly(1);
  const { panel } = continueWithoutMedia(fit, 4);
  const known = fit.panel.dates.length;
  const length = known + 4;
  expect(panel.dates.slice(0, known)).toEqual(fit.panel.dates);
  expect(Date.parse(panel.dates[known + 3]) - Date.parse(panel.dates[known - 1])).toBe(4 * 7 * 86_400_000);
  fit.panel.geos.forEach((_, geo) => {
    const later = (values: Float64Array): number[] =>
      Array.from(values.subarray(geo * length + known, (geo + 1) * length));
    const last = (values: Float64Array): number => values[(geo + 1) * known - 1];
    for (const { exposure, spend } of panel.media)
      expect([later(exposure), later(spend)]).toEqual([
        [0, 0, 0, 0],
        [0, 0, 0, 0],
      ]);
    panel.controls.forEach(({ values }, index) => {
      expect(later(values)).toEqual(new Array(4).fill(last(fit.panel.controls[index].values)));
    });
    expect(later(panel.kpi.revenuePerKpi)).toEqual(new Array(4).fill(last(fit.panel.kpi.revenuePerKpi)));
    expect(later(panel.kpi.values)).toEqual(new Array(4).fill(Number.NaN));
  });
});

test("where exposure is reach, nobody is reached", () => {
  const fit = reachWeekly(1);
  const { panel } = continueWithoutMedia(fit, 2);
  expect(Array.from(panel.media[0].exposure.slice(-2))).toEqual([0, 0]);
  expect(panel.media[0].frequency).toHaveLength(panel.dates.length);
});

test("a plan keeps what it says of frequency when its exposure is scaled", () => {
  const frequency = [Float64Array.of(2), undefined];
  const plan = { exposure: [Float64Array.of(1), Float64Array.of(3)], frequency };
  expect(scaleChannel(plan, 1, 2)).toEqual({ exposure: [Float64Array.of(1), Float64Array.of(6)], frequency });
});
