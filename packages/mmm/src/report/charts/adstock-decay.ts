// How long one channel keeps working: share of an impulse's effect felt after each period, with the half-life marked.
import type { Evaluation } from "../../analysis/evaluation.ts";
import { periodWord } from "../../calendar/periods.ts";
import { numberInterval, sureBetween } from "../interval-text.ts";
import { channelLabels } from "../names.ts";
import { bandSeries } from "./band.ts";
import { chartOption, grid, horizontalAxis, verticalAxis } from "./base.ts";
import type { Chart, ChartStyle } from "./chart.ts";
import { axisScale } from "./scale.ts";
import { channelColor } from "./theme.ts";

/** Lags after which less than half a percent of the effect is left to come, in mean and band, are not drawn. */
function drawnLags(evaluation: Evaluation, index: number): Evaluation["channels"][number]["decay"] {
  const { decay } = evaluation.channels[index]!;
  let last = decay.length - 1;
  while (last > 5 && decay[last]!.upper < 0.005) last--;
  return decay.slice(0, last + 1);
}

/** Mean decay with its band; dots at the lags, a dashed line at the mean half-life. */
export function adstockDecayChart(evaluation: Evaluation, index: number, style: ChartStyle): Chart {
  const { theme } = style;
  const channel = evaluation.channels[index]!;
  const label = channelLabels(evaluation)[index]!;
  const lags = drawnLags(evaluation, index);
  const scale = axisScale(100, null);
  const x = lags.map((point) => point.lag);
  const percent = (value: number): number => scale.apply(100 * value);
  const color = channelColor(theme, index);
  const word = periodWord(evaluation.frequency);
  const { halfLifePeriods } = channel;
  const half = numberInterval(halfLifePeriods, halfLifePeriods.interval94);
  const dots = lags.length <= 40;
  return {
    id: `decay-${index + 1}`,
    title: `${label}: half of the effect has come after ${half.mean} ${word}s`,
    description: `Share of one ${word}'s effect felt each ${word} after, with a 90 % band; dashed: half-life, ${sureBetween(half, evaluation)} ${word}s.`,
    height: 200,
    option: chartOption(style, {
      grid: [grid(4)],
      xAxis: [
        horizontalAxis(style, `${word === "day" ? "Days" : word === "week" ? "Weeks" : "Months"} after the spend`, {
          max: Math.max(x.at(-1) ?? 0, Math.ceil(halfLifePeriods.mean), 1),
          min: 0,
          splitLine: { show: false },
          axisLabel: { color: theme.muted, fontSize: 12, hideOverlap: true, showMaxLabel: lags.length <= 5 },
        }),
      ],
      yAxis: [verticalAxis(style, "Share of the effect, %", { splitNumber: 3 })],
      series: [
        ...bandSeries({
          name: "90 % band",
          stack: "band",
          x,
          lower: lags.map((point) => percent(point.lower)),
          upper: lags.map((point) => percent(point.upper)),
          color,
          opacity: 0.25,
        }),
        {
          type: "line",
          name: label,
          data: lags.map((point) => [point.lag, percent(point.mean), percent(point.lower), percent(point.upper)]),
          dimensions: ["lag", "mean", "90 % from", "90 % to"],
          encode: { x: 0, y: 1, tooltip: [1, 2, 3] },
          showSymbol: dots,
          symbol: "circle",
          symbolSize: 5,
          lineStyle: { color, width: 2 },
          itemStyle: { color },
          markLine: {
            silent: true,
            symbol: "none",
            label: { show: false },
            lineStyle: { color: theme.muted, type: "dashed", width: 1.2 },
            data: [{ xAxis: halfLifePeriods.mean }],
          },
        },
      ],
    }),
    table: {
      columns: [
        { label: `${word}s after`, kind: "count" },
        { label: "Share of the effect", kind: "share" },
        { label: "90 % from", kind: "share" },
        { label: "90 % to", kind: "share" },
      ],
      rows: lags.map((point) => [point.lag, point.mean, point.lower, point.upper]),
    },
  };
}
