// Sampling, from the start to the draws.
import type { Posterior } from "../graph/log-density.ts";
import { type SampleRequest, type SampleResult, startSampling } from "./sampling.ts";

/**
 * Draws from the posterior.
 * @throws SamplingError for options out of range, when no chain finds a start, or when a stop left no kept draw
 */
export async function sample(posterior: Posterior, request: SampleRequest = {}): Promise<SampleResult> {
  return startSampling(posterior, request).result;
}
