// The default model over geos: what is common to all of them, and how far each may be from it.
import {
  add,
  divide,
  element,
  exponential,
  type GraphBuilder,
  group,
  groupedColumns,
  groupSums,
  matrixVector,
  multiply,
  type Node,
  normal,
  type Prior,
  scaleGroups,
  sum,
} from "@carryover/engine";
import type { Panel } from "../data/panel.ts";
import { knotColumns } from "../design/knots.ts";
import { defaultEffects } from "./default-effects.ts";
import { declareChannels, transformed, transformParameters } from "./media-effect.ts";
import {
  type ComponentNode,
  isOwnMedia,
  joinedColumns,
  linearEffect,
  type ModelGraph,
  mediaOf,
  type PlannedExposure,
  scaledMedia,
  seenMean,
  seenValues,
  total,
  trainedCells,
} from "./model-graph.ts";
import { organicByShare } from "./organic-effects.ts";
import { priorDistribution } from "./priors.ts";
import type { GeoSpec, ModelSpec, PriorSpec } from "./spec.ts";
import { SpecGraphBuilder } from "./spec-graph.ts";
import { treatmentEffects } from "./treatment-effects.ts";

/**
 *   kpi[g,t] / (scale · size_g) = (intercept + geo_intercept_g) + trend + yearly season + day of week + holidays
 *     + Σ_k knot_k · w_k[t] + Σ_c (control_c + geo_control_cg) · z_c[g,t] + treatments
 *     + Σ_m roi_m · c_m · multiplier_mg · s_m[g,t] + Σ_o share_o · d_o · s_o[g,t] + noise
 *
 * multiplier_mg = exp(geo_media_sd_m · geo_media_mg), and c_m = spend_m / (scale · Σ_{g,t} revenuePerKpi · size_g ·
 * multiplier_mg · s_m) over the training panel: in every draw roi_m is the national return. Deviations are centered at zero
 * with a standard deviation that is a parameter, so that all but the media's are integrated out. Treatments and organic channels
 * do the same in all geos, per head. Specification: docs/models.md.
 */
export function defaultGeoGraph(panel: Panel, spec: ModelSpec, geo: GeoSpec, planned: PlannedExposure): ModelGraph {
  const graph = new SpecGraphBuilder(spec);
  const { scales } = spec;
  const geos = panel.geos.length;
  declareChannels(graph, spec.channels);
  graph.dimension("geo", panel.geos);
  const common = defaultEffects(panel, spec).map((effect) => linearEffect(graph, effect));
  const deviations = geoDeviations(graph, panel, spec, geo);
  const effects = common.map(({ name, group, node }): ComponentNode => {
    const deviation = deviations.get(group);
    return { name, group, node: deviation === undefined ? node : graph.apply(add, node, deviation) };
  });
  if (geo.knots.length > 0) effects.push(timeEffect(graph, panel, geo));
  effects.push(...treatmentEffects(graph, panel, spec.treatments ?? []));

  const parameters = transformParameters(graph, spec);
  const roi = graph.parameter("roi", {
    prior: spec.channels.map((channel) => priorDistribution(channel.priors.roi, `channel "${channel.name}", roi`)),
    dims: ["channel"],
  });
  const multipliers = mediaMultipliers(graph, spec, geo);
  const noise = graph.parameter("sigma", { prior: priorDistribution(spec.noise, "sigma") });

  const perGeo = (values: Float64Array, cell: (value: number, size: number) => number): Float64Array => {
    const periods = values.length / geos;
    return values.map((value, index) => cell(value, geo.sizes[Math.floor(index / periods)]));
  };
  const trained = trainedCells(panel, spec);
  const trainedMoney = trained.map((isTrained, cell) => isTrained * panel.kpi.revenuePerKpi[cell]);
  const saturate = (series: PlannedExposure, index: number): Node => {
    const channel = spec.channels[index];
    const divisors = perGeo(trainedMoney, (_, size) => scales.media[index] * size);
    const scaled = scaledMedia(graph, panel, series, { index, channel, divisors });
    return transformed(graph, channel, scaled, parameters, geos);
  };
  const worthOfUnit = perGeo(trainedMoney, (value, size) => value * size);
  const media = spec.channels.map((channel, index): ComponentNode => {
    const own = saturate(mediaOf(panel), index);
    const asked = isOwnMedia(panel, planned, index) ? own : saturate(planned, index);
    const worth = graph.apply(multiply, graph.apply(groupSums(worthOfUnit, geos), own), multipliers[index]);
    const spend = graph.apply(
      multiply,
      graph.apply(element(index), roi),
      graph.constant(scales.spend[index] / scales.kpi),
    );
    const coefficient = graph.apply(divide, spend, graph.apply(sum, worth));
    const ofGeo = graph.apply(multiply, multipliers[index], coefficient);
    return { name: channel.name, group: "media", node: graph.apply(scaleGroups, asked, ofGeo) };
  });
  const organic = organicByShare(
    graph,
    { panel, spec, divisors: (scale) => perGeo(trained, (_, size) => scale * size) },
    {
      weights: perGeo(trained, (isTrained, size) => isTrained * size),
      total: trained.reduce(
        (total, isTrained, cell) => (isTrained === 0 ? total : total + panel.kpi.values[cell] / scales.kpi),
        0,
      ),
    },
  );
  const components = [...effects, ...organic, ...media];
  const expected = total(
    graph,
    components.map(({ node }) => node),
  );
  graph.observeNormal({
    name: panel.kpi.name,
    values: seenValues(
      panel,
      spec,
      perGeo(panel.kpi.values, (value, size) => value / (scales.kpi * size)),
    ),
    mean: seenMean(graph, panel, spec, expected),
    sd: noise,
  });
  return { graph, expected, unit: geo.sizes.map((size) => scales.kpi * size), noise, components };
}

/** How far each geo's intercept and control effects are from the common ones, by the group of the effect they belong to. */
function geoDeviations(
  graph: GraphBuilder,
  panel: Panel,
  { scales }: ModelSpec,
  { priors }: GeoSpec,
): Map<ComponentNode["group"], Node> {
  const geos = panel.geos.length;
  const interceptSd = spread(graph, "geo_intercept_sd", priors.intercept);
  const intercept = graph.parameter("geo_intercept", { prior: aroundZero(interceptSd), dims: ["geo"] });
  const ones = new Float64Array(geos * panel.dates.length).fill(1);
  const deviations = new Map<ComponentNode["group"], Node>([
    ["baseline", graph.apply(groupedColumns([ones], geos), intercept)],
  ]);
  if (panel.controls.length === 0) return deviations;
  const controlSd = spread(graph, "geo_control_sd", priors.controls, ["control_name"]);
  const control = graph.parameter("geo_control", {
    prior: panel.controls.flatMap((_, index) => {
      const prior = aroundZero(graph.apply(element(index), controlSd));
      return panel.geos.map(() => prior);
    }),
    dims: ["control_name", "geo"],
  });
  const columns = panel.controls.map(({ values }, index) => {
    const { center, scale } = scales.controls[index];
    return values.map((value) => (value - center) / scale);
  });
  deviations.set("controls", graph.apply(groupedColumns(columns, geos), control));
  return deviations;
}

/** What moves all geos alike beyond trend, season, holidays and controls: straight lines between knots. */
function timeEffect(graph: GraphBuilder, panel: Panel, { knots, priors }: GeoSpec): ComponentNode {
  const { labels, columns } = knotColumns(panel, knots);
  graph.dimension("knot_date", labels);
  const sd = spread(graph, "knot_sd", priors.knots);
  const knot = graph.parameter("knot", { prior: aroundZero(sd), dims: ["knot_date"] });
  return {
    name: "time effect",
    group: "trend",
    node: graph.apply(matrixVector, graph.constant(joinedColumns(columns)), knot),
  };
}

/** For each channel the factors by which geos differ in what the same exposure per head brings; (geo). */
function mediaMultipliers(graph: GraphBuilder, spec: ModelSpec, { priors }: GeoSpec): Node[] {
  const sd = spread(graph, "geo_media_sd", priors.media, ["channel"]);
  const standard = graph.parameter("geo_media", { prior: normal(0, 1), dims: ["channel", "geo"] });
  return spec.channels.map((_, index) => {
    const ofChannel = graph.apply(group(index, spec.channels.length), standard);
    return graph.apply(exponential, graph.apply(multiply, ofChannel, graph.apply(element(index), sd)));
  });
}

function aroundZero(sd: Node): Prior {
  return { family: normal(0, 1).family, args: [0, sd] };
}

/** A standard deviation, moved on the scale of its prior: where geos hardly differ the data leave it anywhere down to zero. */
function spread(graph: GraphBuilder, name: string, prior: PriorSpec, dims: readonly string[] = []): Node {
  return graph.parameter(name, { prior: priorDistribution(prior, name), dims, coordinate: "prior" });
}
