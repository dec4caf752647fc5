// Saturation curves against upstream unit tests (A) and the vectors computed from the published formulas (B).
import { describe, expect, test } from "vitest";
import {
  baselinedTanh,
  hill,
  hillSigmoid,
  inverseScaledLogistic,
  logarithmic,
  logistic,
  michaelisMenten,
  root,
  scaledTanh,
} from "../../src/media/curves.ts";
import { expectClose } from "./check-operation.ts";

const printed = 1e-6; // six decimals are printed
const at = (curve: (u: number) => number, us: readonly number[]): number[] => us.map(curve);
const scaled = [0, 0.1, 0.5, 1, 2];
const raw = [0, 25, 50, 75, 100];

const cases: readonly (readonly [string, readonly number[], readonly number[]])[] = [
  ["B15 Hill, slope 2", at((u) => hill(u, 50, 2), raw), [0, 0.2, 0.5, 0.692308, 0.8]],
  ["B16 Hill, slope 0.8", at((u) => hill(u, 50, 0.8), raw), [0, 0.364817, 0.5, 0.580389, 0.635183]],
  ["B17 logistic", at((u) => logistic(u, 3), scaled), [0, 0.148885, 0.635149, 0.905148, 0.995055]],
  ["B18 tanh", at((u) => scaledTanh(u, 0.75, 0.25), scaled), [0, 0.365944, 0.742793, 0.749965, 0.75]],
  ["B19 baselined tanh", at((u) => baselinedTanh(u, 1, 0.5, 0.5), scaled), [0, 0.054875, 0.267949, 0.5, 0.8]],
  ["B20 Michaelis–Menten", at((u) => michaelisMenten(u, 10, 0.5), scaled), [0, 1.666667, 5, 6.666667, 8]],
  ["B21 Hill, slope 1.5", at((u) => hill(u, 0.7, 1.5), scaled), [0, 0.051229, 0.376435, 0.630651, 0.828457]],
  ["B22 sigmoid", at((u) => hillSigmoid(u, 1, 2, 0.5), scaled), [0.268941, 0.310026, 0.5, 0.731059, 0.952574]],
  [
    "B22 sigmoid less its value at zero",
    at((u) => hillSigmoid(u, 1, 2, 0.5) - hillSigmoid(0, 1, 2, 0.5), scaled),
    [0, 0.041084, 0.231059, 0.462117, 0.683633],
  ],
  ["B23 root", at((u) => root(u, 0.3), scaled), [0, 0.501187, 0.812252, 1, 1.231144]],
  ["B24 inverse-scaled logistic", at((u) => inverseScaledLogistic(u, 0.5), scaled), [0, 0.109421, 0.5, 0.8, 0.97561]],
];

describe("curves equal the computed vectors", () => {
  test.each(cases)("%s", (_name, actual, expected) => {
    expectClose(actual, expected, printed);
  });
});

test("A10: Meridian's Hill; its slope 0 gives one half, except that nothing gives nothing", () => {
  expectClose(
    at((u) => hill(u, 1, 1), [0, 1, 3]),
    [0, 0.5, 0.75],
    1e-15,
  );
  expectClose(
    at((u) => hill(u, 1, 0), [0, 0.2, 5]),
    [0, 0.5, 0.5],
    1e-15,
  );
});

test("A29: PyMC-Marketing's logistic", () => {
  expect(logistic(0.7, 0)).toBe(0);
  expect(logistic(1, 1)).toBeCloseTo(0.462117, 6);
  expect(inverseScaledLogistic(0.37, 0.37)).toBeCloseTo(0.5, 12);
});

test("A30: Hill at its half saturation is one half", () => {
  expect(hill(150_000, 150_000, 2.5)).toBe(0.5);
});

test("the logarithm starts at zero with slope 1 / scale", () => {
  expect(logarithmic(0, 4)).toBe(0);
  expect(logarithmic(4, 4)).toBeCloseTo(Math.LN2, 14);
  expect(logarithmic(4e-12, 4)).toBeCloseTo(1e-12, 22);
});
