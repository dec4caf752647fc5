// Saturation operations: equal to the plain curves, bounded, rising, with adjoints equal to central differences.
import { referenceKernels } from "@carryover/engine";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type SaturationSpec,
  saturation,
  saturationCeiling,
  saturationParameters,
} from "../../src/media/saturation.ts";
import { saturationOperation } from "../../src/media/saturation-operation.ts";
import { saturationKinds } from "../support/transform-kinds.ts";
import { expectClose, expectGradient, run } from "./check-operation.ts";

const range = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true });
const arbitraries: Readonly<Record<string, fc.Arbitrary<number>>> = {
  halfSaturation: range(0.05, 5),
  slope: range(0.3, 5),
  rate: range(0.1, 4),
  midpoint: range(0.1, 3),
  saturationScale: range(0.1, 5),
  reference: range(0.2, 3),
  level: range(0.1, 0.9),
  exponent: range(0.1, 1),
};

const cases = (spec: SaturationSpec): fc.Arbitrary<{ inputs: Float64Array[]; outputAdjoint: Float64Array }> =>
  fc
    .tuple(
      fc.array(fc.oneof(fc.constant(0), range(0.01, 5)), { minLength: 1, maxLength: 12 }),
      fc.tuple(...saturationParameters(spec).map((name) => arbitraries[name])) as fc.Arbitrary<number[]>,
      fc.array(range(-1, 1), { minLength: 12, maxLength: 12 }),
    )
    .map(([media, parameters, adjoint]) => ({
      inputs: [Float64Array.from(media), ...parameters.map((value) => Float64Array.of(value))],
      outputAdjoint: Float64Array.from(adjoint.slice(0, media.length)),
    }));

describe.each(saturationKinds)("%s", (kind) => {
  const spec = { kind } as SaturationSpec;
  const operation = saturationOperation(spec);

  test("equals the plain curve", () => {
    fc.assert(
      fc.property(cases(spec), ({ inputs: [media, ...parameters], outputAdjoint }) => {
        const expected = saturation(
          spec,
          media,
          parameters.map(([value]) => value),
        );
        expectClose(run(operation, [media, ...parameters], outputAdjoint).output, expected, 1e-13); // a few roundings near 1
      }),
    );
  });

  test("has the adjoint that central differences find", () => {
    fc.assert(
      fc.property(cases(spec), ({ inputs, outputAdjoint }) => {
        // By u, at u = 0, a difference would look at negative media.
        expectGradient(operation, inputs, outputAdjoint, (which, index) => which === 0 && inputs[0][index] === 0);
      }),
    );
  });

  test("starts at zero, never falls, and stays below its ceiling", () => {
    fc.assert(
      fc.property(cases(spec), ({ inputs: [media, ...parameters] }) => {
        const sorted = Float64Array.from([0, ...media]).sort();
        const { output } = run(operation, [sorted, ...parameters]);
        expect(output[0]).toBe(0);
        // Exposures a last place apart may round the other way.
        expect(output.every((value, i) => i === 0 || value >= output[i - 1] * (1 - 2 ** -49))).toBe(true);
        const ceiling = saturationCeiling(
          spec,
          parameters.map(([value]) => value),
        );
        if (ceiling !== null) expect(output.every((value) => value <= ceiling)).toBe(true);
      }),
    );
  });
});

describe("the Hill operation", () => {
  const operation = saturationOperation({ kind: "hill" });
  const hillAt = (media: number[], half: number, slope: number) =>
    run(operation, [Float64Array.from(media), Float64Array.of(half), Float64Array.of(slope)]);

  test("is finite with finite adjoints from nothing to the largest numbers", () => {
    const media = [0, 5e-324, 1e-300, 1e-9, 1, 1e9, 1e300];
    for (const half of [1e-300, 1e-5, 1, 150_000, 1e300]) {
      for (const slope of [0, 1e-8, 0.5, 3, 50]) {
        const { output, adjoints } = hillAt(media, half, slope);
        expect(output.every((value) => value >= 0 && value <= 1)).toBe(true);
        expect(output[0]).toBe(0);
        expect(adjoints[0][0]).toBe(0);
        expect(adjoints[1].every(Number.isFinite) && adjoints[2].every(Number.isFinite)).toBe(true);
      }
    }
  });

  test("gives half at slope 0, and nothing without media", () => {
    expect(hillAt([0, 2], 1, 0).output).toEqual(Float64Array.of(0, 0.5));
  });

  test("survives a half saturation that has underflowed to zero", () => {
    const { output, adjoints } = hillAt([0, 2], 0, 1.5);
    expect(output).toEqual(Float64Array.of(0, 1));
    expect(adjoints.flatMap((each) => [...each]).every(Number.isFinite)).toBe(true);
  });
});

test("an input nobody asks about is left alone", () => {
  for (const kind of saturationKinds) {
    const operation = saturationOperation({ kind } as SaturationSpec);
    const count = saturationParameters({ kind } as SaturationSpec).length;
    const inputs = [Float64Array.of(0, 1, 2), ...[0.5, 0.6].slice(0, count).map((value) => Float64Array.of(value))];
    const scratch = new Float64Array(3);
    const output = new Float64Array(3);
    operation.forward(inputs, output, scratch, referenceKernels);
    const none = inputs.map(() => null);
    expect(() =>
      operation.adjoint(inputs, output, Float64Array.of(1, 1, 1), none, scratch, referenceKernels),
    ).not.toThrow();
  }
});

test("inputs that do not fit are refused", () => {
  expect(() => saturationOperation({ kind: "hill" }).outputLength([5, 1])).toThrow("halfSaturation, slope");
  expect(() => saturation({ kind: "log" }, Float64Array.of(1), [])).toThrow("takes 1 parameters, got 0");
});
