// What every curve over spend is drawn of: a line with its band, dotted beyond the data, and a ring at the spend there is.
import { bandSeries } from "./band.ts";
import type { ChartSeries, LegendEntry } from "./option.ts";
import type { ChartTheme } from "./theme.ts";

/** A stretch of a curve in the axes' units; arrays of one length. */
interface CurveStretch {
  readonly name: string;
  readonly color: string;
  /** Whether the data do not reach here: dotted, and paler. */
  readonly outside: boolean;
  readonly spend: readonly number[];
  readonly mean: readonly number[];
  readonly lower: readonly number[];
  readonly upper: readonly number[];
  /** The mass of the band in words. */
  readonly mass: string;
}

/** Nothing for a stretch without points. */
export function curveStretch(stretch: CurveStretch): readonly ChartSeries[] {
  const { name, color, outside, spend, mean, lower, upper, mass } = stretch;
  if (spend.length === 0) return [];
  return [
    ...bandSeries({ name: `${name} band`, stack: name, x: spend, lower, upper, color, opacity: outside ? 0.1 : 0.25 }),
    {
      type: "line",
      name,
      data: spend.map((each, at) => [each, mean[at]!, lower[at]!, upper[at]!]),
      dimensions: ["spend", "mean", `${mass} from`, `${mass} to`],
      encode: { x: 0, y: 1, tooltip: [1, 2, 3] },
      showSymbol: false,
      lineStyle: { color, width: 2, type: outside ? "dotted" : "solid", opacity: outside ? 0.8 : 1 },
      itemStyle: { color },
    },
  ];
}

/** The legend's entry of the ring. */
export function spendMark(name: string, theme: ChartTheme): LegendEntry {
  return { name, icon: "circle", itemStyle: { color: theme.surface, borderColor: theme.observed, borderWidth: 2 } };
}

/** The ring at one point of the curve. */
export function markedSpend(name: string, point: readonly [number, number], theme: ChartTheme): ChartSeries {
  return {
    type: "scatter",
    name,
    data: [[...point]],
    symbol: "circle",
    symbolSize: 11,
    z: 5,
    itemStyle: { color: theme.surface, opacity: 1, borderColor: theme.observed, borderWidth: 2 },
  };
}
