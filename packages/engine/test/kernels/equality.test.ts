// The WebAssembly kernels give the very bits of the reference kernels, whatever the numbers, lengths and places in memory.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ElementwiseFunction, Kernels } from "../../src/kernels/kernels.ts";
import { referenceKernels } from "../../src/kernels/reference.ts";
import { openWebAssemblyKernels } from "../../src/kernels/webassembly.ts";

const longest = 48;
const vectorCount = 8;
const room = { vectors: 2 * vectorCount, doubles: 2 * vectorCount * (longest + 1) };
const webAssembly = openWebAssemblyKernels(room);

/** What a kernel is called with: vectors of the given lengths, and numbers. */
interface Shape {
  readonly lengths: readonly number[];
  /** Numbers handed over besides. */
  readonly numbers?: number;
}

interface Case {
  readonly name: string;
  /** From a length and a number of series. */
  readonly shape: (length: number, series: number) => Shape;
  readonly call: (
    kernels: Kernels,
    vectors: Float64Array[],
    numbers: readonly number[],
    series: number,
  ) => number | undefined;
}

const same =
  (count: number, numbers = 0) =>
  (length: number): Shape => ({ lengths: Array(count).fill(length), numbers });

function action(name: string, shape: Case["shape"], call: (...args: Parameters<Case["call"]>) => void): Case {
  return {
    name,
    shape,
    call: (...args) => {
      call(...args);
      return undefined;
    },
  };
}

const functions: readonly ElementwiseFunction[] = [
  "exp",
  "log",
  "log1p",
  "expm1",
  "tanh",
  "softplus",
  "logistic",
  "reciprocal",
];

/** Vectors of `length` values of each of `series` series, and one number of each series. */
const bySeries = (length: number, series: number): Shape => ({ lengths: [length * series, length * series, series] });
const filtered = (count: number, numbers: number) => (length: number, series: number) => ({
  lengths: Array(count).fill(length * series),
  numbers,
});

const cases: readonly Case[] = [
  { name: "sum", shape: same(1), call: (k, [a]) => k.sum(a) },
  { name: "dot", shape: same(2), call: (k, [a, b]) => k.dot(a, b) },
  action("addScaled", same(2, 1), (k, [a, b], [w]) => k.addScaled(w, a, b)),
  action("addProduct", same(3), (k, [a, b, c]) => k.addProduct(a, b, c)),
  action("addQuotient", same(3), (k, [a, b, c]) => k.addQuotient(a, b, c)),
  action("addConstant", same(1, 1), (k, [a], [w]) => k.addConstant(w, a)),
  action("scale", same(2, 1), (k, [a, b], [w]) => k.scale(w, a, b)),
  ...(["add", "subtract", "multiply", "divide"] as const).flatMap((name) => [
    action(name, same(3), (k, [a, b, c]) => k[name](a, b, c)),
    action(
      `${name}, the first for all`,
      (n) => ({ lengths: [1, n, n] }),
      (k, [a, b, c]) => k[name](a, b, c),
    ),
    action(
      `${name}, the second for all`,
      (n) => ({ lengths: [n, 1, n] }),
      (k, [a, b, c]) => k[name](a, b, c),
    ),
  ]),
  ...functions.flatMap((f) => [
    action(f, same(2), (k, [a, b]) => k.map(f, a, b)),
    action(`${f} adjoint`, same(4), (k, [a, b, c, d]) => k.mapAdjoint(f, a, b, c, d)),
  ]),
  action(
    "projectOnColumns",
    (n) => ({ lengths: [3 * n, n, 3] }),
    (k, [a, b, c]) => k.projectOnColumns(a, b, c),
  ),
  ...[1, 4, 6].map((columns) =>
    action(
      `addColumns of ${columns}`,
      (n) => ({ lengths: [columns * Math.min(n, 8), columns, Math.min(n, 8)] }),
      (k, [a, b, c]) => k.addColumns(a, b, c),
    ),
  ),

  action("addSeriesDots", bySeries, (k, [a, b, c]) => k.addSeriesDots(a, b, c)),
  action("scaleSeries", bySeries, (k, [a, b, c]) => k.scaleSeries(c, a, b)),
  action("addScaledSeries", bySeries, (k, [a, b, c]) => k.addScaledSeries(c, a, b)),

  action("recursiveFilter", filtered(2, 2), (k, [a, b], [f, g], series) =>
    k.recursiveFilter(a, f, g, a.length / series, b),
  ),
  {
    name: "recursiveFilterAdjoint",
    shape: filtered(4, 3),
    call: (k, [a, b, c, d], [f, g, h], series) => k.recursiveFilterAdjoint(a, f, g, h, a.length / series, b, c, d),
  },
  {
    name: "recursiveFilterAdjoint of a constant input with a constant gain",
    shape: filtered(3, 2),
    call: (k, [a, b, c], [f, g], series) => k.recursiveFilterAdjoint(a, f, g, 0, a.length / series, b, c, null),
  },
  ...[1, 2, 3, 5, 8, 13, 64].flatMap((window) => [
    action(`truncatedFilter of ${window}`, filtered(3, 1), (k, [a, b, c], [f], series) =>
      k.truncatedFilter(a, f, window, a.length / series, b, c),
    ),
    action(`truncatedFilterTranspose of ${window}`, filtered(2, 1), (k, [a, b], [f], series) =>
      k.truncatedFilterTranspose(a, f, window, a.length / series, b),
    ),
  ]),
  ...[1, 4, 9].flatMap((window) => {
    const shape = (n: number, s: number): Shape => ({ lengths: [n * s, window, n * s] });
    return [
      action(`causalConvolution with ${window}`, shape, (k, [a, w, b], _n, series) =>
        k.causalConvolution(a, w, a.length / series, b),
      ),
      action(`causalConvolutionWeightAdjoint with ${window}`, shape, (k, [a, w, b], _n, series) =>
        k.causalConvolutionWeightAdjoint(a, a.length / series, b, w),
      ),
      action(`causalConvolutionInputAdjoint with ${window}`, shape, (k, [a, w, b], _n, series) =>
        k.causalConvolutionInputAdjoint(w, a.length / series, a, b),
      ),
    ];
  }),

  action(
    "hill",
    (n) => ({ lengths: [n, 1, 1, n, n] }),
    (k, [u, h, s, y, l]) => k.hill(u, h, s, y, l),
  ),
  action(
    "hillAdjoint",
    (n) => ({ lengths: [n, 1, 1, n, n, n, n, 2] }),
    (k, [u, h, s, y, l, g, a, p]) => k.hillAdjoint(u, h, s, y, l, g, a, p.subarray(0, 1), p.subarray(1)),
  ),
  action(
    "hillAdjoint that nobody asks for",
    (n) => ({ lengths: [n, 1, 1, n, n, n] }),
    (k, [u, h, s, y, l, g]) => k.hillAdjoint(u, h, s, y, l, g, null, null, null),
  ),
  action("tanhScaled", same(2, 1), (k, [a, b], [r]) => k.tanhScaled(r, a, b)),
  { name: "tanhScaledAdjoint", shape: same(4, 1), call: (k, [a, b, c, d], [r]) => k.tanhScaledAdjoint(r, a, b, c, d) },
  action("hyperbola", same(2, 1), (k, [a, b], [h]) => k.hyperbola(h, a, b)),
  { name: "hyperbolaAdjoint", shape: same(4, 1), call: (k, [a, b, c, d], [h]) => k.hyperbolaAdjoint(h, a, b, c, d) },
  action(
    "hyperbolaSlopes",
    (n) => ({ lengths: [n, n, n, 2], numbers: 1 }),
    (k, [d, y, g, sums], [h]) => k.hyperbolaSlopes(h, d, y, g, sums),
  ),
  action("log1pScaled", same(2, 1), (k, [a, b], [s]) => k.log1pScaled(s, a, b)),
  { name: "log1pScaledAdjoint", shape: same(3, 1), call: (k, [a, b, c], [s]) => k.log1pScaledAdjoint(s, a, b, c) },
  action("power", same(3, 1), (k, [a, b, c], [e]) => k.power(e, a, b, c)),
  { name: "powerAdjoint", shape: same(5, 1), call: (k, [a, b, l, c, d], [e]) => k.powerAdjoint(e, a, b, l, c, d) },
  action(
    "logisticStep",
    (n) => ({ lengths: [n, n, 1, 1] }),
    (k, [a, b, r, m]) => k.logisticStep(r, m, a, b),
  ),
  action(
    "logisticStepAdjoint",
    (n) => ({ lengths: [n, n, n, n, 1, 1, 2] }),
    (k, [a, b, c, d, r, m, p]) => k.logisticStepAdjoint(r, m, a, b, c, d, p.subarray(0, 1), p.subarray(1)),
  ),
  {
    name: "the adjoints of curves whose input is constant",
    shape: same(4, 1),
    call: (k, [a, b, c, l], [r]) =>
      k.tanhScaledAdjoint(r, a, b, c, null) +
      k.hyperbolaAdjoint(r, a, b, c, null) +
      k.log1pScaledAdjoint(r, a, c, null) +
      k.powerAdjoint(r, a, b, l, c, null),
  },
];

const edges = [0, -0, 5e-324, 2 ** -1022, 1, 1 + 2 ** -52, Math.SQRT1_2, Math.SQRT2, 20, 709.8, -745.2, 1e300, -1];
const special = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.MAX_VALUE, -Number.MAX_VALUE];
const ordinary = fc.double({ min: 0.01, max: 30, noNaN: true });
/** Mostly numbers as they occur; in some runs anything at all. */
const numbersOf = (length: number): fc.Arbitrary<number[]> =>
  fc.oneof(
    { weight: 3, arbitrary: fc.array(ordinary, { minLength: length, maxLength: length }) },
    {
      weight: 3,
      arbitrary: fc.array(
        fc.oneof(ordinary, fc.constantFrom(...edges), fc.double({ min: -30, max: 30, noNaN: true })),
        {
          minLength: length,
          maxLength: length,
        },
      ),
    },
    {
      weight: 1,
      arbitrary: fc.array(fc.oneof(fc.double(), fc.constantFrom(...edges, ...special)), {
        minLength: length,
        maxLength: length,
      }),
    },
  );

/** Two vectors of each length: one that starts where pairs start, one that starts in the middle of a pair. */
const buffers = Array.from({ length: vectorCount }, () => webAssembly.allocate(longest + 1));

describe.each(cases.map((each) => [each.name, each] as const))("%s", (_name, { shape, call }) => {
  test("is the reference's to the last bit", () => {
    const inputs = fc
      .tuple(fc.integer({ min: 1, max: 16 }), fc.integer({ min: 1, max: 3 }), fc.constantFrom(0, 1))
      .chain(([length, series, offset]) => {
        const { lengths, numbers = 0 } = shape(length, series);
        return fc.record({
          series: fc.constant(series),
          offset: fc.constant(offset),
          vectors: fc.tuple(...lengths.map(numbersOf)) as unknown as fc.Arbitrary<number[][]>,
          numbers: fc.oneof(
            fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: numbers, maxLength: numbers }),
            numbersOf(numbers),
          ),
        });
      });
    fc.assert(
      fc.property(inputs, ({ series, offset, vectors, numbers }) => {
        const plain = vectors.map((values) => Float64Array.from(values));
        const lanes = vectors.map((values, v) => {
          const vector = buffers[v].subarray(offset, offset + values.length);
          vector.set(values);
          return vector;
        });
        const expected = call(referenceKernels, plain, numbers, series);
        const found = call(webAssembly, lanes, numbers, series);
        expect(found).toBe(expected);
        plain.forEach((vector, v) => {
          expectSameBits(lanes[v], vector, `vector ${v}`);
        });
      }),
      { numRuns: 120 },
    );
  });
});

function expectSameBits(found: Float64Array, expected: Float64Array, name: string): void {
  for (let i = 0; i < expected.length; i += 1) {
    if (!Object.is(found[i], expected[i])) expect.fail(`${name}[${i}] is ${found[i]}, the reference's ${expected[i]}`);
  }
}
