import { describe, expect, test } from "vitest";
import { dateRange } from "../../src/calendar/dates.ts";
import { continuePanel } from "../../src/data/continue-panel.ts";
import type { Panel } from "../../src/data/panel.ts";
import { exposureOf } from "../../src/model/model-graph.ts";
import { resolveSpec } from "../../src/model/resolve-spec.ts";
import { smallWorld } from "../support/small-panel.ts";
import { priorDraws, statedFit } from "../support/stated-fit.ts";

/** The panel and `periods` further days without media, with other controls and another worth of the KPI. */
function continued(panel: Panel, periods: number): Panel {
  const zeros = new Float64Array(periods);
  return continuePanel(panel, {
    dates: dateRange("2024-05-20", periods),
    media: panel.media.map(() => ({ exposure: zeros, spend: zeros })),
    controls: panel.controls.map(() => new Float64Array(periods).fill(7)),
    revenuePerKpi: new Float64Array(periods).fill(3),
  });
}

const kinds: readonly Record<string, unknown>[] = [
  {},
  { holidays: "US" },
  { kind: "adelon" },
  { kind: "pymc-marketing" },
  { kind: "pymc-marketing", time_varying: { intercept: {}, media: {} } },
  { kind: "default", likelihood: "log-normal", changepoints: 3 },
];

describe.each(kinds)("a fit of %o over a panel that goes on", (model) => {
  const { panel, config } = smallWorld(model);
  const spec = resolveSpec(panel, config);
  const fit = statedFit(panel, spec, priorDraws(panel, spec, 3));
  const longer = continued(panel, 40);
  const over = fit.over(longer);

  test("says of the past what it said before: nothing about the future enters it", () => {
    const before = fit.outcome({ exposure: exposureOf(panel) }).values;
    const after = over.outcome({ exposure: exposureOf(longer) }).values;
    expect(after).toHaveLength(3 * 180);
    before.forEach((value, index) => {
      const draw = Math.floor(index / 140);
      const same = after[draw * 180 + (index % 140)];
      // The sums of the longer series are taken in another order.
      expect(Math.abs(same - value)).toBeLessThan(1e-12 * Math.max(1, Math.abs(value)) * 100);
    });
  });

  test("lets the last media of the past work on in the future", () => {
    const whole = over.outcome({ exposure: exposureOf(longer) }).values;
    const silent = exposureOf(longer).map((series) => series.map((value, t) => (t >= 130 ? 0 : value)));
    const less = over.outcome({ exposure: silent }).values;
    const future = [...whole.keys()].filter((index) => index % 180 >= 140);
    expect(future.every((index) => Number.isFinite(whole[index]))).toBe(true);
    expect(future.some((index) => whole[index] > less[index])).toBe(true);
  });

  test("opened, it answers as it does when asked once", () => {
    const plan = { exposure: exposureOf(longer) };
    expect(over.open().outcome(plan)).toEqual(over.outcome(plan).values);
  });
});

test("a panel of other series, or of another beginning, is refused", () => {
  const { panel, config } = smallWorld();
  const spec = resolveSpec(panel, config);
  const fit = statedFit(panel, spec, priorDraws(panel, spec, 1));
  expect(() => fit.over({ ...panel, media: panel.media.slice(0, 1) })).toThrow("its own series and beginning");
  expect(() => fit.over({ ...panel, dates: dateRange("2023-01-01", 140) })).toThrow("its own series and beginning");
});
