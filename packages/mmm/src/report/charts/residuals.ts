// What the model missed: residuals over time, and by weekday or month of the year.
import { quantileSorted } from "@carryover/engine";
import type { Evaluation } from "../../analysis/evaluation.ts";
import { dayOfWeek } from "../../calendar/dates.ts";
import { weekdays } from "../../calendar/day-of-week.ts";
import { periodWord } from "../../calendar/periods.ts";
import { capitalized, formatFixed, formatMonth } from "../format.ts";
import { kpiCurrency, kpiWord } from "../names.ts";
import { chartOption, dateLabels, grid, isNarrow, nameAxis, timeAxis, topSpace, verticalAxis } from "./base.ts";
import { timeOf } from "./buckets.ts";
import type { Chart, ChartStyle } from "./chart.ts";
import { thinnedPositions } from "./lttb.ts";
import { knownTimes, observedOrPredicted } from "./observed.ts";
import type { LegendEntry } from "./option.ts";
import { axisName, axisScale, largestOf } from "./scale.ts";

/** Observed minus predicted mean, KPI units, with their dates, where the KPI is known. */
function residuals(evaluation: Evaluation): { readonly dates: readonly string[]; readonly values: readonly number[] } {
  const times = knownTimes(evaluation);
  const observed = observedOrPredicted(evaluation);
  return {
    dates: times.map((time) => evaluation.dates[time]!),
    values: times.map((time) => observed[time]! - evaluation.predicted.mean[time]!),
  };
}

/** Lag-one autocorrelation; 0 for a constant series. */
export function lagOneCorrelation(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  let product = 0;
  let square = 0;
  values.forEach((value, index) => {
    square += (value - mean) ** 2;
    if (index > 0) product += (value - mean) * (values[index - 1]! - mean);
  });
  return square === 0 ? 0 : product / square;
}

/** Centered mean over `window` values (odd), shorter at the ends. */
export function movingMean(values: readonly number[], window: number): readonly number[] {
  const half = Math.floor(window / 2);
  return values.map((_, index) => {
    const part = values.slice(Math.max(0, index - half), index + half + 1);
    return part.reduce((sum, value) => sum + value, 0) / part.length;
  });
}

const smoothing: Readonly<Record<Evaluation["frequency"], number>> = { daily: 29, weekly: 9, monthly: 5 };

/**
 * A cloud of points is thinned evenly, keeping the farthest: largest triangles would keep the outliers and empty the
 * middle, and the spread would look larger than it is.
 */
export function cloudPositions(values: readonly number[], limit = 1200): readonly number[] {
  const step = Math.ceil(values.length / limit);
  const farthest = values.reduce((best, value, index) => (Math.abs(value) > Math.abs(values[best]!) ? index : best), 0);
  return values.flatMap((_, index) => (index % step === 0 || index === farthest ? [index] : []));
}

/** Residuals as points with a moving mean, which lies on zero where nothing systematic is left. */
export function residualsChart(evaluation: Evaluation, style: ChartStyle): Chart {
  const { theme } = style;
  const { dates, values } = residuals(evaluation);
  const smooth = movingMean(values, smoothing[evaluation.frequency]);
  const positions = thinnedPositions([values, smooth], isNarrow(style) ? 260 : 520);
  const scale = axisScale(largestOf(values), kpiCurrency(evaluation));
  const x = positions.map((position) => timeOf(dates[position]!));
  const correlation = lagOneCorrelation(values);
  const limit = 2 / Math.sqrt(values.length);
  const word = periodWord(evaluation.frequency);
  const average = `Mean of ${smoothing[evaluation.frequency]} ${word}s`;
  const entries: LegendEntry[] = [
    { name: "Residual", icon: "circle", itemStyle: { color: theme.axis } },
    { name: average, icon: "roundRect", itemStyle: { color: theme.model } },
  ];
  const top = topSpace(entries, style);
  return {
    id: "residuals",
    title:
      Math.abs(correlation) <= limit
        ? `What the model misses looks like noise: one ${word}'s miss says nothing about the next`
        : `Misses carry over from ${word} to ${word} (correlation ${formatFixed(correlation, 2)}): something systematic is left`,
    description: `Observed minus predicted ${kpiWord(evaluation)}; the line is a moving mean and should stay near zero.`,
    height: top + (isNarrow(style) ? 200 : 210),
    option: chartOption(style, {
      grid: [grid(top)],
      xAxis: [timeAxis(style, dateLabels(style, dates))],
      yAxis: [verticalAxis(style, axisName("Observed − predicted", scale))],
      series: [
        {
          type: "scatter",
          name: "Residual",
          data: cloudPositions(values).map((position) => [timeOf(dates[position]!), scale.apply(values[position]!)]),
          symbolSize: isNarrow(style) ? 3 : 4,
          itemStyle: { color: theme.axis, opacity: 0.75 },
          markLine: {
            silent: true,
            symbol: "none",
            label: { show: false },
            lineStyle: { color: theme.muted, type: "solid", width: 1 },
            data: [{ yAxis: 0 }],
          },
        },
        {
          type: "line",
          name: average,
          data: positions.map((position, index) => [x[index]!, scale.apply(smooth[position]!)]),
          showSymbol: false,
          lineStyle: { color: theme.model, width: 2 },
          itemStyle: { color: theme.model },
        },
      ],
      legend: entries,
    }),
    table: {
      columns: [
        { label: "Date", kind: "date" },
        { label: "Residual", kind: "amount" },
        { label: average, kind: "amount" },
      ],
      rows: positions.map((position) => [dates[position]!, values[position]!, smooth[position]!]),
    },
  };
}

/** Boxes of residuals by weekday (daily data) or by month of the year: a season the model has not taken up shows here. */
export function residualsBySeasonChart(evaluation: Evaluation, style: ChartStyle): Chart {
  const { theme } = style;
  const daily = evaluation.frequency === "daily";
  const names: readonly string[] = daily
    ? weekdays
    : Array.from({ length: 12 }, (_, month) =>
        formatMonth(`2000-${String(month + 1).padStart(2, "0")}`).replace(" 2000", ""),
      );
  const members: number[][] = names.map(() => []);
  const { dates, values: missed } = residuals(evaluation);
  missed.forEach((value, time) => {
    const date = dates[time]!;
    members[daily ? dayOfWeek(date) : Number(date.slice(5, 7)) - 1]!.push(value);
  });
  const kept = names.flatMap((name, index) =>
    members[index]!.length === 0 ? [] : [{ name, values: members[index]! }],
  );
  const boxes = kept.map(({ values }) => {
    const sorted = values.toSorted((left, right) => left - right);
    return [0.03, 0.25, 0.5, 0.75, 0.97].map((probability) => quantileSorted(sorted, probability));
  });
  const scale = axisScale(largestOf(...boxes), kpiCurrency(evaluation));
  return {
    id: "residuals-by-season",
    title: seasonTitle(kept, daily),
    description: `Residuals by ${daily ? "weekday" : "month of the year"}: box 50 %, whiskers 94 %, line the median.`,
    height: isNarrow(style) ? 240 : 250,
    option: chartOption(style, {
      grid: [grid(4)],
      xAxis: [
        nameAxis(
          theme,
          kept.map(({ name }) => name.slice(0, 3)),
        ),
      ],
      yAxis: [verticalAxis(style, axisName("Observed − predicted", scale))],
      series: [
        {
          type: "boxplot",
          name: capitalized(daily ? "weekday" : "month"),
          data: boxes.map((box) => box.map(scale.apply)),
          itemStyle: { color: theme.grid, borderColor: theme.model, borderWidth: 1.5 },
          boxWidth: [8, 30],
        },
      ],
      trigger: "item",
    }),
    table: {
      columns: [
        { label: daily ? "Weekday" : "Month", kind: "text" },
        { label: "3 %", kind: "amount" },
        { label: "25 %", kind: "amount" },
        { label: "Median", kind: "amount" },
        { label: "75 %", kind: "amount" },
        { label: "97 %", kind: "amount" },
      ],
      rows: kept.map(({ name }, index) => [name, ...boxes[index]!]),
    },
  };
}

/** Names the worst group when its mean lies more than three standard errors from zero (seven to twelve groups are looked at). */
function seasonTitle(
  kept: readonly { readonly name: string; readonly values: readonly number[] }[],
  daily: boolean,
): string {
  let worst = "";
  let worstScore = 0;
  let worstMean = 0;
  for (const { name, values } of kept) {
    if (values.length < 4) continue;
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
    const score = variance === 0 ? 0 : Math.abs(mean) / Math.sqrt(variance / values.length);
    if (score > worstScore) {
      worst = name;
      worstScore = score;
      worstMean = mean;
    }
  }
  const unit = daily ? "weekday" : "month of the year";
  if (worstScore < 3) return `No ${unit} is missed systematically`;
  return `${worst} is predicted too ${worstMean > 0 ? "low" : "high"} on average`;
}
