// Events in the graph: a bump around each event's days, times its effect.
import { element, type GraphBuilder, multiply, type Node, type Prior } from "@carryover/engine";
import { dayOfDate, daysOfPeriod } from "../calendar/dates.ts";
import type { Panel } from "../data/panel.ts";
import { eventBump, eventWidths } from "./event-operation.ts";
import type { ComponentNode } from "./model-graph.ts";
import { priorDistribution } from "./priors.ts";
import type { EventSpec } from "./spec.ts";

/** One part per event; empty without any. Effects enter linearly, so that a normal likelihood integrates them out. */
export function eventEffects(graph: GraphBuilder, panel: Panel, events: readonly EventSpec[]): ComponentNode[] {
  if (events.length === 0) return [];
  graph.dimension(
    "event",
    events.map(({ name }) => name),
  );
  const effect = graph.parameter("event_effect", {
    prior: events.map(({ name, prior }) => priorDistribution(prior, `event "${name}"`)),
    dims: ["event"],
  });
  const widths = widthParameters(graph, events);
  return events.map((event, index): ComponentNode => {
    const bump = graph.apply(eventBump(event.shape, daysFromWindow(panel, event)), ...widths[index]);
    return {
      name: event.name,
      group: "holidays",
      node: graph.apply(multiply, bump, graph.apply(element(index), effect)),
    };
  });
}

/** One vector over all widths of all events; for each event the nodes of its own. */
function widthParameters(graph: GraphBuilder, events: readonly EventSpec[]): Node[][] {
  const named = events.flatMap((event) => eventWidths(event.shape).map((side) => ({ event, side })));
  graph.dimension(
    "event_side",
    named.map(({ event, side }) => (side === "width" ? event.name : `${event.name}, ${side}`)),
  );
  const widths = graph.parameter("event_width", {
    prior: named.map(({ event }): Prior => priorDistribution(event.width, `event "${event.name}", width`)),
    dims: ["event_side"],
  });
  return events.map((event) =>
    named.flatMap((each, index) => (each.event === event ? [graph.apply(element(index), widths)] : [])),
  );
}

/**
 * Days between each period and an event's days, one per cell: 0 where they overlap, negative before, positive after. A week
 * counts from its nearest day.
 */
export function daysFromWindow(
  { dates, frequency, geos }: Pick<Panel, "dates" | "frequency" | "geos">,
  { start, end }: Pick<EventSpec, "start" | "end">,
): Float64Array {
  const first = dayOfDate(start);
  const last = dayOfDate(end);
  const ofPeriod = dates.map((date) => {
    const [from, to] = daysOfPeriod(date, frequency);
    if (to - 1 < first) return to - 1 - first;
    return from > last ? from - last : 0;
  });
  return Float64Array.from({ length: geos.length * dates.length }, (_, cell) => ofPeriod[cell % dates.length]);
}
