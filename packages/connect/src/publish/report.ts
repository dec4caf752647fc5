// The HTML report, with the chart library loaded only when a report is drawn: it takes as long as all else together.
import type { Evaluation, Supplements } from "@carryover/mmm";

/** One self-contained HTML page: see `renderHtmlReport`. */
export async function renderReport(evaluation: Evaluation, supplements: Supplements = {}): Promise<string> {
  const { renderHtmlReport } = await import("./html-report.ts");
  return renderHtmlReport(evaluation, supplements);
}
