// Stretches of trajectory, which trees join: their ends, their summed momentum, and a point drawn from each.
import type { Point } from "./phase-point.ts";

/** What is kept of a point that may become the next draw. */
class Proposal {
  readonly position: Float64Array;
  readonly gradient: Float64Array;
  logDensity = 0;
  energy = 0;

  constructor(dim: number) {
    this.position = new Float64Array(dim);
    this.gradient = new Float64Array(dim);
  }
}

/**
 * A stretch of trajectory: what the criterion needs of its two ends, and a point drawn from it. Joining two stretches
 * exchanges their arrays instead of copying them.
 */
export class Stretch {
  proposal: Proposal;
  momentumFirst: Float64Array;
  momentumLast: Float64Array;
  velocityFirst: Float64Array;
  velocityLast: Float64Array;
  readonly momentumSum: Float64Array;
  logWeight: number = Number.NEGATIVE_INFINITY;

  constructor(dim: number) {
    this.proposal = new Proposal(dim);
    this.momentumFirst = new Float64Array(dim);
    this.momentumLast = new Float64Array(dim);
    this.velocityFirst = new Float64Array(dim);
    this.velocityLast = new Float64Array(dim);
    this.momentumSum = new Float64Array(dim);
  }

  /** Makes this a stretch of one point. */
  begin(point: Point, energy: number, logWeight: number): void {
    const { proposal } = this;
    proposal.position.set(point.position);
    proposal.gradient.set(point.gradient);
    proposal.logDensity = point.logDensity;
    proposal.energy = energy;
    this.logWeight = logWeight;
    this.momentumFirst.set(point.momentum);
    this.momentumLast.set(point.momentum);
    this.momentumSum.set(point.momentum);
    this.velocityFirst.set(point.velocity);
    this.velocityLast.set(point.velocity);
  }

  /** Takes the proposal of `other`, whose own becomes this one's former. */
  takeProposal(other: Stretch): void {
    const former = this.proposal;
    this.proposal = other.proposal;
    other.proposal = former;
  }

  takeFirst(other: Stretch): void {
    const { momentumFirst, velocityFirst } = this;
    this.momentumFirst = other.momentumFirst;
    this.velocityFirst = other.velocityFirst;
    other.momentumFirst = momentumFirst;
    other.velocityFirst = velocityFirst;
  }

  takeLast(other: Stretch): void {
    const { momentumLast, velocityLast } = this;
    this.momentumLast = other.momentumLast;
    this.velocityLast = other.velocityLast;
    other.momentumLast = momentumLast;
    other.velocityLast = velocityLast;
  }
}

/** out = a + b. */
export function addMomenta(a: Float64Array, b: Float64Array, out: Float64Array): void {
  for (let i = 0; i < out.length; i += 1) out[i] = a[i] + b[i];
}

/** The generalized criterion: both end velocities point along the summed momentum. */
export function movesApart(
  velocityFirst: Float64Array,
  velocityLast: Float64Array,
  momentumSum: Float64Array,
): boolean {
  let first = 0;
  let last = 0;
  for (let i = 0; i < momentumSum.length; i += 1) {
    first += velocityFirst[i] * momentumSum[i];
    last += velocityLast[i] * momentumSum[i];
  }
  return first > 0 && last > 0;
}
