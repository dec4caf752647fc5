// A model made for a panel and a media plan: the graph, and which of its nodes mean what.
import { add, type GraphBuilder, matrixVector, multiply, type Node, take } from "@carryover/engine";
import type { LikelihoodKind } from "../data/config/structure.ts";
import type { Panel } from "../data/panel.ts";
import type { EffectGroup, LinearEffect } from "./effects.ts";
import { carriedPeriods, joinedSeries } from "./media-history.ts";
import { priorDistribution } from "./priors.ts";
import type { ChannelSpec, ModelSpec } from "./spec.ts";

/** Exposure per channel, in the order of the panel's media; each (geo, time). */
export type Exposure = readonly Float64Array[];

/** Media a model may be asked about; see `MediaPlan`. */
export interface PlannedMedia {
  readonly exposure: Exposure;
  readonly frequency?: readonly (Float64Array | undefined)[];
  readonly history?: readonly number[];
}

/** The media a model is asked about: given now, or with every evaluation, as the graph's inputs named below. */
export type PlannedExposure = PlannedMedia | "asked";

/** Name of the graph's input that holds a channel's exposure. */
export function exposureInput(channel: string): string {
  return `exposure of ${channel}`;
}

/** Name of the graph's input that holds the frequency of a channel whose exposure is reach. */
export function frequencyInput(channel: string): string {
  return `frequency of ${channel}`;
}

/** Name of the graph's input, of length one, by which a channel's media before the panel are multiplied. */
export function historyInput(channel: string): string {
  return `history of ${channel}`;
}

/** A channel's media in units of their scales, as nodes: (geo, carried + time). */
export interface ScaledMedia {
  readonly exposure: Node;
  /** Present where exposure is reach. */
  readonly frequency?: Node;
  /** Periods before the panel that the series begin with; `transformed` gives the panel's part. */
  readonly carried: number;
}

/** Which channel, in the order of the panel's media or organic channels. */
export interface ScaledChannel {
  readonly index: number;
  readonly channel: ChannelSpec;
  /** Of the exposure: one for each of the panel's cells, the same in all cells of a geo. */
  readonly divisors: Float64Array;
}

/** A channel's planned media in units of their scales, what the panel knows of the time before included. */
export function scaledMedia(
  graph: GraphBuilder,
  panel: Panel,
  planned: PlannedExposure,
  { index, channel, divisors }: ScaledChannel,
): ScaledMedia {
  const { name, frequencyScale } = channel;
  const isAsked = planned === "asked";
  const carried = carriedPeriods(panel, channel.adstock);
  const before = panel.history?.media[index];
  const exposure = joinedSeries(graph, panel, {
    given: isAsked ? exposureInput(name) : planned.exposure[index],
    divisors,
    before: before?.exposure,
    carried,
    share: isAsked ? historyInput(name) : (planned.history?.[index] ?? 1),
  });
  if (frequencyScale === undefined) return { exposure, carried };
  const frequency = joinedSeries(graph, panel, {
    given: isAsked ? frequencyInput(name) : (planned.frequency?.[index] ?? frequencyOf(panel, index)),
    divisors: new Float64Array(divisors.length).fill(frequencyScale),
    before: before?.frequency,
    carried,
    share: 1,
  });
  return { exposure, frequency, carried };
}

/** An organic channel's media in units of their scales; no plan changes them. */
export function scaledOrganic(
  graph: GraphBuilder,
  panel: Panel,
  { index, channel, divisors }: ScaledChannel,
): ScaledMedia {
  const series = panel.organic?.[index];
  if (series === undefined) throw new RangeError(`the panel has no organic channel "${channel.name}"`);
  const carried = carriedPeriods(panel, channel.adstock);
  const before = panel.history?.organic[index];
  const exposure = joinedSeries(graph, panel, {
    given: series.exposure,
    divisors,
    before: before?.exposure,
    carried,
    share: 1,
  });
  if (channel.frequencyScale === undefined) return { exposure, carried };
  if (series.frequency === undefined) throw new RangeError(`the panel has no frequency of "${channel.name}"`);
  const frequency = joinedSeries(graph, panel, {
    given: series.frequency,
    divisors: new Float64Array(divisors.length).fill(channel.frequencyScale),
    before: before?.frequency,
    carried,
    share: 1,
  });
  return { exposure, frequency, carried };
}

/** @throws RangeError when the panel does not know how often the reached were reached */
export function frequencyOf({ media }: Panel, index: number): Float64Array {
  const { name, frequency } = media[index];
  if (frequency === undefined) throw new RangeError(`the panel has no frequency of "${name}", whose exposure is reach`);
  return frequency;
}

/** Whether a plan's media of a channel are the panel's own, as the same arrays. */
export function isOwnMedia({ media }: Panel, planned: PlannedExposure, index: number): boolean {
  if (planned === "asked" || planned.exposure[index] !== media[index].exposure) return false;
  if ((planned.history?.[index] ?? 1) !== 1) return false;
  const frequency = planned.frequency?.[index];
  return frequency === undefined || frequency === media[index].frequency;
}

export interface ModelGraph {
  readonly graph: GraphBuilder;
  /** Expected KPI (geo, time), in KPI units divided by `unit`. */
  readonly expected: Node;
  /** KPI units per unit of `expected`; one per geo where they differ. */
  readonly unit: number | readonly number[];
  /** Parts of `expected`, which they sum to; lengths (geo, time). */
  readonly components: readonly ComponentNode[];
  /** How observations scatter around `expected`; normal where the model has no choice. */
  readonly likelihood?: LikelihoodKind;
  /** Standard deviation or scale of the noise, in the same unit as `expected`, or as a share of it; one, or one for each geo. */
  readonly noise: Node;
  /** Degrees of freedom of a Student t; length one. */
  readonly degrees?: Node;
}

export interface ComponentNode {
  readonly name: string;
  readonly group: EffectGroup | "organic" | "media";
  readonly node: Node;
}

/** Declares an effect's coefficients and returns its part of the mean. */
export function linearEffect(graph: GraphBuilder, effect: LinearEffect): ComponentNode {
  const { variable, component: name, group, dimension, columns, priors } = effect;
  const prior = priors.map((each, index) =>
    priorDistribution(each, `${variable}${dimension === undefined ? "" : `[${dimension.labels[index]}]`}`),
  );
  if (dimension === undefined) {
    const coefficient = graph.parameter(variable, { prior });
    return { name, group, node: graph.apply(multiply, graph.constant(columns[0]), coefficient) };
  }
  graph.dimension(dimension.name, dimension.labels);
  const coefficients = graph.parameter(variable, { prior, dims: [dimension.name] });
  return { name, group, node: graph.apply(matrixVector, graph.constant(joinedColumns(columns)), coefficients) };
}

/** Columns of one length side by side, (column, row). */
export function joinedColumns(columns: readonly Float64Array[]): Float64Array {
  const rows = columns[0].length;
  const matrix = new Float64Array(rows * columns.length);
  columns.forEach((column, index) => {
    matrix.set(column, index * rows);
  });
  return matrix;
}

/** The sum of nodes of one length. */
export function total(graph: GraphBuilder, nodes: readonly Node[]): Node {
  return nodes.reduce((sum, node) => graph.apply(add, sum, node));
}

/** The mean at the cells whose KPI the likelihood may see: all but what is held out, silenced or not known. */
export function seenMean(graph: GraphBuilder, panel: Panel, spec: ModelSpec, mean: Node): Node {
  return seesAll(panel, spec) ? mean : graph.apply(take(seenCells(panel, spec)), mean);
}

/** The values at the cells whose KPI the likelihood may see. */
export function seenValues(panel: Panel, spec: ModelSpec, values: Float64Array): Float64Array {
  return seesAll(panel, spec) ? values : Float64Array.from(seenCells(panel, spec), (cell) => values[cell]);
}

function seesAll(panel: Panel, { holdout, silenced }: ModelSpec): boolean {
  return holdout === undefined && silenced === undefined && !panel.kpi.values.some(Number.isNaN);
}

/** Positions of the cells whose KPI the likelihood may see: all but what is held out, silenced or not known; ascending. */
export function seenCells(panel: Panel, { holdout = [], silenced = [] }: ModelSpec): Int32Array {
  const held = new Set([...holdout, ...silenced]);
  return Int32Array.from(panel.kpi.values.keys()).filter(
    (cell) => !held.has(cell) && !Number.isNaN(panel.kpi.values[cell]),
  );
}

/** 1 for the cells that scales are measured on: those within the training window whose KPI is known and not held out; 0 for others. */
export function trainedCells(panel: Panel, { scales, holdout = [] }: ModelSpec): Float64Array {
  const periods = panel.dates.length;
  const held = new Set(holdout);
  return Float64Array.from(panel.kpi.values, (value, cell) =>
    cell % periods < scales.trainedPeriods && !held.has(cell) && !Number.isNaN(value) ? 1 : 0,
  );
}

export function exposureOf(panel: Panel): Exposure {
  return panel.media.map((series) => series.exposure);
}

/** The panel's own media. */
export function mediaOf(panel: Panel): PlannedMedia {
  return { exposure: exposureOf(panel) };
}
