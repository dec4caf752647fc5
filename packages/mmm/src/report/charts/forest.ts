// Points with two intervals each, one row under another: the shape of the ROAS, share and recovery pictures.
import { chartOption, grid, horizontalAxis, isNarrow, nameAxis, topSpace } from "./base.ts";
import type { ChartStyle } from "./chart.ts";
import type { ChartOption, ChartSeries, LegendEntry } from "./option.ts";

export interface ForestRow {
  readonly label: string;
  readonly color: string;
  readonly center: number;
  readonly interval50: readonly [number, number];
  readonly interval94: readonly [number, number];
  /** A second mark on the row (the true value, the share of spend); null for none. */
  readonly mark: number | null;
}

export interface Forest {
  readonly rows: readonly ForestRow[];
  readonly axisName: string;
  /** A vertical line all rows are read against; null for none. */
  readonly reference: number | null;
  /** Legend name of the second mark. */
  readonly markName: string;
  readonly rowHeight?: number;
  readonly axisFormat?: string;
}

export function forestHeight(forest: Forest): number {
  const legend = forest.rows.some((row) => row.mark !== null) ? 34 : 12;
  return forest.rows.length * (forest.rowHeight ?? 34) + 52 + legend;
}

/** Thin line 94 %, thick line 50 %, dot for the mean, hollow diamond for the second mark. */
export function forestOption(forest: Forest, style: ChartStyle): ChartOption {
  const { theme } = style;
  const marked = forest.rows.flatMap((row, index) => (row.mark === null ? [] : [[row.mark, index]]));
  const segment = (row: ForestRow, index: number, level: 50 | 94): ChartSeries => ({
    type: "line",
    name: `${row.label} ${level} %`,
    data: (level === 50 ? row.interval50 : row.interval94).map((value) => [value, index]),
    showSymbol: false,
    symbol: "none",
    silent: true,
    tooltip: { show: false },
    lineStyle: { color: row.color, width: level === 50 ? 6 : 2, opacity: level === 50 ? 0.6 : 1 },
    itemStyle: { color: row.color },
  });
  const series: ChartSeries[] = [
    ...forest.rows.map((row, index) => segment(row, index, 94)),
    ...forest.rows.map((row, index) => segment(row, index, 50)),
    ...forest.rows.map(
      (row, index): ChartSeries => ({
        type: "scatter",
        name: row.label,
        data: [[row.center, index]],
        symbol: "circle",
        symbolSize: 10,
        z: 4,
        itemStyle: { color: row.color, opacity: 1, borderColor: theme.surface, borderWidth: 1 },
      }),
    ),
    {
      type: "scatter",
      name: forest.markName,
      data: marked,
      symbol: "diamond",
      symbolSize: 13,
      z: 5,
      itemStyle: { color: theme.surface, opacity: 1, borderColor: theme.observed, borderWidth: 2 },
      ...(forest.reference === null
        ? {}
        : {
            markLine: {
              silent: true,
              symbol: "none",
              label: { show: false },
              lineStyle: { color: theme.muted, type: "dashed", width: 1.2 },
              data: [{ xAxis: forest.reference }],
            },
          }),
    },
  ];
  const entries: LegendEntry[] =
    marked.length === 0
      ? []
      : [
          {
            name: forest.markName,
            icon: "diamond",
            itemStyle: { color: theme.surface, borderColor: theme.observed, borderWidth: 2 },
          },
        ];
  return chartOption(style, {
    grid: [grid(topSpace(entries, style))],
    xAxis: [
      horizontalAxis(style, forest.axisName, {
        ...valueRange(forest),
        ...(forest.axisFormat === undefined
          ? {}
          : { axisLabel: { color: theme.muted, fontSize: 12, hideOverlap: true, formatter: forest.axisFormat } }),
      }),
    ],
    yAxis: [
      nameAxis(
        theme,
        forest.rows.map((row) => row.label),
        {
          inverse: true,
          axisLine: { show: false },
          axisLabel: {
            color: theme.text,
            fontSize: 12,
            interval: 0,
            width: isNarrow(style) ? 112 : 220,
            overflow: "truncate",
          },
        },
      ),
    ],
    series,
    legend: entries,
    trigger: "item",
  });
}

/** The axis starts at zero unless something lies below it; ECharts chooses the rest. */
function valueRange(forest: Forest): { readonly min?: number } {
  const lowest = Math.min(
    ...forest.rows.flatMap((row) => [row.interval94[0], row.mark ?? Number.POSITIVE_INFINITY]),
    forest.reference ?? Number.POSITIVE_INFINITY,
  );
  return lowest >= 0 ? { min: 0 } : {};
}
