// A preview of the Bayesian fit, in seconds: the same answers from an approximation of the posterior, labeled as such.
import { compile, type PreviewOptions, preview } from "@carryover/engine";
import type { Panel } from "../../data/panel.ts";
import type { Fit } from "../../fit.ts";
import { buildModel } from "../../model/build-model.ts";
import type { ModelSpec } from "../../model/spec.ts";
import { fitFromDraws } from "./fit-from-draws.ts";

/**
 * Runs in this thread. The fit's `preview` says how far its draws can be trusted.
 * @throws SpecError for what the model cannot do, SamplingError when nothing could be approximated
 */
export function previewBayesian(panel: Panel, spec: ModelSpec, options: Partial<PreviewOptions> = {}): Fit {
  const result = preview(compile(buildModel(panel, spec).graph), options);
  return fitFromDraws(panel, spec, result.draws, {
    interrupted: false,
    timings: { samplingSeconds: result.elapsedMs / 1000, gradientEvaluations: result.gradientEvaluations },
    preview: { paretoK: result.paretoK },
  });
}
