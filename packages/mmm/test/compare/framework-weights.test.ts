import { expect, test } from "vitest";
import type { FoldForecast } from "../../src/compare/fold-forecast.ts";
import { frameworkWeights } from "../../src/compare/framework-weights.ts";

function fold(name: string, logDensity: readonly number[]): FoldForecast {
  const zeros = logDensity.map(() => 0);
  return {
    fold: name,
    dates: logDensity.map((_, day) => `2024-01-${10 + day}`),
    observed: zeros,
    mean: zeros,
    lower90: zeros,
    upper90: zeros,
    isInside50: logDensity.map(() => true),
    crps: zeros,
    logDensity,
  };
}

test("a framework that predicts everything better takes all but the equal share 1 / (1 + F)", () => {
  const better = { name: "better", folds: [fold("a", [-1, -1, -1]), fold("b", [-1, -2])] };
  const worse = { name: "worse", folds: [fold("a", [-3, -3, -3]), fold("b", [-2, -4])] };
  const { frameworks, equalShare, folds, periods } = frameworkWeights([better, worse], 1);
  expect(equalShare).toBe(1 / 3);
  expect([folds, periods]).toEqual([2, 5]);
  expect(frameworks[0].stacking).toBeCloseTo(1, 2);
  expect(frameworks[0].weight).toBeCloseTo(5 / 6, 3);
  expect(frameworks[1].weight).toBeCloseTo(1 / 6, 3);
  expect(frameworks[0].uncertainty?.sd).toBeLessThan(0.01);
});

test("more folds leave less to equality", () => {
  const names = ["a", "b", "c", "d", "e", "f"];
  const better = { name: "better", folds: names.map((name) => fold(name, [-1])) };
  const worse = { name: "worse", folds: names.map((name) => fold(name, [-5])) };
  expect(frameworkWeights([better, worse], 1).equalShare).toBe(1 / 7);
});

test("only folds that all scored frameworks predicted count", () => {
  const one = { name: "one", folds: [fold("a", [-1]), fold("b", [-9])] };
  const other = { name: "other", folds: [fold("a", [-2])] };
  const weights = frameworkWeights([one, other], 1);
  expect([weights.folds, weights.periods]).toEqual([1, 1]);
  expect(weights.frameworks[0].stacking).toBeCloseTo(1, 2);
});

test("who predicted nothing has no weight beside who did, and an equal one where nobody did", () => {
  const scored = { name: "scored", folds: [fold("a", [-1, -1])] };
  const read = { name: "read", folds: [] };
  const [one, other] = frameworkWeights([scored, read], 1).frameworks;
  expect([one.weight, other.weight]).toEqual([1, 0]);
  expect(other.stacking).toBeNull();
  const alike = frameworkWeights([read, { name: "read too", folds: [] }], 1);
  expect(alike.frameworks.map(({ weight }) => weight)).toEqual([0.5, 0.5]);
  expect(alike.sentence).toContain("count alike");
});

test("a framework that held what came impossible loses, and breaks nothing", () => {
  const possible = { name: "possible", folds: [fold("a", [-50, -50])] };
  const impossible = { name: "impossible", folds: [fold("a", [Number.NEGATIVE_INFINITY, -1])] };
  const { frameworks } = frameworkWeights([possible, impossible], 3);
  expect(frameworks.every(({ weight }) => weight > 0 && weight < 1)).toBe(true);
});

test("periods are held against one another by their dates: one that only some predicted counts for none", () => {
  const scores = [-1, -4, -1, -4, -1, -4];
  const all = { name: "all", folds: [fold("a", [-100, ...scores])] };
  const later = fold("a", [-100, ...scores.map((score) => score - 0.5)]);
  const short = {
    name: "short",
    folds: [{ ...later, dates: later.dates.slice(1), logDensity: later.logDensity.slice(1) }],
  };
  for (const pair of [
    [all, short],
    [short, all],
  ]) {
    const { frameworks, periods } = frameworkWeights(pair, 1);
    expect(periods).toBe(6);
    expect(frameworks.find(({ name }) => name === "all")?.stacking).toBeCloseTo(1, 2);
  }
});
