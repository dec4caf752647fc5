// The chapters of validation and of model comparison.
import { describe, expect, test } from "vitest";
import { buildReport } from "../../src/report/chapters.ts";
import { drawChart } from "../../src/report/charts/catalog.ts";
import { darkTheme } from "../../src/report/charts/theme.ts";
import type { Block, Chapter } from "../../src/report/document.ts";
import type { ModelComparison } from "../../src/validation/compare-models.ts";
import { summarizeValidation } from "../../src/validation/summarize-validation.ts";
import type { Validation, ValidationSettings } from "../../src/validation/validation.ts";
import { smallWorld } from "../support/small-panel.ts";
import { type FoldNumbers, madeFold } from "../validation/make-fold.ts";
import { isPlainData, makeEvaluation } from "./make-evaluation.ts";

const { panel } = smallWorld({}, 70);
const sampler = { chains: 2, warmup: 300, draws: 300, seed: 1 };

function validation(
  settings: Partial<ValidationSettings>,
  folds: readonly FoldNumbers[],
  stopped: readonly string[] = [],
): Validation {
  return summarizeValidation(
    { panel, model: "default", settings: { splits: "rolling", folds: folds.length, ...sampler, ...settings } },
    { finished: folds.map((fold, index) => madeFold(index, fold)), failed: [], stopped },
  );
}

function chapter(of: Validation): Chapter {
  const found = buildReport(makeEvaluation(), { validation: of }).chapters.find(({ id }) => id === "validation");
  if (found === undefined) throw new Error("no chapter");
  return found;
}

const figures = ({ blocks }: Chapter): Extract<Block, { kind: "figure" }>[] =>
  blocks.filter((block) => block.kind === "figure");
const text = ({ blocks }: Chapter): string =>
  blocks
    .map((block) => (block.kind === "paragraph" ? block.text : block.kind === "list" ? block.items.join(" ") : ""))
    .join(" ");
const good = { crps: 10, coverage90: 0.9, roi: 1 };

describe("validation in the report", () => {
  const whole = chapter(
    validation({ horizon: 7, gap: 2 }, [
      { ...good, baseline: 20 },
      { ...good, crps: 11, baseline: 20.5 },
    ]),
  );

  test("is there once it was asked for, as plain data with rectangular tables", () => {
    expect(buildReport(makeEvaluation()).chapters.map(({ id }) => id)).not.toContain("validation");
    expect(isPlainData(whole)).toBe(true);
    for (const block of whole.blocks) {
      if (block.kind !== "figure" && block.kind !== "table") continue;
      for (const row of block.table.rows) expect(row).toHaveLength(block.table.columns.length);
    }
  });

  test("answers with the verdict and says how the data were divided", () => {
    expect(whole.answer).toMatch(/^The model beats every baseline/);
    expect(text(whole)).toContain(
      "Two times the model was fitted to the past and asked about the next 7 days after a gap of 2 days.",
    );
  });

  test("draws folds in time as one picture with a line where a fold begins", () => {
    const [figure, ...others] = figures(whole);
    expect(others).toEqual([]);
    expect(figure.title).toContain("66.7");
    const { option } = drawChart(figure.chart, makeEvaluation(), { theme: darkTheme, width: 400 });
    const line = option.series.find((series) => series.name === "Predicted unseen");
    expect(line).toMatchObject({ markLine: { data: [{ xAxis: Date.UTC(2024, 1, 1) }] } });
    expect(figure.table.rows.map(([date]) => date)).toEqual([
      "2024-01-01",
      "2024-01-02",
      "2024-01-03",
      "2024-02-01",
      "2024-02-02",
      "2024-02-03",
    ]);
  });

  test("draws folds of geos one by one, with their names", () => {
    const geos = chapter(
      validation({ splits: "geos" }, [
        { ...good, geos: ["north", "south"] },
        { ...good, geos: ["west"] },
      ]),
    );
    expect(figures(geos).map(({ id }) => id)).toEqual(["held-out-1", "held-out-2"]);
    expect(figures(geos)[0].title).toContain("of north and south");
    expect(text(geos)).toContain("The geos were divided into two groups");
  });

  test("puts what is wrong before the numbers, and says what is missing", () => {
    const lost = chapter(validation({ splits: "kfold", buffer: 3 }, [{ ...good, baseline: 9 }], ["fold 2"]));
    expect(lost.answer).toContain("does not beat");
    expect(lost.blocks.findIndex(({ kind }) => kind === "list")).toBeLessThan(
      lost.blocks.findIndex(({ kind }) => kind === "table"),
    );
    expect(text(lost)).toContain("Only one fold finished.");
    expect(text(lost)).toContain("nor that of 3 days around it");
    const none = chapter(validation({}, [], ["fold 1"]));
    expect(none.blocks.every(({ kind }) => kind === "paragraph" || kind === "list")).toBe(true);
  });
});

test("a comparison is a table of runs, best first, with its warnings", () => {
  const model = (name: string, difference: number): ModelComparison["models"][number] => ({
    name,
    model: "default",
    elpd: -100 - difference,
    standardError: 9,
    effectiveParameters: 12,
    difference,
    differenceError: difference / 3,
    stackingWeight: difference === 0 ? 1 : 0,
    pseudoBmaWeight: difference === 0 ? 0.9 : 0.1,
    badParetoK: 1,
    worstParetoK: 0.9,
    goodK: 0.7,
  });
  const comparison: ModelComparison = {
    observations: 70,
    models: [model("a", 0), model("b", 30)],
    stackingGap: 1e-10,
    warnings: ["a: Pareto k is above 0.70."],
    sentence: "a predicts better than b.",
  };
  const found = buildReport(makeEvaluation(), { comparison }).chapters.find(({ id }) => id === "comparison");
  expect(found?.answer).toBe("a predicts better than b.");
  const table = found?.blocks.find((block) => block.kind === "table");
  expect(table?.kind === "table" && table.table.rows.map((row) => [row[0], row[3]])).toEqual([
    ["a", "–"],
    ["b", expect.stringContaining("30.0 ± 10.0")],
  ]);
});
