// Media before a panel's first period: how much of them carries over into it, and how they are joined with the panel's own.
import { divide, type GraphBuilder, joinGroups, multiply, type Node, take } from "@carryover/engine";
import type { Panel } from "../data/panel.ts";
import type { AdstockSpec } from "../media/adstock.ts";

/** Periods before the panel whose exposure is felt in it: those of the history that the adstock's window reaches back to. */
export function carriedPeriods({ history }: Panel, adstock: AdstockSpec): number {
  if (history === undefined || adstock.kind === "none") return 0;
  return adstock.window === null ? history.periods : Math.min(history.periods, adstock.window - 1);
}

/** One series of a channel and what is known of it before the panel. */
export interface CarriedSeries {
  /** (geo, time); a name: the graph's input of it. */
  readonly given: Float64Array | string;
  /** One for each cell, the same in all cells of a geo. */
  readonly divisors: Float64Array;
  /** (geo, period of the history). */
  readonly before?: Float64Array | undefined;
  /** How many of its last periods are joined. */
  readonly carried: number;
  /** By what it is multiplied; a name: the graph's input of that, of length one. */
  readonly share: number | string;
}

/**
 * A series over its divisors with what was before it in each geo, (geo, carried + time).
 * @throws RangeError when the history lacks the series
 */
export function joinedSeries(
  graph: GraphBuilder,
  { geos, dates }: Panel,
  { given, divisors, before, carried, share }: CarriedSeries,
): Node {
  const own =
    typeof given === "string"
      ? graph.apply(divide, graph.input(given, divisors.length), graph.constant(divisors))
      : graph.constant(given.map((value, cell) => value / divisors[cell]));
  if (carried === 0) return own;
  if (before === undefined) throw new RangeError("the panel's history lacks a series that the panel has");
  const periods = before.length / geos.length;
  const times = typeof share === "string" ? 1 : share;
  const past = Float64Array.from({ length: geos.length * carried }, (_, index) => {
    const geo = Math.floor(index / carried);
    return (times * before[geo * periods + periods - carried + (index % carried)]) / divisors[geo * dates.length];
  });
  const prefix = graph.constant(past);
  const scaled = typeof share === "string" ? graph.apply(multiply, prefix, graph.input(share, 1)) : prefix;
  return graph.apply(joinGroups(geos.length), scaled, own);
}

/** The panel's part of a series that begins `carried` periods before it. */
export function panelPart(graph: GraphBuilder, series: Node, geos: number, carried: number): Node {
  if (carried === 0) return series;
  const all = series.length / geos;
  const own = all - carried;
  const places = Int32Array.from({ length: geos * own }, (_, index) => {
    const geo = Math.floor(index / own);
    return geo * all + carried + (index % own);
  });
  return graph.apply(take(places), series);
}
