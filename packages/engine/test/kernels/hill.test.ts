// The Hill kernels: as near to the curve as stated, exactly zero without input, and not a number where that comes in.
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { OpenKernels } from "../../src/kernels/kernels.ts";
import { openReferenceKernels } from "../../src/kernels/reference.ts";
import { openWebAssemblyKernels } from "../../src/kernels/webassembly.ts";

type Row = readonly [u: number, half: number, slope: number, value: number];

const { hill: rows }: { hill: readonly Row[] } = JSON.parse(
  readFileSync(new URL("../reference/exponentials.json", import.meta.url), "utf8"),
);

const both: readonly (readonly [string, OpenKernels])[] = [
  ["reference", openReferenceKernels],
  ["WebAssembly", openWebAssemblyKernels],
];

describe.each(both)("in the %s kernels", (_name, open) => {
  /** The curve at all inputs. */
  function hillOf(inputs: readonly number[], half: number, slope: number): Float64Array {
    const n = inputs.length;
    const kernels = open({ vectors: 5, doubles: 3 * n + 2 });
    const vector = (values: readonly number[]): Float64Array => {
      const allocated = kernels.allocate(values.length);
      allocated.set(values);
      return allocated;
    };
    const output = kernels.allocate(n);
    kernels.hill(vector(inputs), vector([half]), vector([slope]), output, kernels.allocate(n));
    return output;
  }

  test("the curve is within the stated relative error of exactly rounded values", () => {
    for (const [u, half, slope, value] of rows) {
      const bound = (4 + slope * (2 + Math.abs(Math.log2(u)) + Math.abs(Math.log2(half)))) * 2 ** -51;
      const [found] = hillOf([u], half, slope);
      expect(Math.abs(found / value - 1), `hill(${u}, ${half}, ${slope}) = ${found}, not ${value}`).toBeLessThan(bound);
    }
  });

  test("no input gives exactly zero, whatever the slope; what is out of range ends at 0 or 1", () => {
    for (const slope of [0, 0.5, 3, 1e300]) {
      expect(hillOf([0, -0, 3], 2, slope).subarray(0, 2)).toEqual(Float64Array.of(0, 0));
    }
    const [small, large] = hillOf([1e-200, 1e200], 1, 1e3);
    expect(small).toBeLessThanOrEqual(2 ** -1021);
    expect(large).toBe(1);
  });

  test("in a long vector, what is not a number stays where it is", () => {
    const inputs = Array.from({ length: 1300 }, (_, i) => (i % 400 === 7 ? Number.NaN : i));
    const output = hillOf(inputs, 500, 1.5);
    expect([...output].map(Number.isNaN)).toEqual(inputs.map(Number.isNaN));
    expect(output[500]).toBeCloseTo(0.5, 14);
    expect(hillOf([1, 2, 3], Number.NaN, 1).every(Number.isNaN)).toBe(true);
    expect(hillOf([1, 2, 3], 1, Number.NaN).every(Number.isNaN)).toBe(true);
  });
});
