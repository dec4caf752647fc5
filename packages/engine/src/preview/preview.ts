// A preview of a posterior: draws from normal approximations, importance-resampled, with a figure that says how far to trust them.

import { logSumExp, smoothWeights } from "../diagnostics/psis.ts";
import type { Draws } from "../draws/draws.ts";
import { SamplingError } from "../errors.ts";
import type { Posterior } from "../graph/log-density.ts";
import { exp, log } from "../math/exponentials.ts";
import type { LowRankNormal } from "../optimize/low-rank-covariance.ts";
import { pathfinder } from "../optimize/pathfinder.ts";
import { openStream } from "../random/philox.ts";
import type { RandomStream } from "../random/random-stream.ts";
import { labelDraws } from "./label-draws.ts";

export interface PreviewOptions {
  /** Ascents from different draws of the prior. */
  readonly paths: number;
  /** Draws made of each approximation, from which the kept ones are chosen. */
  readonly drawsPerPath: number;
  /** Draws kept. */
  readonly draws: number;
  /** Integer ≥ 0; the same seed gives the same draws on one platform. */
  readonly seed: number;
}

export const defaultPreviewOptions: PreviewOptions = { paths: 4, drawsPerPath: 500, draws: 1000, seed: 42 };

/** Not a posterior: an approximation of it. */
export interface PreviewResult {
  /** One chain of independent draws, some of them repeated. Of the statistics only `logDensity` says something. */
  readonly draws: Draws;
  /** Tail shape of the importance ratios; above 0.7 the draws are not to be relied on. */
  readonly paretoK: number;
  /** Paths that led to an approximation. */
  readonly paths: number;
  readonly gradientEvaluations: number;
  /** Wall time. */
  readonly elapsedMs: number;
}

const maxInitialAttempts = 100;

/**
 * Runs Pathfinder several times from draws of the prior. The approximations are mixed in equal parts; draws of the mixture
 * are weighted by density over mixture, the weights Pareto smoothed, and the kept draws chosen by them (stratified). When
 * the approximation is good, these are draws of the posterior nearly; its k-hat says whether.
 *
 * @throws SamplingError for options out of range, or when no path leads to an approximation
 * @see Zhang, Carpenter, Gelman and Vehtari (2022), Pathfinder, §2.3; Veach and Guibas (1995) for the weights of a mixture
 */
export function preview(posterior: Posterior, request: Partial<PreviewOptions> = {}): PreviewResult {
  const startedMs = performance.now();
  const options = { ...defaultPreviewOptions, ...request };
  checkOptions(options);
  let gradientEvaluations = 0;
  const normals: LowRankNormal[] = [];
  const streams: RandomStream[] = [];
  for (let path = 0; path < options.paths; path += 1) {
    const stream = openStream({ seed: options.seed, chain: path, purpose: "initial" });
    const start = startingPoint(posterior, stream);
    gradientEvaluations += start.evaluations;
    const found = start.position && pathfinder(posterior, start.position, stream);
    if (found === undefined) continue;
    gradientEvaluations += found.evaluations;
    normals.push(found.normal);
    streams.push(stream);
  }
  if (normals.length === 0) {
    throw new SamplingError("no ascent led to a normal approximation; check that the priors allow the data");
  }
  const { positions, logDensities, logRatios } = weighted(posterior, normals, streams, options.drawsPerPath);
  gradientEvaluations += logRatios.length;
  const { logWeights, paretoK } = smoothWeights(logRatios);
  const resampling = openStream({ seed: options.seed, chain: 0, purpose: "resample" });
  const chosen = stratified(logWeights, options.draws, resampling);
  const draws = labelDraws(
    posterior,
    Array.from(chosen, (index) => positions[index]),
    Float64Array.from(chosen, (index) => logDensities[index]),
    openStream({ seed: options.seed, chain: 0, purpose: "block" }),
  );
  return { draws, paretoK, paths: normals.length, gradientEvaluations, elapsedMs: performance.now() - startedMs };
}

function checkOptions(options: PreviewOptions): void {
  const wrong = (["paths", "drawsPerPath", "draws"] as const).filter(
    (name) => !Number.isInteger(options[name]) || options[name] < 1,
  );
  if (wrong.length > 0) {
    throw new SamplingError(
      wrong.map((name) => `${name} is ${options[name]}; it must be a whole number above 0`).join("\n"),
    );
  }
}

/** A draw of the prior at which density and gradient are finite. */
function startingPoint(
  posterior: Posterior,
  stream: RandomStream,
): { position: Float64Array | undefined; evaluations: number } {
  const gradient = new Float64Array(posterior.dim);
  for (let attempt = 1; attempt <= maxInitialAttempts; attempt += 1) {
    const position = posterior.initialPosition(stream);
    const value = posterior.evaluate(position, gradient);
    if (Number.isFinite(value) && gradient.every(Number.isFinite)) return { position, evaluations: attempt };
  }
  return { position: undefined, evaluations: maxInitialAttempts };
}

interface WeightedDraws {
  readonly positions: readonly Float64Array[];
  readonly logDensities: Float64Array;
  /** log density − log mixture; a density that is not a number counts as none. */
  readonly logRatios: Float64Array;
}

function weighted(
  posterior: Posterior,
  normals: readonly LowRankNormal[],
  streams: readonly RandomStream[],
  drawsPerPath: number,
): WeightedDraws {
  const positions: Float64Array[] = [];
  const logDensities = new Float64Array(normals.length * drawsPerPath);
  const logRatios = new Float64Array(logDensities.length);
  const gradient = new Float64Array(posterior.dim);
  const logNormals = new Float64Array(normals.length);
  normals.forEach((normal, path) => {
    for (let draw = 0; draw < drawsPerPath; draw += 1) {
      const position = new Float64Array(posterior.dim);
      normal.draw(streams[path], position);
      normals.forEach((each, other) => {
        logNormals[other] = each.logDensity(position);
      });
      const value = posterior.evaluate(position, gradient);
      const index = positions.push(position) - 1;
      logDensities[index] = Number.isNaN(value) ? Number.NEGATIVE_INFINITY : value;
      logRatios[index] = logDensities[index] - logSumExp(logNormals) + log(normals.length);
    }
  });
  return { positions, logDensities, logRatios };
}

/** Indices chosen in proportion to the weights, one in each of `count` equal slices of their sum. */
function stratified(logWeights: Float64Array, count: number, stream: RandomStream): Int32Array {
  const chosen = new Int32Array(count);
  let index = 0;
  let covered = exp(logWeights[0]);
  for (let slice = 0; slice < count; slice += 1) {
    const at = (slice + stream.uniform()) / count;
    while (covered < at && index < logWeights.length - 1) {
      index += 1;
      covered += exp(logWeights[index]);
    }
    chosen[slice] = index;
  }
  return chosen;
}
