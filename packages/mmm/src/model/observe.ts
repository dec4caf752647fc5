// Completes a model: how its parts make the expected KPI, and how the KPI scatters around it.
import {
  add,
  exp,
  expm1,
  exponential,
  type GraphBuilder,
  log,
  multiply,
  type Node,
  negativeBinomialLikelihood,
  type Operation,
  studentTLikelihood,
} from "@carryover/engine";
import type { LikelihoodKind } from "../data/config/structure.ts";
import type { Panel } from "../data/panel.ts";
import { type ComponentNode, type ModelGraph, seenMean, seenValues, total } from "./model-graph.ts";
import { priorDistribution } from "./priors.ts";
import type { LikelihoodSpec, ModelSpec } from "./spec.ts";

export interface Predictor {
  readonly graph: GraphBuilder;
  readonly panel: Panel;
  readonly spec: ModelSpec;
  /** Parts of the predictor, which they sum to. */
  readonly components: readonly ComponentNode[];
  /** Their sum, where the model has a shorter way to it. */
  readonly sum?: Node;
  /** KPI units per unit of the model; one per geo where they differ. */
  readonly unit: number | readonly number[];
  /** Of the model's unit; under a log link a share of the level. */
  readonly noise: Node;
}

/** Whether effects multiply: the predictor is then the logarithm of the KPI in its unit. */
export function hasLogLink(kind: LikelihoodKind): boolean {
  return kind === "log-normal" || kind === "negative-binomial";
}

/**
 * States the observations and takes the expected KPI, its mean, apart. Without a log link the parts are the predictor's; with
 * one each is what its removal takes away, expected · (1 − exp(−part)), and the baseline is what then remains.
 */
export function observe({ graph, panel, spec, components, sum, unit, noise }: Predictor): ModelGraph {
  const likelihood: LikelihoodSpec = spec.likelihood ?? { kind: "normal" };
  const predictor =
    sum ??
    total(
      graph,
      components.map(({ node }) => node),
    );
  const { name } = panel.kpi;
  const values = seenValues(panel, spec, scaledKpi(panel, unit));
  const mean = seenMean(graph, panel, spec, predictor);
  const common = { graph, unit, noise, likelihood: likelihood.kind };
  switch (likelihood.kind) {
    case "normal":
      graph.observeNormal({ name, values, mean, sd: noise });
      return { ...common, expected: predictor, components };
    case "student-t": {
      const prior = priorDistribution(likelihood.degreesOfFreedom, "degrees_of_freedom");
      const degrees = graph.parameter("degrees_of_freedom", { prior });
      graph.factor(graph.apply(studentTLikelihood(values), mean, noise, degrees));
      return { ...common, expected: predictor, components, degrees };
    }
    case "log-normal": {
      graph.observeNormal({ name, values: values.map(log), mean, sd: noise });
      const variance = graph.apply(multiply, graph.apply(multiply, noise, noise), graph.constant(0.5));
      const expected = graph.apply(exponential, graph.apply(add, predictor, variance));
      return { ...common, expected, components: byRemoval(graph, expected, components) };
    }
    case "negative-binomial": {
      const logUnit = graph.constant(log(single(unit)));
      graph.factor(
        graph.apply(
          negativeBinomialLikelihood(seenValues(panel, spec, panel.kpi.values)),
          graph.apply(add, mean, logUnit),
          noise,
        ),
      );
      const expected = graph.apply(exponential, predictor);
      return { ...common, expected, components: byRemoval(graph, expected, components) };
    }
  }
}

/** expected · (1 − exp(−part)). */
const removal: Operation = {
  name: "removal",
  outputLength([expected, part]) {
    if (expected !== part) throw new RangeError(`removal: lengths ${expected} and ${part}`);
    return expected;
  },
  forward([expected, part], output) {
    for (let i = 0; i < output.length; i += 1) output[i] = -expected[i] * expm1(-part[i]);
  },
  adjoint([expected, part], _output, outputAdjoint, [expectedAdjoint, partAdjoint]) {
    for (let i = 0; i < outputAdjoint.length; i += 1) {
      if (expectedAdjoint !== null) expectedAdjoint[i] -= outputAdjoint[i] * expm1(-part[i]);
      if (partAdjoint !== null) partAdjoint[i] += outputAdjoint[i] * expected[i] * exp(-part[i]);
    }
  },
};

function byRemoval(graph: GraphBuilder, expected: Node, components: readonly ComponentNode[]): ComponentNode[] {
  const removed = new Map(
    components
      .filter(({ group }) => group !== "baseline")
      .map((each) => [each, graph.apply(removal, expected, each.node)]),
  );
  const others = [...removed.values()].reduce<Node | null>(
    (all, node) => (all === null ? node : graph.apply(add, all, node)),
    null,
  );
  const rest =
    others === null ? expected : graph.apply(add, expected, graph.apply(multiply, others, graph.constant(-1)));
  return components.map((each) => ({ ...each, node: removed.get(each) ?? rest }));
}

function scaledKpi({ kpi, dates }: Panel, unit: Predictor["unit"]): Float64Array {
  return kpi.values.map(
    (value, cell) => value / (typeof unit === "number" ? unit : unit[Math.floor(cell / dates.length)]),
  );
}

function single(unit: Predictor["unit"]): number {
  if (typeof unit !== "number") throw new RangeError("counts of several geos have no common unit");
  return unit;
}
