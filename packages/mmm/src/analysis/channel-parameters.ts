// Where a channel's parameters stand among the posterior's variables.
import { type Draws, elementCount, elementLabel, type Variable } from "@carryover/engine";
import type { Fit } from "../fit.ts";
import type { ModelKind, ModelSpec } from "../model/spec.ts";
import { variableName } from "../model/variable-names.ts";

/** The label under which a channel parameter stands in parameter tables, such as `retention[tv]`. */
export function parameterLabel(kind: ModelKind, channel: string, parameter: string): string {
  return `${variableName(kind, parameter)}[${channel}]`;
}

/**
 * A channel's draws of one parameter of its adstock, saturation or effect, (chain, draw) flattened.
 *
 * @param channel    the channel's name
 * @param parameter  the specification's name: `retention`, `peakDelay`, `halfSaturation`, `slope`, `roi`, `coefficient`, …
 * @returns          null when the posterior has no such variable, or none for this channel
 */
export function channelParameterDraws(fit: Fit, channel: string, parameter: string): Float64Array | null {
  const name = variableName(fit.spec.kind, parameter);
  const source = fit.draws.variables.find((candidate) => candidate.name === name);
  return source === undefined ? null : elementDraws(fit.draws, source, `${name}[${channel}]`);
}

function elementDraws(draws: Draws, source: Variable, label: string): Float64Array | null {
  const size = elementCount(source.shape);
  const element = Array.from({ length: size }, (_, index) => index).find(
    (index) => elementLabel(draws.coordinates, source, index) === label,
  );
  if (element === undefined) return null;
  return Float64Array.from({ length: draws.chains * draws.draws }, (_, draw) => source.values[draw * size + element]);
}

/** What the exposure of each geo is divided by before it enters the channel's transforms: the seed's model takes it raw. */
export function exposureDivisors(spec: ModelSpec, channel: number, geos: number): number[] {
  if (spec.kind === "adelon") return new Array<number>(geos).fill(1);
  return Array.from({ length: geos }, (_, geo) => spec.scales.media[channel] * (spec.geo?.sizes[geo] ?? 1));
}
