// The report as data.
import fc from "fast-check";
import { expect, test } from "vitest";
import { cellText } from "../../src/report/cell-text.ts";
import { buildReport } from "../../src/report/chapters.ts";
import type { Block, ReportDocument } from "../../src/report/document.ts";
import { defaultShape, evaluationArbitrary, isPlainData, makeEvaluation } from "./make-evaluation.ts";

const blocksOf = (report: ReportDocument): readonly Block[] => report.chapters.flatMap((chapter) => chapter.blocks);

test("the chapters stand in order, and recovery only where the truth is known", () => {
  expect(buildReport(makeEvaluation()).chapters.map(({ id }) => id)).toEqual([
    "summary",
    "channels",
    "response",
    "model",
    "diagnostics",
    "recovery",
    "method",
    "appendix",
  ]);
  expect(buildReport(makeEvaluation({ truth: false })).chapters.map(({ id }) => id)).not.toContain("recovery");
});

test("it is plain data, ids are unique, tables are rectangular", () => {
  fc.assert(
    fc.property(evaluationArbitrary, (evaluation) => {
      const report = buildReport(evaluation);
      expect(isPlainData(report)).toBe(true);
      const blocks = blocksOf(report);
      const ids = blocks.flatMap((block) => (block.kind === "figure" ? [block.id] : []));
      expect(new Set(ids).size).toBe(ids.length);
      for (const block of blocks) {
        if (block.kind !== "figure" && block.kind !== "table") continue;
        for (const row of block.table.rows) expect(row).toHaveLength(block.table.columns.length);
      }
    }),
    { numRuns: 8 },
  );
});

test("every channel has its contribution, decay and response picture", () => {
  const references = blocksOf(buildReport(makeEvaluation())).flatMap((block) =>
    block.kind === "figure" && "index" in block.chart ? [`${block.chart.name} ${block.chart.index}`] : [],
  );
  for (let index = 0; index < defaultShape.channels; index++) {
    for (const name of ["channel-contribution", "adstock-decay", "response-curve"]) {
      expect(references).toContain(`${name} ${index}`);
    }
  }
});

test("parameters in the diagnostics come worst first", () => {
  const report = buildReport(makeEvaluation({ verdict: "fail" }));
  const diagnostics = report.chapters.find(({ id }) => id === "diagnostics")!;
  const convergence = diagnostics.blocks.find(
    (block) => block.kind === "table" && block.title.startsWith("Convergence"),
  );
  expect(convergence?.kind === "table" && convergence.table.rows[0][0]).toBe("retention[tv]");
  expect(diagnostics.blocks[0].kind).toBe("findings");
});

test("a parameter whose R-hat could not be computed comes last, not first", () => {
  const evaluation = makeEvaluation({ channels: 1 });
  const [first, ...rest] = evaluation.parameters;
  const constant = { ...first, rhat: Number.NaN, essBulk: Number.NaN, essTail: Number.NaN };
  const report = buildReport({ ...evaluation, parameters: [constant, ...rest] });
  const table = report.chapters
    .find(({ id }) => id === "diagnostics")!
    .blocks.find((block) => block.kind === "table" && block.title.startsWith("Convergence"));
  expect(table?.kind === "table" && table.table.rows.at(-1)?.[0]).toBe(first.label);
});

test("the method shows this run's own numbers", () => {
  const evaluation = makeEvaluation();
  const method = buildReport(evaluation).chapters.find(({ id }) => id === "method")!;
  const text = method.blocks.map((block) => (block.kind === "formula" ? block.formula : "")).join("\n");
  expect(text).toContain("revenue[t] = baseline[t] + trend[t] + season[t] + holidays[t] + controls[t]");
  expect(text).toMatch(/return\(Search\) = \$[\d.]+ million ÷ \$[\d.]+ million = [\d.]+/);
  expect(method.answer).toContain("4\u202f000 posterior draws");
  const stopped = buildReport({ ...evaluation, sampling: { ...evaluation.sampling, interrupted: true } });
  expect(stopped.chapters.find(({ id }) => id === "method")?.answer).toContain("stopped");
});

test("an evaluation without channels still makes a report", () => {
  const report = buildReport({ ...makeEvaluation(), channels: [], spendOverTime: [] });
  expect(report.chapters[0].answer).toContain("no paid channel");
});

test("cells are written by the kind of their column", () => {
  const units = { currency: "USD", kpiCurrency: null };
  const plain = (text: string): string => text.replace(/\u202f/g, " ");
  expect(cellText(null, "number", units)).toBe("–");
  expect(cellText(true, "yes-no", units)).toBe("yes");
  expect(cellText(false, "yes-no", units)).toBe("no");
  expect(cellText("a", "text", units)).toBe("a");
  expect(plain(cellText(0.321, "share", units))).toBe("32.1 %");
  expect(plain(cellText(12_345, "money", units))).toBe("$12.3 k");
  expect(plain(cellText(12_345, "amount", units))).toBe("12.3 k");
  expect(plain(cellText(12_345, "amount", { ...units, kpiCurrency: "EUR" }))).toBe("€12.3 k");
  expect(plain(cellText(12_345, "count", units))).toBe("12 345");
  expect(cellText(1.0031, "fixed-3", units)).toBe("1.003");
  expect(cellText(0.5, "probability", units)).toBe("0.50");
  expect(cellText(0.5, "number", units)).toBe("0.500");
});

test("several geos have a chapter that says where a channel clearly differs, and national data have none", () => {
  const evaluation = makeEvaluation({ channels: 2 });
  const [first, second] = evaluation.channels;
  const shifted = (factor: number): typeof first.roas => ({
    ...first.roas,
    mean: factor * first.roas.mean,
    interval94: [0.9 * factor * first.roas.mean, 1.1 * factor * first.roas.mean],
  });
  const geo = (name: string, factor: number, spend = 10) => ({
    name,
    observed: 100,
    r2: 0.9,
    mape: 0.1,
    channels: [
      { name: first.name, spend, contribution: first.contribution, roas: shifted(factor) },
      { name: second.name, spend: 5, contribution: second.contribution, roas: second.roas },
    ],
  });
  const { r2, rmse, mape, wmape } = evaluation.quality;
  const national = { r2, rmse, mape, wmape };
  const chapterOf = (geos: readonly ReturnType<typeof geo>[]) =>
    buildReport({ ...evaluation, byGeo: { national, geos } }).chapters.find(({ id }) => id === "geos")!;
  const chapter = chapterOf([geo("north", 1.5), geo("south", 1), geo("west", 0.5), geo("east", 1, 0)]);
  expect(chapter.answer).toMatch(/returned clearly more in north and less in west than in all geos together/);
  expect(chapter.blocks[0].kind === "table" && chapter.blocks[0].table.rows[3][1]).toBe("–");
  expect(isPlainData(chapter)).toBe(true);
  expect(chapterOf([geo("north", 1), geo("south", 1)]).answer).toContain("In none of 2 geos");
  expect(chapterOf([1, 2, 3, 4].map((each) => geo(`g${each}`, 2))).answer).toContain("more in 4 of 4 geos");
  expect(buildReport(evaluation).chapters.map(({ id }) => id)).not.toContain("geos");
});
