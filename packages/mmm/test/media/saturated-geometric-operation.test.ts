// Adstock and saturation as one operation: what both give one after the other, with adjoints equal to central differences.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { michaelisMentenOperation } from "../../src/media/curve-operations.ts";
import { windowedGeometricOperation } from "../../src/media/geometric-operation.ts";
import { saturatedGeometricOperation } from "../../src/media/saturated-geometric-operation.ts";
import { expectClose, expectGradient, run } from "./check-operation.ts";

const range = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true });
const geos = 2;
const periods = 13;
const cells = (value: fc.Arbitrary<number>): fc.Arbitrary<Float64Array> =>
  fc.array(value, { minLength: geos * periods, maxLength: geos * periods }).map((values) => Float64Array.from(values));
const one = (value: fc.Arbitrary<number>): fc.Arbitrary<Float64Array> => value.map((each) => Float64Array.of(each));
const inputs = fc.tuple(cells(fc.oneof(fc.constant(0), range(0, 10))), one(range(0.02, 0.98)), one(range(0.2, 5)));

describe.each([
  [1, true],
  [4, false],
  [9, true],
  [20, true],
] as const)("a window of %i, normalized %s", (window, normalize) => {
  const operation = saturatedGeometricOperation(window, normalize, geos);

  test("equals adstock, then saturation", () => {
    fc.assert(
      fc.property(inputs, ([media, retention, half]) => {
        const adstocked = run(windowedGeometricOperation(window, normalize, geos), [media, retention]).output;
        const expected = run(michaelisMentenOperation, [adstocked, half]).output;
        // The same arithmetic but for the place of one division.
        expectClose(run(operation, [media, retention, half]).output, expected, 1e-14);
      }),
      { numRuns: 40 },
    );
  });

  test("has the adjoints of its central differences, also by the media", () => {
    fc.assert(
      fc.property(inputs, cells(range(-1, 1)), ([media, retention, half], outputAdjoint) => {
        // A step below zero exposure would leave the curve's domain.
        const positive = media.map((value) => value + 0.5);
        expectGradient(operation, [positive, retention, half], outputAdjoint);
      }),
      { numRuns: 15 },
    );
  });
});

test("derivatives are added to what is there", () => {
  const operation = saturatedGeometricOperation(3, true, 1);
  const values = [Float64Array.of(1, 0, 2, 3), Float64Array.of(0.5), Float64Array.of(1)];
  const [fresh, added] = [run(operation, values), run(operation, values, undefined, 1)];
  fresh.adjoints.forEach((adjoint, which) => {
    expectClose(
      added.adjoints[which],
      adjoint.map((value) => value + 1),
      1e-13,
    );
  });
  expect(fresh.output[1]).toBeGreaterThan(0);
});
