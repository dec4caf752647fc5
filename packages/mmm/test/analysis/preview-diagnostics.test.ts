import { expect, test } from "vitest";
import { previewDiagnostics, withoutConvergence } from "../../src/analysis/preview-diagnostics.ts";

test.each([
  [0.42, "caution", "usable"],
  [0.7, "caution", "usable"],
  [0.91, "fail", "unreliable"],
  [Number.POSITIVE_INFINITY, "fail", "unreliable"],
] as const)("k-hat %d makes a preview's verdict %s", (paretoK, verdict, word) => {
  const report = previewDiagnostics({ paretoK });
  expect(report.verdict).toBe(verdict);
  expect(report.sentence).toContain("a preview, not a posterior");
  expect(report.sentence).toContain(word);
  expect(report.findings).toHaveLength(1);
});

test("what needs chains is not told", () => {
  const { maxRhat, minEssBulk, minBfmi, elpdLoo } = previewDiagnostics({ paretoK: 0.5 });
  expect([maxRhat, minEssBulk, minBfmi, elpdLoo]).toEqual([Number.NaN, Number.NaN, Number.NaN, Number.NaN]);
  const interval = [0, 1] as const;
  const estimate = { mean: 0, median: 0, sd: 1, interval50: interval, interval80: interval, interval94: interval };
  const row = withoutConvergence({ label: "x", estimate, rhat: 1, essBulk: 9, essTail: 9, mcseMean: 0.1 });
  expect(row).toMatchObject({ label: "x", estimate, rhat: Number.NaN, essBulk: Number.NaN, mcseMean: Number.NaN });
});
