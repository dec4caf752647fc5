// What a chain's worker needs: the posterior, made again from plain data.
import { compile, type Posterior } from "@carryover/engine";
import type { Panel } from "./data/panel.ts";
import { buildModel } from "./model/build-model.ts";
import type { ModelSpec } from "./model/spec.ts";

/** Everything that determines a posterior; survives a structured clone. */
export interface PosteriorPayload {
  readonly panel: Panel;
  readonly spec: ModelSpec;
}

export function createPosterior(payload: PosteriorPayload): Posterior {
  return compile(buildModel(payload.panel, payload.spec).graph);
}
