// A sum of scaled groups computed in one go is the sum it stands for.
import { expect, test } from "vitest";
import { normal } from "../../src/distributions/normal.ts";
import { add, exponential, multiply } from "../../src/graph/elementwise.ts";
import { GraphEvaluator } from "../../src/graph/evaluator.ts";
import { GraphBuilder, type Node } from "../../src/graph/graph.ts";
import { scaleGroups } from "../../src/graph/grouped.ts";
import { joinScaledGroups } from "../../src/graph/join-scaled-groups.ts";
import { inOrder } from "../../src/graph/program.ts";

function graphOf(count: number): { graph: GraphBuilder; sum: Node } {
  const graph = new GraphBuilder();
  const level = graph.parameter("level", { prior: normal(0, 1) });
  graph.dimension("geo", ["a", "b"]);
  const values = Float64Array.of(1, 2, 3, 4, 5, 6);
  const terms = Array.from({ length: count }, (_, k): Node => {
    const factors = graph.parameter(`factor${k}`, { prior: normal(0, 1), dims: ["geo"] });
    const scaled = graph.apply(multiply, graph.constant(values.map((value) => value * (k + 1))), level);
    return graph.apply(scaleGroups, scaled, graph.apply(exponential, factors));
  });
  const offset = graph.apply(add, graph.constant(values), level);
  return { graph, sum: [offset, ...terms].reduce((left, right) => graph.apply(add, left, right)) };
}

test("the joined sum has the same values and takes no partial sums", () => {
  const { graph, sum } = graphOf(3);
  const joined = joinScaledGroups(graph, sum);
  const operations = inOrder([joined]).filter((node) => node.kind === "operation" && node.operation === scaleGroups);
  expect(operations).toEqual([]);
  const evaluator = new GraphEvaluator(graph, [sum, joined]);
  evaluator.set("level", Float64Array.of(0.7));
  for (let k = 0; k < 3; k += 1) evaluator.set(`factor${k}`, Float64Array.of(0.1 * k, -0.3));
  evaluator.forward();
  evaluator.value(sum).forEach((value, t) => {
    expect(evaluator.value(joined)[t]).toBeCloseTo(value, 12);
  });
});

test("a sum with fewer than two scaled groups stays as it is", () => {
  const { graph, sum } = graphOf(1);
  expect(joinScaledGroups(graph, sum)).toBe(sum);
});
