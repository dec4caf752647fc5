// What was predicted of periods the model had not seen, against what came.
import type { Evaluation } from "../../analysis/evaluation.ts";
import { periodWord } from "../../calendar/periods.ts";
import { capitalized, formatCount, formatShare } from "../format.ts";
import { kpiCurrency, kpiWord } from "../names.ts";
import { bandSeries } from "./band.ts";
import { chartOption, dateLabels, grid, isNarrow, timeAxis, topSpace, verticalAxis } from "./base.ts";
import { timeOf } from "./buckets.ts";
import type { Chart, ChartStyle } from "./chart.ts";
import { thinnedPositions } from "./lttb.ts";
import type { LegendEntry } from "./option.ts";
import { axisName, axisScale, largestOf } from "./scale.ts";

/** Predictions of consecutive held-out periods, KPI units; every list has one entry per period. */
export interface HeldOutSeries {
  /** Part of the chart's id. */
  readonly id: string;
  /** Whose KPI it is, where it is not that of all geos. */
  readonly of?: string;
  readonly dates: readonly string[];
  readonly observed: readonly number[];
  readonly mean: readonly number[];
  readonly lower50: readonly number[];
  readonly upper50: readonly number[];
  readonly lower90: readonly number[];
  readonly upper90: readonly number[];
  /** First dates of the folds but the first. */
  readonly boundaries: readonly string[];
}

export function heldOutChart(series: HeldOutSeries, evaluation: Evaluation, style: ChartStyle): Chart {
  const { theme } = style;
  const { dates, observed, mean, lower50, upper50, lower90, upper90 } = series;
  const word = periodWord(evaluation.frequency);
  const inside = observed.filter((value, index) => value >= lower90[index]! && value <= upper90[index]!).length;
  const positions = thinnedPositions([observed, mean, lower90, upper90], isNarrow(style) ? 220 : 420);
  const scale = axisScale(largestOf(observed, upper90, lower90), kpiCurrency(evaluation));
  const x = positions.map((position) => timeOf(dates[position]!));
  const pick = (values: readonly number[]): readonly number[] =>
    positions.map((position) => scale.apply(values[position]!));
  const [drawnObserved, drawnMean] = [pick(observed), pick(mean)];
  const entries: LegendEntry[] = [
    { name: "Observed", icon: "circle", itemStyle: { color: theme.observed } },
    { name: "Predicted unseen", icon: "roundRect", itemStyle: { color: theme.model } },
    { name: "50 % band", icon: "rect", itemStyle: { color: theme.model, opacity: 0.45 } },
    { name: "90 % band", icon: "rect", itemStyle: { color: theme.model, opacity: 0.18 } },
  ];
  const top = topSpace(entries, style);
  const whose = series.of === undefined ? "" : ` of ${series.of}`;
  const bands = [
    { name: "90 % band", stack: "90", lower: pick(lower90), upper: pick(upper90), opacity: 0.18 },
    { name: "50 % band", stack: "50", lower: pick(lower50), upper: pick(upper50), opacity: 0.3 },
  ];
  return {
    id: `held-out-${series.id}`,
    title: `Of ${formatCount(dates.length)} ${word}s${whose} that the model had not seen, ${formatShare(inside / dates.length)} lie inside the 90 % band`,
    description: `${capitalized(kpiWord(evaluation))}${whose} and what was predicted of it by a model that had not seen it, noise included, with 50 % and 90 % bands${series.boundaries.length === 0 ? "" : "; dashed lines: where another fold begins"}.`,
    height: top + (isNarrow(style) ? 230 : 270),
    option: chartOption(style, {
      grid: [grid(top)],
      xAxis: [timeAxis(style, dateLabels(style, dates))],
      yAxis: [verticalAxis(style, axisName(`${capitalized(kpiWord(evaluation))} per ${word}`, scale), { scale: true })],
      series: [
        ...bands.flatMap((band) => bandSeries({ ...band, x, color: theme.model })),
        {
          type: "line",
          name: "Predicted unseen",
          data: x.map((time, index) => [time, drawnMean[index]!]),
          showSymbol: false,
          lineStyle: { color: theme.model, width: 1.6 },
          itemStyle: { color: theme.model },
          markLine: {
            silent: true,
            symbol: "none",
            label: { show: false },
            lineStyle: { color: theme.muted, type: "dashed", width: 1 },
            data: series.boundaries.map((date) => ({ xAxis: timeOf(date) })),
          },
        },
        {
          type: "scatter",
          name: "Observed",
          data: x.map((time, index) => [time, drawnObserved[index]!]),
          symbolSize: isNarrow(style) || dates.length > 130 ? 3 : 5,
          z: 4,
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
        { label: "90 % from", kind: "amount" },
        { label: "90 % to", kind: "amount" },
      ],
      rows: positions.map((position) => [
        dates[position]!,
        observed[position]!,
        mean[position]!,
        lower90[position]!,
        upper90[position]!,
      ]),
    },
  };
}
