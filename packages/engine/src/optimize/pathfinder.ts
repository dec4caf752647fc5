// Pathfinder: normal approximations along an ascent, of which the one nearest to the density is kept.
import type { RandomStream } from "../random/random-stream.ts";
import { inverseHessian, updatedDiagonal } from "./inverse-hessian.ts";
import { type CurvaturePair, maximize, type Objective } from "./lbfgs.ts";
import { type LowRankNormal, lowRankNormal, multiplyBy } from "./low-rank-covariance.ts";

export interface PathfinderOptions {
  /** Curvature pairs that make an approximation. */
  readonly historySize: number;
  readonly maxIterations: number;
  /** Draws that judge one approximation. */
  readonly elboDraws: number;
}

const defaultPathfinderOptions: PathfinderOptions = { historySize: 6, maxIterations: 200, elboDraws: 5 };

/** A normal approximation, and how near to the density it is. */
export interface PathfinderResult {
  readonly normal: LowRankNormal;
  /** Monte Carlo estimate of the expectation of log density − log normal; −∞ when no approximation was finite. */
  readonly elbo: number;
  /** Gradient evaluations. */
  readonly evaluations: number;
}

/** Relative gains below this end the ascent: it is the way that is of interest, not the last digits of the top. */
const valueTolerance = 1e-8;
/** sᵀy must exceed this share of yᵀy for a step to tell of curvature. */
const leastCurvature = 1e-12;

/**
 * Climbs from `start`. Each point of the way gives a normal approximation: covariance from the curvature met so far, mean
 * one Newton step ahead. The evidence lower bound, estimated from a few draws of each, picks the best: a mode alone can
 * lie far from where the probability is.
 *
 * @returns undefined when no step could be made or no approximation is finite
 * @see Zhang, Carpenter, Gelman and Vehtari (2022), Pathfinder: Parallel quasi-Newton variational inference, JMLR 23(306)
 */
export function pathfinder(
  objective: Objective,
  start: Float64Array,
  stream: RandomStream,
  options: Partial<PathfinderOptions> = {},
): PathfinderResult | undefined {
  const { historySize, maxIterations, elboDraws } = { ...defaultPathfinderOptions, ...options };
  const { dim } = objective;
  const gradient = new Float64Array(dim);
  objective.evaluate(start, gradient);
  let lastPosition: Float64Array = Float64Array.from(start);
  let lastGradient: Float64Array = Float64Array.from(gradient);
  let diagonal: Float64Array = new Float64Array(dim).fill(1);
  const pairs: CurvaturePair[] = [];
  let best: { normal: LowRankNormal; elbo: number } | undefined;
  let evaluations = 1;

  const onStep = (position: Float64Array, gradientHere: Float64Array): void => {
    const pair = pairBetween(lastPosition, position, lastGradient, gradientHere);
    lastPosition = Float64Array.from(position);
    lastGradient = Float64Array.from(gradientHere);
    if (pair === undefined) return;
    diagonal = updatedDiagonal(diagonal, pair);
    pairs.push(pair);
    if (pairs.length > historySize) pairs.shift();
    const covariance = inverseHessian(diagonal, pairs);
    const mean = Float64Array.from(gradientHere);
    multiplyBy(covariance, mean);
    for (let i = 0; i < dim; i += 1) mean[i] += position[i];
    const normal = lowRankNormal(mean, covariance);
    const elbo = estimateElbo(objective, normal, stream, elboDraws);
    evaluations += elboDraws;
    if (elbo > (best?.elbo ?? Number.NEGATIVE_INFINITY)) best = { normal, elbo };
  };
  const ascent = maximize(objective, start, { historySize, maxIterations, valueTolerance, onStep });
  if (best === undefined) return undefined;
  return { ...best, evaluations: evaluations + ascent.evaluations };
}

function estimateElbo(objective: Objective, normal: LowRankNormal, stream: RandomStream, draws: number): number {
  const position = new Float64Array(objective.dim);
  const gradient = new Float64Array(objective.dim);
  let total = 0;
  for (let draw = 0; draw < draws; draw += 1) {
    const logNormal = normal.draw(stream, position);
    total += objective.evaluate(position, gradient) - logNormal;
  }
  return Number.isNaN(total) ? Number.NEGATIVE_INFINITY : total / draws;
}

function pairBetween(
  from: Float64Array,
  to: Float64Array,
  gradientFrom: Float64Array,
  gradientTo: Float64Array,
): CurvaturePair | undefined {
  const step = to.map((value, i) => value - from[i]);
  const gradientChange = gradientFrom.map((value, i) => value - gradientTo[i]);
  let curvature = 0;
  let size = 0;
  for (let i = 0; i < step.length; i += 1) {
    curvature += step[i] * gradientChange[i];
    size += gradientChange[i] * gradientChange[i];
  }
  return curvature > leastCurvature * size ? { step, gradientChange, inverseCurvature: 1 / curvature } : undefined;
}
