// Every operation that the folder exports has right derivatives; one that is not listed here fails the test.
import { readdir } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { add, divide, exponential, logarithm, multiply, subtract } from "../../src/graph/elementwise.ts";
import { group, groupedColumns, groupSums, scaleGroups, sumOfScaledGroups } from "../../src/graph/grouped.ts";
import { joinGroups } from "../../src/graph/join-groups.ts";
import { logSumExp } from "../../src/graph/log-sum-exp.ts";
import { negativeBinomialLikelihood } from "../../src/graph/negative-binomial-likelihood.ts";
import { normalLikelihood } from "../../src/graph/normal-likelihood.ts";
import type { Operation } from "../../src/graph/operation.ts";
import {
  concatenate,
  element,
  gather,
  linearCombination,
  matrixVector,
  sum,
  take,
} from "../../src/graph/reductions.ts";
import { studentTLikelihood } from "../../src/graph/student-t-likelihood.ts";
import { referenceKernels } from "../../src/kernels/reference.ts";
import { expectAdjointMatches } from "../support/adjoint.ts";

/** Positive, so that logarithms, quotients and standard deviations have them; no two alike. */
const vector = (length: number, start = 0): Float64Array =>
  Float64Array.from({ length }, (_, index) => 1 + 0.6 * Math.sin(1.7 * (index + 1) + start));
const [a, b, c] = [vector(6), vector(6, 1), vector(6, 2)];
const [scalar, other] = [vector(1, 3), vector(1, 4)];

/** An operation, or one made by the exported function, with inputs for it. */
const examples: Readonly<Record<string, readonly (readonly [Operation, readonly Float64Array[]])[]>> = {
  add: [
    [add, [a, b]],
    [add, [a, scalar]],
    [add, [scalar, b]],
  ],
  subtract: [
    [subtract, [a, b]],
    [subtract, [a, scalar]],
    [subtract, [scalar, b]],
  ],
  multiply: [
    [multiply, [a, b]],
    [multiply, [a, scalar]],
    [multiply, [scalar, b]],
  ],
  divide: [
    [divide, [a, b]],
    [divide, [a, scalar]],
    [divide, [scalar, b]],
  ],
  exponential: [[exponential, [a]]],
  logarithm: [[logarithm, [a]]],
  sum: [[sum, [a]]],
  element: [[element(4), [a]]],
  matrixVector: [[matrixVector, [a, vector(2, 5)]]],
  linearCombination: [[linearCombination, [vector(3, 5), a, b, c]]],
  concatenate: [[concatenate, [a, scalar, b]]],
  take: [[take(Int32Array.of(3, 0, 3)), [vector(5, 7)]]],
  gather: [[gather([1, 0, 1, 2]), [scalar, other, vector(1, 6)]]],
  logSumExp: [
    [logSumExp, [a, b, c]],
    [logSumExp, [scalar, b]],
  ],
  groupedColumns: [[groupedColumns([a, b], 2), [vector(4, 5)]]],
  scaleGroups: [[scaleGroups, [a, vector(2, 5)]]],
  sumOfScaledGroups: [[sumOfScaledGroups, [a, vector(2, 5), b, vector(3, 6)]]],
  groupSums: [[groupSums(a, 3), [b]]],
  group: [[group(1, 3), [a]]],
  joinGroups: [
    [joinGroups(2), [vector(4, 5), a]],
    [joinGroups(3), [a, vector(3, 5), b]],
  ],
  normalLikelihood: [
    [normalLikelihood(a), [b, scalar]],
    [normalLikelihood(a), [b, c]],
  ],
  studentTLikelihood: [
    [studentTLikelihood(a), [b, scalar, other]],
    [studentTLikelihood(a), [b, c, other]],
  ],
  negativeBinomialLikelihood: [[negativeBinomialLikelihood(Float64Array.of(0, 1, 7, 2, 0, 30)), [a, scalar]]],
};

/** Exports that are no operations and make none. `MarginalNormal` has tests of its own: its inputs hang together. */
const others = new Set([
  "decompose",
  "compile",
  "broadcastLength",
  "GraphEvaluator",
  "dependents",
  "freeElement",
  "hasFixedPrior",
  "moveTo",
  "drawFromPrior",
  "positionOf",
  "addPrior",
  "positionGradient",
  "GraphBuilder",
  "priorNodes",
  "shiftNodes",
  "joinScaledGroups",
  "planLinearBlock",
  "constantGram",
  "gramLayout",
  "ArrowLayout",
  "ArrowMatrix",
  "arrowRoom",
  "BlockBuffers",
  "bufferLength",
  "MarginalNormal",
  "openMarginalNormal",
  "EqualNoise",
  "GroupedNoise",
  "groupGrams",
  "noiseGroups",
  "NormalBlock",
  "marginalize",
  "orderedParameter",
  "Program",
  "inOrder",
]);

test("every export of the folder is an operation with an example, or known to be none", async () => {
  const folder = new URL("../../src/graph/", import.meta.url);
  const files = (await readdir(folder)).filter((file) => file.endsWith(".ts"));
  const modules = await Promise.all(
    files.map((file) => import(new URL(file, folder).href) as Promise<Record<string, unknown>>),
  );
  const exported = modules.flatMap((module) => Object.keys(module));
  expect(exported.filter((name) => !(name in examples) && !others.has(name))).toEqual([]);
  expect(Object.keys(examples).filter((name) => !exported.includes(name))).toEqual([]);
});

describe.each(Object.entries(examples))("%s", (_, cases) => {
  test("its adjoint equals central differences", () => {
    for (const [operation, inputs] of cases) expectAdjointMatches(operation, inputs);
  });

  test("adds to the adjoints it is given, leaves out those nobody asked for, and writes nothing else", () => {
    for (const [operation, inputs] of cases) {
      const lengths = inputs.map((input) => input.length);
      const output = new Float64Array(operation.outputLength(lengths));
      const scratch = new Float64Array(operation.scratchLength?.(lengths) ?? 0);
      const before = inputs.map((input) => input.slice());
      const weights = vector(output.length, 7);
      const adjoints = (start: number, asked: (which: number) => boolean): (Float64Array | null)[] => {
        const result = inputs.map((input, which) => (asked(which) ? new Float64Array(input.length).fill(start) : null));
        operation.forward(inputs, output, scratch, referenceKernels);
        operation.adjoint(inputs, output, weights, result, scratch, referenceKernels);
        return result;
      };
      const all = adjoints(0, () => true);
      const onTop = adjoints(10, () => true);
      inputs.forEach((input, which) => {
        const alone = adjoints(0, (each) => each === which);
        for (let i = 0; i < input.length; i += 1) {
          // One addition's rounding.
          expect(onTop[which]?.[i]).toBeCloseTo(10 + (all[which]?.[i] ?? Number.NaN), 12);
          expect(alone[which]?.[i]).toBe(all[which]?.[i]);
        }
        expect(input).toEqual(before[which]);
      });
    }
  });
});
