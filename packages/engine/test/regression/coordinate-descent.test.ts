import { expect, test } from "vitest";
import { openStream } from "../../src/random/philox.ts";
import { CoordinateDescent } from "../../src/regression/coordinate-descent.ts";
import { dualityGap, type PenalizedQuadratic } from "../../src/regression/penalized-quadratic.ts";

function lasso(size: number, absolute: number, rank = 3 * size): PenalizedQuadratic {
  const stream = openStream({ seed: 3, chain: size, purpose: "data" });
  const rows = Array.from({ length: rank }, () => Float64Array.from({ length: size }, () => stream.normal()));
  const target = rows.map(() => stream.normal());
  const gram = new Float64Array(size * size);
  const linear = new Float64Array(size);
  for (const [index, row] of rows.entries()) {
    for (let j = 0; j < size; j += 1) {
      linear[j] += row[j] * target[index];
      for (let k = 0; k < size; k += 1) gram[j * size + k] += row[j] * row[k];
    }
  }
  return {
    size,
    gram,
    linear,
    power: target.reduce((sum, value) => sum + value * value, 0),
    absolute: new Float64Array(size).fill(absolute),
    square: new Float64Array(size),
    lower: new Float64Array(size).fill(Number.NEGATIVE_INFINITY),
    upper: new Float64Array(size).fill(Number.POSITIVE_INFINITY),
  };
}

test("a lasso's solution fulfills its optimality conditions: the slope is the penalty where it moved, less where it did not", () => {
  const problem = lasso(8, 1.5);
  const coefficients = new Float64Array(8);
  new CoordinateDescent(8).solve(problem, coefficients);
  expect([...coefficients].some((value) => value === 0)).toBe(true);
  expect([...coefficients].some((value) => value !== 0)).toBe(true);
  for (let j = 0; j < 8; j += 1) {
    let slope = problem.linear[j];
    for (let k = 0; k < 8; k += 1) slope -= problem.gram[j * 8 + k] * coefficients[k];
    if (coefficients[j] !== 0) expect(slope).toBeCloseTo(1.5 * Math.sign(coefficients[j]), 10);
    else expect(Math.abs(slope)).toBeLessThanOrEqual(1.5);
  }
  expect(dualityGap(problem, coefficients)).toBeLessThan(1e-12 * problem.power);
});

test("the duality gap bounds what is left to gain, at any point", () => {
  const problem = lasso(5, 1);
  const best = new Float64Array(5);
  const solver = new CoordinateDescent(5);
  solver.solve(problem, best);
  const objective = (b: Float64Array): number => {
    let value = 0.5 * problem.power;
    for (let j = 0; j < 5; j += 1) {
      value += problem.absolute[j] * Math.abs(b[j]) - problem.linear[j] * b[j];
      for (let k = 0; k < 5; k += 1) value += 0.5 * b[j] * problem.gram[j * 5 + k] * b[k];
    }
    return value;
  };
  const stream = openStream({ seed: 1, chain: 0, purpose: "data" });
  for (let trial = 0; trial < 50; trial += 1) {
    const other = best.map((value) => value + 0.3 * stream.normal());
    expect(dualityGap(problem, other)).toBeGreaterThanOrEqual(objective(other) - objective(best) - 1e-12);
  }
});

test("with more columns than rows, where the quadratic is flat in some directions, the gap closes all the same", () => {
  const problem = lasso(10, 0.4, 4);
  const coefficients = new Float64Array(10);
  new CoordinateDescent(10).solve(problem, coefficients);
  expect(dualityGap(problem, coefficients)).toBeLessThan(1e-10 * problem.power);
});

test("it starts from what it is given: from the solution it goes nowhere", () => {
  const problem = lasso(6, 1);
  const coefficients = new Float64Array(6);
  const solver = new CoordinateDescent(6);
  solver.solve(problem, coefficients);
  const again = coefficients.slice();
  expect(solver.solve(problem, again)).toBeLessThanOrEqual(2);
  for (let j = 0; j < 6; j += 1) expect(again[j]).toBeCloseTo(coefficients[j], 12);
});
