// Frameworks side by side: returns as a forest, ranks as a map, curves over each other, and where disagreement comes from.

import type { Evaluation } from "../../analysis/evaluation.ts";
import { periodWord } from "../../calendar/periods.ts";
import type { FrameworkResult, Triangulation } from "../../compare/triangulation.ts";
import { currencySymbol, currencyUnit } from "../currency.ts";
import { formatShare } from "../format.ts";
import { displayName, kpiCurrency } from "../names.ts";
import { chartOption, grid, horizontalAxis, nameAxis, topSpace, verticalAxis } from "./base.ts";
import type { Chart, ChartStyle } from "./chart.ts";
import { type Forest, type ForestRow, forestHeight, forestOption } from "./forest.ts";
import type { ChartSeries, LegendEntry } from "./option.ts";
import { axisName, axisScale, largestOf } from "./scale.ts";
import { type ChartTheme, channelColor } from "./theme.ts";

/** A framework's color is its place in the comparison; what all say together is the model's. */
function frameworkColor(theme: ChartTheme, index: number): string {
  return channelColor(theme, index);
}

function frameworkEntries({ frameworks }: Triangulation, theme: ChartTheme): LegendEntry[] {
  return [
    ...frameworks.map(({ name }, index) => ({
      name,
      icon: "circle",
      itemStyle: { color: frameworkColor(theme, index) },
    })),
    { name: "consensus", icon: "circle", itemStyle: { color: theme.observed } },
  ];
}

/** ROI of every channel by every framework and the consensus: mean and 90 % interval. */
export function frameworkForestChart(data: Triangulation, evaluation: Evaluation, style: ChartStyle): Chart {
  const { theme } = style;
  const unit = currencyUnit(evaluation.currency);
  const rows = data.channels.flatMap((channel): ForestRow[] => {
    const row = (name: string, color: string, { mean, q05, q95 }: FrameworkResult["roi"][string]): ForestRow => ({
      label: `${displayName(channel)}, ${name}`,
      color,
      center: mean,
      interval50: [mean, mean],
      interval94: [q05, q95],
      mark: null,
    });
    return [
      ...data.frameworks.map(({ name, roi }, index) => row(name, frameworkColor(theme, index), roi[channel])),
      row("consensus", theme.observed, data.consensus.roi[channel]),
    ];
  });
  const forest: Forest = {
    rows,
    axisName: `Return per ${unit} spent, ${currencySymbol(evaluation.currency)}`,
    reference: data.isMoney && rows.some(({ interval94 }) => interval94[1] >= 0.8) ? 1 : null,
    markName: "",
    rowHeight: 20,
  };
  const apart = data.disagreement.channels.filter(({ betweenShare }) => betweenShare >= 0.5);
  return {
    id: "framework-roi",
    title:
      apart.length === 0
        ? "The frameworks agree on every channel within what each is unsure of"
        : `The frameworks contradict each other about ${apart.map(({ channel }) => displayName(channel)).join(", ")}`,
    description: `Return per ${unit} spent by each framework, and by all of them under their weights; dot: mean; line: 90 % interval${forest.reference === null ? "" : "; dashed: one back for one spent"}.`,
    height: forestHeight(forest),
    option: forestOption(forest, style),
    table: {
      columns: [
        { label: "Channel", kind: "text" },
        { label: "Framework", kind: "text" },
        { label: "Mean", kind: "number" },
        { label: "90 % from", kind: "number" },
        { label: "90 % to", kind: "number" },
      ],
      rows: data.channels.flatMap((channel) => [
        ...data.frameworks.map(({ name, roi }) => [
          displayName(channel),
          name,
          roi[channel].mean,
          roi[channel].q05,
          roi[channel].q95,
        ]),
        [
          displayName(channel),
          "consensus",
          data.consensus.roi[channel].mean,
          data.consensus.roi[channel].q05,
          data.consensus.roi[channel].q95,
        ],
      ]),
    },
  };
}

/** Shades of a map: a cell is drawn in the shade of its probability's twentieth. */
const shades = 20;

/** Pooled probability of every rank by ROI, channels down and ranks across. */
export function rankMapChart(data: Triangulation, _evaluation: Evaluation, style: ChartStyle): Chart {
  const { theme } = style;
  const { order, pooled } = data.ranking.roi;
  const probabilityOf = (channel: string, rank: number): number => pooled[data.channels.indexOf(channel)][rank];
  const cells = order.flatMap((channel, row) =>
    order.map((_, rank) => ({ at: [rank, row], probability: probabilityOf(channel, rank) })),
  );
  const height = 34;
  const series = Array.from(
    { length: shades },
    (_, shade): ChartSeries => ({
      type: "scatter",
      name: `up to ${formatShare((shade + 1) / shades)}`,
      data: cells
        .filter(
          ({ probability }) => probability > 0.005 && Math.min(shades - 1, Math.floor(probability * shades)) === shade,
        )
        .map(({ at }) => at),
      symbol: "rect",
      symbolSize: height - 6,
      silent: true,
      itemStyle: { color: theme.model, opacity: (shade + 1) / shades },
    }),
  );
  const [best] = order;
  const certain = probabilityOf(best, 0);
  return {
    id: "framework-ranks",
    title:
      certain >= 0.8
        ? `${displayName(best)} returns most under all frameworks together, with a probability of ${formatShare(certain)}`
        : `Which channel returns most is not settled: ${displayName(best)} leads with a probability of ${formatShare(certain)}`,
    description:
      "Probability of each rank by return, over all frameworks by their weights; the darker, the more probable.",
    height: order.length * height + 60,
    option: chartOption(style, {
      grid: [grid(8)],
      xAxis: [
        nameAxis(
          theme,
          order.map((_, rank) => `${rank + 1}`),
        ),
      ],
      yAxis: [nameAxis(theme, order.map(displayName), { inverse: true })],
      series,
      legend: [],
      trigger: "item",
    }),
    table: {
      columns: [
        { label: "Channel", kind: "text" },
        ...order.map((_, rank) => ({ label: `Rank ${rank + 1}`, kind: "probability" as const })),
      ],
      rows: order.map((channel) => [displayName(channel), ...order.map((_, rank) => probabilityOf(channel, rank))]),
    },
  };
}

/** One channel's response curve under every framework, and the weighted mean of them. */
export function frameworkCurveChart(
  { triangulation: data, channel }: { readonly triangulation: Triangulation; readonly channel: string },
  evaluation: Evaluation,
  style: ChartStyle,
): Chart {
  const { theme } = style;
  const word = periodWord(data.frequency);
  const label = displayName(channel);
  const lines = [
    ...data.frameworks.map(({ name, curves }, index) => ({
      name,
      color: frameworkColor(theme, index),
      width: 1.8,
      points: curves[channel],
    })),
    { name: "consensus", color: theme.observed, width: 2.6, points: data.consensus.curves[channel] },
  ];
  const spends = lines.flatMap(({ points }) => points.map(({ spend }) => spend));
  const means = lines.flatMap(({ points }) => points.map(({ mean }) => mean));
  const spendScale = axisScale(largestOf(spends), evaluation.currency);
  const kpiScale = axisScale(largestOf(means), kpiCurrency(evaluation));
  const entries = frameworkEntries(data, theme);
  const space = topSpace(entries, style);
  return {
    id: `framework-curve-${data.channels.indexOf(channel) + 1}`,
    title: `${label}: what steady spend brings`,
    description: `Brought per ${word} at steady spend by each framework's mean, and by their weighted mean.`,
    height: space + 180,
    option: chartOption(style, {
      grid: [grid(space)],
      xAxis: [horizontalAxis(style, axisName(`Spend per ${word}`, spendScale), { min: 0 })],
      yAxis: [verticalAxis(style, axisName(`Contribution per ${word}`, kpiScale))],
      series: lines.map(
        ({ name, color, width, points }): ChartSeries => ({
          type: "line",
          name,
          data: points.map(({ spend, mean }) => [spendScale.apply(spend), kpiScale.apply(mean)]),
          showSymbol: false,
          lineStyle: { color, width },
          itemStyle: { color },
        }),
      ),
      legend: entries,
      trigger: "item",
    }),
    table: {
      columns: [
        { label: "Framework", kind: "text" },
        { label: `Spend per ${word}`, kind: "money" },
        { label: "Contribution", kind: "amount" },
      ],
      rows: lines.flatMap(({ name, points }) => points.map(({ spend, mean }) => [name, spend, mean])),
    },
  };
}

/** Variance of each channel's ROI within frameworks and between them, as standard deviations. */
export function disagreementChart(data: Triangulation, _evaluation: Evaluation, style: ChartStyle): Chart {
  const { theme } = style;
  const { channels } = data.disagreement;
  const entries: LegendEntry[] = [
    { name: "Between frameworks", icon: "rect", itemStyle: { color: theme.observed } },
    { name: "Within each", icon: "rect", itemStyle: { color: theme.baseline } },
  ];
  const space = topSpace(entries, style);
  const bars = (name: string, color: string, values: readonly number[]): ChartSeries => ({
    type: "bar",
    name,
    data: values.map((value, row) => [value, row]),
    barMaxWidth: 12,
    itemStyle: { color },
  });
  const apart = channels.filter(({ betweenShare }) => betweenShare >= 0.5).length;
  return {
    id: "framework-disagreement",
    title:
      apart === 0
        ? "Nowhere do frameworks differ by more than each is unsure of"
        : `Frameworks differ by more than each is unsure of in ${apart} of ${channels.length} channels`,
    description: "Standard deviation of the return between the frameworks' means, and within a framework's draws.",
    height: space + channels.length * 36 + 50,
    option: chartOption(style, {
      grid: [grid(space)],
      xAxis: [horizontalAxis(style, "Standard deviation of the return", { min: 0 })],
      yAxis: [
        nameAxis(
          theme,
          channels.map(({ channel }) => displayName(channel)),
          { inverse: true },
        ),
      ],
      series: [
        bars(
          "Between frameworks",
          theme.observed,
          channels.map(({ between }) => between),
        ),
        bars(
          "Within each",
          theme.baseline,
          channels.map(({ within }) => within),
        ),
      ],
      legend: entries,
      trigger: "item",
    }),
    table: {
      columns: [
        { label: "Channel", kind: "text" },
        { label: "Between frameworks", kind: "number" },
        { label: "Within each", kind: "number" },
        { label: "Share between", kind: "share" },
      ],
      rows: channels.map(({ channel, between, within, betweenShare }) => [
        displayName(channel),
        between,
        within,
        betweenShare,
      ]),
    },
  };
}
