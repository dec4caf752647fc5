// One channel's path through the graph: exposure, adstock, saturation.
import type { GraphBuilder, Node } from "@carryover/engine";
import { element, halfNormal, multiply, type Prior } from "@carryover/engine";
import { adstockParameters } from "../media/adstock.ts";
import { adstockOperation } from "../media/adstock-operation.ts";
import { saturatedGeometricOperation } from "../media/saturated-geometric-operation.ts";
import { saturationParameters } from "../media/saturation.ts";
import { saturationOperation } from "../media/saturation-operation.ts";
import { panelPart } from "./media-history.ts";
import type { ScaledMedia } from "./model-graph.ts";
import { isInCoefficients, priorDistribution } from "./priors.ts";
import type { ChannelSpec, ModelKind, ModelSpec } from "./spec.ts";
import { variableName } from "./variable-names.ts";

/** The parameters of all channels' transforms: by parameter name, a node per channel that has it. */
export type TransformParameters = ReadonlyMap<string, ReadonlyMap<string, Node>>;

/** What the variables of a group of channels are called. */
export interface ChannelNames {
  /** Of parameters that all channels of the group have. */
  readonly dimension: string;
  readonly variable: (parameter: string) => string;
}

function paidNames(kind: ModelKind): ChannelNames {
  return { dimension: "channel", variable: (parameter) => variableName(kind, parameter) };
}

/** Organic channels have variables of their own: they are others, in another number. */
export function organicNames(kind: ModelKind): ChannelNames {
  return { dimension: "organic", variable: (parameter) => `organic_${variableName(kind, parameter)}` };
}

/** Declares the dimension that parameters of all channels have. */
export function declareChannels(graph: GraphBuilder, channels: readonly ChannelSpec[]): void {
  graph.dimension(
    "channel",
    channels.map((channel) => channel.name),
  );
}

/**
 * Declares one vector parameter per transform parameter, over the channels that have it.
 * @param coefficients  of all channels, for priors stated in them
 */
export function transformParameters(
  graph: GraphBuilder,
  { kind, channels }: Pick<ModelSpec, "kind" | "channels">,
  coefficients?: Node,
  { dimension, variable }: ChannelNames = paidNames(kind),
): TransformParameters {
  const names = [...new Set(channels.flatMap((channel) => parametersOf(channel)))];
  return new Map(
    names.map((name) => {
      const having = channels.filter((channel) => parametersOf(channel).includes(name));
      const node = graph.parameter(variable(name), {
        prior: having.map((channel): Prior => {
          const prior = requiredPrior(channel, name);
          return coefficients !== undefined && isInCoefficients(prior)
            ? { family: halfNormal(1).family, args: [graph.apply(element(channels.indexOf(channel)), coefficients)] }
            : priorDistribution(prior, `channel "${channel.name}", ${name}`);
        }),
        dims: [having.length === channels.length ? dimension : ownDimension(graph, having, variable(name), dimension)],
        // A weak channel's slope is left to its prior, which in the seed's model reaches down to zero.
        coordinate: name === "slope" ? "prior" : "support",
      });
      return [name, new Map(having.map((channel, index) => [channel.name, graph.apply(element(index), node)]))];
    }),
  );
}

/** The dimension of a parameter that only some channels have. */
function ownDimension(graph: GraphBuilder, having: readonly ChannelSpec[], variable: string, of: string): string {
  const dimension = `${variable}_${of}`;
  graph.dimension(
    dimension,
    having.map((channel) => channel.name),
  );
  return dimension;
}

/**
 * Exposure after adstock and saturation, in the order the channel's specification asks for; the panel's (geo, time), whatever
 * was before it having carried over. Of reach and frequency: adstock(reach · saturation(frequency)).
 */
export function transformed(
  graph: GraphBuilder,
  channel: ChannelSpec,
  { exposure, frequency, carried }: ScaledMedia,
  parameters: TransformParameters,
  geos: number,
): Node {
  const nodes = (names: readonly string[]): Node[] =>
    names.flatMap((name) => {
      const node = parameters.get(name)?.get(channel.name);
      return node === undefined ? [] : [node];
    });
  const adstock = (input: Node): Node =>
    graph.apply(adstockOperation(channel.adstock, { geos }), input, ...nodes(adstockParameters(channel.adstock)));
  const saturation = (input: Node): Node =>
    graph.apply(saturationOperation(channel.saturation), input, ...nodes(saturationParameters(channel.saturation)));
  const own = (series: Node): Node => panelPart(graph, series, geos, carried);
  if (frequency !== undefined) return own(adstock(graph.apply(multiply, exposure, saturation(frequency))));
  const { adstock: carryover } = channel;
  if (
    channel.order === "adstock-first" &&
    carryover.kind === "geometric" &&
    carryover.window !== null &&
    channel.saturation.kind === "michaelis-menten"
  ) {
    const both = saturatedGeometricOperation(carryover.window, carryover.normalize, geos);
    const names = [...adstockParameters(carryover), ...saturationParameters(channel.saturation)];
    return own(graph.apply(both, exposure, ...nodes(names)));
  }
  return channel.order === "adstock-first" ? saturation(own(adstock(exposure))) : own(adstock(saturation(exposure)));
}

function parametersOf(channel: ChannelSpec): string[] {
  return [...adstockParameters(channel.adstock), ...saturationParameters(channel.saturation)];
}

function requiredPrior(channel: ChannelSpec, parameter: string): ChannelSpec["priors"][string] {
  const prior = channel.priors[parameter];
  if (prior === undefined) throw new RangeError(`channel "${channel.name}" has no prior for ${parameter}`);
  return prior;
}
