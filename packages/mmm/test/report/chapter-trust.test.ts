// The trust chapter: the gravest first, a verdict beside every return, the badge stricter than the computation's.
import { expect, test } from "vitest";
import { buildReport } from "../../src/report/chapters.ts";
import type { Block } from "../../src/report/document.ts";
import type { TrustCheck, TrustReport } from "../../src/trust/trust-report.ts";
import { makeEvaluation } from "./make-evaluation.ts";

const evaluation = makeEvaluation({ verdict: "pass", channels: 2, periods: 60 });
const check = (id: TrustCheck["id"], verdict: TrustCheck["verdict"]): TrustCheck => ({
  id,
  title: `Title of ${id}`,
  verdict,
  critical: id === "convergence",
  numbers: [{ name: "number", value: verdict === "not-run" ? null : 1.5 }],
  threshold: "at least 2",
  reason: `Reason of ${id}.`,
  remedy: verdict === "pass" ? null : `Remedy of ${id}.`,
});
const trust: TrustReport = {
  verdict: "caution",
  sentence: "Use these numbers with care.",
  level: 0.9,
  draws: 1000,
  counts: { pass: 2, caution: 1, fail: 1, "not-run": 1 },
  checks: [
    check("convergence", "pass"),
    check("placebo", "not-run"),
    check("collinearity", "caution"),
    check("extrapolation", "fail"),
    check("sample-size", "pass"),
  ],
  channels: evaluation.channels.map(({ name }) => ({
    name,
    verdict: "caution" as const,
    line: `${name}: caution – its ROI is 80 % prior`,
    roi: { median: 1, lower: 0.5, upper: 2 },
    priorShare: 0.8,
  })),
};
const report = buildReport(evaluation, { trust });
const chapter = report.chapters.find(({ id }) => id === "trust")!;
const tables = chapter.blocks.filter((block): block is Extract<Block, { kind: "table" }> => block.kind === "table");

test("a run of which everything passed has no table of what needs attention", () => {
  const checks = [check("convergence", "pass")];
  const passed = buildReport(evaluation, { trust: { ...trust, checks } }).chapters.find(({ id }) => id === "trust")!;
  expect(passed.blocks.map((block) => (block.kind === "table" ? block.title : block.kind))[0]).toBe("What passed");
});

test("stands right after the summary, and only where the run was judged", () => {
  expect(report.chapters.map(({ id }) => id).slice(0, 3)).toEqual(["summary", "trust", "channels"]);
  expect(buildReport(evaluation).chapters.map(({ id }) => id)).not.toContain("trust");
});

test("answers in one sentence, and lists checks from the gravest to the passed", () => {
  expect(chapter.answer).toBe(trust.sentence);
  const verdicts = (index: number): unknown[] =>
    tables[index].table.rows.map(([title, verdict]) => [title, String(verdict).replaceAll("\u00a0", " ")]);
  expect(verdicts(0)).toEqual([
    ["Title of extrapolation", "✕ fail"],
    ["Title of collinearity", "! caution"],
    ["Title of placebo", "? not run"],
  ]);
  expect(verdicts(1)).toEqual([
    ["Title of convergence *", "✓ pass"],
    ["Title of sample-size", "✓ pass"],
  ]);
  expect(tables[0].table.rows[0].slice(2)).toEqual([
    "Reason of extrapolation.",
    "Remedy of extrapolation.",
    "at least 2",
  ]);
});

test("tables are rectangular, and a missing number is said", () => {
  for (const { table } of tables) for (const row of table.rows) expect(row).toHaveLength(table.columns.length);
  expect(tables[3].table.rows).toContainEqual(["Title of placebo", "number", "n/a"]);
});

test("a line stands beside every return, in this chapter and in that of the channels", () => {
  expect(tables[2].table.rows.map((row) => row.at(-1))).toEqual(trust.channels.map(() => "its ROI is 80 % prior"));
  const channels = JSON.stringify(report.chapters.find(({ id }) => id === "channels"));
  expect(channels).toContain("Trust: caution – its ROI is 80 % prior.");
  expect(channels).toContain('"Trust"');
  expect(JSON.stringify(buildReport(evaluation).chapters)).not.toContain('"Trust"');
});

test("the header shows the judgment, which is stricter than that on the computation, and leads to it", () => {
  expect(buildReport(evaluation).badge).toMatchObject({ verdict: "pass", label: "Pass" });
  expect(report.badge).toMatchObject({ verdict: "caution", label: "Caution", symbol: "!", chapter: "trust" });
  expect(report.badge.detail).toBe("2 of 4 checks passed");
});

test("the summary begins with it, and warns where it fails although the computation worked", () => {
  const summary = (report_: ReturnType<typeof buildReport>) => report_.chapters[0];
  expect(summary(report).blocks[0]).toEqual({ kind: "paragraph", text: trust.sentence });
  expect(summary(report).answer).toBe(summary(buildReport(evaluation)).answer);
  const failed = summary(buildReport(evaluation, { trust: { ...trust, verdict: "fail" } }));
  expect(failed.answer).toMatch(/^Do not act on these numbers yet: a critical check failed, see Trust\. /);
  const unconverged = makeEvaluation({ verdict: "fail", channels: 2, periods: 60 });
  const both = summary(buildReport(unconverged, { trust: { ...trust, verdict: "fail" } }));
  expect(both.answer.match(/Do not act/g)).toHaveLength(1);
});
