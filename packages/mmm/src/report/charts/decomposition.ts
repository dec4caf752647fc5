// What the KPI was made of over time: baseline, what moves it, and each channel on top of one another.
import type { Evaluation } from "../../analysis/evaluation.ts";
import { capitalized, formatShare } from "../format.ts";
import { kpiCurrency, kpiWord } from "../names.ts";
import { chartOption, dateLabels, grid, isNarrow, timeAxis, topSpace, verticalAxis } from "./base.ts";
import { drawnBuckets, sums, timeOf } from "./buckets.ts";
import type { Chart, ChartStyle } from "./chart.ts";
import type { LegendEntry } from "./option.ts";
import { parts } from "./parts.ts";
import { axisName, axisScale, largestOf } from "./scale.ts";

/**
 * Stacked areas of posterior means. `stackStrategy: "all"` lets a negative part (a low season) cut into what lies under
 * it, so that the top edge is the model's total at every point; ECharts' default would draw it below zero instead and
 * leave the top too high.
 */
export function decompositionChart(evaluation: Evaluation, style: ChartStyle): Chart {
  const { theme } = style;
  const { buckets, period } = drawnBuckets(evaluation.dates, evaluation.frequency);
  const drawn = parts(evaluation, theme).map((part) => ({ ...part, values: sums(part.mean, buckets) }));
  const total = buckets.map((_, index) => drawn.reduce((sum, part) => sum + part.values[index]!, 0));
  const scale = axisScale(largestOf(total, ...drawn.map((part) => part.values)), kpiCurrency(evaluation));
  const x = buckets.map((bucket) => timeOf(bucket.date));
  const kpi = capitalized(kpiWord(evaluation));
  const share = evaluation.mediaShare.mean;
  const entries: LegendEntry[] = drawn.map((part) => ({
    name: part.label,
    icon: "rect",
    itemStyle: { color: part.color },
  }));
  const top = topSpace(entries, style);
  return {
    id: "decomposition",
    title: `The model credits media with ${formatShare(share)} of ${kpiWord(evaluation)}`,
    description: `Posterior means per ${period}, stacked; a part that is negative cuts into what lies under it, and the line is the sum of all parts.`,
    height: top + (isNarrow(style) ? 240 : 300),
    option: chartOption(style, {
      grid: [grid(top)],
      xAxis: [timeAxis(style, dateLabels(style, evaluation.dates))],
      yAxis: [verticalAxis(style, axisName(`${kpi} per ${period}`, scale))],
      series: [
        ...drawn.map((part) => ({
          type: "line" as const,
          name: part.label,
          data: part.values.map((value, index) => [x[index]!, scale.apply(value)]),
          stack: "parts",
          stackStrategy: "all" as const,
          showSymbol: false,
          lineStyle: { width: 0, color: part.color, opacity: 0 },
          itemStyle: { color: part.color },
          areaStyle: { color: part.color, opacity: 1 },
          emphasis: { disabled: true },
        })),
        {
          type: "line",
          name: "Sum of all parts",
          data: total.map((value, index) => [x[index]!, scale.apply(value)]),
          showSymbol: false,
          lineStyle: { width: 1.2, color: theme.observed },
          itemStyle: { color: theme.observed },
        },
      ],
      legend: entries,
    }),
    table: {
      columns: [
        { label: capitalized(period), kind: "date" },
        { label: "Sum", kind: "amount" },
        ...drawn.map((part) => ({ label: part.label, kind: "amount" as const })),
      ],
      rows: buckets.map((bucket, index) => [bucket.date, total[index]!, ...drawn.map((part) => part.values[index]!)]),
    },
  };
}
