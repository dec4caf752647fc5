// A chart as a block of the report: its finding, description and table now, its picture when it is rendered.
import type { Evaluation } from "../analysis/evaluation.ts";
import { type ChartReference, drawChart } from "./charts/catalog.ts";
import { lightTheme } from "./charts/theme.ts";
import type { Block } from "./document.ts";

/** Title, description and table do not depend on the theme; the table has the points of a wide drawing. */
export function figure(
  evaluation: Evaluation,
  chart: ChartReference,
  span: "full" | "half" | "tile",
): Extract<Block, { readonly kind: "figure" }> {
  const { id, title, description, table } = drawChart(chart, evaluation, { theme: lightTheme, width: 820 });
  return { kind: "figure", id, chart, title, description, table, span };
}
