// The model a customer gets: frozen scales, calendar terms, holidays, normalized adstock, priors stated in ROI.
import { add, divide, element, type GraphBuilder, multiply, type Node, sum } from "@carryover/engine";
import type { Panel } from "../data/panel.ts";
import { defaultEffects } from "./default-effects.ts";
import { eventEffects } from "./event-effects.ts";
import { declareChannels, transformed, transformParameters } from "./media-effect.ts";
import {
  type ComponentNode,
  isOwnMedia,
  linearEffect,
  type ModelGraph,
  mediaOf,
  type PlannedExposure,
  scaledMedia,
  trainedCells,
} from "./model-graph.ts";
import { hasLogLink, observe } from "./observe.ts";
import { organicByShare } from "./organic-effects.ts";
import { priorDistribution } from "./priors.ts";
import { additiveProcess, mediaMultipliers } from "./process.ts";
import type { ModelSpec } from "./spec.ts";
import { SpecGraphBuilder } from "./spec-graph.ts";
import { treatmentEffects } from "./treatment-effects.ts";

/**
 *   kpi/scale = intercept + trend + yearly season + day of week + holidays + controls + treatments
 *     + Σ_m roi_m · c_m · s_m(t) + Σ_o share_o · d_o · s_o(t) + noise
 *
 * s_m is the channel's adstocked, saturated exposure; c_m = spend_m / (scale · Σ_t revenuePerKpi · s_m(t)) over the training
 * panel, so that roi_m is money brought per money spent there, whatever the curve; d_o = Σ_t kpi / (scale · Σ_t s_o(t)) there, so
 * that share_o is what an organic channel brought of the KPI. Specification: docs/models.md.
 */
export function defaultGraph(panel: Panel, spec: ModelSpec, planned: PlannedExposure): ModelGraph {
  const graph = new SpecGraphBuilder(spec);
  const { scales } = spec;
  declareChannels(graph, spec.channels);
  const effects = [
    ...defaultEffects(panel, spec).map((effect) => drifting(graph, panel, spec, linearEffect(graph, effect))),
    ...eventEffects(graph, panel, spec.events ?? []),
    ...treatmentEffects(graph, panel, spec.treatments ?? []),
  ];
  const parameters = transformParameters(graph, spec);
  const roi = graph.parameter("roi", {
    prior: spec.channels.map((channel) => priorDistribution(channel.priors.roi, `channel "${channel.name}", roi`)),
    dims: ["channel"],
  });
  const noise = graph.parameter("sigma", { prior: priorDistribution(spec.noise, "sigma") });

  const geos = panel.geos.length;
  const cells = panel.kpi.values.length;
  const saturate = (series: PlannedExposure, index: number): Node => {
    const channel = spec.channels[index];
    const divisors = new Float64Array(cells).fill(scales.media[index]);
    const scaled = scaledMedia(graph, panel, series, { index, channel, divisors });
    return transformed(graph, channel, scaled, parameters, geos);
  };
  const worthOfEffect = worthPerEffect(panel, spec);
  const worths = graph.constant(worthOfEffect);
  const isPlainSum = worthOfEffect.every((value) => value === 1);
  const media = spec.timeVarying?.media;
  const multipliers = media === undefined ? [] : mediaMultipliers(graph, panel, spec, media);
  const varied = (series: Node, index: number): Node =>
    media === undefined ? series : graph.apply(multiply, series, multipliers[index]);
  const channels = spec.channels.map((channel, index): ComponentNode => {
    const trained = varied(saturate(mediaOf(panel), index), index);
    const asked = isOwnMedia(panel, planned, index) ? trained : varied(saturate(planned, index), index);
    const worth = graph.apply(sum, isPlainSum ? trained : graph.apply(multiply, trained, worths));
    const spend = graph.apply(
      multiply,
      graph.apply(element(index), roi),
      graph.constant(scales.spend[index] / scales.kpi),
    );
    const coefficient = graph.apply(divide, spend, worth);
    return { name: channel.name, group: "media", node: graph.apply(multiply, asked, coefficient) };
  });
  const organic = organicByShare(
    graph,
    { panel, spec, divisors: (scale) => new Float64Array(cells).fill(scale) },
    shareWeights(panel, spec),
  );
  return observe({ graph, panel, spec, components: [...effects, ...organic, ...channels], unit: scales.kpi, noise });
}

/** The baseline with its smooth drift, where the specification has one; every other part as it is. */
function drifting(graph: GraphBuilder, panel: Panel, { timeVarying }: ModelSpec, part: ComponentNode): ComponentNode {
  if (part.group !== "baseline" || timeVarying?.intercept === undefined) return part;
  const drift = additiveProcess(graph, panel, timeVarying.intercept, "intercept_process");
  return { ...part, node: graph.apply(add, part.node, drift) };
}

/**
 * Money that an effect of one unit brings in each cell that scales are measured on, per KPI scale: the money of a unit of KPI;
 * where effects multiply, of the share of that cell's KPI that they are, to first order. 0 in other cells.
 */
function worthPerEffect(panel: Panel, spec: ModelSpec): Float64Array {
  const { kpi } = panel;
  const logLink = hasLogLink(spec.likelihood?.kind ?? "normal");
  const trained = trainedCells(panel, spec);
  return kpi.revenuePerKpi.map((money, cell) => {
    if (trained[cell] === 0) return 0;
    return logLink ? (money * kpi.values[cell]) / spec.scales.kpi : money;
  });
}

/** KPI that an effect of one unit brings in each cell, per KPI scale, and the KPI there is in all: where scales are measured. */
function shareWeights(panel: Panel, spec: ModelSpec): { readonly weights: Float64Array; readonly total: number } {
  const logLink = hasLogLink(spec.likelihood?.kind ?? "normal");
  const scaled = panel.kpi.values.map((value) => value / spec.scales.kpi);
  const trained = trainedCells(panel, spec);
  return {
    weights: trained.map((isTrained, cell) => (isTrained === 0 ? 0 : logLink ? scaled[cell] : 1)),
    total: trained.reduce((total, isTrained, cell) => (isTrained === 0 ? total : total + scaled[cell]), 0),
  };
}
