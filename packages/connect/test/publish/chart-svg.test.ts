// Charts drawn by the real ECharts, without a browser.

import { buildReport, type Chart, type ChartOption, type ChartReference, drawChart, lightTheme } from "@carryover/mmm";
import { init } from "echarts/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bandSeries } from "../../../mmm/src/report/charts/band.ts";
import { makeEvaluation, shapeArbitrary } from "../../../mmm/test/report/make-evaluation.ts";
import { renderChartSvg, renderRawSvg } from "../../src/publish/chart-svg.ts";

function referencesOf(evaluation: Parameters<typeof buildReport>[0]): readonly ChartReference[] {
  return buildReport(evaluation).chapters.flatMap(({ blocks }) =>
    blocks.flatMap((block) => (block.kind === "figure" ? [block.chart] : [])),
  );
}

/** Points of a path that has only M and L commands. */
function pointsOf(path: string): readonly (readonly [number, number])[] {
  return [...path.matchAll(/[ML]\s*(-?[\d.]+)[ ,](-?[\d.]+)/g)].map((match) => [Number(match[1]), Number(match[2])]);
}

function pathsWith(svg: string, attribute: string): readonly string[] {
  return [...svg.matchAll(/<path d="([^"]*)"[^>]*>/g)].flatMap((match) =>
    match[0].includes(attribute) ? [match[1]!] : [],
  );
}

/** A drawing whose pixels are its values: 100 × 100, both axes without labels, y from −5 to 5. */
function bareChart(series: ChartOption["series"]): Chart {
  const none = { show: false };
  const axis = { axisLabel: none, axisLine: none, axisTick: none, splitLine: none } as const;
  return {
    id: "bare",
    title: "",
    description: "",
    height: 100,
    table: { columns: [], rows: [] },
    option: {
      animation: false,
      useUTC: true,
      backgroundColor: "transparent",
      textStyle: {},
      grid: [{ left: 0, right: 0, top: 0, bottom: 0 }],
      xAxis: [{ type: "value", min: 0, max: 4, ...axis }],
      yAxis: [{ type: "value", min: -5, max: 5, ...axis }],
      series,
      tooltip: { trigger: "axis", confine: true },
    },
  };
}

describe("ECharts", () => {
  test("draws every chart of any evaluation, wide and narrow, with finite coordinates only", () => {
    fc.assert(
      fc.property(shapeArbitrary, fc.constantFrom(360, 900), (shape, width) => {
        const evaluation = makeEvaluation({ ...shape, channels: Math.min(shape.channels, 3) });
        for (const reference of referencesOf(evaluation)) {
          const svg = renderRawSvg(drawChart(reference, evaluation, { theme: lightTheme, width }), width);
          expect(svg).toMatch(/^<svg width="\d+" height="\d+"/);
          expect(svg).not.toMatch(/NaN|undefined|Infinity/);
        }
      }),
      { numRuns: 2 },
    );
  });

  test("draws a channel that was never bought", () => {
    const evaluation = makeEvaluation({ channels: 2, periods: 60 });
    const nothing = { mean: 0, median: 0, sd: 0, interval50: [0, 0], interval80: [0, 0], interval94: [0, 0] } as const;
    const zero = evaluation.dates.map(() => 0);
    const unbought = {
      ...evaluation,
      spendOverTime: evaluation.spendOverTime.map((row, index) => (index === 0 ? { ...row, values: zero } : row)),
      channels: evaluation.channels.map((channel, index) =>
        index === 0
          ? {
              ...channel,
              ...{ spend: 0, spendShare: 0, currentSpendPerPeriod: 0, observedMaximum: 0, probabilityBest: 0 },
              ...{ contribution: nothing, contributionShare: nothing, roas: nothing, marginalRoas: nothing },
              halfLifePeriods: nothing,
              decay: [{ lag: 0, mean: 1, lower: 1, upper: 1 }],
              responseCurve: channel.responseCurve.map(() => ({ spendPerPeriod: 0, mean: 0, lower: 0, upper: 0 })),
              overTime: { mean: zero, lower50: zero, upper50: zero, lower94: zero, upper94: zero },
            }
          : channel,
      ),
    };
    for (const reference of referencesOf(unbought)) {
      const svg = renderRawSvg(drawChart(reference, unbought, { theme: lightTheme, width: 540 }), 540);
      expect(svg).not.toMatch(/NaN|undefined|Infinity/);
    }
    expect(JSON.stringify(buildReport(unbought))).toContain("TV had no spend");
  });

  test("a band that crosses zero is filled from its lower to its upper edge", () => {
    const lower = [-4, -3, -1, 1, 2];
    const upper = [-2, 1, 2, 3, 2.5];
    const band = bandSeries({
      name: "b",
      stack: "b",
      x: [0, 1, 2, 3, 4],
      lower,
      upper,
      color: "#123456",
      opacity: 0.5,
    });
    const [path] = pathsWith(renderRawSvg(bareChart([...band]), 100), 'fill="#123456"');
    const ys = pointsOf(path!).map(([, y]) => 5 - y / 10);
    // The filled shape runs along the upper edge and back along the lower one; pixels are rounded to a hundredth.
    for (const [index, value] of upper.entries()) expect(ys[index]).toBeCloseTo(value, 1);
    for (const [index, value] of lower.entries()) expect(ys[2 * upper.length - 1 - index]).toBeCloseTo(value, 1);
  });

  test("the decomposition's top edge is the line of its sum, though seasonality is negative", () => {
    const evaluation = makeEvaluation({ periods: 400, seed: 3 });
    expect(evaluation.components.some(({ overTime }) => overTime.mean.some((value) => value < 0))).toBe(true);
    const svg = renderRawSvg(drawChart({ name: "decomposition" }, evaluation, { theme: lightTheme, width: 900 }), 900);
    const top = pointsOf(pathsWith(svg, `fill="${lightTheme.channels[4]}"`)[0]!);
    const line = pointsOf(pathsWith(svg, `stroke="${lightTheme.observed}"`)[0]!);
    expect(line.length).toBeGreaterThan(50);
    // ECharts rounds pixels to a tenth, and parts are rounded to five figures of the axis before stacking.
    for (const [index, [x, y]] of line.entries()) {
      expect(top[index]![0]).toBeCloseTo(x, 1);
      expect(Math.abs(top[index]![1] - y)).toBeLessThan(0.15);
    }
  });

  test("nothing is left running, where a chart not disposed of would keep the process alive", async () => {
    const chart = drawChart({ name: "roas" }, makeEvaluation({ channels: 1, periods: 60 }), {
      theme: lightTheme,
      width: 500,
    });
    // An undisposed chart sets a timer for every frame (16 ms), so one is pending at any moment.
    const pendingTimers = async (): Promise<number> => {
      await new Promise((resolve) => setTimeout(resolve, 100));
      return process.getActiveResourcesInfo().filter((resource) => resource === "Timeout").length;
    };
    renderRawSvg(chart, 500);
    const before = await pendingTimers();
    renderRawSvg(chart, 500);
    expect(await pendingTimers()).toBe(before);
    const left = init(null, null, { renderer: "svg", ssr: true, width: 500, height: chart.height });
    left.setOption(chart.option);
    left.renderToSVGString();
    expect(await pendingTimers()).toBeGreaterThan(before);
    left.dispose();
    expect(await pendingTimers()).toBe(before);
  });
});

describe("an embedded drawing", () => {
  const evaluation = makeEvaluation({ periods: 200 });

  test("takes every color from a variable, scales, and loads nothing", () => {
    for (const reference of referencesOf(evaluation)) {
      const svg = renderChartSvg(drawChart(reference, evaluation, { theme: lightTheme, width: 540 }), 540, "x");
      expect(svg).toMatch(/^<svg aria-hidden="true" focusable="false" viewBox="0 0 540 \d+">/);
      expect(svg).not.toMatch(/"#[0-9a-f]|rgba?\(/i);
      expect(svg).not.toMatch(/https?:|<style|class=/);
    }
  });

  test("is the same in every run and its ids carry its own prefix", () => {
    const chart = drawChart({ name: "fit" }, evaluation, { theme: lightTheme, width: 540 });
    const first = renderChartSvg(chart, 540, "fit-wide");
    expect(renderChartSvg(chart, 540, "fit-wide")).toBe(first);
    for (const [, id] of first.matchAll(/ id="([^"]*)"/g)) expect(id).toMatch(/^fit-wide-/);
    for (const [, id] of first.matchAll(/url\(#([^)]*)\)/g)) expect(id).toMatch(/^fit-wide-/);
  });

  test("dots keep their size and outline", () => {
    const svg = renderChartSvg(
      drawChart({ name: "response-curve", index: 0 }, evaluation, { theme: lightTheme, width: 360 }),
      360,
      "r",
    );
    // 11 pixels across with an outline of 2, as the chart asks for.
    expect(svg).toMatch(
      /<circle r="5.5" cx="[\d.]+" cy="[\d.]+" fill="var\(--surface\)" stroke="var\(--observed\)" stroke-width="2"/,
    );
  });

  test("ticks have a true minus and thin spaces", () => {
    const svg = renderChartSvg(
      drawChart({ name: "residuals" }, evaluation, { theme: lightTheme, width: 540 }),
      540,
      "r",
    );
    expect(svg).toMatch(/>\u2212\d/);
    expect(svg).not.toMatch(/>-\d/);
  });
});
