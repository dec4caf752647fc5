// PyMC-Marketing's model, with its scales and priors, so that its posterior can be compared parameter by parameter.
import {
  add,
  concatenate,
  element,
  type GraphBuilder,
  linearCombination,
  multiply,
  type Node,
} from "@carryover/engine";
import type { Panel } from "../data/panel.ts";
import {
  holidayColumns,
  type LabeledColumns,
  rowColumn,
  weekdayEffectColumns,
  yearlyColumns,
} from "../design/columns.ts";
import { logLevel } from "../media/level-operation.ts";
import { changepointEffects } from "./changepoint-effect.ts";
import type { LinearEffect } from "./effects.ts";
import { eventEffects } from "./event-effects.ts";
import { declareChannels, transformed, transformParameters } from "./media-effect.ts";
import {
  type ComponentNode,
  linearEffect,
  type ModelGraph,
  type PlannedExposure,
  scaledMedia,
  total,
} from "./model-graph.ts";
import { observe } from "./observe.ts";
import { organicByCoefficient } from "./organic-effects.ts";
import { isInCoefficients, priorDistribution } from "./priors.ts";
import { mediaMultipliers, processMultiplier } from "./process.ts";
import type { ModelSpec, PriorSpec } from "./spec.ts";
import { SpecGraphBuilder } from "./spec-graph.ts";
import { treatmentEffects } from "./treatment-effects.ts";
import { variableName } from "./variable-names.ts";

/**
 *   kpi/max|kpi| = intercept + Σ_m beta_m · saturation_m(adstock_m(x_m / max x_m)) + controls + fourier
 *     + treatments + organic channels, as paid ones + noise
 *
 * Variables keep the original's names. Specification: docs/models.md, "PyMC-Marketing's model".
 */
export function pymcMarketingGraph(panel: Panel, spec: ModelSpec, planned: PlannedExposure): ModelGraph {
  const graph = new SpecGraphBuilder(spec);
  const { scales } = spec;
  declareChannels(graph, spec.channels);
  const { timeVarying } = spec;
  const drift =
    timeVarying?.intercept && processMultiplier(graph, panel, spec, timeVarying.intercept, "intercept_process");
  const effects = [
    ...linearEffects(panel, spec).map((effect): ComponentNode => {
      const part = linearEffect(graph, effect);
      if (part.group !== "baseline" || drift === undefined) return part;
      return { ...part, node: graph.apply(multiply, part.node, drift) };
    }),
    ...eventEffects(graph, panel, spec.events ?? []),
    ...treatmentEffects(graph, panel, spec.treatments ?? []),
    ...organicByCoefficient(graph, {
      panel,
      spec,
      divisors: (scale) => new Float64Array(panel.kpi.values.length).fill(scale),
    }),
  ];
  const inCoefficients = spec.channels.some(({ priors }) => Object.values(priors).some(isInCoefficients));
  const early = inCoefficients ? declareCoefficients(graph, spec) : undefined;
  const parameters = transformParameters(graph, spec, early);
  const saturated = spec.channels.map((channel, index) => {
    const divisors = new Float64Array(panel.kpi.values.length).fill(scales.media[index]);
    const scaled = scaledMedia(graph, panel, planned, { index, channel, divisors });
    return transformed(graph, channel, scaled, parameters, panel.geos.length);
  });
  const multipliers = timeVarying?.media && mediaMultipliers(graph, panel, spec, timeVarying.media);
  const varied = saturated.map((series, index) =>
    multipliers === undefined ? series : graph.apply(multiply, series, multipliers[index]),
  );
  // A lower curve with a higher coefficient looks much the same: the sampler moves their product.
  const levels = saturated.map((series) => graph.apply(logLevel, series));
  const beta = early ?? declareCoefficients(graph, spec, graph.apply(concatenate, ...levels));
  const noise = graph.parameter("y_sigma", { prior: priorDistribution(spec.noise, "y_sigma") });

  const media = spec.channels.map((channel, index): ComponentNode => {
    const node = graph.apply(multiply, varied[index], graph.apply(element(index), beta));
    return { name: channel.name, group: "media", node };
  });
  const rest = total(
    graph,
    effects.map(({ node }) => node),
  );
  const sum = varied.length === 0 ? rest : graph.apply(add, graph.apply(linearCombination, beta, ...varied), rest);
  return observe({ graph, panel, spec, components: [...effects, ...media], sum, unit: scales.kpi, noise });
}

/** @param levels  logarithms of the curves' heights, where the sampler may move coefficient times height */
function declareCoefficients(graph: GraphBuilder, spec: ModelSpec, levels?: Node): Node {
  const prior = spec.channels.map((channel) =>
    priorDistribution(channel.priors.coefficient, `channel "${channel.name}", coefficient`),
  );
  const isPositive = prior.every(({ family, args }) => family.support(args).kind === "above");
  return graph.parameter(variableName(spec.kind, "coefficient"), {
    prior,
    dims: ["channel"],
    coordinate: levels !== undefined && isPositive ? { shiftedBy: levels } : "support",
  });
}

function linearEffects(panel: Panel, spec: ModelSpec): LinearEffect[] {
  const { seasonality, trend, holidays, scales } = spec;
  const none: LabeledColumns = { labels: [], columns: [] };
  const periods = Math.max(1, scales.trainedPeriods - 1);
  const block = (
    effect: Omit<LinearEffect, "columns" | "dimension" | "priors">,
    dimension: string,
    { labels, columns }: LabeledColumns,
    prior: (label: string) => PriorSpec,
  ): LinearEffect => ({ ...effect, dimension: { name: dimension, labels }, columns, priors: labels.map(prior) });
  const effects: LinearEffect[] = [
    {
      variable: "intercept",
      component: "baseline",
      group: "baseline",
      columns: [new Float64Array(panel.geos.length * panel.dates.length).fill(1)],
      priors: [spec.intercept],
    },
    {
      variable: "trend",
      component: "trend",
      group: "trend",
      columns: trend.kind === "linear" ? [rowColumn(panel).map((row) => row / periods)] : [],
      priors: [trend.prior],
    },
    ...changepointEffects(panel, spec),
    block(
      { variable: "gamma_fourier", component: "yearly season", group: "seasonality" },
      "fourier_mode",
      yearlyColumns(panel, seasonality.yearlyOrder, seasonality.anchor),
      () => seasonality.prior,
    ),
    block(
      { variable: "gamma_weekday", component: "day of week", group: "seasonality" },
      "weekday",
      seasonality.dayOfWeek ? weekdayEffectColumns(panel) : none,
      () => seasonality.dayOfWeekPrior,
    ),
    block(
      { variable: "gamma_holiday", component: "holidays", group: "holidays" },
      "holiday_name",
      holidays.country === null ? none : holidayColumns(panel, holidays.country, scales.trainedPeriods),
      () => holidays.prior,
    ),
    block(
      { variable: "gamma_control", component: "controls", group: "controls" },
      "control",
      {
        labels: panel.controls.map(({ name }) => name),
        columns: panel.controls.map(({ values }, index) => {
          const { center, scale } = scales.controls[index];
          return values.map((value) => (value - center) / scale);
        }),
      },
      (label) => spec.controls[label],
    ),
  ];
  return effects.filter(({ columns }) => columns.length > 0);
}
