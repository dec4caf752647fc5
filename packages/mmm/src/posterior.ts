// What a chain's worker needs: the posterior, made again from plain data.
import { compile, type Posterior } from "@carryover/engine";
import type { Panel } from "./data/panel.ts";
import { buildModel } from "./model/build-model.ts";
import type { ModelSpec } from "./model/spec.ts";

/** Everything that determines a posterior; survives a structured clone. */
export interface PosteriorPayload {
  readonly panel: Panel;
  readonly spec: ModelSpec;
  /** False samples what is linear and Gaussian with the rest, instead of integrating it out: the same posterior, more slowly. */
  readonly marginalize?: boolean;
}

/** @throws SpecError for what the model cannot do */
export function createPosterior({ panel, spec, marginalize = true }: PosteriorPayload): Posterior {
  return compile(buildModel(panel, spec).graph, { marginalize });
}
