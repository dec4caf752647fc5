import fc from "fast-check";
import { expect, test } from "vitest";
import { cos, sin, tan } from "../../src/math/trigonometric.ts";

/** Half a unit in the last place of 1 for ours and as much for the language's, and a little for the reduction. */
const tolerance = 2 ** -52;

test("sin and cos are those of the language but for the last place", () => {
  fc.assert(
    fc.property(fc.double({ min: -1e5, max: 1e5, noNaN: true }), (x) => {
      expect(Math.abs(sin(x) - Math.sin(x))).toBeLessThanOrEqual(tolerance);
      expect(Math.abs(cos(x) - Math.cos(x))).toBeLessThanOrEqual(tolerance);
    }),
    { numRuns: 5000 },
  );
});

test("multiples of a quarter turn, where the reduction is hardest", () => {
  for (let n = -400; n <= 400; n += 1) {
    const x = n * (Math.PI / 2);
    expect(Math.abs(sin(x) - Math.sin(x)), `sin ${n}`).toBeLessThanOrEqual(tolerance);
    expect(Math.abs(cos(x) - Math.cos(x)), `cos ${n}`).toBeLessThanOrEqual(tolerance);
  }
  expect([sin(0), cos(0), tan(0)]).toEqual([0, 1, 0]);
});

test("near zero sin is accurate to its own last place", () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-300, max: 0.7, noNaN: true }), (x) => {
      // One place for each of the two.
      expect(Math.abs(sin(x) - Math.sin(x))).toBeLessThanOrEqual(2 ** -51 * Math.sin(x));
    }),
  );
});

test("tan is their ratio", () => {
  fc.assert(
    fc.property(fc.double({ min: -1.5, max: 1.5, noNaN: true }), (x) => {
      expect(Math.abs(tan(x) - Math.tan(x))).toBeLessThanOrEqual(2 ** -50 * Math.max(1, Math.abs(Math.tan(x))));
    }),
  );
});
