// Parameters of both posteriors, side by side: each channel's own, and those of everything else.
import { type ScalarDraws, scalarsOf } from "@carryover/engine";
import { parameterLabel } from "../analysis/channel-parameters.ts";
import type { Fit } from "../fit.ts";
import { variableName } from "../model/variable-names.ts";
import type { ParameterDrift } from "./drift-report.ts";
import { shift } from "./shift.ts";

/** Parts with more elements, such as knots and bases of smooth functions, are told by what they make, not one by one. */
const mostElements = 30;

/** The parameters of a channel's effect, carryover and saturation, in the order of its specification. */
export function channelParameterDrift(before: Fit, after: Fit, channel: string): ParameterDrift[] {
  const own = after.spec.channels.find(({ name }) => name === channel);
  const labels = Object.keys(own?.priors ?? {}).map((parameter) => parameterLabel(after.spec.kind, channel, parameter));
  const names = Object.keys(own?.priors ?? {}).map((parameter) => variableName(after.spec.kind, parameter));
  const [was, is] = [byLabel(before, names), byLabel(after, names)];
  return labels.flatMap((label) => drift(label, was, is));
}

/** Everything else both posteriors have, the most moved first. */
export function otherParameterDrift(before: Fit, after: Fit): ParameterDrift[] {
  const ofChannels = new Set(
    after.spec.channels.flatMap(({ priors }) => Object.keys(priors).map((each) => variableName(after.spec.kind, each))),
  );
  const names = after.draws.variables
    .filter(
      ({ name, shape }) => !ofChannels.has(name) && shape.reduce((count, each) => count * each, 1) <= mostElements,
    )
    .map(({ name }) => name);
  const [was, is] = [byLabel(before, names), byLabel(after, names)];
  return [...is.keys()]
    .flatMap((label) => drift(label, was, is))
    .toSorted((a, b) => Math.abs(b.standardized ?? 0) - Math.abs(a.standardized ?? 0));
}

function byLabel({ draws }: Fit, names: readonly string[]): Map<string, Float64Array> {
  const found = draws.variables.filter(({ name }) => names.includes(name));
  const elements = found.flatMap((source): ScalarDraws[] => scalarsOf(draws, source));
  return new Map(elements.map(({ label, values }) => [label, values]));
}

function drift(
  label: string,
  before: ReadonlyMap<string, Float64Array>,
  after: ReadonlyMap<string, Float64Array>,
): ParameterDrift[] {
  const [was, is] = [before.get(label), after.get(label)];
  return was === undefined || is === undefined ? [] : [{ label, ...shift(was, is) }];
}
