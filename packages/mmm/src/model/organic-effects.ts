// Organic channels: media that cost nothing. Their prior is about the share of the KPI they brought, or about the bare coefficient.
import { divide, element, type GraphBuilder, multiply, type Node, sum } from "@carryover/engine";
import type { Panel } from "../data/panel.ts";
import { organicNames, transformed, transformParameters } from "./media-effect.ts";
import { type ComponentNode, scaledOrganic } from "./model-graph.ts";
import { priorDistribution } from "./priors.ts";
import type { ChannelSpec, ModelKind, ModelSpec } from "./spec.ts";

export interface OrganicRequest {
  readonly panel: Panel;
  readonly spec: ModelSpec;
  /** Of an organic channel's exposure, one for each cell, the same in all cells of a geo; by the channel's scale. */
  readonly divisors: (scale: number) => Float64Array;
}

/**
 * Coefficient · curve, the coefficient being share · total / Σ weights · curve: the parameter `organic_contribution` is the share
 * of the KPI seen in training that the channel brought, whatever its curve.
 *
 * @param weights  KPI, in the model's unit, that an effect of one brings in each cell; 0 in cells that training has not seen
 * @param total    KPI seen in training, in the same unit
 */
export function organicByShare(
  graph: GraphBuilder,
  request: OrganicRequest,
  { weights, total }: { readonly weights: Float64Array; readonly total: number },
): ComponentNode[] {
  const { organic = [] } = request.spec;
  if (organic.length === 0) return [];
  declareOrganic(graph, request.spec.kind, organic);
  const series = organicSeries(graph, request, organic);
  const shares = organicParameter(graph, request.spec, organic, "contribution");
  const weighed = graph.constant(weights);
  return organic.map(({ name }, index): ComponentNode => {
    const whole = graph.apply(sum, graph.apply(multiply, series[index], weighed));
    const brought = graph.apply(multiply, graph.apply(element(index), shares), graph.constant(total));
    const coefficient = graph.apply(divide, brought, whole);
    return { name, group: "organic", node: graph.apply(multiply, series[index], coefficient) };
  });
}

/** Coefficient · curve, the coefficient a parameter as those of paid channels. */
export function organicByCoefficient(graph: GraphBuilder, request: OrganicRequest): ComponentNode[] {
  const { organic = [] } = request.spec;
  if (organic.length === 0) return [];
  declareOrganic(graph, request.spec.kind, organic);
  const coefficients = organicParameter(graph, request.spec, organic, "coefficient");
  const series = organicSeries(graph, request, organic, coefficients);
  return organic.map(({ name }, index): ComponentNode => {
    const coefficient = graph.apply(element(index), coefficients);
    return { name, group: "organic", node: graph.apply(multiply, series[index], coefficient) };
  });
}

function declareOrganic(graph: GraphBuilder, kind: ModelKind, organic: readonly ChannelSpec[]): void {
  graph.dimension(
    organicNames(kind).dimension,
    organic.map(({ name }) => name),
  );
}

/**
 * Exposure of each channel after adstock and saturation, (geo, time).
 * @param coefficients  for priors stated in them
 */
function organicSeries(
  graph: GraphBuilder,
  { panel, spec, divisors }: OrganicRequest,
  organic: readonly ChannelSpec[],
  coefficients?: Node,
): Node[] {
  const of = { kind: spec.kind, channels: organic };
  const parameters = transformParameters(graph, of, coefficients, organicNames(spec.kind));
  const scales = spec.scales.organic ?? [];
  return organic.map((channel, index) => {
    const scaled = scaledOrganic(graph, panel, { index, channel, divisors: divisors(scales[index]) });
    return transformed(graph, channel, scaled, parameters, panel.geos.length);
  });
}

function organicParameter(
  graph: GraphBuilder,
  { kind }: ModelSpec,
  organic: readonly ChannelSpec[],
  parameter: "contribution" | "coefficient",
): Node {
  const { dimension, variable } = organicNames(kind);
  return graph.parameter(variable(parameter), {
    prior: organic.map(({ name, priors }) =>
      priorDistribution(priors[parameter], `organic channel "${name}", ${parameter}`),
    ),
    dims: [dimension],
  });
}
