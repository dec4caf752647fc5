// Where each chain's draws rank among all: level steps when the chains explore the same posterior.
import type { Evaluation } from "../../analysis/evaluation.ts";
import { chartOption, grid, horizontalAxis, topSpace, verticalAxis } from "./base.ts";
import type { Chart, ChartStyle } from "./chart.ts";
import { agreeing, chainEntries } from "./trace.ts";

function rankTitle(label: string, rhat: number): string {
  if (!Number.isFinite(rhat)) return `${label}: ranks of a single chain say nothing`;
  return rhat <= agreeing
    ? `${label}: the chains share high and low ranks alike`
    : `${label}: some chains rank higher than others`;
}

/** Rank histograms, one step line a chain, with the level all should have. */
export function rankChart(evaluation: Evaluation, index: number, style: ChartStyle): Chart {
  const { theme } = style;
  const trace = evaluation.traces[index]!;
  const entries = chainEntries(trace.ranks.length, style);
  const top = topSpace(entries, style);
  const bins = trace.ranks[0]?.length ?? 0;
  const draws = trace.ranks[0]?.reduce((sum, count) => sum + count, 0) ?? 0;
  return {
    id: `rank-${index + 1}`,
    title: rankTitle(trace.label, trace.rhat),
    description: `How many of each chain's draws of ${trace.label} fall into each of ${bins} rank bins; the dashed line is the even share.`,
    height: top + 170,
    option: chartOption(style, {
      grid: [grid(top)],
      xAxis: [
        horizontalAxis(style, "Rank among all draws, %", {
          min: 0,
          max: 100,
          splitNumber: 5,
          splitLine: { show: false },
        }),
      ],
      yAxis: [verticalAxis(style, "Draws in the bin", { min: 0, splitNumber: 3 })],
      series: trace.ranks.map((counts, chain) => ({
        type: "line" as const,
        name: entries[chain]!.name,
        data: [...counts, counts.at(-1) ?? 0].map((count, bin) => [(100 * bin) / Math.max(bins, 1), count]),
        step: "end" as const,
        showSymbol: false,
        lineStyle: { color: entries[chain]!.itemStyle!.color!, width: 1.6 },
        itemStyle: { color: entries[chain]!.itemStyle!.color! },
        ...(chain > 0 || bins === 0
          ? {}
          : {
              markLine: {
                silent: true,
                symbol: "none" as const,
                label: { show: false },
                lineStyle: { color: theme.muted, type: "dashed" as const, width: 1.2 },
                data: [{ yAxis: draws / bins }],
              },
            }),
      })),
      legend: entries,
    }),
    table: {
      columns: [
        { label: "Bin", kind: "count" },
        ...entries.map((entry) => ({ label: entry.name, kind: "count" as const })),
      ],
      rows: Array.from({ length: bins }, (_, bin) => [bin + 1, ...trace.ranks.map((counts) => counts[bin]!)]),
    },
  };
}
