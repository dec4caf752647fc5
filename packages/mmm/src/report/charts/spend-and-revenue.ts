// Month by month: what came in above, what was spent on each channel below.
import type { Evaluation } from "../../analysis/evaluation.ts";
import { periodWord } from "../../calendar/periods.ts";
import { capitalized, formatMonth } from "../format.ts";
import { channelLabels, kpiCurrency, kpiWord } from "../names.ts";
import { chartOption, grid, isNarrow, nameAxis, topSpace, verticalAxis } from "./base.ts";
import { type Bucket, months, sums, wholeMonths } from "./buckets.ts";
import type { Chart, ChartStyle } from "./chart.ts";
import type { BarSeries, LegendEntry } from "./option.ts";
import { axisName, axisScale, largestOf } from "./scale.ts";
import { channelColor } from "./theme.ts";

/**
 * Whole months of daily data are summed; weeks fall four or five into a month, so weekly data are shown as the mean of
 * the month's weeks.
 */
function monthly(evaluation: Evaluation): {
  readonly buckets: readonly Bucket[];
  readonly total: (values: readonly number[]) => readonly number[];
  readonly per: string;
} {
  const { dates, frequency } = evaluation;
  const whole = frequency === "daily" ? wholeMonths(dates) : months(dates);
  const buckets = whole.length === 0 ? months(dates) : whole;
  const total = (values: readonly number[]): readonly number[] => sums(values, buckets);
  if (frequency !== "weekly") return { buckets, total, per: "month" };
  const mean = (values: readonly number[]): readonly number[] =>
    total(values).map((sum, index) => sum / (buckets[index]!.to - buckets[index]!.from));
  return { buckets, total: mean, per: `${periodWord(frequency)}, mean of the month` };
}

function peak(values: readonly number[], buckets: readonly Bucket[]): string {
  let best = 0;
  values.forEach((value, index) => {
    if (value > values[best]!) best = index;
  });
  return formatMonth(buckets[best]?.date ?? "");
}

/** The KPI of each month as `monthly` shows it, of the periods in which it is known; 0 where it is not known at all. */
function knownTotals({ observed, frequency }: Evaluation, buckets: readonly Bucket[]): readonly number[] {
  const values = sums(
    observed.map((value) => value ?? 0),
    buckets,
  );
  if (frequency !== "weekly") return values;
  const weeks = sums(
    observed.map((value) => (value === null ? 0 : 1)),
    buckets,
  );
  return values.map((value, index) => (weeks[index] === 0 ? 0 : value / weeks[index]!));
}

/** Bars of spend by channel under bars of the KPI, on one axis of months. */
export function spendAndRevenueChart(evaluation: Evaluation, style: ChartStyle): Chart {
  const { theme } = style;
  const { buckets, total, per } = monthly(evaluation);
  const labels = channelLabels(evaluation);
  const observed = knownTotals(evaluation, buckets);
  const spends = evaluation.channels.map((channel) =>
    total(evaluation.spendOverTime.find((row) => row.name === channel.name)?.values ?? evaluation.dates.map(() => 0)),
  );
  const spend = buckets.map((_, index) => spends.reduce((sum, values) => sum + values[index]!, 0));
  const kpiScale = axisScale(largestOf(observed), kpiCurrency(evaluation));
  const spendScale = axisScale(largestOf(spend), evaluation.currency);
  const kpi = capitalized(kpiWord(evaluation));
  const names = buckets.map((bucket) => formatMonth(bucket.date).replace(/^(\w{3})\w*/, "$1"));
  const entries: LegendEntry[] = labels.map((name, index) => ({
    name,
    icon: "rect",
    itemStyle: { color: channelColor(theme, index) },
  }));
  const top = topSpace(entries, style);
  const panel = isNarrow(style) ? 140 : 150;
  const bars = (name: string, values: readonly number[], color: string): BarSeries => ({
    type: "bar",
    name,
    data: values.map((value, index) => [index, value]),
    itemStyle: { color },
    barWidth: "70%",
    emphasis: { disabled: true },
  });
  const gap = 14;
  return {
    id: "spend-and-revenue",
    title: `${kpi} peaked in ${peak(observed, buckets)}, spend in ${peak(spend, buckets)}`,
    description: `Observed ${kpiWord(evaluation)} per ${per} above, spend by channel below.`,
    height: top + 2 * panel + gap + 26,
    option: chartOption(style, {
      grid: [grid(top, { height: panel }), grid(top + panel + gap, { height: panel + 22 })],
      xAxis: [
        nameAxis(theme, names, { gridIndex: 0, axisLabel: { show: false } }),
        nameAxis(theme, names, { gridIndex: 1 }),
      ],
      yAxis: [
        verticalAxis(style, axisName(`${kpi} per ${per}`, kpiScale), { gridIndex: 0, splitNumber: 3 }),
        verticalAxis(style, axisName(`Spend per ${per}`, spendScale), { gridIndex: 1, splitNumber: 3 }),
      ],
      series: [
        { ...bars(kpi, observed.map(kpiScale.apply), theme.baseline), xAxisIndex: 0, yAxisIndex: 0 },
        ...spends.map((values, index) => ({
          ...bars(labels[index]!, values.map(spendScale.apply), channelColor(theme, index)),
          xAxisIndex: 1,
          yAxisIndex: 1,
          stack: "spend",
        })),
      ],
      legend: entries,
    }),
    table: {
      columns: [
        { label: "Month", kind: "text" },
        { label: kpi, kind: "amount" },
        { label: "Spend", kind: "money" },
        ...labels.map((label) => ({ label: `${label} spend`, kind: "money" as const })),
      ],
      rows: buckets.map((bucket, index) => [
        formatMonth(bucket.date),
        observed[index]!,
        spend[index]!,
        ...spends.map((values) => values[index]!),
      ]),
    },
  };
}
