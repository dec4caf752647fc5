// What other multiples of a window's actual spend on one channel would bring, later effect included; as spent, and where data end.

import type { Evaluation } from "../../analysis/evaluation.ts";
import type { FlightedCurve, FlightedPoint } from "../../analysis/flighted-curve.ts";
import { formatLevel, formatMoney, formatNumber } from "../format.ts";
import { channelLabels, kpiCurrency } from "../names.ts";
import { chartOption, grid, horizontalAxis, topSpace, verticalAxis } from "./base.ts";
import type { Chart, ChartStyle } from "./chart.ts";
import type { ChartSeries, LegendEntry } from "./option.ts";
import { axisName, axisScale, largestOf } from "./scale.ts";
import { curveStretch, markedSpend, spendMark } from "./spend-curve.ts";
import { channelColor } from "./theme.ts";

/** A curve with the mass of its intervals. */
export interface FlightedCurveData {
  readonly curve: FlightedCurve;
  readonly level: number;
}

/** Solid within what was observed, dotted beyond; a dot at the spend there was; dashed what is felt at once. */
export function flightedCurveChart(
  { curve, level }: FlightedCurveData,
  evaluation: Evaluation,
  style: ChartStyle,
): Chart {
  const { theme } = style;
  const index = evaluation.channels.findIndex(({ name }) => name === curve.channel);
  const label = channelLabels(evaluation)[index] ?? curve.channel;
  const color = channelColor(theme, Math.max(index, 0));
  const { points } = curve;
  const spends = axisScale(largestOf(points.map(({ spend }) => spend)), evaluation.currency);
  const amounts = axisScale(largestOf(points.map(({ kpi }) => kpi.upper)), kpiCurrency(evaluation));
  const beyondFrom = points.findIndex(({ extrapolated }) => extrapolated);
  const seen = beyondFrom < 0 ? points : points.slice(0, beyondFrom);
  const beyond = beyondFrom < 0 ? [] : points.slice(Math.max(beyondFrom - 1, 0));
  const now = points.find(({ multiple }) => multiple === 1);
  const mass = formatLevel(level);
  const piece = (part: readonly FlightedPoint[], name: string, outside: boolean): readonly ChartSeries[] => {
    const x = part.map(({ spend }) => spends.apply(spend));
    const pick = (key: "mean" | "lower" | "upper"): readonly number[] => part.map(({ kpi }) => amounts.apply(kpi[key]));
    return curveStretch({
      name,
      color,
      outside,
      spend: x,
      mean: pick("mean"),
      lower: pick("lower"),
      upper: pick("upper"),
      mass,
    });
  };
  const atOnce: ChartSeries = {
    type: "line",
    name: "Felt at once",
    data: points.map(({ spend, immediate }) => [spends.apply(spend), amounts.apply(immediate)]),
    showSymbol: false,
    lineStyle: { color: theme.muted, width: 1.5, type: "dashed" },
    itemStyle: { color: theme.muted },
  };
  const mark = spendMark("As spent", theme);
  const entries: LegendEntry[] = [
    mark,
    { name: atOnce.name, icon: "rect", itemStyle: { color: theme.muted } },
    ...(beyond.length === 0 ? [] : [{ name: "Beyond the data", icon: "rect", itemStyle: { color, opacity: 0.25 } }]),
  ];
  const space = topSpace(entries, style);
  const lowest = Math.min(0, ...points.map(({ kpi }) => kpi.lower));
  return {
    id: `flighted-${index + 1}`,
    title: curveTitle(label, now, evaluation.currency),
    description: `Brought in all by the window's media, at multiples of what was spent in it as it was spent; ${mass} band${beyond.length === 0 ? "" : `; dotted beyond ${formatNumber(curve.observedMultiple ?? 0)} times, where a period would exceed the largest observed`}; dashed: what is felt in the very period of the spend.`,
    height: space + 200,
    option: chartOption(style, {
      grid: [grid(space)],
      xAxis: [
        horizontalAxis(style, axisName("Spend in the window", spends), {
          min: 0,
          max: spends.apply(points.at(-1)?.spend ?? 0) || 1,
          splitLine: { show: false },
          axisLabel: { color: theme.muted, fontSize: 12, hideOverlap: true, showMaxLabel: false },
        }),
      ],
      yAxis: [verticalAxis(style, axisName("Brought", amounts), { ...(lowest < 0 ? {} : { min: 0 }), splitNumber: 3 })],
      series: [
        ...piece(seen, label, false),
        ...piece(beyond, "Beyond the data", true),
        atOnce,
        ...(now === undefined
          ? []
          : [markedSpend(mark.name, [spends.apply(now.spend), amounts.apply(now.kpi.mean)], theme)]),
      ],
      legend: entries,
      trigger: "item",
    }),
    table: {
      columns: [
        { label: "Times the spend", kind: "number" },
        { label: "Spend", kind: "money" },
        { label: "Brought", kind: "amount" },
        { label: `${mass} from`, kind: "amount" },
        { label: `${mass} to`, kind: "amount" },
        { label: "Felt at once", kind: "amount" },
        { label: "Return per unit", kind: "number" },
        { label: "Next unit returns", kind: "number" },
        { label: "Within the data", kind: "yes-no" },
      ],
      rows: points.map((point) => [
        point.multiple,
        point.spend,
        point.kpi.mean,
        point.kpi.lower,
        point.kpi.upper,
        point.immediate,
        point.averageRoi?.mean ?? null,
        point.marginalRoi,
        !point.extrapolated,
      ]),
    },
  };
}

function curveTitle(label: string, now: FlightedPoint | undefined, currency: string): string {
  if (now === undefined || !(now.spend > 0)) return `${label}: nothing was spent in the window`;
  const one = formatMoney(1, currency).replace(/\.00$/, "");
  const next = now.marginalRoi === null ? "" : `; the next ${one} returns ${formatMoney(now.marginalRoi, currency)}`;
  const average = now.averageRoi === null ? "" : `, each ${one} returned ${formatMoney(now.averageRoi.mean, currency)}`;
  return `${label}: ${formatMoney(now.spend, currency)} spent${average}${next}`;
}
