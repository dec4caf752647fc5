// One channel's contribution over time with its band.
import type { Evaluation } from "../../analysis/evaluation.ts";
import { periodWord } from "../../calendar/periods.ts";
import { formatMoney, formatWords } from "../format.ts";
import { channelLabels, kpiCurrency, kpiWord } from "../names.ts";
import { bandSeries } from "./band.ts";
import { chartOption, dateLabels, grid, timeAxis, verticalAxis } from "./base.ts";
import { timeOf } from "./buckets.ts";
import type { Chart, ChartStyle } from "./chart.ts";
import { thinnedPositions } from "./lttb.ts";
import { axisName, axisScale, largestOf } from "./scale.ts";
import { channelColor } from "./theme.ts";

/** Mean and 94 % band per period, thinned. */
export function channelContributionChart(evaluation: Evaluation, index: number, style: ChartStyle): Chart {
  const channel = evaluation.channels[index]!;
  const label = channelLabels(evaluation)[index]!;
  const { mean, lower94, upper94 } = channel.overTime;
  const positions = thinnedPositions([mean, lower94, upper94], 200);
  const currency = kpiCurrency(evaluation);
  const scale = axisScale(largestOf(upper94, lower94), currency);
  const x = positions.map((position) => timeOf(evaluation.dates[position]!));
  const pick = (values: readonly number[]): readonly number[] =>
    positions.map((position) => scale.apply(values[position]!));
  const lower = pick(lower94);
  const upper = pick(upper94);
  const middle = pick(mean);
  const color = channelColor(style.theme, index);
  const total = channel.contribution.mean;
  const word = periodWord(evaluation.frequency);
  return {
    id: `contribution-${index + 1}`,
    title: `${label} brought ${currency === null ? formatWords(total) : formatMoney(total, currency)} in all`,
    description: `Contribution of ${label} to ${kpiWord(evaluation)} per ${word}: mean and 94 % band.`,
    height: 200,
    option: chartOption(style, {
      grid: [grid(4)],
      xAxis: [timeAxis(style, { splitNumber: 3, ...dateLabels(style, evaluation.dates) })],
      yAxis: [verticalAxis(style, axisName(`Contribution per ${word}`, scale), { splitNumber: 3 })],
      series: [
        ...bandSeries({ name: "94 % band", stack: "94", x, lower, upper, color, opacity: 0.25 }),
        {
          type: "line",
          name: label,
          data: x.map((time, at) => [time, middle[at]!, lower[at]!, upper[at]!]),
          dimensions: ["date", "mean", "94 % from", "94 % to"],
          encode: { x: 0, y: 1, tooltip: [1, 2, 3] },
          showSymbol: false,
          lineStyle: { color, width: 1.5 },
          itemStyle: { color },
        },
      ],
    }),
    table: {
      columns: [
        { label: "Date", kind: "date" },
        { label: "Mean", kind: "amount" },
        { label: "94 % from", kind: "amount" },
        { label: "94 % to", kind: "amount" },
      ],
      rows: positions.map((position) => [
        evaluation.dates[position]!,
        mean[position]!,
        lower94[position]!,
        upper94[position]!,
      ]),
    },
  };
}
