// The graph of the Meridian model.
import type { Panel } from "../data/panel.ts";
import type { ModelGraph, PlannedExposure } from "./model-graph.ts";
import type { ModelSpec } from "./spec.ts";

export function meridianGraph(_panel: Panel, spec: ModelSpec, _planned: PlannedExposure): ModelGraph {
  throw new RangeError(`${spec.kind} has no graph yet`);
}
