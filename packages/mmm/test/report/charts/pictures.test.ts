// What the pictures hold: bands nest, totals add up, marks lie on their curves.
import { quantileSorted } from "@carryover/engine";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { buildReport } from "../../../src/report/chapters.ts";
import { bandSeries } from "../../../src/report/charts/band.ts";
import { legendRows } from "../../../src/report/charts/base.ts";
import { type ChartReference, drawChart } from "../../../src/report/charts/catalog.ts";
import type { Chart, ChartStyle } from "../../../src/report/charts/chart.ts";
import { decompositionChart } from "../../../src/report/charts/decomposition.ts";
import { recentFitChart } from "../../../src/report/charts/fit.ts";
import { cloudPositions, lagOneCorrelation, movingMean, residualsChart } from "../../../src/report/charts/residuals.ts";
import { curveAt, responseCurveChart, roundedUp, splitCurve } from "../../../src/report/charts/response-curve.ts";
import { marginalRoasChart, roasChart } from "../../../src/report/charts/roas-forest.ts";
import { axisName, axisScale } from "../../../src/report/charts/scale.ts";
import { spendAndRevenueChart } from "../../../src/report/charts/spend-and-revenue.ts";
import { darkTheme, lightTheme } from "../../../src/report/charts/theme.ts";
import { floatingBar, waterfallChart } from "../../../src/report/charts/waterfall.ts";
import { evaluationArbitrary, isPlainData, makeEstimate, makeEvaluation } from "../make-evaluation.ts";

const wide: ChartStyle = { theme: lightTheme, width: 900 };
const narrow: ChartStyle = { theme: darkTheme, width: 360 };

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** Every chart of a report, in one style. */
function chartsOf(evaluation: Parameters<typeof buildReport>[0], style: ChartStyle): readonly Chart[] {
  const references = buildReport(evaluation).chapters.flatMap(({ blocks }) =>
    blocks.flatMap((block): ChartReference[] => (block.kind === "figure" ? [block.chart] : [])),
  );
  return references.map((reference) => drawChart(reference, evaluation, style));
}

/** Stacked band series come in pairs: lower edge and width. */
function bandsOf(
  chart: Chart,
): readonly { readonly name: string; readonly lower: number[]; readonly upper: number[] }[] {
  const lines = chart.option.series.filter((series) => series.type === "line" && series.stack !== undefined);
  const edges = lines.filter((series) => series.type === "line" && series.areaStyle === undefined);
  return edges.map((edge) => {
    const width = lines.find(
      (series) =>
        series !== edge && series.type === "line" && series.stack === (edge.type === "line" ? edge.stack : ""),
    )!;
    const lower = edge.data.map((point) => Number(point[1]));
    return { name: edge.name, lower, upper: width.data.map((point, index) => lower[index] + Number(point[1])) };
  });
}

describe("every chart of any evaluation", () => {
  test("holds only finite numbers and plain data, has a title, a description and a rectangular table", () => {
    fc.assert(
      fc.property(evaluationArbitrary, fc.constantFrom(wide, narrow), (evaluation, style) => {
        for (const chart of chartsOf(evaluation, style)) {
          expect(isPlainData(chart)).toBe(true);
          expect(chart.title.length).toBeGreaterThan(10);
          expect(chart.title).not.toMatch(/NaN|undefined|n\/a|\.$/);
          expect(chart.description).toMatch(/\.$/);
          expect(chart.height).toBeGreaterThan(80);
          expect(chart.table.rows.length).toBeGreaterThan(0);
          for (const row of chart.table.rows) expect(row).toHaveLength(chart.table.columns.length);
        }
      }),
      { numRuns: 12 },
    );
  });

  test("value axes are named", () => {
    for (const chart of chartsOf(makeEvaluation(), wide)) {
      for (const axis of [...chart.option.xAxis, ...chart.option.yAxis]) {
        if (axis.type === "value") expect(axis.name?.length).toBeGreaterThan(0);
      }
    }
  });

  test("bands have a width that is never negative", () => {
    fc.assert(
      fc.property(evaluationArbitrary, (evaluation) => {
        for (const chart of chartsOf(evaluation, wide)) {
          for (const band of bandsOf(chart)) {
            for (const [index, lower] of band.lower.entries()) expect(band.upper[index]).toBeGreaterThanOrEqual(lower);
          }
        }
      }),
      { numRuns: 10 },
    );
  });
});

describe("bands", () => {
  test("lower edge and width add up to the upper edge below, across and above zero", () => {
    const [edge, width] = bandSeries({
      name: "b",
      stack: "s",
      x: [0, 1, 2],
      lower: [-3, -1, 2],
      upper: [-2, 4, 2.5],
      color: "#000000",
      opacity: 0.2,
    });
    expect(edge.stackStrategy).toBe("all");
    expect(width.stackStrategy).toBe("all");
    expect(edge.data.map((point, index) => Number(point[1]) + Number(width.data[index][1]))).toEqual([-2, 4, 2.5]);
  });

  test("the fit's 50 % band lies inside its 94 % band, and the prediction inside both", () => {
    fc.assert(
      fc.property(evaluationArbitrary, (evaluation) => {
        const chart = recentFitChart(evaluation, wide);
        const [outer, inner] = bandsOf(chart);
        const mean = chart.option.series.find(({ name }) => name === "Predicted")!.data;
        // Edges are rounded to five figures of the axis, so nesting holds to that.
        const step = 1e-4 * Math.max(...outer.upper.map(Math.abs));
        mean.forEach((point, index) => {
          expect(inner.lower[index]).toBeGreaterThanOrEqual(outer.lower[index] - step);
          expect(inner.upper[index]).toBeLessThanOrEqual(outer.upper[index] + step);
          expect(Number(point[1])).toBeGreaterThanOrEqual(inner.lower[index] - step);
          expect(Number(point[1])).toBeLessThanOrEqual(inner.upper[index] + step);
        });
      }),
      { numRuns: 20 },
    );
  });
});

describe("totals", () => {
  test("the decomposition's parts add up to its line, in picture and table", () => {
    fc.assert(
      fc.property(evaluationArbitrary, (evaluation) => {
        const chart = decompositionChart(evaluation, wide);
        const parts = chart.option.series.slice(0, -1);
        const line = chart.option.series.at(-1)!;
        line.data.forEach((point, index) => {
          const stacked = sum(parts.map((part) => Number(part.data[index][1])));
          // Each part is rounded to five figures of the axis.
          expect(Math.abs(stacked - Number(point[1]))).toBeLessThan(
            parts.length * 1e-4 * Math.max(1, Math.abs(Number(point[1]))),
          );
        });
        for (const row of chart.table.rows) {
          const [, total, ...rest] = row.map(Number);
          expect(sum(rest) / total).toBeCloseTo(1, 9);
        }
        for (const part of parts) expect(part.type === "line" && part.stackStrategy).toBe("all");
      }),
      { numRuns: 20 },
    );
  });

  test("weekly sums of whole weeks are what is drawn of a daily series", () => {
    const evaluation = makeEvaluation();
    const { table } = decompositionChart(evaluation, wide);
    const monday = evaluation.dates.indexOf("2022-01-03");
    const first = evaluation.components.map(({ overTime }) => sum(overTime.mean.slice(monday, monday + 7)));
    expect(table.rows[0][0]).toBe("2022-01-03");
    expect(Number(table.rows[0][1])).toBeCloseTo(sum(first), 4);
  });

  test("each waterfall bar starts where the last one ended, and the last is the sum", () => {
    fc.assert(
      fc.property(evaluationArbitrary, (evaluation) => {
        const { table } = waterfallChart(evaluation, wide);
        const totals = table.rows.map((row) => Number(row[1]));
        expect(sum(totals.slice(0, -1)) / totals.at(-1)!).toBeCloseTo(1, 9);
        expect(sum(table.rows.slice(0, -1).map((row) => Number(row[4])))).toBeCloseTo(1, 9);
      }),
      { numRuns: 20 },
    );
  });

  test("a floating bar covers exactly its stretch, whatever its signs", () => {
    const place = fc.double({ min: -100, max: 100, noNaN: true });
    fc.assert(
      fc.property(place, place, (start, end) => {
        const { offset, above, below } = floatingBar(start, end);
        expect(above).toBeGreaterThanOrEqual(0);
        expect(below).toBeLessThanOrEqual(0);
        // What lies above zero is stacked on a positive offset, what lies below under a negative one.
        const top = Math.max(offset, 0) + above;
        const bottom = Math.min(offset, 0) + below;
        const [low, high] = [Math.min(start, end), Math.max(start, end)];
        expect(low >= 0 ? Math.max(offset, 0) : bottom).toBeCloseTo(low, 9);
        expect(high <= 0 ? Math.min(offset, 0) : top).toBeCloseTo(high, 9);
      }),
    );
  });

  test("monthly bars hold all the spend of whole months", () => {
    const evaluation = makeEvaluation({ periods: 1096 - 1 });
    const { table } = spendAndRevenueChart(evaluation, wide);
    // 2022-01-01 to 2024-12-30: December 2024 is cut and left out.
    expect(table.rows).toHaveLength(35);
    const last = evaluation.dates.indexOf("2024-12-01");
    const spent = sum(evaluation.spendOverTime.map(({ values }) => sum(values.slice(0, last))));
    expect(sum(table.rows.map((row) => Number(row[2])))).toBeCloseTo(spent, 3);
  });

  test("weekly data are drawn as the mean of a month's weeks", () => {
    const evaluation = makeEvaluation({ frequency: "weekly", periods: 104 });
    const { table, description } = spendAndRevenueChart(evaluation, wide);
    const january = evaluation.dates.filter((date) => date.startsWith("2022-01")).length;
    expect(Number(table.rows[0][1])).toBeCloseTo(sum(evaluation.observed.slice(0, january).map(Number)) / january, 4);
    expect(description).toContain("mean of the month");
  });
});

describe("response curves", () => {
  test("the mark of today's spend lies on the curve", () => {
    fc.assert(
      fc.property(evaluationArbitrary, fc.nat(11), (evaluation, pick) => {
        const index = pick % evaluation.channels.length;
        const channel = evaluation.channels[index];
        const chart = responseCurveChart(evaluation, index, wide);
        const mark = chart.option.series.find(({ name }) => name === "Spend now")!.data[0].map(Number);
        const line = chart.option.series.filter((series) => series.type === "line" && series.tooltip === undefined);
        const points = line.flatMap(({ data }) => data.map((point) => point.map(Number)));
        const right = points.findIndex(([x]) => x >= mark[0]);
        const [left, next] = [points[Math.max(right - 1, 0)], points[right]];
        const share = next[0] === left[0] ? 0 : (mark[0] - left[0]) / (next[0] - left[0]);
        // Coordinates are rounded to five figures of their axis.
        expect(mark[1]).toBeCloseTo(left[1] + share * (next[1] - left[1]), 1);
        expect(curveAt(channel.responseCurve, channel.currentSpendPerPeriod).mean).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 30 },
    );
  });

  test("the curve is cut at the largest spend seen, and both parts meet there", () => {
    const { responseCurve, observedMaximum } = makeEvaluation().channels[0];
    const { seen, beyond } = splitCurve(responseCurve, observedMaximum);
    expect(seen.at(-1)).toEqual(beyond[0]);
    expect(seen.every(({ spendPerPeriod }) => spendPerPeriod <= observedMaximum)).toBe(true);
    expect(beyond.every(({ spendPerPeriod }) => spendPerPeriod >= observedMaximum)).toBe(true);
    expect(splitCurve(responseCurve, 1e12).beyond).toEqual([]);
    expect(splitCurve([], 1).seen).toEqual([]);
  });

  test("interpolation meets the points and holds the ends", () => {
    const curve = makeEvaluation().channels[0].responseCurve;
    for (const point of curve) expect(curveAt(curve, point.spendPerPeriod)).toEqual(point);
    expect(curveAt(curve, 1e12).mean).toBe(curve.at(-1)?.mean);
    expect(curveAt(curve, -1).mean).toBe(curve[0].mean);
  });

  test("beyond the data the line is dotted", () => {
    const lines = responseCurveChart(makeEvaluation(), 0, wide).option.series.flatMap((series) =>
      series.type === "line" && series.areaStyle === undefined && series.tooltip === undefined
        ? [series.lineStyle?.type]
        : [],
    );
    expect(lines).toEqual(["solid", "dotted"]);
  });

  test("channels share the vertical axis unless one would hardly be seen", () => {
    const evaluation = makeEvaluation();
    const tops = [0, 1].map((index) => {
      const axis = responseCurveChart(evaluation, index, wide).option.yAxis[0];
      return axis.type === "value" ? axis.max : undefined;
    });
    expect(tops[0]).toBe(tops[1]);
    const small = {
      ...evaluation,
      channels: evaluation.channels.map((channel, index) =>
        index === 1
          ? {
              ...channel,
              responseCurve: channel.responseCurve.map((point) => ({
                ...point,
                mean: point.mean / 50,
                lower: 0,
                upper: point.upper / 50,
              })),
            }
          : channel,
      ),
    };
    expect(responseCurveChart(small, 1, wide).description).toContain("own vertical axis");
  });

  test("a shared axis ends at a round number not below its data", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1e9, noNaN: true }), (value) => {
        const top = roundedUp(value);
        expect(top).toBeGreaterThanOrEqual(value * 0.999998);
        expect(top).toBeLessThanOrEqual(value * 1.4);
      }),
    );
    expect(roundedUp(0)).toBe(1);
  });
});

describe("findings in titles", () => {
  test("the return title claims a best channel only when it is likely", () => {
    expect(roasChart(makeEvaluation({ uncertainty: 0.05 }), wide).title).toContain("returned the most per dollar");
    expect(roasChart(makeEvaluation({ uncertainty: 0.6 }), wide).title).toContain("cannot be told");
    expect(roasChart(makeEvaluation({ channels: 1 }), wide).title).toMatch(/^TV returned/);
  });

  test("an uncertain lead of the next dollar is said to be one", () => {
    const evaluation = makeEvaluation({ channels: 2 });
    const tie = {
      ...evaluation,
      channels: evaluation.channels.map((channel) => ({ ...channel, marginalRoas: makeEstimate(1, 0.3) })),
    };
    expect(marginalRoasChart(tie, wide).title).toContain("the lead is not certain");
  });

  test("true values are marked where they are known", () => {
    const known = roasChart(makeEvaluation(), wide);
    expect(known.option.series.at(-1)?.data).toHaveLength(5);
    expect(known.table.columns.map(({ label }) => label)).toContain("True value");
    expect(roasChart(makeEvaluation({ truth: false }), wide).option.legend).toBeUndefined();
  });

  test("misses that carry over are called systematic", () => {
    const evaluation = makeEvaluation({ periods: 365 });
    const drifting = {
      ...evaluation,
      observed: evaluation.predicted.mean.map((value, time) => value + 5000 * Math.sin(time / 30)),
    };
    expect(residualsChart(drifting, wide).title).toContain("something systematic is left");
    expect(residualsChart(evaluation, wide).title).toContain("looks like noise");
  });

  test("a weekday that is always missed is named", () => {
    const evaluation = makeEvaluation({ periods: 365 });
    const odd = {
      ...evaluation,
      observed: evaluation.observed.map((value, time) =>
        new Date(evaluation.dates[time]).getUTCDay() === 2 ? Number(value) + 9000 : value,
      ),
    };
    expect(drawChart({ name: "residuals-by-season" }, odd, wide).title).toBe("Tuesday is predicted too low on average");
  });
});

describe("small parts", () => {
  test("scales keep ticks short and say their unit", () => {
    const scale = axisScale(31_234_567, "USD");
    expect([scale.divisor, scale.unit]).toEqual([1e6, "$ million"]);
    expect(scale.apply(31_234_567)).toBe(31.235);
    expect(axisName("Revenue", scale)).toBe("Revenue, $ million");
    expect(axisScale(890_000, null).unit).toBe("million");
    expect(axisName("R", axisScale(10, null))).toBe("R");
    expect(axisScale(0, null).apply(0)).toBe(0);
  });

  test("legends wrap when names do not fit", () => {
    expect(legendRows([], 300)).toBe(0);
    expect(legendRows(["a", "b"], 300)).toBe(1);
    expect(legendRows(["a long name", "another long name", "a third long name"], 300)).toBe(2);
  });

  test("moving means, quantiles and lag-one correlation equal hand-made values", () => {
    expect(movingMean([1, 2, 3, 4], 3)).toEqual([1.5, 2, 3, 3.5]);
    expect(quantileSorted([1, 2, 3, 4], 0.5)).toBe(2.5);
    expect(lagOneCorrelation([1, -1, 1, -1])).toBe(-0.75);
    expect(lagOneCorrelation([2, 2, 2])).toBe(0);
  });

  test("a cloud of points keeps its spread when thinned: every k-th point and the farthest", () => {
    const values = Array.from({ length: 5000 }, (_, index) => Math.sin(index * 12.9898) + (index === 4321 ? 9 : 0));
    const positions = cloudPositions(values, 500);
    expect(positions).toContain(4321);
    expect(positions.length).toBeLessThanOrEqual(501);
    const spread = (kept: readonly number[]): number => Math.sqrt(sum(kept.map((value) => value ** 2)) / kept.length);
    // A tenth of the points leaves a sampling error of about 2 % in the spread, the kept outlier a little more.
    expect(spread(positions.map((position) => values[position])) / spread(values)).toBeCloseTo(1, 0);
    expect(cloudPositions([1, 2, 3])).toEqual([0, 1, 2]);
  });

  test("a single chain's trace says that agreement cannot be computed", () => {
    const evaluation = makeEvaluation();
    const [trace] = evaluation.traces;
    const single = {
      ...evaluation,
      traces: [{ ...trace, chains: [trace.chains[0]], ranks: [trace.ranks[0]], rhat: Number.NaN }],
    };
    expect(drawChart({ name: "trace", index: 0 }, single, wide).title).toContain("cannot be computed");
    expect(drawChart({ name: "rank", index: 0 }, single, wide).title).toContain("single chain");
  });
});
