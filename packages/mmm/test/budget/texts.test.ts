// Budgets in words: what is understood, and what is said about what is not.
import { describe, expect, test } from "vitest";
import { parseBudgetRequest } from "../../src/budget/budget-request.ts";
import { parseBound, parseBudget, parseObjective } from "../../src/budget/budget-texts.ts";
import { parseRule } from "../../src/budget/rule-text.ts";
import { SpecError } from "../../src/errors.ts";

const known = { channels: ["tv", "search", "print ooh"], geos: ["north", "south"] };

test.each([
  ["0.7..1.3", { unit: "relative", lower: 0.7, upper: 1.3 }],
  ["tv=0.5..1.2", { channels: ["tv"], unit: "relative", lower: 0.5, upper: 1.2 }],
  ["tv+search=..1.1", { channels: ["tv", "search"], unit: "relative", upper: 1.1 }],
  ["tv=.5..", { channels: ["tv"], unit: "relative", lower: 0.5 }],
  ["tv=1", { channels: ["tv"], unit: "relative", lower: 1, upper: 1 }],
])("bounds %s", (text, expected) => {
  expect(parseBound(text)).toEqual(expected);
});

test.each(["", "..", "tv=", "=0.5..1", "tv=a..b", "0.7-1.3"])("bounds %j are refused", (text) => {
  expect(() => parseBound(text)).toThrow(SpecError);
});

test.each([
  ["1000000", { kind: "amount", amount: 1e6 }],
  ["1_000_000", { kind: "amount", amount: 1e6 }],
  ["x1.1", { kind: "relative", factor: 1.1 }],
])("budget %s", (text, expected) => {
  expect(parseBudget(text)).toEqual(expected);
});

test.each([
  ["mean", { kind: "mean" }],
  ["cvar:0.1", { kind: "cvar", probability: 0.1 }],
  ["quantile:.2", { kind: "quantile", probability: 0.2 }],
  ["mean-variance:1e-8", { kind: "mean-variance", weight: 1e-8 }],
  ["mean-sd:2", { kind: "mean-sd", weight: 2 }],
  ["probability", { kind: "probability" }],
])("objective %s", (text, expected) => {
  expect(parseObjective(text)).toEqual(expected);
});

test.each(["cvar", "mean:1", "risk", "quantile:x"])("objective %j is refused", (text) => {
  expect(() => parseObjective(text)).toThrow(/Write mean, quantile/);
});

describe("rules", () => {
  const rule = (text: string) => {
    const { coefficients, relation, amount } = parseRule(text, known.channels);
    return [coefficients, relation, amount];
  };

  test.each([
    ["tv+search<=500000", { tv: 1, search: 1 }, "<=", 500000],
    ["2*tv - search >= 0", { tv: 2, search: -1 }, ">=", 0],
    ["tv >= 0.5*total", { tv: 0.5, search: -0.5, "print ooh": -0.5 }, ">=", 0],
    ['"print ooh" + 10 = 3*2 - tv', { "print ooh": 1, tv: 1 }, "=", -4],
    ["-tv ≤ -1e3", { tv: -1 }, "<=", -1000],
  ])("%s", (text, coefficients, relation, amount) => {
    expect(rule(text)).toEqual([coefficients, relation, amount]);
  });

  test.each([
    ["tv", "0 comparisons"],
    ["1 < 2 < 3", "2 comparisons"],
    ["1 <= 2", "names no channel"],
    ["tv * search <= 1", "channels are multiplied"],
    ["tv search <= 1", "no sign before"],
    ["tv <= ", "a side is empty"],
    ["tv + <= 1", "missing"],
    ["tv / 2 <= 1", "no meaning"],
  ])("%j is refused", (text, found) => {
    expect(() => parseRule(text, known.channels)).toThrow(found);
  });
});

describe("a request", () => {
  test("reads lists, mappings and single entries alike", () => {
    const { problem, window } = parseBudgetRequest(
      {
        horizon: 13,
        decide: "weekly",
        "week-bounds": "0.5..",
        budget: "x1.1",
        objective: "cvar:0.1",
        bounds: { all: "0.5..1.5", tv: { least: 10, most: 20 } },
        lock: "search",
        constraint: ["tv<=5"],
        minimum: {},
        lots: [],
        cost: "tv=1.5",
        value: 0.9,
        "carry-out": false,
      },
      known,
    );
    expect(window).toEqual({ future: 13, carryOut: false });
    expect(problem).toEqual({
      budget: { kind: "relative", factor: 1.1 },
      decide: "weekly",
      weekBounds: { lower: 0.5 },
      objective: { kind: "cvar", probability: 0.1 },
      value: 0.9,
      bounds: [
        { unit: "relative", lower: 0.5, upper: 1.5 },
        { channels: ["tv"], unit: "money", lower: 10, upper: 20 },
      ],
      locked: ["search"],
      rules: [{ name: "tv<=5", coefficients: { tv: 1 }, relation: "<=", amount: 5 }],
      minimums: {},
      lots: {},
      costs: { tv: 1.5 },
    });
  });

  test("says everything that is wrong at once", () => {
    const messages = (value: unknown): string => {
      try {
        parseBudgetRequest(value, known);
        return "";
      } catch (error) {
        return error instanceof SpecError ? error.message : String(error);
      }
    };
    const all = messages({
      budgett: 5,
      budget: -5,
      "target-roi": 2,
      bounds: ["1.3..0.7", "tvv=1..2", "nonsense"],
      objective: "cvar:2",
      method: "magic",
      lots: { tv: 0 },
      "at-most": "many",
      value: -1,
    });
    for (const part of [
      'no key "budgett". Did you mean budget',
      "budget and target-roi each say",
      "lower bound is above",
      'no channel "tvv". Did you mean tv',
      'bounds "nonsense" cannot be read',
      "2 is no probability",
      'there is no "magic"',
      "lot of tv: 0",
      '"many" is no number',
      "value of KPI: -1",
    ]) {
      expect(all).toContain(part);
    }
    expect(messages({ "week-bounds": "2..1" })).toMatch(/of every week: the lower[\s\S]*weeks are not decided on/);
    expect(messages({ lots: ["tv=0", "x"], minimum: "search=3" })).toMatch(
      /lots "x" cannot be read[\s\S]*lot of tv: 0/,
    );
    expect(messages({ budget: -5 })).toContain("a budget of -5");
    expect(messages(["a"])).toContain("no mapping");
    expect(messages({ method: "greedy", decide: "weekly", lots: { tv: 1 } })).toContain("Use the method carryover");
    expect(messages({ decide: "weekly", lots: { tv: 1 } })).toContain("lots and least buys where weekly");
    expect(messages({ bounds: { tv: { least: 1, geo: "north" } } })).toContain("geos are not decided on");
    expect(messages({ "target-roi": 0 })).toContain("target ROI of 0");
    expect(messages({ "at-most": 5 })).toContain("there is none");
    expect(messages({ "carry-out": "perhaps" })).toContain("true or false");
    expect(messages({ bounds: { tv: { wrong: 1 } } })).toContain("bounds of tv cannot be read");
  });
});
