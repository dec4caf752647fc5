import { expect, test } from "vitest";
import { evaluate } from "../../src/analysis/evaluate.ts";
import { robynReport } from "../../src/analysis/robyn-report.ts";
import { robynChapter } from "../../src/report/chapter-robyn.ts";
import { buildReport } from "../../src/report/chapters.ts";
import { robynConvergenceChart } from "../../src/report/charts/robyn-convergence.ts";
import { robynParetoChart } from "../../src/report/charts/robyn-pareto.ts";
import { darkTheme, lightTheme } from "../../src/report/charts/theme.ts";
import { statedRobynFit, statedSearch } from "../support/robyn-fit.ts";

const fit = statedRobynFit([0.6, 0.4], 20);
const evaluation = evaluate(fit, { sampling: { warmup: 0, seed: 1, targetAccept: 0.8 } });
const cuts = Array.from({ length: 20 }, (_, cut) => ({ models: 500, median: 1 / (cut + 1), standardDeviation: 0.1 }));
const settled = {
  objective: "nrmse",
  cuts,
  standardDeviation: 0.1,
  standardDeviationLimit: 0.2,
  median: 0.05,
  medianLimit: 0.5,
  converged: true,
} as const;
const tried = 5000;
const base = statedSearch(candidates(), [0.6, 0.4]);
const search = {
  ...base,
  evaluations: {
    trial: Array.from({ length: tried }, () => 1),
    iteration: Array.from({ length: tried }, (_, index) => index + 1),
    nrmse: Array.from({ length: tried }, (_, index) => 0.05 + index / tried),
    rssd: Array.from({ length: tried }, (_, index) => 0.3 + (tried - index) / tried),
    mapeLift: Array.from({ length: tried }, () => 0),
    front: Array.from({ length: tried }, (_, index) => (index < 30 ? 1 : index < 60 ? 2 : 0)),
  },
  fronts: 2,
  convergence: [settled, { ...settled, objective: "rssd", converged: false }] as const,
};
const report = robynReport(fit, search);

function candidates() {
  return [1, 2].map((place) => ({
    id: `1_${place}`,
    trial: 1,
    iteration: place,
    hyperparameters: {},
    lambda: 10,
    intercept: 0,
    coefficients: {},
    inflexions: {},
    shares: {},
    effectShares: {},
    returnOnSpend: { tv_S: place, ooh_S: Number.NaN },
    train: { nrmse: 0.05, rSquared: 0.94 },
    residualScale: 1,
    nrmse: 0.05 * place,
    rssd: 0.3,
    mapeLift: 0,
  }));
}

test("the chapter says how many models stand for how many, and which objective still moved", () => {
  const chapter = robynChapter(evaluation, report);
  expect(chapter.answer).toContain("Two models out of 5");
  expect(chapter.answer).toContain("DECOMP.RSSD still moved");
  expect(JSON.stringify(chapter.blocks)).toContain("not sampling uncertainty");
});

test("its tables have a row for each selected model, and nothing where there is no number", () => {
  const tables = robynChapter(evaluation, report).blocks.flatMap((block) => (block.kind === "table" ? [block] : []));
  expect(tables.map(({ table }) => table.rows.length)).toEqual([2, 2, 10]);
  expect(tables[1].table.rows[0].slice(0, 3)).toEqual(["1_1", 1, null]);
});

test("the report has the chapter where there is a search, and no other report has it", () => {
  const titles = (supplements: object): string[] => buildReport(evaluation, supplements).chapters.map(({ id }) => id);
  expect(titles({ robyn: report })).toContain("search");
  expect(titles({})).not.toContain("search");
});

test("every model of a front is kept for the picture, and the others thinned", () => {
  expect(report.errors.front.filter((front) => front > 0)).toHaveLength(60);
  expect(report.errors.front).toHaveLength(2060);
  expect(report.evaluations).toBe(tried);
});

test("the pictures are made for any theme and width, of plain data", () => {
  for (const theme of [lightTheme, darkTheme]) {
    for (const width of [360, 820]) {
      const style = { theme, width };
      for (const chart of [robynParetoChart(report, style), robynConvergenceChart(report, style)]) {
        expect(JSON.parse(JSON.stringify(chart))).toEqual(chart);
        expect(chart.option.series.length).toBeGreaterThan(1);
      }
      expect(robynParetoChart(report, style).table.rows).toHaveLength(2);
      expect(robynConvergenceChart(report, style).table.rows).toHaveLength(20);
    }
  }
});

test("lift tests and a split add their columns", () => {
  const split = { nrmse: 0.1, rSquared: 0.8 };
  const models = report.models.map((model) => ({ ...model, validation: split, test: split }));
  const [table] = robynChapter(evaluation, { ...report, hasLifts: true, models }).blocks.flatMap((block) =>
    block.kind === "table" ? [block.table] : [],
  );
  expect(table.columns.map(({ label }) => label)).toEqual(
    expect.arrayContaining(["MAPE.LIFT", "R², validation", "R², test"]),
  );
});
