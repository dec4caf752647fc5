// The graph of a model in Robyn's manner: decomposition, context and saturated, adstocked media, each times a coefficient.
import { element, flat, type GraphBuilder, multiply, type Node } from "@carryover/engine";
import type { DecompositionPart } from "../data/config/frameworks.ts";
import type { Panel } from "../data/panel.ts";
import { decompositionColumns } from "../design/decomposition.ts";
import { adstockParameters } from "../media/adstock.ts";
import { saturationParameters } from "../media/saturation.ts";
import type { EffectGroup } from "./effects.ts";
import { type TransformParameters, transformed } from "./media-effect.ts";
import {
  type ComponentNode,
  type ModelGraph,
  type PlannedExposure,
  type ScaledMedia,
  scaledMedia,
  scaledOrganic,
  total,
} from "./model-graph.ts";
import { observe } from "./observe.ts";
import type { RobynSpec } from "./robyn-spec.ts";
import type { ChannelSpec, ModelSpec } from "./spec.ts";
import { SpecGraphBuilder } from "./spec-graph.ts";
import { variableName } from "./variable-names.ts";

/** What a part of the decomposition is called where the KPI is taken apart. */
const partNames: Readonly<Record<DecompositionPart, { readonly component: string; readonly group: EffectGroup }>> = {
  trend: { component: "trend", group: "trend" },
  season: { component: "yearly season", group: "seasonality" },
  weekday: { component: "day of week", group: "seasonality" },
  monthly: { component: "monthly season", group: "seasonality" },
  holiday: { component: "holidays", group: "holidays" },
};

/**
 *   kpi = intercept + Σ_d coef_d · part_d + Σ_c coef_c · context_c + Σ_m coef_m · Hill(adstock(spend_m)) + noise
 *
 * The parts d are columns of the decomposition, frozen as functions of the date, so that they go on into the future. spend_m is
 * exposure at its cost over the window. The Hill curve's inflexion is a parameter in money, and not a share of the largest value
 * of a window: it means the same for other data. A search has no priors: those declared here are flat, and never asked.
 */
export function robynGraph(panel: Panel, spec: ModelSpec, planned: PlannedExposure): ModelGraph {
  const graph = new SpecGraphBuilder(spec);
  const { organic = [] } = spec;
  const size = panel.dates.length;
  const ones = new Float64Array(size).fill(1);
  const components: ComponentNode[] = [
    {
      name: "baseline",
      group: "baseline",
      node: graph.apply(multiply, graph.constant(ones), graph.parameter("intercept", { prior: flat() })),
    },
    ...decompositionParts(graph, panel, robynOf(spec)),
    ...context(graph, panel, spec),
  ];
  const organicPart = mediaParts(graph, spec, "organic", organic, (channel, index) =>
    scaledOrganic(graph, panel, { index, channel, divisors: ones }),
  );
  components.push(...organicPart);
  components.push(
    ...mediaParts(graph, spec, "media", spec.channels, (channel, index) =>
      scaledMedia(graph, panel, planned, {
        index,
        channel,
        divisors: new Float64Array(size).fill(spec.scales.media[index]),
      }),
    ),
  );
  const noise = graph.parameter("sigma", { prior: flat(0) });
  return observe({ graph, panel, spec, components, unit: spec.scales.kpi, noise });
}

/** @throws RangeError for a specification of another kind */
export function robynOf({ robyn, kind }: ModelSpec): RobynSpec {
  if (robyn === undefined) throw new RangeError(`a specification of kind "${kind}" says nothing of Robyn's search`);
  return robyn;
}

function decompositionParts(graph: GraphBuilder, panel: Panel, { decomposition }: RobynSpec): ComponentNode[] {
  if (decomposition === undefined || decomposition.parts.length === 0) return [];
  graph.dimension("decomposition_part", decomposition.parts);
  const coefficients = graph.parameter("decomposition", { prior: flat(), dims: ["decomposition_part"] });
  const columns = decompositionColumns(decomposition, panel.dates);
  return decomposition.parts.map((part, index) => {
    const { component: name, group } = partNames[part];
    return { name, group, node: scaled(graph, columns[index].values, coefficients, index) };
  });
}

/** Controls in their own unit; treatments by their distance from the baseline. */
function context(graph: GraphBuilder, panel: Panel, { treatments = [] }: ModelSpec): ComponentNode[] {
  const part = (
    name: string,
    group: EffectGroup,
    dimension: string,
    columns: readonly { readonly name: string; readonly values: Float64Array }[],
  ): ComponentNode[] => {
    if (columns.length === 0) return [];
    graph.dimension(
      dimension,
      columns.map((column) => column.name),
    );
    const coefficients = graph.parameter(dimension.replace("_name", ""), { prior: flat(), dims: [dimension] });
    const nodes = columns.map(({ values }, index) => scaled(graph, values, coefficients, index));
    return [{ name, group, node: total(graph, nodes) }];
  };
  return [
    ...part("controls", "controls", "control_name", panel.controls),
    ...part(
      "treatments",
      "treatments",
      "treatment_name",
      treatments.map(({ name, baseline }, index) => {
        const values = panel.treatments?.[index]?.values;
        if (values === undefined) throw new RangeError(`the panel has no treatment "${name}"`);
        return { name, values: values.map((value) => value - baseline) };
      }),
    ),
  ];
}

function scaled(graph: GraphBuilder, column: Float64Array, coefficients: Node, index: number): Node {
  return graph.apply(multiply, graph.constant(column), graph.apply(element(index), coefficients));
}

/** Coefficient · Hill(adstock) of each channel, or of each organic channel. */
function mediaParts(
  graph: GraphBuilder,
  { kind }: ModelSpec,
  group: "media" | "organic",
  channels: readonly ChannelSpec[],
  seriesOf: (channel: ChannelSpec, index: number) => ScaledMedia,
): ComponentNode[] {
  if (channels.length === 0) return [];
  const [dimension, prefix] = group === "media" ? ["channel", ""] : ["organic", "organic_"];
  graph.dimension(
    dimension,
    channels.map(({ name }) => name),
  );
  const declared = (parameter: string): Node =>
    graph.parameter(`${prefix}${variableName(kind, parameter)}`, { prior: flat(0), dims: [dimension] });
  const byChannel = (node: Node): ReadonlyMap<string, Node> =>
    new Map(channels.map(({ name }, index) => [name, graph.apply(element(index), node)]));
  // All channels have the same transforms.
  const [{ adstock, saturation }] = channels;
  const parameters: TransformParameters = new Map(
    [...adstockParameters(adstock), ...saturationParameters(saturation)].map((name) => [
      name,
      byChannel(declared(name)),
    ]),
  );
  const coefficients = graph.parameter(`${prefix}coefficient`, { prior: flat(), dims: [dimension] });
  return channels.map((channel, index) => ({
    name: channel.name,
    group,
    node: graph.apply(
      multiply,
      transformed(graph, channel, seriesOf(channel, index), parameters, 1),
      graph.apply(element(index), coefficients),
    ),
  }));
}
