// Makes the graph a specification asks for.
import { unreachable } from "@carryover/engine";
import type { Panel } from "../data/panel.ts";
import { SpecError } from "../errors.ts";
import { adelonGraph } from "./adelon.ts";
import { defaultGraph } from "./default.ts";
import { type Exposure, exposureOf, type ModelGraph } from "./model-graph.ts";
import { pymcMarketingGraph } from "./pymc-marketing.ts";
import type { ModelSpec } from "./spec.ts";

/**
 * The model for a panel, under another media plan where one is given.
 * @throws SpecError for what this model cannot do
 */
export function buildModel(panel: Panel, spec: ModelSpec, exposure: Exposure = exposureOf(panel)): ModelGraph {
  if (panel.geos.length > 1) {
    throw new SpecError([
      {
        code: "geo-not-modeled",
        severity: "error",
        found: `the panel has ${panel.geos.length} geos, but model "${spec.kind}" is national`,
        remedy: "Sum the geos to one national series, or fit each geo by itself",
      },
    ]);
  }
  switch (spec.kind) {
    case "adelon":
      return adelonGraph(panel, spec, exposure);
    case "default":
      return defaultGraph(panel, spec, exposure);
    case "pymc-marketing":
      return pymcMarketingGraph(panel, spec, exposure);
    default:
      return unreachable(spec.kind);
  }
}
