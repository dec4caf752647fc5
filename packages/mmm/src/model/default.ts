// The model a customer gets: frozen scales, calendar terms, holidays, normalized adstock, priors stated in ROI.
import { divide, element, GraphBuilder, multiply, type Node, sum } from "@carryover/engine";
import type { Panel } from "../data/panel.ts";
import { defaultEffects } from "./default-effects.ts";
import { declareChannels, transformed, transformParameters } from "./media-effect.ts";
import { type ComponentNode, type Exposure, exposureOf, linearEffect, type ModelGraph, total } from "./model-graph.ts";
import { priorDistribution } from "./priors.ts";
import type { ModelSpec } from "./spec.ts";

/**
 *   kpi/scale = intercept + trend + yearly season + day of week + holidays + controls + Σ_m roi_m · c_m · s_m(t) + noise
 *
 * s_m is the channel's adstocked, saturated exposure; c_m = spend_m / (scale · Σ_t revenuePerKpi · s_m(t)) over the training
 * panel, so that roi_m is money brought per money spent there, whatever the curve. Specification: docs/models.md.
 */
export function defaultGraph(panel: Panel, spec: ModelSpec, exposure: Exposure): ModelGraph {
  const graph = new GraphBuilder();
  const { scales } = spec;
  declareChannels(graph, spec.channels);
  const effects = defaultEffects(panel, spec).map((effect) => linearEffect(graph, effect));
  const parameters = transformParameters(graph, spec);
  const roi = graph.parameter("roi", {
    prior: spec.channels.map((channel) => priorDistribution(channel.priors.roi, `channel "${channel.name}", roi`)),
    dims: ["channel"],
  });
  const noise = graph.parameter("sigma", { prior: priorDistribution(spec.noise, "sigma") });

  const geos = panel.geos.length;
  const reference = exposureOf(panel);
  const saturate = (series: Exposure, index: number): Node => {
    const scaled = series[index].map((value) => value / scales.media[index]);
    return transformed(graph, spec.channels[index], graph.constant(scaled), parameters, geos);
  };
  const revenuePerKpi = graph.constant(panel.kpi.revenuePerKpi);
  const isMoney = panel.kpi.revenuePerKpi.every((value) => value === 1);
  const media = spec.channels.map((channel, index): ComponentNode => {
    const trained = saturate(reference, index);
    const planned = exposure[index] === reference[index] ? trained : saturate(exposure, index);
    const worth = graph.apply(sum, isMoney ? trained : graph.apply(multiply, trained, revenuePerKpi));
    const spend = graph.apply(
      multiply,
      graph.apply(element(index), roi),
      graph.constant(scales.spend[index] / scales.kpi),
    );
    const coefficient = graph.apply(divide, spend, worth);
    return { name: channel.name, group: "media", node: graph.apply(multiply, planned, coefficient) };
  });
  const components = [...effects, ...media];
  const expected = total(
    graph,
    components.map(({ node }) => node),
  );
  graph.observeNormal({
    name: panel.kpi.name,
    values: panel.kpi.values.map((value) => value / scales.kpi),
    mean: expected,
    sd: noise,
  });
  return { graph, expected, unit: scales.kpi, noise, components };
}
