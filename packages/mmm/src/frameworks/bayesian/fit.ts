// The Bayesian framework: samples the model's posterior and answers from its draws.
import { type Kernels, type SampleOptions, type SampleRequest, type Sampling, startSampling } from "@carryover/engine";
import type { Panel } from "../../data/panel.ts";
import type { Fit } from "../../fit.ts";
import type { ModelSpec } from "../../model/spec.ts";
import { createPosterior, type PosteriorPayload } from "../../posterior.ts";
import { fitFromDraws } from "./fit-from-draws.ts";

/** The runner's module is `@carryover/mmm/posterior`; without a runner chains run in this thread. */
export interface FitOptions extends Pick<SampleRequest, "runner" | "signal" | "onProgress" | "warmStart" | "resume"> {
  readonly sampling?: Partial<SampleOptions>;
  /** True by default; see `PosteriorPayload`. */
  readonly marginalize?: boolean;
}

/** A fit under way: a handle to pause, watch and stop it, and what becomes of it. */
export interface RunningFit {
  readonly sampling: Sampling;
  /** Who carries out the inner loops: plain loops, several times slower, where the host has no WebAssembly. */
  readonly kernels: Kernels["kind"];
  /** Rejects with a SamplingError when nothing could be drawn, and after `sampling.cancel()`. */
  readonly fit: Promise<Fit>;
}

/** @throws SpecError for what the model cannot do, SamplingError for what cannot be started like this */
export function startFit(
  panel: Panel,
  spec: ModelSpec,
  { sampling: options, marginalize = true, ...request }: FitOptions = {},
): RunningFit {
  const payload: PosteriorPayload = { panel, spec, marginalize };
  const posterior = createPosterior(payload);
  const sampling = startSampling(posterior, { ...request, options, payload });
  const fit = sampling.result.then((result) =>
    fitFromDraws(panel, spec, result.draws, {
      interrupted: result.interrupted,
      timings: {
        samplingSeconds: result.samplingMs / 1000,
        gradientEvaluations: result.gradientEvaluations,
      },
    }),
  );
  // Who cancels need not look at the fit as well.
  fit.catch(() => {});
  return { sampling, kernels: posterior.kernels ?? "reference", fit };
}

/** @throws SpecError for what the model cannot do, SamplingError when nothing could be drawn */
export async function fitBayesian(panel: Panel, spec: ModelSpec, options: FitOptions = {}): Promise<Fit> {
  return startFit(panel, spec, options).fit;
}
