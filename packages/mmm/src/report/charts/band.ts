// An uncertainty band as two stacked lines: an invisible lower edge and a filled width. Right below, above and across zero.
import type { LineSeries } from "./option.ts";

export interface Band {
  /** Legend name shared by both series; toggling it hides the band. */
  readonly name: string;
  /** Unique within the chart. */
  readonly stack: string;
  readonly x: readonly number[];
  /** In axis units. */
  readonly lower: readonly number[];
  readonly upper: readonly number[];
  readonly color: string;
  readonly opacity: number;
  readonly xAxisIndex?: number;
  readonly yAxisIndex?: number;
}

/**
 * `stackStrategy: "all"` is what makes it right: by default ECharts stacks values of different sign apart, and a band
 * from −3 to 1 would be drawn from 0 to 4.
 */
export function bandSeries(band: Band): readonly LineSeries[] {
  const shared = {
    type: "line",
    name: band.name,
    stack: band.stack,
    stackStrategy: "all",
    showSymbol: false,
    symbol: "none",
    silent: true,
    tooltip: { show: false },
    emphasis: { disabled: true },
    lineStyle: { width: 0, color: band.color, opacity: 0 },
    itemStyle: { color: band.color, opacity: band.opacity },
    ...(band.xAxisIndex === undefined ? {} : { xAxisIndex: band.xAxisIndex }),
    ...(band.yAxisIndex === undefined ? {} : { yAxisIndex: band.yAxisIndex }),
  } as const;
  return [
    { ...shared, data: band.x.map((x, index) => [x, band.lower[index]!]) },
    {
      ...shared,
      data: band.x.map((x, index) => [x, band.upper[index]! - band.lower[index]!]),
      areaStyle: { color: band.color, opacity: band.opacity },
    },
  ];
}
