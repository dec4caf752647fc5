// Noise that differs among groups of observations, with a linear block integrated out.
import { describe, expect, test } from "vitest";
import { halfNormal } from "../../src/distributions/half-normal.ts";
import { normal } from "../../src/distributions/normal.ts";
import { compile } from "../../src/graph/compile.ts";
import { add, exponential } from "../../src/graph/elementwise.ts";
import { GraphBuilder, type Node } from "../../src/graph/graph.ts";
import { groupedColumns } from "../../src/graph/grouped.ts";
import { type MarginalNormal, openMarginalNormal } from "../../src/graph/marginal-normal.ts";
import { noiseGroups } from "../../src/graph/noise-groups.ts";
import { matrixVector, take } from "../../src/graph/reductions.ts";
import { openReferenceKernels, referenceKernels } from "../../src/kernels/reference.ts";
import { openWebAssemblyKernels } from "../../src/kernels/webassembly.ts";
import { expectAdjointMatches } from "../support/adjoint.ts";
import { integratedDensity } from "../support/integrated-density.ts";

const groups = 9;
const periods = 8;
const n = groups * periods;
const labels = Int32Array.from({ length: n }, (_, t) => Math.floor(t / periods));
const within = (group: number, value: (t: number) => number): Float64Array =>
  Float64Array.from({ length: n }, (_, t) => (labels[t] === group ? value(t) : 0));
const everyGroup = Array.from({ length: groups }, (_, group) => group);
const observed = Float64Array.from({ length: n }, (_, t) => Math.sin(3 * t) + t / n);
const trend = { parameter: "trend", values: Float64Array.from({ length: n }, (_, t) => (t % periods) / periods - 0.5) };
const wave = { parameter: "wave", values: Float64Array.from({ length: n }, (_, t) => Math.cos(t)) };
/** Columns that fall into groups, and columns that do not. */
const grouped = [
  trend,
  ...everyGroup.map((group) => ({ parameter: "level", values: within(group, () => 1) })),
  ...everyGroup.map((group) => ({ parameter: "slope", values: within(group, (t) => Math.sin(t)) })),
  wave,
];
const ungrouped = [trend, wave];
const sds = Float64Array.from({ length: groups }, (_, g) => 0.6 + 0.3 * Math.sin(g));

function open(columns: typeof grouped): { operation: MarginalNormal; inputs: Float64Array[] } {
  const operation = openMarginalNormal({
    observed,
    columns,
    varyingColumns: 0,
    hasOffset: true,
    noise: { labels, count: groups },
  });
  if (operation === undefined) throw new RangeError("cannot be integrated");
  const k = columns.length;
  const inputs = [
    Float64Array.from({ length: k }, (_, i) => Math.sin(i)),
    Float64Array.from({ length: k }, (_, i) => 0.5 + 0.1 * (i % 5)),
    sds,
    operation.plan.dense,
    Float64Array.from({ length: n }, (_, t) => 0.3 * Math.cos(2 * t)),
  ];
  return { operation, inputs };
}

/** log N(y; m + H b₀, D + H V Hᵀ), by a Cholesky factor of the n × n covariance. */
function bruteForce(columns: typeof grouped, order: readonly number[], inputs: readonly Float64Array[]): number {
  const [mean, sd, sigma, , offset] = inputs;
  const ordered = order.map((index) => columns[index].values);
  return integratedDensity({
    observed,
    offset,
    columns: ordered,
    mean,
    sd,
    sigma: observed.map((_, i) => sigma[labels[i]]),
  });
}

describe.each([
  ["columns in groups", grouped],
  ["columns in none", ungrouped],
] as const)("with %s", (_name, columns) => {
  const { operation, inputs } = open(columns);

  test("the density equals that of the multivariate normal it stands for", () => {
    expect(operation.plan.groupSizes).toEqual(columns === grouped ? everyGroup.map(() => 2) : []);
    const output = new Float64Array(1);
    operation.forward(inputs, output, new Float64Array(operation.scratchLength()), referenceKernels);
    expect(output[0]).toBeCloseTo(bruteForce(columns, operation.plan.order, inputs), 9);
  });

  test("its derivatives with respect to every input match central differences", () => {
    expectAdjointMatches(open(columns).operation, inputs, { tolerance: 1e-5, constant: [3] });
  });
});

test("where the noise's groups cut through those of the columns, nothing is integrated out", () => {
  const crossing = Int32Array.from({ length: n }, (_, t) => t % 2);
  const shape = { observed, columns: grouped, varyingColumns: 0, hasOffset: false };
  expect(openMarginalNormal({ ...shape, noise: { labels: crossing, count: 2 } })).toBeUndefined();
});

/** A posterior over geos whose noise is each geo's own, all but some cells of them seen. */
function graphOf(sd: (graph: GraphBuilder, noise: Node) => Node): GraphBuilder {
  const graph = new GraphBuilder();
  graph.dimension(
    "geo",
    everyGroup.map((group) => `geo ${group}`),
  );
  const seen = Int32Array.from({ length: n - 3 }, (_, t) => t + 2);
  const level = graph.parameter("level", { prior: normal(0, 2), dims: ["geo"] });
  const slope = graph.parameter("slope", { prior: normal(0, 1) });
  const noise = graph.parameter("sigma", { prior: halfNormal(1), dims: ["geo"] });
  const levels = graph.apply(groupedColumns([new Float64Array(n).fill(1)], groups), level);
  const trended = graph.apply(matrixVector, graph.constant(trend.values), slope);
  graph.observeNormal({
    name: "sales",
    values: observed.subarray(2, n - 1),
    mean: graph.apply(take(seen), graph.apply(add, levels, trended)),
    sd: graph.apply(take(seen), graph.apply(take(labels), sd(graph, noise))),
  });
  return graph;
}

test("the graph finds the groups behind choices of elements, and integrates the block out", () => {
  const [plain, lanes] = [openReferenceKernels, openWebAssemblyKernels].map((kernels) =>
    compile(
      graphOf((_, noise) => noise),
      { kernels },
    ),
  );
  expect(plain.dim).toBe(groups);
  const position = Float64Array.from({ length: groups }, (_, g) => 0.1 * g - 0.4);
  const [first, second] = [new Float64Array(groups), new Float64Array(groups)];
  expect(plain.evaluate(position, first)).toBe(lanes.evaluate(position, second));
  expect([...first]).toEqual([...second]);
  // A transform of the noise is what differs by group then.
  expect(compile(graphOf((graph, noise) => graph.apply(exponential, noise))).dim).toBe(groups);
});

test("standard deviations that are mixtures are no groups", () => {
  const graph = new GraphBuilder();
  graph.dimension("two", ["a", "b"]);
  const sd = graph.parameter("sd", { prior: halfNormal(1), dims: ["two"] });
  const rows = 3;
  expect(noiseGroups(graph, graph.apply(take(Int32Array.of(0, 1, 1)), sd))?.labels).toEqual(Int32Array.of(0, 1, 1));
  const mixed = graph.apply(matrixVector, graph.constant(new Float64Array(2 * rows).fill(0.5)), sd);
  expect(noiseGroups(graph, mixed)).toBeUndefined();
});
