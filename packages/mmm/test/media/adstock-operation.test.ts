// Adstock operations: equal to the plain definition, with adjoints equal to central differences.
import { referenceKernels } from "@carryover/engine";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type AdstockSpec, adstock, adstockParameters } from "../../src/media/adstock.ts";
import { adstockOperation } from "../../src/media/adstock-operation.ts";
import { geometricWeights } from "../../src/media/weights-geometric.ts";
import { windowOperation } from "../../src/media/window-operation.ts";
import { expectClose, expectGradient, run } from "./check-operation.ts";

const specs: readonly AdstockSpec[] = [
  { kind: "none" },
  { kind: "geometric", window: null, normalize: false },
  { kind: "geometric", window: null, normalize: true },
  { kind: "geometric", window: 4, normalize: false },
  { kind: "geometric", window: 4, normalize: true },
  { kind: "geometric", window: 1, normalize: true },
  { kind: "geometric", window: 50, normalize: true },
  { kind: "delayed", window: 5, normalize: true },
  { kind: "delayed", window: 5, normalize: false },
  { kind: "weibull-pdf", window: 6, normalize: true },
  { kind: "weibull-pdf", window: 6, normalize: false },
  { kind: "weibull-pdf", window: 1, normalize: true },
  { kind: "weibull-cdf", window: 6, normalize: true },
  { kind: "weibull-cdf", window: 40, normalize: false },
  { kind: "binomial", window: 5, normalize: true },
  { kind: "binomial", window: 5, normalize: false },
];
const named = specs.map((spec) => [JSON.stringify(spec), spec] as const);

const range = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true });
// Parameters are never ties or exact ends, where a central difference would look past the end.
const arbitraries: Readonly<Record<string, fc.Arbitrary<number>>> = {
  retention: fc.oneof(range(0.05, 0.95), range(0.002, 0.05), range(0.95, 0.999)),
  peakDelay: range(0.1, 5),
  shape: range(0.4, 4),
  scale: range(0.7, 8),
};

const cases = (
  spec: AdstockSpec,
): fc.Arbitrary<{ geos: number; inputs: Float64Array[]; outputAdjoint: Float64Array }> =>
  fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 14 })).chain(([geos, periods]) =>
    fc
      .tuple(
        fc.array(fc.oneof(fc.constant(0), range(0, 100)), { minLength: geos * periods, maxLength: geos * periods }),
        fc.tuple(...adstockParameters(spec).map((name) => arbitraries[name])) as fc.Arbitrary<number[]>,
        fc.array(range(-1, 1), { minLength: geos * periods, maxLength: geos * periods }),
      )
      .map(([media, parameters, outputAdjoint]) => ({
        geos,
        inputs: [Float64Array.from(media), ...parameters.map((value) => Float64Array.of(value))],
        outputAdjoint: Float64Array.from(outputAdjoint),
      })),
  );

describe.each(named)("%s", (_name, spec) => {
  test("equals the definition in each geo by itself", () => {
    fc.assert(
      fc.property(cases(spec), ({ geos, inputs }) => {
        const [media, ...parameters] = inputs;
        const { output } = run(adstockOperation(spec, { geos }), inputs);
        const periods = media.length / geos;
        for (let start = 0; start < media.length; start += periods) {
          const expected = adstock(
            spec,
            media.slice(start, start + periods),
            parameters.map(([value]) => value),
          );
          expectClose(output.subarray(start, start + periods), expected, 1e-10); // 14 terms up to 100
        }
      }),
    );
  });

  test("has the adjoint that central differences find", () => {
    fc.assert(
      fc.property(cases(spec), ({ geos, inputs, outputAdjoint }) => {
        // A step down from zero would look at negative media.
        expectGradient(
          adstockOperation(spec, { geos }),
          inputs.map((each, i) => (i === 0 ? each.map((value) => value + 0.01) : each)),
          outputAdjoint,
          (which) => which > 0 && nearTie(spec, inputs),
        );
        expectGradient(
          adstockOperation(spec, { geos }),
          inputs,
          outputAdjoint,
          (which) => which === 0 || nearTie(spec, inputs),
        );
      }),
      { numRuns: 60 },
    );
  });
});

/** The min-max of a Weibull density has a kink where two lags share the maximum or the minimum. */
function nearTie(spec: AdstockSpec, inputs: readonly Float64Array[]): boolean {
  if (spec.kind !== "weibull-pdf" || spec.window === 1) return false;
  const [shape, scale] = inputs.slice(1).map(([value]) => value);
  const logs = Array.from({ length: spec.window }, (_, lag) => {
    const t = (lag + 1) / scale;
    return (shape - 1) * Math.log(t) - t ** shape;
  }).sort((a, b) => a - b);
  return logs[1] - logs[0] < 1e-3 || logs[logs.length - 1] - logs[logs.length - 2] < 1e-3;
}

test("adjoints are added to what is there, and an input nobody asks about is left alone", () => {
  const operation = adstockOperation({ kind: "geometric", window: 3, normalize: true }, { geos: 1 });
  const inputs = [Float64Array.of(1, 2, 3, 4), Float64Array.of(0.5)];
  const fresh = run(operation, inputs);
  const added = run(operation, inputs, undefined, 10);
  expectClose(
    added.adjoints[0],
    fresh.adjoints[0].map((value) => value + 10),
    1e-12,
  );
  for (const spec of specs) {
    const each = adstockOperation(spec, { geos: 1 });
    const count = adstockParameters(spec).length;
    const full = [inputs[0], ...[0.5, 1.5].slice(0, count).map((value) => Float64Array.of(value))];
    const scratch = new Float64Array(each.scratchLength?.([4, 1, 1]) ?? 0);
    const output = new Float64Array(4);
    each.forward(full, output, scratch, referenceKernels);
    expect(() =>
      each.adjoint(
        full,
        output,
        Float64Array.of(1, 1, 1, 1),
        full.map(() => null),
        scratch,
        referenceKernels,
      ),
    ).not.toThrow();
  }
});

test("the fast geometric window agrees with the general window, adjoints included", () => {
  const spec: AdstockSpec = { kind: "geometric", window: 4, normalize: true };
  fc.assert(
    fc.property(cases(spec), ({ geos, inputs, outputAdjoint }) => {
      const general = windowOperation({ name: "general", family: geometricWeights, window: 4, normalize: true, geos });
      const fast = run(adstockOperation(spec, { geos }), inputs, outputAdjoint);
      const slow = run(general, inputs, outputAdjoint);
      expectClose(fast.output, slow.output, 1e-11); // 14 terms up to 100
      fast.adjoints.forEach((adjoint, i) => {
        expectClose(adjoint, slow.adjoints[i], 1e-9); // 42 terms up to 100, a sum of weights squared below
      });
    }),
  );
});

test("a whole window without media is exactly zero, whatever was before, and no output is below the period's media", () => {
  fc.assert(
    fc.property(fc.array(range(0, 1e6), { minLength: 5, maxLength: 50 }), range(0, 1), (media, retention) => {
      const padded = Float64Array.from([...media, 0, 0, 0, 0, 3]);
      const operation = adstockOperation({ kind: "geometric", window: 4, normalize: false }, { geos: 1 });
      const { output } = run(operation, [padded, Float64Array.of(retention)]);
      expect(output[padded.length - 2]).toBe(0);
      expect(output.every((value, t) => value >= padded[t])).toBe(true);
    }),
  );
});

test("retention 0 and 1 are ordinary values of the geometric window", () => {
  const spec: AdstockSpec = { kind: "geometric", window: 3, normalize: true };
  const media = Float64Array.of(6, 0, 3, 9);
  const at = (retention: number): Float64Array =>
    run(adstockOperation(spec, { geos: 1 }), [media, Float64Array.of(retention)]).output;
  expect(at(0)).toEqual(media);
  expectClose(at(1), [2, 2, 3, 4], 1e-12);
});

test("inputs that do not fit are refused", () => {
  const operation = adstockOperation({ kind: "geometric", window: null, normalize: false }, { geos: 3 });
  expect(() => operation.outputLength([10, 1])).toThrow("10 values cannot be shared among 3 geos");
  expect(() => operation.outputLength([9])).toThrow("takes media and scalars retention; got lengths 9");
  expect(() => adstockOperation({ kind: "delayed", window: 1.5, normalize: true }, { geos: 1 })).toThrow(RangeError);
});
