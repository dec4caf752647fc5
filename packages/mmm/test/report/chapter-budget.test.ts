// The chapter of the budget: it answers with the plan's own numbers, and says what holds it back.
import { beforeAll, describe, expect, test } from "vitest";
import type { Optimization } from "../../src/budget/optimization.ts";
import { openPlanner } from "../../src/budget/planner.ts";
import { budgetAnswer, limitSentence } from "../../src/report/budget-sentences.ts";
import { buildReport } from "../../src/report/chapters.ts";
import { drawChart } from "../../src/report/charts/catalog.ts";
import { darkTheme, lightTheme } from "../../src/report/charts/theme.ts";
import type { Chapter } from "../../src/report/document.ts";
import { displayName } from "../../src/report/names.ts";
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
    for (const { name, change } of plan.channels)
      if (Math.abs(change ?? 0) > 0.005) expect(answer).toContain(displayName(name));
    expect(answer).toContain("it beats it with probability");
    expect(isPlainData(blocks)).toBe(true);
  });

  test("lists limits with their prices, what is beyond the data, and the proof", () => {
    const all = texts(chapter(plan).blocks);
    for (const limit of plan.binding) expect(all).toContain(limitSentence(limit, plan));
    for (const { channel } of plan.extrapolation) expect(all).toContain(`${displayName(channel)} would run at up to`);
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

describe("in words", () => {
  const channel = { name: "print_ooh", change: -0.5 };
  const stated = (change: Partial<Optimization>): Optimization => ({ ...plan, currency: "USD", ...change });

  test("a plan says money short, channels by their shown names, and a loss as one", () => {
    const answer = budgetAnswer(
      stated({
        budget: 2e6,
        currentBudget: 1e6,
        channels: [{ ...plan.channels[0], ...channel }],
        expectedLift: -5e5,
        liftInterval: [-1e6, 2e5],
        level: 0.9,
        probabilityBetter: 0.2,
      }),
    );
    expect(answer.replaceAll("\u202f", " ")).toBe(
      "Spend $2.00 M instead of $1.00 M, less on Print OOH (−50 %). That is expected to bring $500 k less than the current plan (90 % sure between −$1.00 M and $200 k); it beats it with probability 0.20.",
    );
  });

  test("a plan that moves nothing says so", () => {
    const still = plan.channels.map((each) => ({ ...each, change: 0 }));
    expect(budgetAnswer(stated({ budget: 1, currentBudget: 1, channels: still }))).toContain(
      "as now, and leave the split among channels as it is",
    );
  });

  test("limits are told by their side, and nothing spent as that", () => {
    const limit = { kind: "bound", name: "tv", side: "lower", limit: 0, price: 0.25, sentence: "" } as const;
    expect(limitSentence(limit, plan)).toBe(
      "Nothing is spent on TV: a unit of money there would bring 0.250 less than elsewhere.",
    );
    expect(limitSentence({ ...limit, side: "upper", limit: 5e4 }, stated({})).replaceAll("\u202f", " ")).toBe(
      "TV is at the most its bounds allow, $50.0 k: one unit of money more there would add 0.250.",
    );
    const rule = { ...limit, kind: "constraint", sentence: "a rule" } as const;
    expect(limitSentence(rule, plan)).toBe("a rule");
  });
});
