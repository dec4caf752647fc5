// The draws of one parameter as they came, one line a chain: a hairy caterpillar when sampling worked.
import { diagnosticThresholds } from "../../analysis/diagnostic-thresholds.ts";
import type { Evaluation } from "../../analysis/evaluation.ts";
import { formatFixed } from "../format.ts";
import { chartOption, grid, horizontalAxis, topSpace, verticalAxis } from "./base.ts";
import type { Chart, ChartStyle } from "./chart.ts";
import { thinnedPositions } from "./lttb.ts";
import type { LegendEntry } from "./option.ts";
import { axisName, axisScale, largestOf } from "./scale.ts";

/** R-hat up to here reads as agreement between chains. */
export const agreeing: number = diagnosticThresholds.rhat;

export function chainEntries(chains: number, style: ChartStyle): readonly LegendEntry[] {
  const { chains: colors } = style.theme;
  return Array.from({ length: chains }, (_, chain) => ({
    name: `Chain ${chain + 1}`,
    icon: "roundRect",
    itemStyle: { color: colors[chain % colors.length]! },
  }));
}

function traceTitle(label: string, rhat: number): string {
  if (!Number.isFinite(rhat)) return `${label}: agreement of the chains cannot be computed`;
  return rhat <= agreeing
    ? `${label}: the chains agree (R-hat ${formatFixed(rhat, 3)})`
    : `${label}: the chains do not agree (R-hat ${formatFixed(rhat, 3)}, limit ${agreeing})`;
}

/** Draws by chain, each thinned to what a small picture can show. */
export function traceChart(evaluation: Evaluation, index: number, style: ChartStyle): Chart {
  const trace = evaluation.traces[index]!;
  const scale = axisScale(largestOf(...trace.chains), null);
  const entries = chainEntries(trace.chains.length, style);
  const top = topSpace(entries, style);
  const thinned = trace.chains.map((draws) => thinnedPositions([draws], 200));
  return {
    id: `trace-${index + 1}`,
    title: traceTitle(trace.label, trace.rhat),
    description: `Draws of ${trace.label} in the order they were made, one line for each chain; lines should overlap and not drift.`,
    height: top + 170,
    option: chartOption(style, {
      grid: [grid(top)],
      xAxis: [
        horizontalAxis(style, "Draw (thinned)", {
          min: 0,
          max: Math.max(1, ...trace.chains.map((draws) => draws.length)),
          splitLine: { show: false },
        }),
      ],
      yAxis: [verticalAxis(style, axisName(trace.label, scale), { scale: true, splitNumber: 3 })],
      series: trace.chains.map((draws, chain) => ({
        type: "line" as const,
        name: entries[chain]!.name,
        data: thinned[chain]!.map((position) => [position + 1, scale.apply(draws[position]!)]),
        showSymbol: false,
        lineStyle: { color: entries[chain]!.itemStyle!.color!, width: 0.8, opacity: 0.85 },
        itemStyle: { color: entries[chain]!.itemStyle!.color! },
      })),
      legend: entries,
    }),
    table: {
      columns: [
        { label: "Chain", kind: "count" },
        { label: "Mean", kind: "number" },
        { label: "Smallest", kind: "number" },
        { label: "Largest", kind: "number" },
      ],
      rows: trace.chains.map((draws, chain) => [
        chain + 1,
        draws.reduce((sum, value) => sum + value, 0) / draws.length,
        draws.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY),
        draws.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY),
      ]),
    },
  };
}
