// The lasso against its optimality conditions, and what they leave open against brute force.
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { solveLasso } from "../../src/design/lasso.ts";

const problems = fc
  .record({
    rows: fc.array(fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: 4, maxLength: 4 }), {
      minLength: 6,
      maxLength: 12,
    }),
    linear: fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 4, maxLength: 4 }),
    penalty: fc.double({ min: 0.01, max: 4, noNaN: true }),
  })
  .map(({ rows, linear, penalty }) => ({
    // A little on the diagonal keeps the minimum unique.
    quadratic: Float64Array.from({ length: 16 }, (_, at) => {
      const [i, j] = [Math.floor(at / 4), at % 4];
      return rows.reduce((total, row) => total + row[i] * row[j], i === j ? 0.1 : 0);
    }),
    linear: Float64Array.from(linear),
    penalty,
  }));

test("at the minimum no coefficient wants to move: slopes are the penalty's, and no more at zeros", () => {
  fc.assert(
    fc.property(problems, ({ quadratic, linear, penalty }) => {
      const x = solveLasso(quadratic, linear, penalty, new Float64Array(4));
      for (let i = 0; i < 4; i += 1) {
        const pull = linear[i] - x.reduce((total, value, j) => total + quadratic[i * 4 + j] * value, 0);
        if (x[i] === 0) expect(Math.abs(pull)).toBeLessThanOrEqual(penalty * (1 + 1e-8));
        else expect(pull).toBeCloseTo(penalty * Math.sign(x[i]), 8);
      }
    }),
    { seed: 5, numRuns: 200 },
  );
});

test("independent coefficients are soft-thresholded", () => {
  const x = solveLasso(Float64Array.of(2, 0, 0, 4), Float64Array.of(5, -0.5), 1, new Float64Array(2));
  expect(x[0]).toBeCloseTo(2, 12);
  expect(x[1]).toBe(0);
});

test("columns that say the same share what they explain with the least penalty in all", () => {
  const x = solveLasso(Float64Array.of(1, 1, 1, 1), Float64Array.of(3, 3), 1, new Float64Array(2));
  expect(x[0] + x[1]).toBeCloseTo(2, 12);
  expect(Math.min(...x)).toBeGreaterThanOrEqual(0);
});
