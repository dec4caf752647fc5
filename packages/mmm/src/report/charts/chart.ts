// What a chart is: a finding, a picture for one theme and width, and the same numbers as a table.
import type { Evaluation } from "../../analysis/evaluation.ts";
import type { ChartOption } from "./option.ts";
import type { ChartTheme } from "./theme.ts";

/** What the picture is drawn for. */
export interface ChartStyle {
  readonly theme: ChartTheme;
  /** Width of the drawing in CSS pixels; labels and heights follow it. */
  readonly width: number;
}

/** How a column's numbers are written; `amount` is in KPI units, `money` in the currency, `fixed-3` has
 * three decimals, `figure` is text already formatted, set right. */
export type ColumnKind =
  | "text"
  | "date"
  | "count"
  | "number"
  | "share"
  | "probability"
  | "money"
  | "amount"
  | "fixed-3"
  | "figure"
  | "yes-no";

export interface ReportTable {
  readonly columns: readonly { readonly label: string; readonly kind: ColumnKind }[];
  readonly rows: readonly (readonly (string | number | boolean | null)[])[];
}

export interface Chart {
  /** Kebab-case, unique within a report. */
  readonly id: string;
  /** The finding, as a sentence without a full stop. */
  readonly title: string;
  /** What is drawn and how to read it. */
  readonly description: string;
  /** Height for the style's width, CSS pixels. */
  readonly height: number;
  readonly option: ChartOption;
  /** The drawn numbers, for screen readers and export. */
  readonly table: ReportTable;
}

/** A chart of the whole evaluation. */
export type ChartBuilder = (evaluation: Evaluation, style: ChartStyle) => Chart;

/** A chart of one of several subjects: the channel, or the trace, at `index`. */
export type IndexedChartBuilder = (evaluation: Evaluation, index: number, style: ChartStyle) => Chart;
