import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { beta } from "../../src/distributions/beta.ts";
import { halfNormal } from "../../src/distributions/half-normal.ts";
import { truncatedNormal } from "../../src/distributions/truncated-normal.ts";
import { uniform } from "../../src/distributions/uniform.ts";

const unconstrained = fc.double({ min: -8, max: 8, noNaN: true });

const maps = [
  { name: "half-normal", distribution: halfNormal(5) },
  { name: "uniform", distribution: uniform(-1, 3) },
  { name: "truncated normal", distribution: truncatedNormal(0.8, 0.8, 0.1, 10) },
  { name: "truncated normal beyond its mean", distribution: truncatedNormal(0, 1, 2, 4) },
  { name: "beta that begins at its height", distribution: beta(1, 99) },
];

describe.each(maps)("the map of a $name", ({ distribution: { family, args } }) => {
  const bijection = family.fromStandardNormal?.(args);
  if (bijection === undefined) throw new Error("the family has a standardizing bijection");
  const at = (u: number): Float64Array => {
    const out = new Float64Array(4);
    bijection.forward(u, out);
    return out;
  };

  test("the density of x times |dx/du| is the standard normal density of u", () => {
    fc.assert(
      fc.property(unconstrained, (u) => {
        const [x, slope, logSlope] = at(u);
        const density = family.logDensity(x, args, new Float64Array(1 + args.length));
        const expected = -0.5 * u * u - 0.5 * Math.log(2 * Math.PI);
        // Both terms grow like u²: relative to that, 1e-9 leaves room for the quantile's rounding.
        expect(Math.abs(density + logSlope - expected)).toBeLessThan(1e-9 * (1 + u * u));
        expect(Math.abs(Math.log(slope) - logSlope)).toBeLessThan(1e-9 * (1 + u * u));
      }),
    );
  });

  test("its derivatives match central differences", () => {
    fc.assert(
      fc.property(fc.double({ min: -6, max: 6, noNaN: true }), (u) => {
        const h = 1e-5;
        const [, slope, , logSlopeDerivative] = at(u);
        const [above, , logAbove] = at(u + h);
        const [below, , logBelow] = at(u - h);
        // Rounding of x near 1 over a step of 1e-5 is 1e-11; curvature adds h² of the slope.
        expect(Math.abs((above - below) / (2 * h) - slope)).toBeLessThan(1e-6 * slope + 1e-10);
        expect(Math.abs((logAbove - logBelow) / (2 * h) - logSlopeDerivative)).toBeLessThan(1e-5 * (1 + Math.abs(u)));
      }),
    );
  });

  test("inverse undoes forward", () => {
    fc.assert(
      fc.property(fc.double({ min: -5, max: 6, noNaN: true }), (u) => {
        // Near an upper bound x has lost digits: by 1e-16 over the slope, which at u = 6 is 1e-8.
        const [x, slope] = at(u);
        expect(Math.abs(bijection.inverse(x) - u)).toBeLessThan(1e-6 + (1e-15 * (1 + Math.abs(x))) / slope);
      }),
    );
  });
});

test("the half-normal map stays finite and positive far out on both sides", () => {
  const bijection = halfNormal(1).family.fromStandardNormal?.([1]);
  const out = new Float64Array(4);
  for (const u of [-30, -12, -5.0001, -4.9999, 0, 12, 30]) {
    bijection?.forward(u, out);
    expect(out.every(Number.isFinite)).toBe(true);
    expect(out[0]).toBeGreaterThan(0);
  }
});
