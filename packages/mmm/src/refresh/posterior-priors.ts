// The last posterior as the next prior: for every element of every parameter a distribution that matches its marginal.
import type { Draws, ParameterNode } from "@carryover/engine";
import type { Panel } from "../data/panel.ts";
import { buildModel } from "../model/build-model.ts";
import type { ChannelSpec, ElementPriors, ModelSpec, PriorSpec } from "../model/spec.ts";
import { variableName } from "../model/variable-names.ts";
import { matchPrior } from "./match-prior.ts";

/** The part of a specification that states priors. */
export type PriorParts = Pick<ModelSpec, "channels" | "elementPriors">;

/**
 * Priors that stand for the draws, element by element; correlations among parameters are lost. A channel's go where a
 * specification has them, in `channels`, everything else into `elementPriors`.
 *
 * @param panel   the panel the draws belong to
 * @param spec    their specification
 * @param weight  see `matchPrior`
 */
export function posteriorPriors(panel: Panel, spec: ModelSpec, draws: Draws, weight: number): PriorParts {
  const matched = new Map(
    buildModel(panel, spec).graph.parameters.map((parameter) => [
      parameter.name,
      matchedElements(parameter, draws, weight),
    ]),
  );
  const channels = spec.channels.map((channel) => ({
    ...channel,
    priors: channelPriors(spec, channel, draws, matched),
  }));
  const ofChannels = new Set(
    spec.channels.flatMap(({ priors }) => Object.keys(priors).map((parameter) => variableName(spec.kind, parameter))),
  );
  const elementPriors: ElementPriors = Object.fromEntries([...matched].filter(([name]) => !ofChannels.has(name)));
  return { channels, elementPriors };
}

/** In the order of the elements. */
function matchedElements({ name, length, priors }: ParameterNode, draws: Draws, weight: number): PriorSpec[] {
  const source = draws.variables.find((variable) => variable.name === name);
  if (source === undefined) throw new RangeError(`the draws have no variable "${name}"`);
  const kept = draws.chains * draws.draws;
  return priors.map(({ family, args }, element) => {
    const values = Float64Array.from({ length: kept }, (_, draw) => source.values[draw * length + element]);
    const numbers = args.filter((arg) => typeof arg === "number");
    return matchPrior({ family, args: numbers.length === args.length ? numbers : null }, values, weight);
  });
}

function channelPriors(
  spec: ModelSpec,
  channel: ChannelSpec,
  draws: Draws,
  matched: ReadonlyMap<string, readonly PriorSpec[]>,
): ChannelSpec["priors"] {
  return Object.fromEntries(
    Object.entries(channel.priors).map(([parameter, prior]) => {
      const name = variableName(spec.kind, parameter);
      const dimension = draws.variables.find((variable) => variable.name === name)?.dims[0];
      const place = dimension === undefined ? -1 : draws.coordinates[dimension].indexOf(channel.name);
      return [parameter, matched.get(name)?.[place] ?? prior];
    }),
  );
}
