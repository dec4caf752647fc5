// Every model of a search by its two errors: the front, the candidates, and the models that were selected.
import type { RobynReport } from "../../analysis/robyn-report.ts";
import { formatCount } from "../format.ts";
import { chartOption, grid, horizontalAxis, isNarrow, topSpace, verticalAxis } from "./base.ts";
import type { Chart, ChartStyle } from "./chart.ts";
import type { ChartSeries, Datum, LegendEntry } from "./option.ts";
import { channelColor } from "./theme.ts";

/** Errors beyond this multiple of the selected models' largest are not drawn: a search begins with very bad models. */
const drawnReach = 1.6;

export function robynParetoChart(report: RobynReport, style: ChartStyle): Chart {
  const { theme } = style;
  const { errors, models } = report;
  const largest = (of: "nrmse" | "rssd"): number => drawnReach * Math.max(...models.map((model) => model[of]));
  const [mostNrmse, mostRssd] = [largest("nrmse"), largest("rssd")];
  const points = (test: (front: number) => boolean): Datum[][] =>
    errors.front.flatMap((front, index) => {
      const [x, y] = [errors.nrmse[index]!, errors.rssd[index]!];
      return test(front) && x <= mostNrmse && y <= mostRssd ? [[x, y]] : [];
    });
  const size = isNarrow(style) ? 3 : 4;
  const groups = [
    {
      name: "Tried",
      data: points((front) => front === 0 || front > report.fronts),
      color: theme.axis,
      opacity: 0.35,
      size,
    },
    {
      name: "Candidates",
      data: points((front) => front > 1 && front <= report.fronts),
      color: theme.model,
      opacity: 0.7,
      size: size + 1,
    },
    {
      name: "First front",
      data: points((front) => front === 1),
      color: channelColor(theme, 1),
      opacity: 0.9,
      size: size + 2,
    },
  ];
  const selected: Datum[][] = models.map(({ nrmse, rssd }) => [nrmse, rssd]);
  const entries: LegendEntry[] = [
    ...groups.map(({ name, color }) => ({ name, icon: "circle", itemStyle: { color } })),
    {
      name: "Selected",
      icon: "circle",
      itemStyle: { color: theme.surface, borderColor: theme.observed, borderWidth: 2 },
    },
  ];
  const series: ChartSeries[] = [
    ...groups.map(
      ({ name, data, color, opacity, size: symbolSize }): ChartSeries => ({
        type: "scatter",
        name,
        data,
        symbolSize,
        itemStyle: { color, opacity },
      }),
    ),
    {
      type: "scatter",
      name: "Selected",
      data: selected,
      symbol: "circle",
      symbolSize: 11,
      z: 5,
      itemStyle: { color: theme.surface, opacity: 1, borderColor: theme.observed, borderWidth: 2 },
    },
  ];
  const top = topSpace(entries, style);
  return {
    id: "robyn-pareto",
    title: `${formatCount(report.evaluations)} models were tried; ${models.length === 1 ? "one stands" : `${formatCount(models.length)} stand`} for ${formatCount(report.candidates)} that no other beats on both errors by much`,
    description:
      "Each dot is a model by the error of its fit (NRMSE) and the distance of its shares of effect from the shares of spend (DECOMP.RSSD); lower is better on both. Rings: the models that were selected, one for each cluster of candidates.",
    height: top + (isNarrow(style) ? 260 : 320),
    option: chartOption(style, {
      grid: [grid(top + 12)],
      xAxis: [horizontalAxis(style, "NRMSE", { scale: true })],
      yAxis: [verticalAxis(style, "DECOMP.RSSD", { scale: true })],
      series,
      legend: entries,
      trigger: "item",
    }),
    table: {
      columns: [
        { label: "Model", kind: "text" },
        { label: "NRMSE", kind: "number" },
        { label: "DECOMP.RSSD", kind: "number" },
        { label: "Weight", kind: "share" },
      ],
      rows: models.map(({ id, nrmse, rssd, weight }) => [id, nrmse, rssd, weight]),
    },
  };
}
