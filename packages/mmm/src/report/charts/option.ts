// The part of ECharts' option object our charts use, written down so that mmm need not depend on it. Plain JSON. Arrays are mutable
// because ECharts' own `EChartsOption` declares them so; connect checks the assignment. Names are ECharts'.

export type Datum = number | string | null;

interface LineStyle {
  color?: string;
  width?: number;
  type?: "solid" | "dashed" | "dotted";
  opacity?: number;
}

interface ItemStyle {
  color?: string;
  opacity?: number;
  borderColor?: string;
  borderWidth?: number;
}

interface TextStyle {
  color?: string;
  fontSize?: number;
  fontFamily?: string;
  align?: "left" | "center" | "right";
}

interface SeriesBase {
  name: string;
  data: Datum[][];
  xAxisIndex?: number;
  yAxisIndex?: number;
  stack?: string;
  /** `all` adds whatever the sign; the default `samesign` stacks what is below zero apart. */
  stackStrategy?: "all" | "samesign";
  silent?: boolean;
  z?: number;
  tooltip?: { show: boolean };
  dimensions?: string[];
  encode?: { x: number; y: number; tooltip?: number[] };
  itemStyle?: ItemStyle;
  emphasis?: { disabled: boolean };
  markLine?: MarkLine;
}

interface MarkLine {
  silent: boolean;
  symbol: "none";
  label: { show: boolean };
  lineStyle: LineStyle;
  data: ({ xAxis: number } | { yAxis: number })[];
}

export interface LineSeries extends SeriesBase {
  type: "line";
  showSymbol?: boolean;
  symbol?: string;
  symbolSize?: number;
  step?: "start" | "middle" | "end";
  lineStyle?: LineStyle;
  areaStyle?: { color?: string; opacity?: number };
}

export interface BarSeries extends SeriesBase {
  type: "bar";
  barWidth?: string;
  barMaxWidth?: number;
  barGap?: string;
}

interface ScatterSeries extends SeriesBase {
  type: "scatter";
  symbol?: string;
  symbolSize?: number;
}

/** Rows: [low whisker, first quartile, median, third quartile, high whisker], one for each category. */
interface BoxplotSeries {
  type: "boxplot";
  name: string;
  data: number[][];
  itemStyle?: ItemStyle;
  boxWidth?: (string | number)[];
}

export type ChartSeries = LineSeries | BarSeries | ScatterSeries | BoxplotSeries;

interface AxisBase {
  gridIndex?: number;
  name?: string;
  nameLocation?: "start" | "middle" | "end";
  nameGap?: number;
  nameTextStyle?: TextStyle;
  nameTruncate?: { maxWidth: number };
  axisLine?: { show?: boolean; onZero?: boolean; lineStyle?: LineStyle };
  axisTick?: { show: boolean };
  axisLabel?: {
    show?: boolean;
    color?: string;
    fontSize?: number;
    formatter?: string;
    hideOverlap?: boolean;
    interval?: number;
    showMaxLabel?: boolean;
    width?: number;
    overflow?: "truncate" | "break";
  };
  splitLine?: { show?: boolean; lineStyle?: LineStyle };
}

export interface ValueAxis extends AxisBase {
  type: "value";
  min?: number;
  max?: number;
  scale?: boolean;
  splitNumber?: number;
}

export interface TimeAxis extends AxisBase {
  type: "time";
  min?: number;
  max?: number;
  splitNumber?: number;
}

export interface CategoryAxis extends AxisBase {
  type: "category";
  data: string[];
  inverse?: boolean;
  boundaryGap?: boolean;
}

export type ChartAxis = ValueAxis | TimeAxis | CategoryAxis;

export interface Grid {
  left: number;
  right: number;
  top: number;
  bottom?: number;
  height?: number;
  /** ECharts 6: axis labels and names are kept inside the stated box. */
  outerBoundsMode?: "same";
  outerBoundsContain?: "all" | "axisLabel";
}

export interface LegendEntry {
  name: string;
  icon?: string;
  itemStyle?: ItemStyle;
  lineStyle?: LineStyle;
}

export interface Legend {
  show: boolean;
  left: number;
  top: number;
  itemWidth: number;
  itemHeight: number;
  itemGap: number;
  textStyle: TextStyle;
  data: LegendEntry[];
}

/** A complete chart, ready for `setOption`. A type, not an interface: `EChartsOption` has an index signature, which only types meet. */
export type ChartOption = {
  animation: false;
  useUTC: true;
  backgroundColor: string;
  textStyle: TextStyle;
  grid: Grid[];
  xAxis: ChartAxis[];
  yAxis: ChartAxis[];
  series: ChartSeries[];
  legend?: Legend;
  tooltip: { trigger: "axis" | "item"; confine: true };
  dataZoom?: { type: "inside"; xAxisIndex: number[] }[];
};
