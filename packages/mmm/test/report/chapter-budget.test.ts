// The chapter of the budget: it answers with the plan's own numbers, and says what holds it back.
import { beforeAll, describe, expect, test } from "vitest";
import type { Optimization } from "../../src/budget/optimization.ts";
import { openPlanner } from "../../src/budget/planner.ts";
import { buildReport } from "../../src/report/chapters.ts";
import { drawChart } from "../../src/report/charts/catalog.ts";
import { darkTheme, lightTheme } from "../../src/report/charts/theme.ts";
import type { Chapter } from "../../src/report/document.ts";
import { statedWorld } from "../budget/stated-world.ts";
import { isPlainData, makeEvaluation } from "./make-evaluation.ts";

const evaluation = makeEvaluation();
let plan: Optimization;
let weekly: Optimization;

beforeAll(() => {
  const { fit } = statedWorld({}, 6, 42);
  const planner = openPlanner(fit);
  plan = planner.optimize({ bounds: [{ unit: "relative", lower: 0.9, upper: 1.3 }] }, { regretDraws: 3 });
  weekly = planner.optimize({ decide: "weekly" }, { maxIterations: 20 });
});

function chapter(optimization: Optimization): Chapter {
  const kept = JSON.parse(JSON.stringify(optimization)) as Optimization;
  const found = buildReport(evaluation, { optimization: kept }).chapters.find(({ id }) => id === "budget");
  if (found === undefined) throw new Error("no chapter");
  return found;
}

const texts = (value: unknown): string => JSON.stringify(value);

test("a report without a plan has no such chapter", () => {
  expect(buildReport(evaluation).chapters.some(({ id }) => id === "budget")).toBe(false);
});

describe("of whole channels", () => {
  test("answers with what moves, by how much, and how sure that is", () => {
    const { answer, question, blocks } = chapter(plan);
    expect(question).toBe("Where should the money go?");
    for (const { name, change } of plan.channels) if (Math.abs(change ?? 0) > 0.005) expect(answer).toContain(name);
    expect(answer).toContain("it beats it with probability");
    expect(isPlainData(blocks)).toBe(true);
  });

  test("lists limits with their prices, what is beyond the data, and the proof", () => {
    const all = texts(chapter(plan).blocks);
    for (const { sentence } of [...plan.binding, ...plan.extrapolation]) expect(all).toContain(sentence);
    expect(plan.binding.length).toBeGreaterThan(0);
    expect(all).toContain("KKT residual");
    expect(all).toContain("duality gap");
    expect(all).toContain("of knowing the truth");
  });

  test("draws the plan beside the current one, in both themes and on a telephone", () => {
    for (const theme of [lightTheme, darkTheme]) {
      const chart = drawChart({ name: "budget-plan", data: plan }, evaluation, { theme, width: 360 });
      expect(isPlainData(chart)).toBe(true);
      expect(chart.table.rows.map((row) => row.slice(1, 3))).toEqual(
        plan.channels.map((each) => [each.current, each.plan]),
      );
      expect(chart.title).toMatch(/gains most|gives most|as it is/);
    }
  });
});

test("a plan by weeks shows its weeks, and says that the search was local", () => {
  const all = texts(chapter(weekly).blocks);
  expect(all).toContain("Week by week");
  expect(all).toContain(weekly.rows[0].from);
  expect(all).toContain("nothing bounds what a better plan could add");
});
