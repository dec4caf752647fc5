// Draws a chart as SVG without a browser, for embedding in a page that sets its colors and width.
import type { Chart } from "@carryover/mmm";
import type { EChartsOption } from "echarts";
import { BarChart, BoxplotChart, LineChart, ScatterChart } from "echarts/charts";
import {
  DataZoomInsideComponent,
  GridComponent,
  LegendPlainComponent,
  MarkLineComponent,
  TooltipComponent,
} from "echarts/components";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { withVariables } from "./theme-variables.ts";

const parts = [
  BarChart,
  BoxplotChart,
  LineChart,
  ScatterChart,
  DataZoomInsideComponent,
  GridComponent,
  LegendPlainComponent,
  MarkLineComponent,
  TooltipComponent,
  SVGRenderer,
];

/**
 * SVG text of a chart drawn in the light theme at `width`, scalable (view box, no fixed size), its colors as CSS variables.
 *
 * @param chart  from `drawChart` with the light theme and this width
 * @param width  CSS pixels
 * @param id     unique in the page: prefixes every id inside the drawing
 */
export function renderChartSvg(chart: Chart, width: number, id: string): string {
  return tidySvg(renderRawSvg(chart, width), id);
}

/** ECharts' own output. A chart that is not disposed of keeps the process alive, hence `finally`. */
export function renderRawSvg(chart: Chart, width: number): string {
  use(parts);
  const instance = init(null, null, { renderer: "svg", ssr: true, width, height: chart.height });
  try {
    const option: EChartsOption = chart.option;
    instance.setOption(option);
    return instance.renderToSVGString();
  } finally {
    instance.dispose();
  }
}

/**
 * Makes a drawing part of a page: hover styles and what cannot be seen go, fonts and size follow the page, ids become
 * unique to the page and the same in every run (ECharts counts instances of the process), coordinates keep one decimal.
 */
function tidySvg(svg: string, id: string): string {
  const tidied = svg
    .replace(/<style[\s\S]*?<\/style>/g, "")
    .replace(/ class="[^"]*"/g, "")
    .replace(/ ecmeta_\w+="[^"]*"/g, "")
    .replace(/ pointer-events="[^"]*"/g, "")
    .replace(/ xmlns(:xlink)?="[^"]*"| xml:space="[^"]*"| version="1.1"| baseProfile="full"/g, "")
    .replace(/ style="font-size:12px;font-family:[^";]*;"/g, "")
    .replace(/font-family:[^";]*;/g, "")
    .replace(/<rect [^>]*fill="none"><\/rect>\n?/, "")
    .replace(/\bzr\d+-/g, `${id}-`)
    .replace(/^<svg width="[^"]*" height="[^"]*"/, '<svg aria-hidden="true" focusable="false"')
    .replace(/ d="([^"]*)"/g, (_, path: string) => ` d="${shortened(path, 1)}"`)
    .replace(/ transform="([^"]*)"/g, (_, matrix: string) => ` transform="${shortened(matrix, 2)}"`)
    .replace(/>(-?[\d,.]+)<\/text>/g, (_, number: string) => `>${tickText(number)}</text>`);
  return withVariables(withoutInvisible(tidied).replace(unitCircle, circle));
}

/** How ECharts draws a dot: a unit circle of two arcs, scaled and moved. */
const unitCircle =
  /<path d="M1 0A1 1 0 1 1 1 -0.1A1 1 0 0 1 1 0" transform="matrix\(([\d.]+),0,0,\1,(-?[\d.]+),(-?[\d.]+)\)"([^>]*)><\/path>/g;

/** The same dot in place; its outline was scaled with it, so the width is multiplied out. */
function circle(_: string, radius: string, x: string, y: string, rest: string): string {
  const look = rest.replace(/stroke-width="([\d.]+)"/, (__, width: string) => {
    return `stroke-width="${shortened(String(Number(width) * Number(radius)), 2)}"`;
  });
  return `<circle r="${radius}" cx="${x}" cy="${y}"${look}/>`;
}

/** Paths nobody sees (hit areas, edges of stacked areas), the groups they leave empty, and clips then unused. */
function withoutInvisible(svg: string): string {
  const seen = svg
    .replace(/<path [^>]*><\/path>\n?/g, (path) => (isVisible(path) ? path : ""))
    .replace(/<g clip-path="[^"]*">\s*<\/g>\n?/g, "");
  return seen
    .replace(/<clipPath id="([^"]*)">[\s\S]*?<\/clipPath>\n?/g, (clip, id: string) =>
      seen.includes(`url(#${id})`) ? clip.replace(/ fill="#000"/, "") : "",
    )
    .replace(/<defs ?>\s*<\/defs>\n?/, "");
}

function isVisible(path: string): boolean {
  const filled = !/ fill="none"| fill-opacity="0"/.test(path);
  const stroked = / stroke="/.test(path) && !/ stroke-width="0"| stroke-opacity="0"/.test(path);
  return filled || stroked;
}

function shortened(numbers: string, decimals: number): string {
  return numbers.replace(/-?\d+\.\d+/g, (number) => String(Number(Number(number).toFixed(decimals))));
}

/** Ticks are formatted by ECharts; a template cannot change their hyphens and commas to the report's minus and thin space. */
function tickText(number: string): string {
  return number.replace("-", "\u2212").replace(/,(?=\d{3})/g, "\u202f");
}
