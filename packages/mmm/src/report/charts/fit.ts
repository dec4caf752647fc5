// Observed against predicted with 50 % and 94 % bands.
import type { Evaluation } from "../../analysis/evaluation.ts";
import { periodWord } from "../../calendar/periods.ts";
import { capitalized, formatCount, formatShare } from "../format.ts";
import { kpiCurrency, kpiWord } from "../names.ts";
import { bandSeries } from "./band.ts";
import { chartOption, dateLabels, grid, isNarrow, timeAxis, topSpace, verticalAxis } from "./base.ts";
import { timeOf } from "./buckets.ts";
import type { Chart, ChartStyle } from "./chart.ts";
import { thinnedPositions } from "./lttb.ts";
import { observedOrPredicted } from "./observed.ts";
import type { LegendEntry } from "./option.ts";
import { axisName, axisScale, largestOf } from "./scale.ts";

/** The whole window, thinned; bands keep their own extremes because all five series are thinned together. */
export function fitChart(evaluation: Evaluation, style: ChartStyle): Chart {
  const chart = fitPicture(evaluation, style, 0);
  const word = periodWord(evaluation.frequency);
  return {
    ...chart,
    id: "fit",
    title: `The model explains ${formatShare(evaluation.quality.r2)} of the variation of ${kpiWord(evaluation)} between ${word}s`,
  };
}

/** Periods shown close up: about the last season, so that single periods can be told apart. */
const closeUpPeriods: Readonly<Record<Evaluation["frequency"], number>> = { daily: 90, weekly: 52, monthly: 24 };

/** The most recent periods close up. */
export function recentFitChart(evaluation: Evaluation, style: ChartStyle): Chart {
  const count = Math.min(closeUpPeriods[evaluation.frequency], evaluation.dates.length);
  const from = evaluation.dates.length - count;
  const { lower94, upper94 } = evaluation.predicted;
  let inside = 0;
  let known = 0;
  for (let time = from; time < evaluation.dates.length; time++) {
    const value = evaluation.observed[time];
    if (value === null || value === undefined) continue;
    known++;
    if (value >= lower94[time]! && value <= upper94[time]!) inside++;
  }
  const word = periodWord(evaluation.frequency);
  return {
    ...fitPicture(evaluation, style, from),
    id: "fit-recent",
    title: `Of the last ${count} ${word}s, ${known < count ? `${known} of which have a known ${kpiWord(evaluation)}, ` : ""}${inside} lie inside the 94 % band`,
  };
}

function fitPicture(evaluation: Evaluation, style: ChartStyle, from: number): Omit<Chart, "id" | "title"> {
  const { theme } = style;
  const { predicted, frequency } = evaluation;
  const cut = (values: readonly number[]): readonly number[] => values.slice(from);
  const dates = evaluation.dates.slice(from);
  const isKnown = evaluation.observed.slice(from).map((value) => value !== null);
  const lines = [
    observedOrPredicted(evaluation),
    predicted.mean,
    predicted.lower50,
    predicted.upper50,
    predicted.lower94,
    predicted.upper94,
  ];
  const [observed, mean, lower50, upper50, lower94, upper94] = lines.map(cut) as [
    readonly number[],
    readonly number[],
    readonly number[],
    readonly number[],
    readonly number[],
    readonly number[],
  ];
  const positions = thinnedPositions([observed, mean, lower94, upper94], isNarrow(style) ? 220 : 420);
  const scale = axisScale(largestOf(observed, upper94, lower94), kpiCurrency(evaluation));
  const x = positions.map((position) => timeOf(dates[position]!));
  const pick = (values: readonly number[]): readonly number[] =>
    positions.map((position) => scale.apply(values[position]!));
  const drawn = positions.map((position) => (isKnown[position] ? scale.apply(observed[position]!) : null));
  const series = { mean: pick(mean), observed: drawn };
  const bands = { lower50: pick(lower50), upper50: pick(upper50), lower94: pick(lower94), upper94: pick(upper94) };
  const close = dates.length <= 130;
  const entries: LegendEntry[] = [
    { name: "Observed", icon: close ? "circle" : "roundRect", itemStyle: { color: theme.observed } },
    { name: "Predicted", icon: "roundRect", itemStyle: { color: theme.model } },
    { name: "50 % band", icon: "rect", itemStyle: { color: theme.model, opacity: 0.45 } },
    { name: "94 % band", icon: "rect", itemStyle: { color: theme.model, opacity: 0.18 } },
  ];
  const top = topSpace(entries, style);
  const kpi = capitalized(kpiWord(evaluation));
  return {
    description: `Observed ${kpiWord(evaluation)} and the model's prediction, noise included, with 50 % and 94 % bands${positions.length < dates.length ? `; ${positions.length} of ${formatCount(dates.length)} ${periodWord(frequency)}s drawn, extremes kept` : ""}.`,
    height: top + (isNarrow(style) ? 230 : 270),
    option: chartOption(style, {
      grid: [grid(top)],
      xAxis: [timeAxis(style, dateLabels(style, dates))],
      yAxis: [verticalAxis(style, axisName(`${kpi} per ${periodWord(frequency)}`, scale), { scale: true })],
      series: [
        ...bandSeries({
          name: "94 % band",
          stack: "94",
          x,
          lower: bands.lower94,
          upper: bands.upper94,
          color: theme.model,
          opacity: 0.18,
        }),
        ...bandSeries({
          name: "50 % band",
          stack: "50",
          x,
          lower: bands.lower50,
          upper: bands.upper50,
          color: theme.model,
          opacity: 0.3,
        }),
        {
          type: "line",
          name: "Predicted",
          data: x.map((time, index) => [time, series.mean[index]!, bands.lower94[index]!, bands.upper94[index]!]),
          dimensions: ["date", "mean", "94 % from", "94 % to"],
          encode: { x: 0, y: 1, tooltip: [1, 2, 3] },
          showSymbol: false,
          lineStyle: { color: theme.model, width: 1.6 },
          itemStyle: { color: theme.model },
        },
        close
          ? {
              type: "scatter",
              name: "Observed",
              data: x.map((time, index) => [time, series.observed[index] ?? null]),
              symbolSize: isNarrow(style) ? 4 : 5,
              z: 4,
              itemStyle: { color: theme.observed },
            }
          : {
              type: "line",
              name: "Observed",
              data: x.map((time, index) => [time, series.observed[index] ?? null]),
              showSymbol: false,
              z: 4,
              lineStyle: { color: theme.observed, width: 0.9, opacity: 0.8 },
              itemStyle: { color: theme.observed },
            },
      ],
      legend: entries,
    }),
    table: {
      columns: [
        { label: "Date", kind: "date" },
        { label: "Observed", kind: "amount" },
        { label: "Predicted", kind: "amount" },
        { label: "94 % from", kind: "amount" },
        { label: "94 % to", kind: "amount" },
      ],
      rows: positions.map((position) => [
        dates[position]!,
        isKnown[position] ? observed[position]! : null,
        mean[position]!,
        lower94[position]!,
        upper94[position]!,
      ]),
    },
  };
}
