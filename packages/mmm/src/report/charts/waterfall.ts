// From nothing to the total: what each part added or took away over the whole window.
import type { Evaluation } from "../../analysis/evaluation.ts";
import { capitalized, formatMoney, formatWords } from "../format.ts";
import { kpiCurrency, kpiWord } from "../names.ts";
import { chartOption, grid, horizontalAxis, isNarrow, nameAxis } from "./base.ts";
import type { Chart, ChartStyle } from "./chart.ts";
import type { BarSeries, ChartSeries, Datum } from "./option.ts";
import { parts } from "./parts.ts";
import { axisName, axisScale, largestOf } from "./scale.ts";

/**
 * A bar from `start` to `end` in stacked pieces that are right on either side of zero and across it: an invisible
 * offset, what lies above zero, what lies below. ECharts stacks the two signs apart, which is what this relies on.
 */
export function floatingBar(
  start: number,
  end: number,
): { readonly offset: number; readonly above: number; readonly below: number } {
  const low = Math.min(start, end);
  const high = Math.max(start, end);
  return {
    offset: Math.max(low, 0) + Math.min(high, 0),
    above: Math.max(high, 0) - Math.max(low, 0),
    below: Math.min(low, 0) - Math.min(high, 0),
  };
}

/** Horizontal waterfall of total contributions with a 94 % whisker around each bar's end. */
export function waterfallChart(evaluation: Evaluation, style: ChartStyle): Chart {
  const { theme } = style;
  const all = parts(evaluation, theme);
  let running = 0;
  const bars = all.map((part) => {
    const start = running;
    running += part.total;
    return { ...part, start, end: running };
  });
  const total = running;
  const rows = [...bars, { label: "Sum", color: theme.model, total, interval94: null, start: 0, end: total }];
  const scale = axisScale(largestOf(rows.map((row) => row.end)), kpiCurrency(evaluation));
  const whiskers = bars.map((bar) =>
    bar.interval94 === null
      ? null
      : ([bar.end + bar.interval94[0] - bar.total, bar.end + bar.interval94[1] - bar.total] as const),
  );
  const pieces = rows.map((row) => floatingBar(scale.apply(row.start), scale.apply(row.end)));
  const bar = (name: string, data: Datum[][], color: string, opacity: number): BarSeries => ({
    type: "bar",
    name,
    data,
    stack: "bar",
    barWidth: "62%",
    itemStyle: { color, opacity },
    silent: opacity === 0,
    emphasis: { disabled: true },
  });
  const series: ChartSeries[] = [
    bar(
      "offset",
      pieces.map((piece, index) => [piece.offset, index]),
      theme.surface,
      0,
    ),
    ...rows.flatMap((row, index) => {
      const piece = pieces[index]!;
      const sides = [piece.above, piece.below].filter(
        (side, order) => side !== 0 || (order === 0 && piece.below === 0),
      );
      return sides.map((side) => bar(row.label, [[side, index]], row.color, 1));
    }),
    ...whiskers.flatMap((whisker, index): ChartSeries[] =>
      whisker === null
        ? []
        : [
            {
              type: "line",
              name: `${rows[index]!.label} 94 %`,
              data: whisker.map((value) => [scale.apply(value), index]),
              symbol: "rect",
              symbolSize: 3,
              silent: true,
              z: 5,
              lineStyle: { color: theme.observed, width: 1.5 },
              itemStyle: { color: theme.observed },
              tooltip: { show: false },
            },
          ],
    ),
  ];
  const base = bars.find((part) => part.label === "Baseline");
  const kpi = kpiWord(evaluation);
  return {
    id: "waterfall",
    title: waterfallTitle(evaluation, base?.total),
    description:
      "Each bar starts where the one above ends; the thin line is the 94 % interval of that part alone, drawn around the bar's end.",
    height: rows.length * 28 + 66,
    option: chartOption(style, {
      grid: [grid(8)],
      xAxis: [horizontalAxis(style, axisName(`${capitalized(kpi)} over the whole period`, scale))],
      yAxis: [
        nameAxis(
          theme,
          rows.map((row) => row.label),
          {
            inverse: true,
            axisLabel: {
              color: theme.text,
              fontSize: 12,
              interval: 0,
              width: isNarrow(style) ? 104 : 150,
              overflow: "truncate",
            },
          },
        ),
      ],
      series,
      trigger: "item",
    }),
    table: {
      columns: [
        { label: "Part", kind: "text" },
        { label: "Total", kind: "amount" },
        { label: "94 % from", kind: "amount" },
        { label: "94 % to", kind: "amount" },
        { label: "Share of the sum", kind: "share" },
      ],
      rows: rows.map((row) => [
        row.label,
        row.total,
        row.interval94?.[0] ?? null,
        row.interval94?.[1] ?? null,
        total === 0 ? null : row.total / total,
      ]),
    },
  };
}

function waterfallTitle(evaluation: Evaluation, baseline: number | undefined): string {
  const currency = kpiCurrency(evaluation);
  const write = (value: number): string => (currency === null ? formatWords(value) : formatMoney(value, currency));
  const media = evaluation.channels.reduce((sum, channel) => sum + channel.contribution.mean, 0);
  return baseline === undefined
    ? `Media brought ${write(media)} over the whole period`
    : `Media brought ${write(media)} on top of a baseline of ${write(baseline)}`;
}
