// How saturated a channel is, and what is said about it.
import { expect, test } from "vitest";
import { channelResponse } from "../../src/analysis/channel-response.ts";
import { type ObservedResponse, observedResponse } from "../../src/analysis/observed-response.ts";
import { saturationState } from "../../src/analysis/saturation-state.ts";
import type { Fit } from "../../src/fit.ts";
import { thinnedDraws } from "../../src/fit.ts";
import { additiveFit, days } from "./additive-fit.ts";

function observe(fit: Fit): ObservedResponse {
  const { media, kpi } = fit.panel;
  const response = channelResponse(fit, 0, thinnedDraws(1));
  return observedResponse({ response, exposure: media[0].exposure, revenuePerKpi: kpi.revenuePerKpi, draws: 1 });
}

test("the level is the mean share of the ceiling on days with exposure", () => {
  // Michaelis–Menten, half saturation 10: spend 10 reaches ½, 30 reaches ¾; the day without spend does not count.
  const fit = additiveFit({
    dates: days(3),
    kpi: [1, 1, 1],
    intercept: [0],
    noise: [1],
    channels: [
      {
        name: "tv",
        spend: [10, 0, 30],
        coefficient: [5],
        saturation: { kind: "michaelis-menten" },
        parameters: { halfSaturation: [10] },
      },
    ],
  });
  const { level, total } = observe(fit);
  expect(level?.[0]).toBeCloseTo(0.625, 12);
  expect(total[0]).toBeCloseTo(1.25, 12);
});

test("with saturation first the level is that of the curve, not of what is carried over", () => {
  const fit = additiveFit({
    dates: days(2),
    kpi: [1, 1],
    intercept: [0],
    noise: [1],
    channels: [
      {
        name: "tv",
        spend: [10, 10],
        coefficient: [5],
        order: "saturation-first",
        adstock: { kind: "geometric", window: null, normalize: false },
        saturation: { kind: "michaelis-menten" },
        parameters: { halfSaturation: [10], retention: [0.5] },
      },
    ],
  });
  const { level, total } = observe(fit);
  expect(level?.[0]).toBeCloseTo(0.5, 12);
  expect(total[0]).toBeCloseTo(0.5 + 0.75, 12);
});

test("a channel that was never shown is at level 0", () => {
  const fit = additiveFit({
    dates: days(2),
    kpi: [1, 1],
    intercept: [0],
    noise: [1],
    channels: [
      {
        name: "tv",
        spend: [0, 0],
        coefficient: [5],
        saturation: { kind: "michaelis-menten" },
        parameters: { halfSaturation: [10] },
      },
    ],
  });
  const { level } = observe(fit);
  expect(level?.[0]).toBe(0);
});

test.each([
  [[0.1, 0.2, 0.3], "unsaturated", "there is room for more spend"],
  [[0.4, 0.5, 0.6], "working", "at a falling rate"],
  [[0.8, 0.9, 0.7], "saturated", "look here first for money to move"],
  [[0.1, 0.5, 0.9], "unknown", "the data cannot tell"],
  [[0.1, 0.2, 0.3, 0.5], "unknown", "the data cannot tell"],
] as const)("levels %j are %s", (levels, state, words) => {
  const found = saturationState("tv", Float64Array.from(levels), "daily");
  expect(found.state).toBe(state);
  expect(found.sentence).toContain(words);
});

test("the sentence gives the level with its interval", () => {
  const level = Float64Array.from({ length: 101 }, (_, draw) => 0.4 + 0.001 * draw);
  expect(saturationState("tv", level, "daily").sentence).toBe(
    "On days with spend tv reaches 45\u202f% of its ceiling (94 % interval 40\u202f% to 50\u202f%): more spend still brings more, at a falling rate.",
  );
});

test.each([
  ["weekly", "In weeks with spend tv"],
  ["monthly", "In months with spend tv"],
] as const)("of %s data the sentence does not speak of days", (frequency, words) => {
  const { sentence } = saturationState("tv", Float64Array.of(0.4, 0.5), frequency);
  expect(sentence.startsWith(words)).toBe(true);
});

test("a curve without a ceiling has no level", () => {
  const fit = additiveFit({
    dates: days(1),
    kpi: [1],
    intercept: [0],
    noise: [1],
    channels: [
      { name: "tv", spend: [4], coefficient: [5], saturation: { kind: "root" }, parameters: { exponent: [0.5] } },
    ],
  });
  const { level } = observe(fit);
  expect(level).toBeNull();
  const state = saturationState("tv", level, "daily");
  expect(state).toMatchObject({ level: null, state: "unknown" });
  expect(state.sentence).toContain("without a ceiling");
});
