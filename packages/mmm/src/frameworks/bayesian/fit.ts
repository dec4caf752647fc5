// The Bayesian framework: samples the model's posterior and answers from its draws.
import {
  type ChainProgress,
  type ChainRunner,
  compile,
  defaultSampleOptions,
  type SampleOptions,
  type StopSignal,
  sample,
} from "@carryover/engine";
import type { Panel } from "../../data/panel.ts";
import type { Fit } from "../../fit.ts";
import { buildModel } from "../../model/build-model.ts";
import type { ModelSpec } from "../../model/spec.ts";
import { fitFromDraws } from "./fit-from-draws.ts";

export interface FitOptions {
  readonly sampling?: Partial<SampleOptions>;
  /** Where chains run; in this thread when absent. Its module is `@carryover/mmm/posterior`. */
  readonly runner?: ChainRunner | undefined;
  /** Aborting keeps the finished draws. */
  readonly signal?: StopSignal | undefined;
  readonly onProgress?: ((progress: ChainProgress) => void) | undefined;
}

/** @throws SpecError for what the model cannot do, SamplingError when nothing could be drawn */
export async function fitBayesian(panel: Panel, spec: ModelSpec, options: FitOptions = {}): Promise<Fit> {
  const result = await sample(compile(buildModel(panel, spec).graph), {
    payload: { panel, spec },
    options: { ...defaultSampleOptions, ...options.sampling },
    runner: options.runner,
    signal: options.signal,
    onProgress: options.onProgress,
  });
  return fitFromDraws(panel, spec, result.draws, {
    interrupted: result.interrupted,
    timings: {
      samplingSeconds: result.samplingMs / 1000,
      gradientEvaluations: result.gradientEvaluations,
    },
  });
}
