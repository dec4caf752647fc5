// A fit, from draws just made or read back from a run: every answer evaluates the model's own graph at the draws.
import { type Draws, elementCount, GraphEvaluator, type Node } from "@carryover/engine";
import type { Panel } from "../../data/panel.ts";
import {
  type Component,
  chosenDraws,
  type EnsembleFacts,
  type Fit,
  type MediaPlan,
  type OutcomeDraws,
  type OutcomeFunction,
  type OutcomeOptions,
  type PreviewFacts,
  type SamplingTimings,
} from "../../fit.ts";
import { buildModel } from "../../model/build-model.ts";
import type { ModelGraph } from "../../model/model-graph.ts";
import { observationModels } from "../../model/observation-model.ts";
import { pointwiseLogDensities, predictiveDraws, type Scatter } from "../../model/predictive.ts";
import type { ModelKind, ModelSpec } from "../../model/spec.ts";
import { inKpiUnits } from "./kpi-units.ts";
import { openOutcome } from "./open-outcome.ts";

export interface FitFacts {
  readonly timings: SamplingTimings;
  readonly interrupted: boolean;
  readonly preview?: PreviewFacts | undefined;
  readonly ensemble?: EnsembleFacts | undefined;
}

/** Whose way of thinking a model is. */
const frameworks: Readonly<Record<ModelKind, Fit["framework"]>> = {
  default: "bayesian",
  adelon: "bayesian",
  "pymc-marketing": "bayesian",
  meridian: "meridian",
  robyn: "robyn",
};

export function fitFromDraws(panel: Panel, spec: ModelSpec, draws: Draws, facts: FitFacts): Fit {
  const model = buildModel(panel, spec);
  const scatterOf = (kept: Int32Array): Scatter => scatter(model, draws, kept, panel.geos.length);
  return {
    framework: frameworks[spec.kind],
    spec,
    panel,
    draws,
    ...facts,
    outcome: (plan: MediaPlan, options?: OutcomeOptions): OutcomeDraws => {
      const planned = buildModel(panel, spec, plan);
      const kept = keptDraws(draws, options);
      const [values] = evaluate(planned, draws, kept, [planned.expected]);
      return { draws: kept.length, values: inKpiUnits(values, planned, kept.length) };
    },
    open: (options?: OutcomeOptions): OutcomeFunction =>
      openOutcome({ panel, spec, draws, kept: keptDraws(draws, options) }),
    over: (other: Panel): Fit => {
      checkContinues(panel, other);
      return fitFromDraws(other, specOver(spec, panel, other), draws, facts);
    },
    components: (options?: OutcomeOptions): Component[] => {
      const kept = keptDraws(draws, options);
      const values = evaluate(
        model,
        draws,
        kept,
        model.components.map(({ node }) => node),
      );
      return model.components.map(({ name, group }, index) => ({
        name,
        group,
        values: inKpiUnits(values[index], model, kept.length),
      }));
    },
    noise: (options?: OutcomeOptions): Float64Array => scatterOf(keptDraws(draws, options)).noise,
    predictive: (expected, seed, options) => predictiveDraws(expected, scatterOf(keptDraws(draws, options)), seed),
    pointwiseLogLikelihood: () => {
      const kept = keptDraws(draws);
      const [expected] = evaluate(model, draws, kept, [model.expected]);
      return pointwiseLogDensities(panel.kpi.values, inKpiUnits(expected, model, kept.length), scatterOf(kept));
    },
  };
}

function keptDraws(draws: Draws, options: OutcomeOptions = {}): Int32Array {
  return chosenDraws(draws.chains * draws.draws, options);
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

/** @throws RangeError when the draws do not belong to a panel of these series and this beginning */
function checkContinues(trained: Panel, other: Panel): void {
  const names = (series: readonly { readonly name: string }[] = []): string[] => series.map(({ name }) => name);
  const series = ({ frequency, dates, geos, media, controls, organic, treatments }: Panel): string =>
    JSON.stringify([frequency, dates[0], geos, names(media), names(controls), names(organic), names(treatments)]);
  if (series(trained) === series(other)) return;
  throw new RangeError(
    `a fit answers for panels of its own series and beginning: ${series(trained)}, not ${series(other)}`,
  );
}

/** The specification with the cells it leaves out counted as those of the other panel. */
function specOver(spec: ModelSpec, { dates }: Panel, other: Panel): ModelSpec {
  const [from, to] = [dates.length, other.dates.length];
  if (from === to) return spec;
  const moved = (cells: readonly number[]): number[] =>
    cells.filter((cell) => cell % from < to).map((cell) => Math.floor(cell / from) * to + (cell % from));
  return {
    ...spec,
    ...(spec.holdout === undefined ? {} : { holdout: moved(spec.holdout) }),
    ...(spec.silenced === undefined ? {} : { silenced: moved(spec.silenced) }),
  };
}

/** How the KPI of each draw scatters: its noise for every geo, (draw, geo), and its degrees of freedom, (draw). */
function scatter(model: ModelGraph, draws: Draws, kept: Int32Array, geos: number): Scatter {
  const nodes = model.degrees === undefined ? [model.noise] : [model.noise, model.degrees];
  const [noise, degrees] = evaluate(model, draws, kept, nodes);
  const ofEach = model.noise.length;
  const perGeo = Float64Array.from(
    { length: kept.length * geos },
    (_, index) => noise[Math.floor((index * ofEach) / geos)],
  );
  const observation = observationModels[model.likelihood ?? "normal"];
  return {
    noise: observation.noiseUnit === "kpi" ? inKpiUnits(perGeo, model, kept.length) : perGeo,
    degrees: nodes.length > 1 ? degrees : undefined,
    model: observation,
  };
}
