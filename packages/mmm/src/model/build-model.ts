// Makes the graph a specification asks for.
import { unreachable } from "@carryover/engine";
import type { Panel } from "../data/panel.ts";
import { adelonGraph } from "./adelon.ts";
import { defaultGraph } from "./default.ts";
import { defaultGeoGraph } from "./default-geo.ts";
import { addJointPrior } from "./joint-prior.ts";
import { meridianGraph } from "./meridian.ts";
import { type ModelGraph, mediaOf, type PlannedExposure } from "./model-graph.ts";
import { pymcMarketingGraph } from "./pymc-marketing.ts";
import { robynGraph } from "./robyn.ts";
import type { ModelSpec } from "./spec.ts";

/**
 * The model for a panel, under another media plan where one is given, or with the plan as the graph's inputs. @throws SpecError for a prior
 * that is none
 */
export function buildModel(panel: Panel, spec: ModelSpec, media: PlannedExposure = mediaOf(panel)): ModelGraph {
  const model = modelOfKind(panel, spec, media);
  addJointPrior(model.graph, spec);
  return model;
}

function modelOfKind(panel: Panel, spec: ModelSpec, media: PlannedExposure): ModelGraph {
  switch (spec.kind) {
    case "adelon":
      return adelonGraph(panel, spec, media);
    case "default":
      return spec.geo === undefined ? defaultGraph(panel, spec, media) : defaultGeoGraph(panel, spec, spec.geo, media);
    case "pymc-marketing":
      return pymcMarketingGraph(panel, spec, media);
    case "meridian":
      return meridianGraph(panel, spec, media);
    case "robyn":
      return robynGraph(panel, spec, media);
    default:
      return unreachable(spec.kind);
  }
}
