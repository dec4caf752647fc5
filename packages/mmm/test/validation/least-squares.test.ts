import { openStream } from "@carryover/engine";
import { expect, test } from "vitest";
import { leastSquares } from "../../src/validation/least-squares.ts";

const stream = openStream({ seed: 2, chain: 0, purpose: "data" });
const rows = 40;
const column = (): Float64Array => Float64Array.from({ length: rows }, () => stream.normal());
const ones = new Float64Array(rows).fill(1);
const [first, second] = [column(), column()];

test("a line through points has the slope, error and leverage of the textbook", () => {
  const y = first.map((x, row) => 3 + 2 * x + 0.5 * second[row]);
  const fit = leastSquares([ones, first], y);
  const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / rows;
  const [mx, my] = [mean(first), mean(y)];
  const sxx = first.reduce((sum, x) => sum + (x - mx) ** 2, 0);
  const slope = first.reduce((sum, x, row) => sum + (x - mx) * (y[row] - my), 0) / sxx;
  expect(fit.coefficients[1]).toBeCloseTo(slope, 12);
  expect(fit.coefficients[0]).toBeCloseTo(my - slope * mx, 12);
  const residuals = y.map((value, row) => value - (my - slope * mx) - slope * first[row]);
  expect(fit.degrees).toBe(rows - 2);
  expect(fit.residualSd).toBeCloseTo(Math.sqrt(residuals.reduce((sum, r) => sum + r * r, 0) / (rows - 2)), 12);
  expect(fit.leverage(Float64Array.of(1, 4))).toBeCloseTo(1 / rows + (4 - mx) ** 2 / sxx, 12);
});

test("a column that others make up is left out, and predictions do not change", () => {
  const y = first.map((x, row) => 1 - x + 4 * second[row] + 0.1 * stream.normal());
  const sum = first.map((x, row) => 2 * x - second[row] + 7);
  const [plain, more] = [leastSquares([ones, first, second], y), leastSquares([ones, first, sum, second], y)];
  expect(more.kept).toEqual([0, 1, 2]);
  expect(more.coefficients[3]).toBe(0);
  const [at, also] = [Float64Array.of(1, 0.3, -2), Float64Array.of(1, 0.3, 2 * 0.3 + 2 + 7, -2)];
  const predict = (fit: typeof plain, row: Float64Array): number =>
    row.reduce((total, value, index) => total + value * fit.coefficients[index], 0);
  expect(predict(more, also)).toBeCloseTo(predict(plain, at), 10);
  expect(more.leverage(also)).toBeCloseTo(plain.leverage(at), 10);
  expect(more.residualSd).toBeCloseTo(plain.residualSd, 10);
});

test("as many columns as rows leave no error to learn", () => {
  expect(() => leastSquares([Float64Array.of(1, 0), Float64Array.of(0, 1)], Float64Array.of(1, 2))).toThrow(RangeError);
});
