// Laws of the adstocks: linear, shift-equivariant, mass-preserving when normalized.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type AdstockSpec, adstock, adstockParameters, adstockWeights } from "../../src/media/adstock.ts";
import { convolve } from "../../src/media/lag-weights.ts";
import { expectClose } from "./check-operation.ts";

const media = fc.array(fc.oneof(fc.constant(0), fc.double({ min: 0, max: 100, noNaN: true })), {
  minLength: 1,
  maxLength: 30,
});
const parameterArbitraries: Readonly<Record<string, fc.Arbitrary<number>>> = {
  retention: fc.oneof(
    fc.double({ min: 0.01, max: 0.99, noNaN: true }),
    fc.double({ min: 1e-4, max: 0.01, noNaN: true }),
    fc.double({ min: 0.99, max: 0.9999, noNaN: true }),
  ),
  peakDelay: fc.double({ min: 0, max: 5, noNaN: true }),
  shape: fc.double({ min: 0.3, max: 5, noNaN: true }),
  scale: fc.double({ min: 0.5, max: 8, noNaN: true }),
};
const specs: fc.Arbitrary<AdstockSpec> = fc
  .tuple(
    fc.constantFrom("geometric", "delayed", "weibull-pdf", "weibull-cdf", "binomial"),
    fc.integer({ min: 1, max: 40 }),
    fc.boolean(),
    fc.boolean(),
  )
  .map(([kind, window, normalize, infinite]) =>
    kind === "geometric" ? { kind, window: infinite ? null : window, normalize } : { kind, window, normalize },
  );
const specWithParameters = specs.chain((spec) =>
  fc.tuple(
    fc.constant(spec),
    fc.tuple(...adstockParameters(spec).map((name) => parameterArbitraries[name])) as fc.Arbitrary<number[]>,
  ),
);

describe("every adstock", () => {
  test("is linear in media", () => {
    fc.assert(
      fc.property(specWithParameters, media, fc.double({ min: 0, max: 5, noNaN: true }), ([spec, parameters], x, c) => {
        const values = Float64Array.from(x);
        const other = values.toReversed();
        const left = adstock(
          spec,
          values.map((value, i) => value + c * other[i]),
          parameters,
        );
        const first = adstock(spec, values, parameters);
        const second = adstock(spec, other, parameters);
        expectClose(
          left,
          first.map((value, i) => value + c * second[i]),
          1e-10 * 600 * 30, // rounding of at most 30 terms up to 600
        );
      }),
    );
  });

  test("moves with its media: a delay in is the same delay out", () => {
    fc.assert(
      fc.property(specWithParameters, media, fc.integer({ min: 0, max: 5 }), ([spec, parameters], x, delay) => {
        const later = adstock(spec, Float64Array.from([...new Array(delay).fill(0), ...x]), parameters);
        expectClose(later.subarray(delay), adstock(spec, Float64Array.from(x), parameters), 1e-9);
        expect([...later.subarray(0, delay)].every((value) => value === 0)).toBe(true);
      }),
    );
  });

  test("has weights that are not negative and, when normalized over a window, sum to one", () => {
    fc.assert(
      fc.property(specWithParameters, ([spec, parameters]) => {
        const weights = adstockWeights(spec, parameters, 60);
        expect(weights.every((weight) => weight >= 0)).toBe(true);
        if (spec.kind === "none" || !spec.normalize || spec.window === null) return;
        expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
        expect(weights.subarray(spec.window).every((weight) => weight === 0)).toBe(true);
      }),
    );
  });
});

test("the recursion over the whole past is the convolution with all its weights", () => {
  fc.assert(
    fc.property(media, parameterArbitraries.retention, fc.boolean(), (x, retention, normalize) => {
      const spec: AdstockSpec = { kind: "geometric", window: null, normalize };
      const values = Float64Array.from(x);
      expectClose(
        adstock(spec, values, [retention]),
        convolve(values, adstockWeights(spec, [retention], x.length)),
        1e-10, // rounding of at most 30 terms up to 100
      );
    }),
  );
});

test("no adstock leaves media alone", () => {
  expect(adstockWeights({ kind: "none" }, [], 3)).toEqual(Float64Array.of(1, 0, 0));
  expect(adstockWeights({ kind: "none" }, [], 0)).toHaveLength(0);
  expect(adstockParameters({ kind: "none" })).toEqual([]);
});

test("a Weibull density over one lag keeps that lag", () => {
  const spec: AdstockSpec = { kind: "weibull-pdf", window: 1, normalize: true };
  expect(adstockWeights(spec, [2, 3], 2)).toEqual(Float64Array.of(1, 0));
});

test("a Weibull density far beyond the window does not underflow to nothing", () => {
  const spec: AdstockSpec = { kind: "weibull-pdf", window: 4, normalize: true };
  const weights = adstockWeights(spec, [200, 1000], 4); // densities near 1e-480
  expectClose(weights, [0, 0, 0, 1], 1e-12);
});

test("a wrong number of parameters or a window of nothing is refused", () => {
  expect(() => adstockWeights({ kind: "none" }, [0.5], 3)).toThrow("none adstock takes 0 parameters, got 1");
  expect(() => adstockWeights({ kind: "binomial", window: 0, normalize: true }, [0.5], 3)).toThrow(
    "binomial adstock: window 0 must be a whole number of periods ≥ 1",
  );
});
