// Draws from the prior alone, by the model's own graph.
import { type Draws, GraphEvaluator, type Node, openStream, type ParameterNode } from "@carryover/engine";
import type { Panel } from "../data/panel.ts";
import type { Fit } from "../fit.ts";
import { fitFromDraws } from "../frameworks/bayesian/fit-from-draws.ts";
import { oneChain } from "../frameworks/one-chain.ts";
import { buildModel } from "../model/build-model.ts";
import type { ModelGraph } from "../model/model-graph.ts";
import type { ModelSpec } from "../model/spec.ts";

/** The model before it has seen any KPI, as a fit: whatever is asked of a posterior can be asked of it. */
export function priorFit(panel: Panel, spec: ModelSpec, draws: number, seed: number): Fit {
  return fitFromDraws(panel, spec, priorDraws(buildModel(panel, spec), draws, seed), {
    timings: { samplingSeconds: 0, gradientEvaluations: 0 },
    interrupted: false,
  });
}

/** One chain of independent draws from the prior: parameter after parameter, each given those its prior depends on. */
export function priorDraws({ graph }: Pick<ModelGraph, "graph">, draws: number, seed: number): Draws {
  const stream = openStream({ seed, chain: 0, purpose: "initial" });
  const evaluator = new GraphEvaluator(graph, graph.parameters.flatMap(priorArguments));
  const values = graph.parameters.map(({ length }) => new Float64Array(draws * length));
  for (let draw = 0; draw < draws; draw += 1) {
    graph.parameters.forEach((parameter, index) => {
      if (priorArguments(parameter).length > 0) evaluator.forward();
      const drawn = values[index].subarray(draw * parameter.length, (draw + 1) * parameter.length);
      parameter.priors.forEach(({ family, args }, element) => {
        const numbers = args.map((arg) => (typeof arg === "number" ? arg : evaluator.value(arg)[0]));
        drawn[element] = family.sample(stream, numbers);
      });
      evaluator.set(parameter.name, drawn);
    });
  }
  return oneChain(
    graph.parameters.map(({ name, dims, shape }, index) => ({ name, dims, shape, values: values[index] })),
    graph.coordinates,
    draws,
  );
}

/** Nodes among the arguments of a parameter's priors: what makes it part of a hierarchy. */
export function priorArguments({ priors }: ParameterNode): Node[] {
  return priors.flatMap(({ args }) => args.filter((arg) => typeof arg !== "number"));
}
