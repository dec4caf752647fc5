// A fit, from draws just made or read back from a run: every answer evaluates the model's own graph at the draws.
import { type Draws, elementCount, GraphEvaluator, type Node } from "@carryover/engine";
import type { Panel } from "../../data/panel.ts";
import {
  type Component,
  type Fit,
  type MediaPlan,
  type OutcomeDraws,
  type OutcomeOptions,
  type SamplingTimings,
  thinnedDraws,
} from "../../fit.ts";
import { buildModel } from "../../model/build-model.ts";
import type { ModelGraph } from "../../model/model-graph.ts";
import type { ModelSpec } from "../../model/spec.ts";

export interface FitFacts {
  readonly timings: SamplingTimings;
  readonly interrupted: boolean;
}

export function fitFromDraws(panel: Panel, spec: ModelSpec, draws: Draws, facts: FitFacts): Fit {
  const model = buildModel(panel, spec);
  return {
    framework: "bayesian",
    spec,
    panel,
    draws,
    ...facts,
    outcome: (plan: MediaPlan, options?: OutcomeOptions): OutcomeDraws => {
      const planned = buildModel(panel, spec, plan.exposure);
      const kept = keptDraws(draws, options);
      const [values] = evaluate(planned, draws, kept, [planned.expected]);
      return { draws: kept.length, values: inKpiUnits(values, planned) };
    },
    components: (options?: OutcomeOptions): Component[] => {
      const values = evaluate(
        model,
        draws,
        keptDraws(draws, options),
        model.components.map(({ node }) => node),
      );
      return model.components.map(({ name, group }, index) => ({
        name,
        group,
        values: inKpiUnits(values[index], model),
      }));
    },
    noise: (options?: OutcomeOptions): Float64Array =>
      inKpiUnits(evaluate(model, draws, keptDraws(draws, options), [model.noise])[0], model),
    pointwiseLogLikelihood: () => pointwiseLogLikelihood(model, draws, panel.kpi.values),
  };
}

function keptDraws(draws: Draws, options: OutcomeOptions = {}): Int32Array {
  return thinnedDraws(draws.chains * draws.draws, options.maxDraws);
}

/** Values of nodes at the kept draws; for each node (draw, element). */
function evaluate({ graph }: ModelGraph, draws: Draws, kept: Int32Array, nodes: readonly Node[]): Float64Array[] {
  const evaluator = new GraphEvaluator(graph, nodes);
  const sizes = draws.variables.map(({ shape }) => elementCount(shape));
  const results = nodes.map((node) => new Float64Array(kept.length * node.length));
  kept.forEach((draw, row) => {
    draws.variables.forEach(({ name, values }, index) => {
      evaluator.set(name, values.subarray(draw * sizes[index], (draw + 1) * sizes[index]));
    });
    evaluator.forward();
    nodes.forEach((node, index) => {
      results[index].set(evaluator.value(node), row * node.length);
    });
  });
  return results;
}

function inKpiUnits(values: Float64Array, { unit }: ModelGraph): Float64Array {
  if (unit === 1) return values;
  for (let index = 0; index < values.length; index += 1) values[index] *= unit;
  return values;
}

/** log N(y; expected, noise) of every observation, in KPI units; (draw, observation). */
function pointwiseLogLikelihood(model: ModelGraph, draws: Draws, observed: Float64Array): Float64Array {
  const [expected, noise] = evaluate(model, draws, keptDraws(draws), [model.expected, model.noise]);
  const logLikelihood = new Float64Array(expected.length); // (draw, observation)
  const n = observed.length;
  for (let draw = 0; draw < noise.length; draw += 1) {
    const sd = noise[draw] * model.unit;
    const constant = -0.5 * Math.log(2 * Math.PI * sd * sd);
    for (let t = 0; t < n; t += 1) {
      const residual = (observed[t] - expected[draw * n + t] * model.unit) / sd;
      logLikelihood[draw * n + t] = constant - 0.5 * residual * residual;
    }
  }
  return logLikelihood;
}
