// Many elements under one normal prior are evaluated at once, as each would be by itself.
import { expect, test } from "vitest";
import { halfNormal } from "../../src/distributions/half-normal.ts";
import { normal } from "../../src/distributions/normal.ts";
import { compile } from "../../src/graph/compile.ts";
import { exponential } from "../../src/graph/elementwise.ts";
import { GraphBuilder, type Node } from "../../src/graph/graph.ts";
import type { Posterior } from "../../src/graph/log-density.ts";
import { concatenate } from "../../src/graph/reductions.ts";
import { openStream } from "../../src/random/philox.ts";
import { expectGradient } from "../support/gradient.ts";

const count = 10;
const values = Float64Array.from({ length: count }, (_, i) => 1 + Math.sin(i));

function posteriorOf(declare: (graph: GraphBuilder) => Node): Posterior {
  const graph = new GraphBuilder();
  const deviations = declare(graph);
  const sd = graph.parameter("sd", { prior: halfNormal(1) });
  graph.observeNormal({ name: "y", values, mean: graph.apply(exponential, deviations), sd });
  return compile(graph);
}

const together = posteriorOf((graph) => {
  graph.dimension(
    "each",
    Array.from({ length: count }, (_, i) => `${i}`),
  );
  return graph.parameter("deviation", { prior: normal(0.3, 1.7), dims: ["each"] });
});
const apart = posteriorOf((graph) =>
  graph.apply(
    concatenate,
    ...Array.from({ length: count }, (_, i) => graph.parameter(`deviation${i}`, { prior: normal(0.3, 1.7) })),
  ),
);
const position = Float64Array.from({ length: count + 1 }, (_, i) => 0.4 * Math.cos(2 * i));

test("density and gradient are those of elements declared one by one", () => {
  const [whole, parts] = [new Float64Array(count + 1), new Float64Array(count + 1)];
  expect(together.evaluate(position, whole)).toBeCloseTo(apart.evaluate(position, parts), 12);
  whole.forEach((value, i) => {
    expect(value).toBeCloseTo(parts[i], 12);
  });
  expectGradient((point, gradient) => together.evaluate(point, gradient), position);
});

test("positions of a draw of the prior are its values", () => {
  const stream = openStream({ seed: 5, chain: 0, purpose: "initial" });
  const start = together.initialPosition(stream);
  const record = new Float64Array(together.recordLength);
  together.record(start, stream, record);
  expect([...record.subarray(0, count)]).toEqual([...start.subarray(0, count)]);
});
