// The chapter of incrementality: its answer, its tables, its curves, from an analysis of a real fit.
import { expect, test } from "vitest";
import { evaluate } from "../../src/analysis/evaluate.ts";
import type { Evaluation } from "../../src/analysis/evaluation.ts";
import { analyzeIncrementality } from "../../src/analysis/incrementality.ts";
import { type IncrementalityOptions, incrementalityRequest } from "../../src/analysis/incrementality-request.ts";
import type { Incrementality } from "../../src/analysis/incrementality-result.ts";
import type { Fit } from "../../src/fit.ts";
import { buildReport } from "../../src/report/chapters.ts";
import { drawChart } from "../../src/report/charts/catalog.ts";
import { darkTheme } from "../../src/report/charts/theme.ts";
import type { Block, Chapter } from "../../src/report/document.ts";
import { additiveDaily, geoWeekly, multiplyingDaily, reachWeekly } from "../analysis/incrementality-fits.ts";
import { isPlainData } from "./make-evaluation.ts";

const additive = additiveDaily();
const additiveEvaluation = evaluated(additive);

function evaluated(fit: Fit): Evaluation {
  return evaluate(fit, { sampling: { warmup: 0, seed: 1, targetAccept: 0.8 } });
}

function reported(fit: Fit, options: IncrementalityOptions) {
  const evaluation = fit === additive ? additiveEvaluation : evaluated(fit);
  const found = analyzeIncrementality(fit, incrementalityRequest(fit.panel, options));
  const chapterOf = (incrementality: Incrementality, as = evaluation): Chapter => {
    const chapter = buildReport(as, { incrementality }).chapters.find(({ id }) => id === "incrementality");
    if (chapter === undefined) throw new Error("no chapter");
    return chapter;
  };
  return { evaluation, found, chapter: chapterOf(found), chapterOf };
}

type TableBlock = Extract<Block, { kind: "table" }>;

function tables({ blocks }: Chapter): readonly TableBlock[] {
  return blocks.filter((block) => block.kind === "table");
}

const text = ({ blocks }: Chapter): string =>
  blocks
    .map((block) => (block.kind === "paragraph" ? block.text : block.kind === "list" ? block.items.join(" ") : ""))
    .join(" ");

test("without an analysis there is no chapter", () => {
  expect(buildReport(additiveEvaluation).chapters.map(({ id }) => id)).not.toContain("incrementality");
});

test("the answer is the return of all money of the last window, later effects included", () => {
  const { chapter, found } = reported(additive, { from: "2024-03-01", to: "2024-03-31", level: 0.8 });
  expect(chapter.answer).toContain("The media of 1\u202fMar\u202f2024 to 31\u202fMar\u202f2024 brought");
  expect(chapter.answer).toContain("80\u202f% sure");
  expect(chapter.answer).toContain("more than it cost with probability");
  const [returns, sources] = tables(chapter);
  const total = found.windows[0].subjects[2];
  expect(returns.table.rows.map(([name]) => name)).toEqual(["TV", "Search", "All media"]);
  expect(returns.table.rows[2].slice(1, 5)).toEqual([
    total.spend,
    total.flightView.inside.mean,
    total.flightView.carryOut.mean,
    total.flightView.roi?.mean,
  ]);
  expect(sources.table.rows[2].slice(1, 5)).toEqual([
    total.windowView.contribution.mean,
    total.windowView.contribution.lower,
    total.windowView.contribution.upper,
    total.windowView.carryIn.mean,
  ]);
  expect(text(chapter)).toMatch(/came from media shown before 1\u202fMar\u202f2024/);
  expect(text(chapter)).toMatch(/came after 31\u202fMar\u202f2024/);
  expect(isPlainData(chapter)).toBe(true);
});

test("several windows stand beside each other, and nothing comes from before the data", () => {
  const { chapter } = reported(additive, { by: "month", groups: "some=tv" });
  const [returns, brought] = tables(chapter);
  expect(returns.table.rows.map(([name]) => name)).toEqual(["2024-01", "2024-02", "2024-03", "2024-04"]);
  expect(brought.table.columns.map(({ label }) => label)).toEqual(["Window", "TV", "Search", "Some", "All media"]);
  expect(returns.table.rows[0][1]).toMatch(/^[\d.\u2212]+ \([\d.\u2212]+ to [\d.\u2212]+\)$/);
  expect(text(reported(additive, {}).chapter)).toContain("Nothing came from media shown before 1\u202fJan\u202f2024");
});

test("geos get a table of their returns", () => {
  const { chapter } = reported(geoWeekly(), { byGeo: true });
  const geos = tables(chapter).find(({ title }) => title.includes("by geo"));
  expect(geos?.table.rows.map(([name]) => name)).toEqual(["geo 01", "geo 02", "geo 03"]);
});

test("each channel's curve is drawn, dotted beyond the data, marked as spent, with what is felt at once", () => {
  const { chapter, evaluation, found } = reported(additive, { curves: true, level: 0.5 });
  const figures = chapter.blocks.filter((block) => block.kind === "figure");
  expect(figures.map(({ id }) => id)).toEqual(["flighted-1", "flighted-2"]);
  figures.forEach(({ chart, title, description, table }, index) => {
    const drawn = drawChart(chart, evaluation, { theme: darkTheme, width: 400 });
    const lines = drawn.option.series.map(({ name }) => name);
    expect(lines).toEqual(expect.arrayContaining(["Beyond the data", "Felt at once", "As spent"]));
    expect(title).toMatch(/^(TV|Search): \$.* spent, each \$1 returned \$.*; the next \$1 returns/);
    expect(description).toContain("50\u202f% band");
    expect(table.rows).toHaveLength(21);
    expect(table.rows[10][2]).toBe(found.curves?.flighted[index].points[10].kpi.mean);
    expect(table.rows[20].at(-1)).toBe(false);
  });
  const steady = tables(chapter).find(({ title }) => title.startsWith("Spent steadily"));
  for (const [, , brought, own, carried] of steady?.table.rows ?? []) {
    expect(Number(own) + Number(carried)).toBeCloseTo(Number(brought), 6);
  }
});

test("where effects multiply it says so", () => {
  const { chapter } = reported(multiplyingDaily(), {});
  expect(text(chapter)).toContain("effects multiply");
});

test("channels of reach and frequency are told how often people should be reached", () => {
  const { chapter } = reported(reachWeekly(), { curves: true });
  const block = tables(chapter).find(({ title }) => title.startsWith("How often"));
  expect(block?.table.rows.map(([name]) => name)).toEqual(["Video"]);
});

test("a KPI of units is told in units, with the cost of one; without spend there is none", () => {
  const { found, chapterOf, evaluation } = reported(additive, {});
  const [window] = found.windows;
  const [tv, search, total] = window.subjects;
  const endless = { ratioOfMeans: 2, meanOfRatios: null, median: 3, lower: 1, upper: null, infiniteShare: 0.2 };
  const subjects = [
    { ...tv, flightView: { ...tv.flightView, cpik: endless } },
    { ...search, spend: 0, flightView: { ...search.flightView, roi: null, cpik: null, marginalRoi: null } },
    { ...total, flightView: { ...total.flightView, roi: null } },
  ];
  const kpi = { name: "orders", kind: "units" as const };
  const chapter = chapterOf({ ...found, kpi, windows: [{ ...window, subjects }] }, { ...evaluation, kpi });
  const [returns] = tables(chapter);
  expect(returns.table.columns.at(-1)?.label).toBe("Cost per unit won");
  expect(returns.table.rows[0].at(-1)).toBe("$2.00 ($1.00 to without end)");
  expect(returns.table.rows[1].at(-1)).toBe("–");
  expect(chapter.answer).toContain("nothing was spent on them");
  expect(chapter.answer).toContain("of orders");
});
