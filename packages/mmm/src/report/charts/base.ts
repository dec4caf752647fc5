// The parts every chart shares: fonts, grids, axes and a legend whose height is known before it is drawn.
import { timeOf } from "./buckets.ts";
import type { ChartStyle } from "./chart.ts";
import type {
  CategoryAxis,
  ChartAxis,
  ChartOption,
  ChartSeries,
  Grid,
  Legend,
  LegendEntry,
  TimeAxis,
  ValueAxis,
} from "./option.ts";
import type { ChartTheme } from "./theme.ts";

const fontFamily = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Liberation Sans', sans-serif";
const fontSize = 12;

/** Below this width labels are fewer and charts taller for their width. */
export function isNarrow(style: ChartStyle): boolean {
  return style.width < 600;
}

/** Text height plus the gap, which ECharts uses between rows too. */
const legendRow = 24;
const legendIcon = 16;
const legendGap = 12;

/**
 * Width of a name at 12 px as ECharts measures it without a canvas, a little more to be safe: narrow letters, capitals
 * and the rest have one width each.
 */
function textWidth(name: string): number {
  const widths = [...name].map((letter) =>
    /[iljtfr.,:;|!' ]/.test(letter) ? 4 : /[A-Z@%mwMW]/.test(letter) ? 8.8 : 6.4,
  );
  return widths.reduce((sum, width) => sum + width, 0);
}

/** Rows a legend takes at this width: names never wrap inside, so the count is that of a greedy line fill. */
export function legendRows(names: readonly string[], width: number): number {
  let rows = names.length === 0 ? 0 : 1;
  let used = 0;
  for (const name of names) {
    const need = legendIcon + 5 + textWidth(name);
    if (used > 0 && used + need > width - 10) {
      rows++;
      used = 0;
    }
    used += need + legendGap;
  }
  return rows;
}

/** Pixels above the grid and its axis names: the legend's rows. */
export function topSpace(entries: readonly LegendEntry[], style: ChartStyle): number {
  const rows = legendRows(
    entries.map((entry) => entry.name),
    style.width,
  );
  return rows * legendRow + (rows === 0 ? 4 : 8);
}

function legend(entries: readonly LegendEntry[], theme: ChartTheme): Legend {
  return {
    show: true,
    left: 0,
    top: 0,
    itemWidth: legendIcon,
    itemHeight: 10,
    itemGap: legendGap,
    textStyle: { color: theme.text, fontSize, fontFamily },
    data: [...entries],
  };
}

/** A grid whose labels and names stay inside the drawing. */
export function grid(top: number, place: { readonly bottom?: number; readonly height?: number } = {}): Grid {
  const base: Grid = { left: 4, right: 14, top, outerBoundsMode: "same", outerBoundsContain: "all" };
  return place.height === undefined ? { ...base, bottom: place.bottom ?? 6 } : { ...base, height: place.height };
}

/** Everything but the data. */
export function chartOption(
  style: ChartStyle,
  parts: {
    readonly grid: readonly Grid[];
    readonly xAxis: readonly ChartAxis[];
    readonly yAxis: readonly ChartAxis[];
    readonly series: readonly ChartSeries[];
    readonly legend?: readonly LegendEntry[];
    readonly trigger?: "axis" | "item";
  },
): ChartOption {
  const timeAxes = parts.xAxis.flatMap((axis, index) => (axis.type === "time" ? [index] : []));
  return {
    animation: false,
    useUTC: true,
    backgroundColor: "transparent",
    textStyle: { color: style.theme.text, fontSize, fontFamily },
    grid: [...parts.grid],
    xAxis: [...parts.xAxis],
    yAxis: [...parts.yAxis],
    series: [...parts.series],
    ...(parts.legend === undefined || parts.legend.length === 0 ? {} : { legend: legend(parts.legend, style.theme) }),
    tooltip: { trigger: parts.trigger ?? "axis", confine: true },
    ...(timeAxes.length === 0 ? {} : { dataZoom: [{ type: "inside", xAxisIndex: timeAxes }] }),
  };
}

function axisLook(theme: ChartTheme): Pick<ValueAxis, "nameTextStyle" | "axisTick"> & {
  axisLabel: { color: string; fontSize: number; hideOverlap: boolean };
  axisLine: { lineStyle: { color: string } };
} {
  return {
    nameTextStyle: { color: theme.muted, fontSize, fontFamily },
    axisTick: { show: false },
    axisLabel: { color: theme.muted, fontSize, hideOverlap: true },
    axisLine: { lineStyle: { color: theme.axis } },
  };
}

/** A vertical axis of numbers; its name stands above it, flush left. */
export function verticalAxis(style: ChartStyle, name: string, extra: Partial<ValueAxis> = {}): ValueAxis {
  const { theme } = style;
  const look = axisLook(theme);
  return {
    type: "value",
    name,
    nameLocation: "end",
    nameGap: 10,
    ...look,
    nameTextStyle: { ...look.nameTextStyle, align: "left" },
    nameTruncate: { maxWidth: style.width - 60 },
    axisLine: { show: false },
    splitLine: { lineStyle: { color: theme.grid } },
    splitNumber: 4,
    ...extra,
  };
}

/** A horizontal axis of numbers; its name stands below. */
export function horizontalAxis(style: ChartStyle, name: string, extra: Partial<ValueAxis> = {}): ValueAxis {
  const { theme } = style;
  const look = axisLook(theme);
  return {
    type: "value",
    name,
    nameLocation: "middle",
    nameGap: 26,
    nameTruncate: { maxWidth: style.width - (isNarrow(style) ? 130 : 240) },
    ...look,
    axisLine: { show: true, onZero: false, ...look.axisLine },
    splitLine: { lineStyle: { color: theme.grid } },
    splitNumber: 4,
    ...extra,
  };
}

/** A horizontal axis of dates. */
export function timeAxis(style: ChartStyle, extra: Partial<TimeAxis> = {}): TimeAxis {
  const look = axisLook(style.theme);
  return {
    type: "time",
    ...look,
    axisLine: { ...look.axisLine, onZero: false },
    splitLine: { show: false },
    splitNumber: isNarrow(style) ? 4 : 8,
    ...extra,
  };
}

/** Labels of a short stretch of dates name day and month: ECharts' own would leave the month to be guessed. */
export function dateLabels(style: ChartStyle, dates: readonly string[]): Partial<TimeAxis> {
  const days = dates.length < 2 ? 0 : (timeOf(dates.at(-1)!) - timeOf(dates[0]!)) / 86_400_000;
  if (days > 200) return {};
  return { axisLabel: { color: style.theme.muted, fontSize, hideOverlap: true, formatter: "{d} {MMM}" } };
}

/** An axis of names: rows from the top down when vertical. */
export function nameAxis(theme: ChartTheme, names: readonly string[], extra: Partial<CategoryAxis> = {}): CategoryAxis {
  const look = axisLook(theme);
  return { type: "category", data: [...names], ...look, splitLine: { show: false }, ...extra };
}
