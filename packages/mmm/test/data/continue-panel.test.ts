import { describe, expect, test } from "vitest";
import { dateRange } from "../../src/calendar/dates.ts";
import { type Continuation, continuePanel } from "../../src/data/continue-panel.ts";
import type { Panel } from "../../src/data/panel.ts";
import { firstPeriods } from "../../src/data/slice-panel.ts";
import { geoWorld } from "../support/geo-panel.ts";
import { smallWorld } from "../support/small-panel.ts";

/** What follows the first periods of a panel, as a continuation of them. */
function rest(panel: Panel, from: number): Continuation {
  const all = panel.dates.length;
  const cut = (values: Float64Array): Float64Array =>
    Float64Array.from(panel.geos.flatMap((_, geo) => Array.from(values.subarray(geo * all + from, (geo + 1) * all))));
  return {
    dates: panel.dates.slice(from),
    media: panel.media.map(({ exposure, spend }) => {
      const kept = cut(exposure);
      return { exposure: kept, spend: spend === exposure ? kept : cut(spend) };
    }),
    controls: panel.controls.map(({ values }) => cut(values)),
    revenuePerKpi: cut(panel.kpi.revenuePerKpi),
    kpi: cut(panel.kpi.values),
  };
}

describe.each([
  ["national", smallWorld().panel],
  ["of several geos", geoWorld().panel],
])("a panel %s", (_, panel) => {
  test("is its first periods continued by the others, digest and all", () => {
    for (const periods of [1, 7, panel.dates.length - 1]) {
      expect(continuePanel(firstPeriods(panel, periods), rest(panel, periods))).toEqual(panel);
    }
  });

  test("continued without a KPI has none there, and keeps the one it has", () => {
    const { kpi: _kpi, ...media } = rest(panel, 10);
    const continued = continuePanel(firstPeriods(panel, 10), media);
    const periods = panel.dates.length;
    continued.kpi.values.forEach((value, cell) => {
      if (cell % periods < 10) expect(value).toBe(panel.kpi.values[cell]);
      else expect(value).toBeNaN();
    });
  });
});

test("a continuation that does not fit is refused", () => {
  const { panel } = smallWorld();
  const ten = firstPeriods(panel, 10);
  const good = rest(panel, 10);
  expect(() => continuePanel(ten, { ...good, dates: dateRange("2024-01-05", 130) })).toThrow("not after 2024-01-10");
  expect(() => continuePanel(ten, { ...good, media: [] })).toThrow("0 media and 2 controls");
  expect(() => continuePanel(ten, { ...good, revenuePerKpi: new Float64Array(3) })).toThrow("3 values");
  expect(() => firstPeriods(panel, 0)).toThrow("0 of 140");
  expect(firstPeriods(panel, 140)).toBe(panel);
});
