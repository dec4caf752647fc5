import { expect, test } from "vitest";
import { compile } from "../../src/graph/compile.ts";
import { GraphEvaluator } from "../../src/graph/evaluator.ts";
import { GraphBuilder } from "../../src/graph/graph.ts";
import { orderedParameter } from "../../src/graph/ordered.ts";

test("is the first element and the running sum of the gaps", () => {
  const graph = new GraphBuilder();
  const ordered = orderedParameter(graph, "cut", 4);
  const evaluator = new GraphEvaluator(graph, [ordered]);
  evaluator.set("cut_first", Float64Array.of(-2));
  evaluator.set("cut_gap", Float64Array.of(1, 0.5, 3));
  evaluator.forward();
  expect([...evaluator.value(ordered)]).toEqual([-2, -1, -0.5, 2.5]);
});

test("the density of two ordered standard normals integrates to one half on the unconstrained scale", () => {
  const graph = new GraphBuilder();
  const ordered = orderedParameter(graph, "mu", 2);
  graph.observeNormal({ name: "prior", values: new Float64Array(2), mean: ordered, sd: graph.constant(1) });
  const posterior = compile(graph);
  const gradient = new Float64Array(2);
  // The trapezoid over first in [−9, 9] and log gap in [−25, 3], whose neglected parts are below exp(−25) and exp(−40).
  const [rows, columns] = [180, 280];
  let total = 0;
  for (let i = 0; i <= rows; i += 1) {
    for (let j = 0; j <= columns; j += 1) {
      total += Math.exp(posterior.evaluate(Float64Array.of(-9 + 0.1 * i, -25 + 0.1 * j), gradient)) * 0.01;
    }
  }
  // Smooth and vanishing at the edges, so the trapezoid is exact to rounding; the tail below log gap −25 weighs 4e-12.
  expect(Math.abs(total - 0.5)).toBeLessThan(1e-10);
});

test("refuses fewer than two elements", () => {
  expect(() => orderedParameter(new GraphBuilder(), "mu", 1)).toThrow('ordered parameter "mu": length 1');
});
