// How each objective of a search came down: median and spread in twenty equal parts of it.
import type { RobynReport } from "../../analysis/robyn-report.ts";
import { bandSeries } from "./band.ts";
import { chartOption, grid, horizontalAxis, isNarrow, topSpace, verticalAxis } from "./base.ts";
import type { Chart, ChartStyle } from "./chart.ts";
import type { LegendEntry } from "./option.ts";
import { channelColor } from "./theme.ts";

/** What an objective is called. */
export const objectiveLabels: Readonly<Record<RobynReport["convergence"][number]["objective"], string>> = {
  nrmse: "NRMSE",
  rssd: "DECOMP.RSSD",
  mapeLift: "MAPE.LIFT",
};

export function robynConvergenceChart({ convergence }: RobynReport, style: ChartStyle): Chart {
  const lines = convergence.map(({ objective, cuts }, index) => ({
    name: objectiveLabels[objective],
    color: channelColor(style.theme, index),
    x: cuts.map((_, cut) => cut + 1),
    median: cuts.map((cut) => cut.median),
    lower: cuts.map((cut) => Math.max(0, cut.median - cut.standardDeviation)),
    upper: cuts.map((cut) => cut.median + cut.standardDeviation),
  }));
  const entries: LegendEntry[] = lines.map(({ name, color }) => ({ name, icon: "roundRect", itemStyle: { color } }));
  const top = topSpace(entries, style);
  const settled = convergence.filter(({ converged }) => converged).length;
  return {
    id: "robyn-convergence",
    title:
      settled === convergence.length
        ? "Every objective had settled when the search ended"
        : `${settled} of ${convergence.length} objectives had settled when the search ended`,
    description:
      "Median of each error among the models of each twentieth of the search, in the order in which they were tried, with one standard deviation on either side.",
    height: top + (isNarrow(style) ? 220 : 260),
    option: chartOption(style, {
      grid: [grid(top + 12)],
      xAxis: [horizontalAxis(style, "Twentieth of the search", { min: 1 })],
      yAxis: [verticalAxis(style, "Error")],
      series: lines.flatMap(({ name, color, x, median, lower, upper }) => [
        ...bandSeries({ name: `${name} band`, stack: name, x, lower, upper, color, opacity: 0.2 }),
        {
          type: "line" as const,
          name,
          data: x.map((cut, index) => [cut, median[index]!]),
          showSymbol: false,
          lineStyle: { color, width: 2 },
          itemStyle: { color },
        },
      ]),
      legend: entries,
    }),
    table: {
      columns: [
        { label: "Twentieth", kind: "count" },
        ...lines.flatMap(({ name }) => [
          { label: `${name}, median`, kind: "number" as const },
          { label: `${name}, sd`, kind: "number" as const },
        ]),
      ],
      rows: (convergence[0]?.cuts ?? []).map((_, cut) => [
        cut + 1,
        ...convergence.flatMap(({ cuts }) => [cuts[cut]!.median, cuts[cut]!.standardDeviation]),
      ]),
    },
  };
}
