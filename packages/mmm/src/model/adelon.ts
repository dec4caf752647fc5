// The seed's model, with its priors and in its own units, so that its posterior can be compared parameter by parameter.
import { add, element, linearCombination, multiply } from "@carryover/engine";
import type { Panel } from "../data/panel.ts";
import { rowColumn, weekdayEffectColumns, yearlyColumns } from "../design/columns.ts";
import type { LinearEffect } from "./effects.ts";
import { declareChannels, transformed, transformParameters } from "./media-effect.ts";
import {
  type ComponentNode,
  linearEffect,
  type ModelGraph,
  type PlannedExposure,
  scaledMedia,
  seenMean,
  seenValues,
  total,
} from "./model-graph.ts";
import { priorDistribution } from "./priors.ts";
import type { ModelSpec } from "./spec.ts";
import { SpecGraphBuilder } from "./spec-graph.ts";
import { variableName } from "./variable-names.ts";

/**
 *   mu = intercept · (1 + Σ beta_m · hill(adstock(x_m))) + trend_coef · t + fourier + day of week + controls
 *
 * Raw units. Variables keep the seed's names. Specification: docs/models.md, "The seed's model".
 */
export function adelonGraph(panel: Panel, spec: ModelSpec, planned: PlannedExposure): ModelGraph {
  const graph = new SpecGraphBuilder(spec);
  declareChannels(graph, spec.channels);
  const rawUnits = new Float64Array(panel.geos.length * panel.dates.length).fill(1);
  const intercept = graph.parameter("intercept", { prior: priorDistribution(spec.intercept, "intercept") });
  const noise = graph.parameter("sigma", { prior: priorDistribution(spec.noise, "sigma") });
  const effects = linearEffects(panel, spec).map((effect) => linearEffect(graph, effect));

  const parameters = transformParameters(graph, spec);
  const beta = graph.parameter(variableName(spec.kind, "coefficient"), {
    prior: spec.channels.map((channel) =>
      priorDistribution(channel.priors.coefficient, `channel "${channel.name}", coefficient`),
    ),
    dims: ["channel"],
  });
  const saturated = spec.channels.map((channel, index) =>
    transformed(
      graph,
      channel,
      scaledMedia(graph, panel, planned, { index, channel, divisors: rawUnits }),
      parameters,
      panel.geos.length,
    ),
  );
  const ones = graph.constant(rawUnits);
  const factor =
    saturated.length === 0
      ? ones
      : graph.apply(add, graph.apply(linearCombination, beta, ...saturated), graph.constant(1));
  const level = graph.apply(multiply, factor, intercept);
  const contributions = spec.channels.map((channel, index): ComponentNode => {
    const share = graph.apply(multiply, saturated[index], graph.apply(element(index), beta));
    return { name: channel.name, group: "media", node: graph.apply(multiply, share, intercept) };
  });
  const baseline: ComponentNode = {
    name: "baseline",
    group: "baseline",
    node: graph.apply(multiply, ones, intercept),
  };
  const expected = total(graph, [level, ...effects.map(({ node }) => node)]);
  graph.observeNormal({
    name: panel.kpi.name,
    values: seenValues(panel, spec, panel.kpi.values),
    mean: seenMean(graph, panel, spec, expected),
    sd: noise,
  });
  return { graph, expected, unit: 1, noise, components: [baseline, ...effects, ...contributions] };
}

/** Parts without a column, such as controls where there are none, are left out. */
function linearEffects(panel: Panel, spec: ModelSpec): LinearEffect[] {
  const { seasonality, trend } = spec;
  const yearly = yearlyColumns(panel, seasonality.yearlyOrder, seasonality.anchor);
  const weekdays = seasonality.dayOfWeek ? weekdayEffectColumns(panel) : { labels: [], columns: [] };
  const effects: LinearEffect[] = [
    {
      variable: "trend_coef",
      component: "trend",
      group: "trend",
      columns: [rowColumn(panel)],
      priors: [trend.prior],
    },
    {
      variable: "fourier_coeffs",
      component: "yearly season",
      group: "seasonality",
      dimension: { name: "fourier", labels: yearly.labels },
      columns: yearly.columns,
      priors: yearly.labels.map(() => seasonality.prior),
    },
    {
      variable: "dow_betas",
      component: "day of week",
      group: "seasonality",
      dimension: { name: "day_of_week", labels: weekdays.labels },
      columns: weekdays.columns,
      priors: weekdays.labels.map(() => seasonality.dayOfWeekPrior),
    },
    {
      variable: "control_betas",
      component: "controls",
      group: "controls",
      dimension: { name: "control", labels: panel.controls.map((control) => control.name) },
      columns: panel.controls.map((control) => control.values),
      priors: panel.controls.map((control) => spec.controls[control.name]),
    },
  ];
  return effects.filter(({ columns }) => columns.length > 0);
}
