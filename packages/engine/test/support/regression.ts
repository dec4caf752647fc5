// A small regression whose slope and intercept integrate out, leaving the noise to be sampled.
import { halfNormal } from "../../src/distributions/half-normal.ts";
import { normal } from "../../src/distributions/normal.ts";
import { compile } from "../../src/graph/compile.ts";
import { add, multiply } from "../../src/graph/elementwise.ts";
import { GraphBuilder } from "../../src/graph/graph.ts";
import type { Posterior } from "../../src/graph/log-density.ts";

const x = Float64Array.from({ length: 30 }, (_, i) => i / 10 - 1.5);
/** 1 + 2x plus fixed disturbances of standard deviation about a half. */
const y = x.map((value, i) => 1 + 2 * value + 0.7 * Math.sin(37 * i));

/** y ~ N(intercept + slope · x, sigma), normal priors of sd 5, sigma half-normal of sd 1. */
export function regression({ marginalize = true }: { marginalize?: boolean } = {}): Posterior {
  const graph = new GraphBuilder();
  graph.dimension("coefficient", ["intercept", "slope"]);
  const intercept = graph.parameter("intercept", { prior: normal(0, 5) });
  const slope = graph.parameter("slope", { prior: normal(0, 5) });
  const sigma = graph.parameter("sigma", { prior: halfNormal(1) });
  const mean = graph.apply(add, graph.apply(multiply, graph.constant(x), slope), intercept);
  graph.observeNormal({ name: "y", values: y, mean, sd: sigma });
  return compile(graph, { marginalize });
}
