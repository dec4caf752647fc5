// A report as plain data: chapters of blocks. The HTML report renders it; anything else may too.
import type { DiagnosticFinding } from "../analysis/evaluation.ts";
import type { Action } from "./actions.ts";
import type { ChartReference } from "./charts/catalog.ts";
import type { ReportTable } from "./charts/chart.ts";
import type { VerdictBadge } from "./sentences.ts";

export interface Card {
  readonly label: string;
  /** The number, formatted. */
  readonly value: string;
  /** Its interval or what it is made of. */
  readonly detail: string;
  /** A short series for a line without axes; null where there is none to show. */
  readonly sparkline: readonly number[] | null;
}

export type Block =
  | { readonly kind: "heading"; readonly text: string }
  | { readonly kind: "paragraph"; readonly text: string }
  | { readonly kind: "list"; readonly items: readonly string[] }
  | { readonly kind: "cards"; readonly cards: readonly Card[] }
  | { readonly kind: "actions"; readonly actions: readonly Action[] }
  | { readonly kind: "findings"; readonly findings: readonly DiagnosticFinding[] }
  | { readonly kind: "formula"; readonly formula: string; readonly meaning: string }
  | {
      readonly kind: "figure";
      readonly id: string;
      readonly chart: ChartReference;
      readonly title: string;
      readonly description: string;
      readonly table: ReportTable;
      /** `full` takes the page's width, `half` one of two columns, `tile` one of as many as fit. */
      readonly span: "full" | "half" | "tile";
    }
  | { readonly kind: "table"; readonly title: string; readonly table: ReportTable; readonly span: "full" | "half" }
  /** A long table of which the reader chooses rows, by the columns named. */
  | {
      readonly kind: "filtered-table";
      readonly title: string;
      readonly filters: readonly string[];
      readonly table: ReportTable;
    };

export interface Chapter {
  /** Kebab-case, unique. */
  readonly id: string;
  readonly title: string;
  /** The one question the chapter answers. */
  readonly question: string;
  /** The answer, in a sentence or two. */
  readonly answer: string;
  readonly blocks: readonly Block[];
}

export interface ReportDocument {
  readonly title: string;
  /** What was modeled: KPI, window, model. */
  readonly subtitle: string;
  readonly badge: VerdictBadge;
  readonly currency: string;
  /** Currency of KPI amounts; null when the KPI is counted in units. */
  readonly kpiCurrency: string | null;
  readonly chapters: readonly Chapter[];
}
