// exp, log and their kin: within the stated errors of exactly rounded values, and exact where the exact result is known.
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as coefficients from "../../src/math/exponential-coefficients.ts";
import { exp, expm1, log, log1p, logistic, power, softplus, tanh } from "../../src/math/exponentials.ts";

/** An argument, and the value there as the sum of two numbers. */
type Row = readonly [x: number, high: number, low: number];
type Name = "exp" | "log" | "log1p" | "expm1" | "tanh" | "softplus" | "logistic";
type Polynomial = "exp" | "log" | "power" | "binaryLog";

const reference: Readonly<Record<Name, readonly Row[]>> & {
  readonly polynomials: Readonly<Record<Polynomial, { coefficients: number[]; error: number }>>;
} = JSON.parse(readFileSync(new URL("../reference/exponentials.json", import.meta.url), "utf8"));

/** Distance to the next number away from zero. */
function lastPlace(x: number): number {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, Math.abs(x));
  bits.setBigUint64(0, bits.getBigUint64(0) + 1n);
  return bits.getFloat64(0) - Math.abs(x);
}

// The errors stated at the top of exponentials.ts.
const bounds: readonly (readonly [Name, (x: number) => number, number])[] = [
  ["exp", exp, 1],
  ["log", log, 1],
  ["log1p", log1p, 1],
  ["expm1", expm1, 1.5],
  ["tanh", tanh, 2.5],
  ["softplus", softplus, 2],
  ["logistic", logistic, 2.5],
];

describe.each(bounds)("%s", (name, f, bound) => {
  test(`is within ${bound} units of the last place, at the hardest arguments known, too`, () => {
    for (const [x, high, low] of reference[name]) {
      const error = Math.abs(f(x) - high - low) / lastPlace(high);
      expect(error, `${name}(${x}) = ${f(x)}, not ${high}`).toBeLessThan(bound);
    }
  });
});

test("at the ends of the numbers they are what they must be", () => {
  const { MAX_VALUE, NaN: not, POSITIVE_INFINITY: infinity, NEGATIVE_INFINITY: minusInfinity } = Number;
  const exact: readonly (readonly [(x: number) => number, readonly (readonly [number, number])[]])[] = [
    [
      exp,
      [
        [0, 1],
        [-0, 1],
        [infinity, infinity],
        [minusInfinity, 0],
        [709.7827128933841, infinity],
        [-745.1332191019412, 0],
      ],
    ],
    [
      log,
      [
        [1, 0],
        [0, minusInfinity],
        [-0, minusInfinity],
        [infinity, infinity],
        [-1, not],
        [-5e-324, not],
        [minusInfinity, not],
      ],
    ],
    [
      log1p,
      [
        [0, 0],
        [-0, -0],
        [-1, minusInfinity],
        [-1.0000000000000002, not],
        [infinity, infinity],
        [minusInfinity, not],
      ],
    ],
    [
      expm1,
      [
        [0, 0],
        [-0, -0],
        [infinity, infinity],
        [minusInfinity, -1],
        [-MAX_VALUE, -1],
        [MAX_VALUE, infinity],
      ],
    ],
    [
      tanh,
      [
        [0, 0],
        [-0, -0],
        [infinity, 1],
        [minusInfinity, -1],
        [5e-324, 5e-324],
        [-5e-324, -5e-324],
      ],
    ],
    [
      softplus,
      [
        [0, Math.LN2],
        [infinity, infinity],
        [minusInfinity, 0],
        [1e300, 1e300],
        [-800, 0],
      ],
    ],
    [
      logistic,
      [
        [0, 0.5],
        [infinity, 1],
        [minusInfinity, 0],
        [40, 1],
        [-800, 0],
      ],
    ],
  ];
  for (const [f, rows] of exact) {
    expect(f(not)).toBeNaN();
    for (const [x, value] of rows) expect(f(x), `at ${x}`).toBe(value);
  }
});

test("near the largest and the smallest results nothing is lost", () => {
  expect(exp(709.782712893384)).toBeGreaterThan(1.7976931348622e308);
  expect(exp(-745.1332191019411)).toBe(5e-324);
  expect(expm1(709.782712893384)).toBeGreaterThan(1.7976931348622e308);
  expect(log(Number.MAX_VALUE)).toBeCloseTo(709.782712893384, 12);
  expect(log(5e-324)).toBeCloseTo(-744.4400719213812, 12);
});

test("a power is one at exponent zero, zero at base zero, and as near as it says elsewhere", () => {
  expect(power(0, 0)).toBe(1);
  expect(power(0, 2)).toBe(0);
  fc.assert(
    fc.property(
      fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
      fc.double({ min: -20, max: 20, noNaN: true }),
      (b, e) => {
        // The host's power is within a unit of the last place, which is 2⁻⁵².
        const bound = (3 + Math.abs(e * Math.log(b))) * 2 ** -52;
        expect(Math.abs(power(b, e) / b ** e - 1)).toBeLessThan(bound);
      },
    ),
  );
});

describe.each([
  ["exp", 0.15],
  ["log", 0.05],
  ["power", 2.9],
  ["binaryLog", 1.9],
] as const)("the polynomial of %s", (name, bound) => {
  test(`has the fitted coefficients, good to ${bound} · 2⁻⁵³`, () => {
    const { coefficients: fitted, error } = reference.polynomials[name];
    const used: Readonly<Record<string, number>> = coefficients;
    expect(fitted.map((_, k) => used[`${name}${k}`])).toEqual(fitted);
    expect(error).toBeLessThan(bound);
  });
});
