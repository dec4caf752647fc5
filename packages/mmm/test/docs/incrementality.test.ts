// docs/incrementality.md and docs/glossary.md against the analysis: every field is named, every term is defined.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { analyzeIncrementality } from "../../src/analysis/incrementality.ts";
import { incrementalityRequest } from "../../src/analysis/incrementality-request.ts";
import { geoWeekly, reachWeekly } from "../analysis/incrementality-fits.ts";
import { tableRows } from "./table-rows.ts";

const read = (name: string): string => readFileSync(new URL(`../../../../docs/${name}`, import.meta.url), "utf8");

/** Every key of plain data, however deep. */
function keysOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(keysOf);
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([key, inner]) => [key, ...keysOf(inner)]);
}

test("every field of incrementality.json is named on its page", () => {
  const page = read("incrementality.md");
  const found = [geoWeekly(1), reachWeekly(1)].map((fit) =>
    analyzeIncrementality(fit, incrementalityRequest(fit.panel, { byGeo: true, curves: true, groups: "some=search" })),
  );
  const missing = [...new Set(keysOf(found))].filter(
    (key) => !page.includes(`\`${key}\``) && !page.includes(`\`${key}[]\``),
  );
  expect(missing).toEqual([]);
});

test("the glossary defines each term once, by a formula or a rule", () => {
  const rows = tableRows(read("glossary.md"), "term");
  const terms = rows.map(([term]) => term.replace(/\*\*/g, ""));
  expect(new Set(terms).size).toBe(terms.length);
  for (const row of rows) {
    expect(row).toHaveLength(3);
    expect(row[1]).not.toBe("");
  }
  for (const term of ["contribution", "carry-in", "carry-out", "CPIK", "elasticity", "half-life", "regret", "CRPS"]) {
    expect(terms.some((each) => each.startsWith(term))).toBe(true);
  }
});
