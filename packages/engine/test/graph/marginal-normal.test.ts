import * as fc from "fast-check";
import { expect, test } from "vitest";
import { type MarginalNormal, type MarginalNormalShape, openMarginalNormal } from "../../src/graph/marginal-normal.ts";
import { referenceKernels } from "../../src/kernels/reference.ts";
import { openStream } from "../../src/random/philox.ts";
import { expectAdjointMatches } from "../support/adjoint.ts";
import { integratedDensity } from "../support/integrated-density.ts";

/** Rows of the small examples. */
const rows = 7;
const number = fc.double({ min: -2, max: 2, noNaN: true });
const positive = fc.double({ min: 0.3, max: 2, noNaN: true });
const vector = (length: number, of = number) =>
  fc.array(of, { minLength: length, maxLength: length }).map((values) => Float64Array.from(values));

/** Two constant columns, one varying, an offset. */
const block = fc.record({
  observed: vector(rows),
  constants: fc.tuple(vector(rows), vector(rows)),
  mean: vector(3),
  sd: vector(3, positive),
  sigma: vector(1, positive),
  offset: vector(rows),
  varying: vector(rows),
});

type Block = typeof block extends fc.Arbitrary<infer T> ? T : never;

function opened(shape: MarginalNormalShape): MarginalNormal {
  const operation = openMarginalNormal(shape);
  if (operation === undefined) throw new RangeError("cannot be integrated");
  return operation;
}

function operationFor({ observed, constants }: Block): MarginalNormal {
  const columns = constants.map((values) => ({ parameter: "constant", values }));
  return opened({ observed, columns, varyingColumns: 1, hasOffset: true });
}

/** The operation's inputs, where constant columns stay in the order they were given. */
function inputsOf({ constants, mean, sd, sigma, offset, varying }: Block): Float64Array[] {
  const dense = Float64Array.from(constants.flatMap((column) => [...column]));
  return [mean, sd, sigma, dense, offset, varying];
}

interface Example {
  readonly observed: Float64Array;
  readonly offset: Float64Array;
  readonly columns: readonly Float64Array[];
  readonly mean: Float64Array;
  readonly sd: Float64Array;
  readonly sigma: Float64Array;
}

/** log N(y; m + H b₀, σ²I + H V Hᵀ), by a Cholesky factor of the n × n covariance. */
function bruteForce({ observed, offset, columns, mean, sd, sigma }: Example): number {
  return integratedDensity({ observed, offset, columns, mean, sd, sigma: observed.map(() => sigma[0]) });
}

function density(operation: MarginalNormal, inputs: readonly Float64Array[]): number {
  const output = new Float64Array(1);
  operation.forward(inputs, output, new Float64Array(operation.scratchLength()), referenceKernels);
  return output[0];
}

test("the density equals that of the multivariate normal it stands for", () => {
  fc.assert(
    fc.property(block, (each) => {
      const expected = bruteForce({ ...each, columns: [...each.constants, each.varying] });
      expect(Math.abs(density(operationFor(each), inputsOf(each)) - expected)).toBeLessThan(
        1e-9 * Math.max(1, Math.abs(expected)),
      );
    }),
  );
});

test("its derivatives with respect to every input match central differences", () => {
  fc.assert(
    fc.property(block, (each) =>
      expectAdjointMatches(operationFor(each), inputsOf(each), { tolerance: 1e-5, constant: [3] }),
    ),
    { numRuns: 30 },
  );
});

/** Nine groups of eight rows, each with a level and a slope of its own; a trend, a wave, a rare event, a varying column. */
const grouped = (() => {
  const groups = 9;
  const periods = 8;
  const n = groups * periods;
  const within = (group: number, value: (t: number) => number): Float64Array =>
    Float64Array.from({ length: n }, (_, t) => (Math.floor(t / periods) === group ? value(t % periods) : 0));
  const everyGroup = Array.from({ length: groups }, (_, group) => group);
  const columns = [
    { parameter: "trend", values: Float64Array.from({ length: n }, (_, t) => (t % periods) / periods - 0.5) },
    ...everyGroup.map((group) => ({ parameter: "level", values: within(group, () => 1) })),
    { parameter: "event", values: Float64Array.from({ length: n }, (_, t) => (t === 3 || t === 40 ? 1 : 0)) },
    ...everyGroup.map((group) => ({ parameter: "slope", values: within(group, (t) => Math.sin(t)) })),
    { parameter: "wave", values: Float64Array.from({ length: n }, (_, t) => Math.cos(t)) },
  ];
  const operation = opened({
    observed: Float64Array.from({ length: n }, (_, t) => Math.sin(3 * t) + t / n),
    columns,
    varyingColumns: 1,
    hasOffset: true,
  });
  const k = columns.length + 1;
  const inputs = [
    Float64Array.from({ length: k }, (_, i) => Math.sin(i)),
    Float64Array.from({ length: k }, (_, i) => 1 + 0.5 * Math.cos(i)),
    Float64Array.of(0.7),
    operation.plan.dense,
    Float64Array.from({ length: n }, (_, t) => Math.cos(2 * t)),
    Float64Array.from({ length: n }, (_, t) => 1 + 0.3 * Math.sin(5 * t)),
  ];
  return { operation, columns, inputs };
})();

test("groups of rows with columns of their own are found and eliminated first", () => {
  const { plan } = grouped.operation;
  expect(plan.groupSizes).toEqual(Array.from({ length: 9 }, () => 2));
  // The event touches two groups: sparse, but shared.
  expect(plan.sparse.starts).toHaveLength(20);
  expect(plan.dense).toHaveLength(2 * 72);
});

test("with groups, density and derivatives are those of the same block without", () => {
  const { operation, columns, inputs } = grouped;
  const [mean, sd, sigma, , offset, varying] = inputs;
  const ordered = operation.plan.order.map((index) => columns[index].values);
  const observed = Float64Array.from({ length: 72 }, (_, t) => Math.sin(3 * t) + t / 72);
  const expected = bruteForce({ observed, offset, columns: [...ordered, varying], mean, sd, sigma });
  expect(Math.abs(density(operation, inputs) - expected)).toBeLessThan(1e-9 * Math.abs(expected));
  // The dense columns are constants of the graph: nobody asks for their adjoint.
  expectAdjointMatches(operation, inputs, { tolerance: 1e-5, constant: [3] });
});

test("draws of the block have the conditional mean and variance", () => {
  // One column of ones, no offset: the textbook case of a normal mean with a normal prior.
  const observed = Float64Array.of(1.2, 0.7, 1.9, 1.1);
  const operation = opened({
    observed,
    columns: [{ parameter: "level", values: new Float64Array(4).fill(1) }],
    varyingColumns: 0,
    hasOffset: false,
  });
  const [priorMean, priorSd, sigma] = [0.5, 2, 0.8];
  const ones = new Float64Array(4).fill(1);
  density(operation, [Float64Array.of(priorMean), Float64Array.of(priorSd), Float64Array.of(sigma), ones]);
  const variance = 1 / (1 / priorSd ** 2 + 4 / sigma ** 2);
  const mean = variance * (priorMean / priorSd ** 2 + observed.reduce((sum, y) => sum + y, 0) / sigma ** 2);
  const stream = openStream({ seed: 5, chain: 0, purpose: "block" });
  const draws = Array.from({ length: 20_000 }, () => {
    const drawn = new Float64Array(1);
    operation.drawBlock(stream, drawn);
    return drawn[0];
  });
  const average = draws.reduce((sum, value) => sum + value, 0) / draws.length;
  const spread = draws.reduce((sum, value) => sum + (value - mean) ** 2, 0) / draws.length;
  // 4 standard errors of 20,000 independent draws.
  expect(Math.abs(average - mean)).toBeLessThan(4 * Math.sqrt(variance / 20_000));
  expect(Math.abs(spread / variance - 1)).toBeLessThan(4 * Math.sqrt(2 / 20_000));
});
