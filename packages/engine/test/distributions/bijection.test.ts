// Laws of the bijections between the real line and the supports.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bijectionFor } from "../../src/distributions/bijection.ts";
import type { Support } from "../../src/distributions/distribution.ts";
import { expectGradient } from "../support/gradient.ts";

const bound = fc.double({ min: -10, max: 10, noNaN: true });
const width = fc.double({ min: 0.01, max: 100, noNaN: true });
const support: fc.Arbitrary<Support> = fc.oneof(
  fc.constant<Support>({ kind: "real" }),
  bound.map((lower): Support => ({ kind: "above", lower })),
  fc.tuple(bound, width).map(([lower, span]): Support => ({ kind: "interval", lower, upper: lower + span })),
  bound.map((upper): Support => ({ kind: "interval", lower: Number.NEGATIVE_INFINITY, upper })),
);
const unconstrained = fc.double({ min: -12, max: 12, noNaN: true });

const forward = (where: Support, u: number): Float64Array => {
  const out = new Float64Array(4);
  bijectionFor(where).forward(u, out);
  return out;
};

describe("bijectionFor", () => {
  test("inverts what it maps", () => {
    fc.assert(
      fc.property(support, unconstrained, (where, u) => {
        const back = bijectionFor(where).inverse(forward(where, u)[0]);
        // x rounds to 1e-15 at |x| ≤ 110, and the nearest bound may be 0.01·exp(−12) = 6e-8 away
        expect(Math.abs(back - u)).toBeLessThan(1e-6);
      }),
    );
  });

  test("rises, and stays in the support", () => {
    fc.assert(
      fc.property(support, unconstrained, unconstrained, (where, u, v) => {
        const [low] = forward(where, Math.min(u, v));
        const [high] = forward(where, Math.max(u, v));
        expect(low).toBeLessThanOrEqual(high + 4e-16 * Math.abs(high)); // two formulas meet at u = 0
        if (where.kind !== "real") expect(low).toBeGreaterThan(where.lower);
        if (where.kind === "interval") expect(high).toBeLessThan(where.upper);
      }),
    );
  });

  test("gives dx/du, its logarithm and that logarithm's derivative", () => {
    fc.assert(
      fc.property(support, fc.double({ min: -6, max: 6, noNaN: true }), (where, u) => {
        const out = forward(where, u);
        expect(Math.log(out[1])).toBeCloseTo(out[2], 10);
        const derivativeOf = (value: 0 | 2, slope: 1 | 3): void =>
          expectGradient((at, gradient) => {
            const here = forward(where, at[0]);
            gradient[0] = here[slope];
            return here[value];
          }, Float64Array.of(u));
        derivativeOf(0, 1);
        derivativeOf(2, 3);
      }),
    );
  });

  test("is finite in the far tails, where x has reached its bound", () => {
    const unit: Support = { kind: "interval", lower: 0, upper: 1 };
    for (const u of [-700, -100, 100, 700]) {
      const [x, , logSlope, slope] = forward(unit, u);
      expect(x).toBeGreaterThanOrEqual(0);
      expect(x).toBeLessThanOrEqual(1);
      expect(logSlope).toBeCloseTo(-Math.abs(u), 10);
      expect(slope).toBe(-Math.sign(u));
    }
    expect(forward(unit, -700)[0] / Math.exp(-700)).toBeCloseTo(1, 12);
    expect(forward({ kind: "above", lower: 0 }, -700)[2]).toBe(-700);
  });

  test("treats an interval that is open at both ends as the real line, at the top as a half-line", () => {
    const all: Support = { kind: "interval", lower: Number.NEGATIVE_INFINITY, upper: Number.POSITIVE_INFINITY };
    expect([...forward(all, 3)]).toEqual([3, 1, 0, 0]);
    const half: Support = { kind: "interval", lower: 2, upper: Number.POSITIVE_INFINITY };
    expect(forward(half, 1.5)).toEqual(forward({ kind: "above", lower: 2 }, 1.5));
  });

  test("refuses an empty interval and a bound that is not a number", () => {
    expect(() => bijectionFor({ kind: "interval", lower: 1, upper: 1 })).toThrow("no number lies between 1 and 1");
    expect(() => bijectionFor({ kind: "above", lower: Number.NaN })).toThrow(RangeError);
  });
});
