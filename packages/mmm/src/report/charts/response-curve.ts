// What more or less spend on one channel would bring, steadily: the curve, where spend is now, and where data end.
import type { CurvePoint, Evaluation } from "../../analysis/evaluation.ts";
import { periodWord } from "../../calendar/periods.ts";
import { formatMoney } from "../format.ts";
import { channelLabels, kpiCurrency } from "../names.ts";
import { chartOption, grid, horizontalAxis, topSpace, verticalAxis } from "./base.ts";
import type { Chart, ChartStyle } from "./chart.ts";
import type { ChartSeries, LegendEntry } from "./option.ts";
import { axisName, axisScale, largestOf } from "./scale.ts";
import { curveStretch, markedSpend, spendMark } from "./spend-curve.ts";
import { channelColor } from "./theme.ts";

/** The curve at any spend by linear interpolation, held flat outside its ends. Points ascend in spend. */
export function curveAt(curve: readonly CurvePoint[], spendPerPeriod: number): CurvePoint {
  const next = curve.findIndex((point) => point.spendPerPeriod >= spendPerPeriod);
  if (next <= 0) return { ...curve.at(next === 0 ? 0 : -1)!, spendPerPeriod };
  const left = curve[next - 1]!;
  const right = curve[next]!;
  const share = (spendPerPeriod - left.spendPerPeriod) / (right.spendPerPeriod - left.spendPerPeriod);
  const between = (from: number, to: number): number => from + share * (to - from);
  return {
    spendPerPeriod,
    mean: between(left.mean, right.mean),
    lower: between(left.lower, right.lower),
    upper: between(left.upper, right.upper),
  };
}

/** Cuts the curve where data end; both parts hold the point of the cut. The second is empty when data reach the end. */
export function splitCurve(
  curve: readonly CurvePoint[],
  observedMaximum: number,
): { readonly seen: readonly CurvePoint[]; readonly beyond: readonly CurvePoint[] } {
  const last = curve.at(-1);
  if (last === undefined || observedMaximum >= last.spendPerPeriod) return { seen: curve, beyond: [] };
  const cut = curveAt(curve, observedMaximum);
  return {
    seen: [...curve.filter((point) => point.spendPerPeriod < observedMaximum), cut],
    beyond: [cut, ...curve.filter((point) => point.spendPerPeriod > observedMaximum)],
  };
}

/**
 * The top of the shared vertical axis, KPI units: channels are compared by height, unless this one would fill less
 * than a sixth of it, when it gets its own.
 */
function verticalTop(evaluation: Evaluation, index: number): { readonly top: number; readonly shared: boolean } {
  const tops = evaluation.channels.map((channel) => largestOf(channel.responseCurve.map((point) => point.upper)));
  const all = largestOf(tops);
  const own = tops[index]!;
  return own < all / 6 || tops.length === 1 ? { top: own, shared: false } : { top: all, shared: true };
}

/** The next round number at or above `value`, so that a shared axis ends at the same tick everywhere. */
export function roundedUp(value: number): number {
  if (!(value > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 1.2, 1.6, 2, 2.5, 3, 4, 5, 6, 8, 10].find((candidate) => candidate * power >= value * 0.999999);
  return Number(((step ?? 10) * power).toPrecision(6));
}

/** Solid within what was observed, dotted and paler beyond, a dot at today's mean spend; 90 % band. */
export function responseCurveChart(evaluation: Evaluation, index: number, style: ChartStyle): Chart {
  const { theme } = style;
  const channel = evaluation.channels[index]!;
  const label = channelLabels(evaluation)[index]!;
  const color = channelColor(theme, index);
  const word = periodWord(evaluation.frequency);
  const { seen, beyond } = splitCurve(channel.responseCurve, channel.observedMaximum);
  const now = curveAt(channel.responseCurve, channel.currentSpendPerPeriod);
  const { top, shared } = verticalTop(evaluation, index);
  const lowest = Math.min(0, ...channel.responseCurve.map((point) => point.lower));
  const spendScale = axisScale(
    largestOf(channel.responseCurve.map((point) => point.spendPerPeriod)),
    evaluation.currency,
  );
  const kpiScale = axisScale(top, kpiCurrency(evaluation));
  const piece = (points: readonly CurvePoint[], name: string, outside: boolean): readonly ChartSeries[] => {
    const x = points.map((point) => spendScale.apply(point.spendPerPeriod));
    const pick = (key: "mean" | "lower" | "upper"): readonly number[] =>
      points.map((point) => kpiScale.apply(point[key]));
    return curveStretch({
      name,
      color,
      outside,
      spend: x,
      mean: pick("mean"),
      lower: pick("lower"),
      upper: pick("upper"),
      mass: "90 %",
    });
  };
  const mark = spendMark("Spend now", theme);
  const entries: LegendEntry[] = [
    mark,
    ...(beyond.length === 0 ? [] : [{ name: "Beyond the data", icon: "rect", itemStyle: { color, opacity: 0.25 } }]),
  ];
  const space = topSpace(entries, style);
  return {
    id: `response-${index + 1}`,
    title: `${label}: ${formatMoney(channel.currentSpendPerPeriod, evaluation.currency)} a ${word} now; the next ${formatMoney(1, evaluation.currency).replace(/\.00$/, "")} returns ${formatMoney(channel.marginalRoas.mean, evaluation.currency)}`,
    description: `Brought per ${word} at steady spend, with a 90 % band${beyond.length === 0 ? "" : "; dotted beyond the largest spend observed"}${shared ? "; one vertical axis for all channels" : "; own vertical axis"}.`,
    height: space + 180,
    option: chartOption(style, {
      grid: [grid(space)],
      xAxis: [
        horizontalAxis(style, axisName(`Spend per ${word}`, spendScale), {
          min: 0,
          max: spendScale.apply(channel.responseCurve.at(-1)?.spendPerPeriod ?? 0) || 1,
          splitLine: { show: false },
          splitNumber: 4,
          axisLabel: { color: theme.muted, fontSize: 12, hideOverlap: true, showMaxLabel: false },
        }),
      ],
      yAxis: [
        verticalAxis(style, axisName(`Contribution per ${word}`, kpiScale), {
          ...(lowest < 0 ? {} : { min: 0 }),
          max: roundedUp(top / kpiScale.divisor),
          splitNumber: 3,
        }),
      ],
      series: [
        ...piece(seen, label, false),
        ...piece(beyond, "Beyond the data", true),
        markedSpend(mark.name, [spendScale.apply(now.spendPerPeriod), kpiScale.apply(now.mean)], theme),
      ],
      legend: entries,
      trigger: "item",
    }),
    table: {
      columns: [
        { label: `Spend per ${word}`, kind: "money" },
        { label: "Contribution", kind: "amount" },
        { label: "90 % from", kind: "amount" },
        { label: "90 % to", kind: "amount" },
        { label: "Within the data", kind: "yes-no" },
      ],
      rows: channel.responseCurve.map((point) => [
        point.spendPerPeriod,
        point.mean,
        point.lower,
        point.upper,
        point.spendPerPeriod <= channel.observedMaximum,
      ]),
    },
  };
}
