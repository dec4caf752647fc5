// A long table whose rows the reader chooses.
import { expect, test } from "vitest";
import { makeTriangulation } from "../../../mmm/test/compare/make-triangulation.ts";
import { makeEvaluation } from "../../../mmm/test/report/make-evaluation.ts";
import { renderHtmlReport } from "../../src/publish/html-report.ts";

const triangulation = makeTriangulation();
const page = renderHtmlReport(makeEvaluation({ channels: 2, periods: 60 }), { triangulation });
const table = page.split("data-filters=")[1]!.split("</table>")[0]!;

test("the whole table is in the page, its choices are made by the script and hidden until then", () => {
  expect(table.startsWith('"0 1 2"><div class="filters" hidden></div>')).toBe(true);
  const rows = table.match(/<tr>/g)!.length - 1;
  // Two frameworks with eight metrics of each of two channels, and three of the consensus.
  expect(rows).toBe(2 * (2 * 8 + 3));
  for (const words of ["Framework", "Channel", "Metric", "Marginal ROI", "Half-life, periods", "Consensus"]) {
    expect(table).toContain(words);
  }
});

test("the script stands beside the theme button's, and nothing is loaded", () => {
  expect(page.match(/<script/g)).toHaveLength(2);
  expect(page).not.toMatch(/src=|@import|https?:/);
});
