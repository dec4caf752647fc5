// One transition of the no-U-turn sampler: multinomial over the trajectory, generalized U-turn criterion.
import type { LogDensity } from "../graph/log-density.ts";
import type { RandomStream } from "../random/random-stream.ts";
import type { Metric } from "./metric.ts";

/** What one transition did. */
export interface Transition {
  logDensity: number;
  /** Hamiltonian of the kept point. */
  energy: number;
  /** Largest energy error along the trajectory, signed. */
  energyError: number;
  /** Mean Metropolis acceptance probability over the trajectory. */
  acceptanceRate: number;
  divergent: boolean;
  treeDepth: number;
  /** The trajectory was still moving away when the largest depth was reached. */
  depthSaturated: boolean;
  leapfrogs: number;
}

/** How a subtree ended; divergence and turning are findings, not mistakes. */
type Outcome = "extended" | "turning" | "divergent";

/** Energy error above which the integrator has left the trajectory (Stan's constant). */
const divergenceThreshold = 1000;

/** A point in phase space. */
class Point {
  readonly position: Float64Array;
  readonly momentum: Float64Array;
  readonly gradient: Float64Array;
  logDensity = 0;

  constructor(dim: number) {
    this.position = new Float64Array(dim);
    this.momentum = new Float64Array(dim);
    this.gradient = new Float64Array(dim);
  }

  copy(from: Point): void {
    this.position.set(from.position);
    this.momentum.set(from.momentum);
    this.gradient.set(from.gradient);
    this.logDensity = from.logDensity;
  }
}

/** A stretch of trajectory: what the criterion needs of its two ends, and a point drawn from it. */
class Stretch {
  readonly proposal: Point;
  readonly momentumFirst: Float64Array;
  readonly momentumLast: Float64Array;
  readonly velocityFirst: Float64Array;
  readonly velocityLast: Float64Array;
  readonly momentumSum: Float64Array;
  proposalEnergy = 0;
  logWeight = Number.NEGATIVE_INFINITY;

  constructor(dim: number) {
    this.proposal = new Point(dim);
    this.momentumFirst = new Float64Array(dim);
    this.momentumLast = new Float64Array(dim);
    this.velocityFirst = new Float64Array(dim);
    this.velocityLast = new Float64Array(dim);
    this.momentumSum = new Float64Array(dim);
  }
}

export interface NutsOptions {
  readonly maxTreeDepth: number;
  /** For momenta. */
  readonly momentumStream: RandomStream;
  /** For directions and choices along the tree. */
  readonly treeStream: RandomStream;
}

/**
 * The sampler's state: a position that `transition` moves. All buffers are made here; a transition allocates nothing.
 *
 * @see Betancourt (2017), A Conceptual Introduction to Hamiltonian Monte Carlo, appendix A; the additional checks between
 *   neighbouring subtrees are those of Stan 2.21 and later.
 */
export class Nuts {
  readonly #density: LogDensity;
  readonly #options: NutsOptions;
  readonly #dim: number;
  readonly #current: Point;
  /** The trajectory's two ends: [backward, forward]. */
  readonly #ends: readonly [Point, Point];
  readonly #trajectory: Stretch;
  readonly #extension: Stretch;
  /** Per depth: the two halves of a subtree. */
  readonly #halves: readonly (readonly [Stretch, Stretch])[];
  readonly #velocity: Float64Array;
  readonly #sum: Float64Array;
  #metric: Metric;
  #stepSize = 1;
  #initialEnergy = 0;
  readonly result: Transition = {
    logDensity: 0,
    energy: 0,
    energyError: 0,
    acceptanceRate: 0,
    divergent: false,
    treeDepth: 0,
    depthSaturated: false,
    leapfrogs: 0,
  };
  #acceptanceSum = 0;
  gradientEvaluations = 0;

  constructor(density: LogDensity, metric: Metric, options: NutsOptions) {
    const { dim } = density;
    this.#density = density;
    this.#options = options;
    this.#dim = dim;
    this.#metric = metric;
    this.#current = new Point(dim);
    this.#ends = [new Point(dim), new Point(dim)];
    this.#trajectory = new Stretch(dim);
    this.#extension = new Stretch(dim);
    this.#halves = Array.from({ length: options.maxTreeDepth }, () => [new Stretch(dim), new Stretch(dim)] as const);
    this.#velocity = new Float64Array(dim);
    this.#sum = new Float64Array(dim);
  }

  get position(): Float64Array {
    return this.#current.position;
  }

  get stepSize(): number {
    return this.#stepSize;
  }

  setStepSize(stepSize: number): void {
    this.#stepSize = stepSize;
  }

  get metric(): Metric {
    return this.#metric;
  }

  setMetric(metric: Metric): void {
    this.#metric = metric;
  }

  /** Moves to `position`. Returns whether the density and its gradient are finite there. */
  start(position: Float64Array): boolean {
    this.#current.position.set(position);
    this.#evaluate(this.#current);
    return Number.isFinite(this.#current.logDensity) && this.#current.gradient.every(Number.isFinite);
  }

  /**
   * A step size at which one leapfrog step changes the energy by about log(0.8): doubled or halved from the present one
   * until the change crosses that mark.
   */
  findStepSize(): number {
    const target = Math.log(0.8);
    const trial = this.#ends[1];
    let direction = 0;
    // 2^±50 spans every step size a double can sensibly need.
    for (let attempt = 0; attempt < 50; attempt += 1) {
      trial.copy(this.#current);
      this.#metric.sampleMomentum(this.#options.momentumStream, trial.momentum);
      const before = this.#energy(trial);
      this.#leapfrog(trial, this.#stepSize);
      const gain = before - this.#energy(trial);
      const better = gain > target ? 1 : -1;
      if (direction === 0) direction = better;
      if (better !== direction) break;
      this.#stepSize *= direction === 1 ? 2 : 0.5;
    }
    return this.#stepSize;
  }

  /** Makes one transition and describes it in `result`. */
  transition(): Transition {
    const { result } = this;
    const [backward, forward] = this.#ends;
    const trajectory = this.#trajectory;
    const current = this.#current;

    this.#metric.sampleMomentum(this.#options.momentumStream, current.momentum);
    this.#initialEnergy = this.#energy(current);
    backward.copy(current);
    forward.copy(current);
    this.#single(trajectory, current, this.#initialEnergy, 0);
    result.leapfrogs = 0;
    result.energyError = 0;
    result.divergent = false;
    result.treeDepth = 0;
    this.#acceptanceSum = 0;

    let outcome: Outcome = "extended";
    while (result.treeDepth < this.#options.maxTreeDepth && outcome === "extended") {
      const direction = this.#options.treeStream.uniform() < 0.5 ? -1 : 1;
      outcome = this.#build(result.treeDepth, direction, this.#extension);
      if (outcome === "extended") {
        if (!this.#extend(trajectory, this.#extension, direction)) outcome = "turning";
        result.treeDepth += 1;
      }
    }

    current.copy(trajectory.proposal);
    result.depthSaturated = outcome === "extended";
    result.divergent = outcome === "divergent";
    result.logDensity = current.logDensity;
    result.energy = trajectory.proposalEnergy;
    result.acceptanceRate = this.#acceptanceSum / Math.max(1, result.leapfrogs);
    return result;
  }

  /**
   * Joins a new subtree to the trajectory, on its side. Draws between old and new favoring the new (biased progressive
   * sampling). Returns whether the whole still moves apart.
   */
  #extend(trajectory: Stretch, added: Stretch, direction: 1 | -1): boolean {
    const dim = this.#dim;
    if (Math.log(this.#options.treeStream.uniform()) < added.logWeight - trajectory.logWeight) {
      trajectory.proposal.copy(added.proposal);
      trajectory.proposalEnergy = added.proposalEnergy;
    }
    trajectory.logWeight = logAddExp(trajectory.logWeight, added.logWeight);

    // `added` runs outward: its first point touches the trajectory, its last is the new end.
    const inner = direction === 1 ? trajectory.momentumLast : trajectory.momentumFirst;
    const innerVelocity = direction === 1 ? trajectory.velocityLast : trajectory.velocityFirst;
    const outerVelocity = direction === 1 ? trajectory.velocityFirst : trajectory.velocityLast;

    const sum = this.#sum;
    for (let i = 0; i < dim; i += 1) sum[i] = trajectory.momentumSum[i] + added.momentumFirst[i];
    let apart = movesApart(outerVelocity, added.velocityFirst, sum);
    for (let i = 0; i < dim; i += 1) sum[i] = added.momentumSum[i] + inner[i];
    apart = movesApart(innerVelocity, added.velocityLast, sum) && apart;
    for (let i = 0; i < dim; i += 1) trajectory.momentumSum[i] += added.momentumSum[i];
    apart = movesApart(outerVelocity, added.velocityLast, trajectory.momentumSum) && apart;

    inner.set(added.momentumLast);
    innerVelocity.set(added.velocityLast);
    return apart;
  }

  /** Builds a subtree of 2^depth points outward in `direction`, first point nearest to the trajectory. */
  #build(depth: number, direction: 1 | -1, into: Stretch): Outcome {
    if (depth === 0) return this.#buildPoint(direction, into);
    const dim = this.#dim;
    const [near, far] = this.#halves[depth - 1];
    const first = this.#build(depth - 1, direction, near);
    if (first !== "extended") return first;
    const second = this.#build(depth - 1, direction, far);
    if (second !== "extended") return second;

    into.logWeight = logAddExp(near.logWeight, far.logWeight);
    const chosen = Math.log(this.#options.treeStream.uniform()) < far.logWeight - into.logWeight ? far : near;
    into.proposal.copy(chosen.proposal);
    into.proposalEnergy = chosen.proposalEnergy;
    into.momentumFirst.set(near.momentumFirst);
    into.momentumLast.set(far.momentumLast);
    into.velocityFirst.set(near.velocityFirst);
    into.velocityLast.set(far.velocityLast);
    for (let i = 0; i < dim; i += 1) into.momentumSum[i] = near.momentumSum[i] + far.momentumSum[i];

    const sum = this.#sum;
    if (!movesApart(into.velocityFirst, into.velocityLast, into.momentumSum)) return "turning";
    for (let i = 0; i < dim; i += 1) sum[i] = near.momentumSum[i] + far.momentumFirst[i];
    if (!movesApart(into.velocityFirst, far.velocityFirst, sum)) return "turning";
    for (let i = 0; i < dim; i += 1) sum[i] = far.momentumSum[i] + near.momentumLast[i];
    if (!movesApart(near.velocityLast, into.velocityLast, sum)) return "turning";
    return "extended";
  }

  #buildPoint(direction: 1 | -1, into: Stretch): Outcome {
    const { result } = this;
    const end = this.#ends[direction === 1 ? 1 : 0];
    this.#leapfrog(end, direction * this.#stepSize);
    result.leapfrogs += 1;
    const energy = this.#energy(end);
    const error = energy - this.#initialEnergy;
    this.#acceptanceSum += error > 0 ? Math.exp(-error) : 1;
    if (Math.abs(error) > Math.abs(result.energyError)) result.energyError = error;
    if (error > divergenceThreshold) return "divergent";
    this.#single(into, end, energy, -error);
    return "extended";
  }

  /** Makes a stretch of one point. */
  #single(into: Stretch, point: Point, energy: number, logWeight: number): void {
    into.proposal.copy(point);
    into.proposalEnergy = energy;
    into.logWeight = logWeight;
    into.momentumFirst.set(point.momentum);
    into.momentumLast.set(point.momentum);
    into.momentumSum.set(point.momentum);
    this.#metric.velocity(point.momentum, into.velocityFirst);
    into.velocityLast.set(into.velocityFirst);
  }

  #leapfrog(point: Point, stepSize: number): void {
    const { position, momentum, gradient } = point;
    const velocity = this.#velocity;
    for (let i = 0; i < momentum.length; i += 1) momentum[i] += 0.5 * stepSize * gradient[i];
    this.#metric.velocity(momentum, velocity);
    for (let i = 0; i < position.length; i += 1) position[i] += stepSize * velocity[i];
    this.#evaluate(point);
    for (let i = 0; i < momentum.length; i += 1) momentum[i] += 0.5 * stepSize * gradient[i];
  }

  #evaluate(point: Point): void {
    point.logDensity = this.#density.evaluate(point.position, point.gradient);
    this.gradientEvaluations += 1;
  }

  /** Potential plus kinetic energy; +∞ where the density is not a number. */
  #energy(point: Point): number {
    this.#metric.velocity(point.momentum, this.#velocity);
    let kinetic = 0;
    for (let i = 0; i < point.momentum.length; i += 1) kinetic += point.momentum[i] * this.#velocity[i];
    const energy = 0.5 * kinetic - point.logDensity;
    return Number.isNaN(energy) ? Number.POSITIVE_INFINITY : energy;
  }
}

/** The generalized criterion: both end velocities point along the summed momentum. */
function movesApart(velocityFirst: Float64Array, velocityLast: Float64Array, momentumSum: Float64Array): boolean {
  let first = 0;
  let last = 0;
  for (let i = 0; i < momentumSum.length; i += 1) {
    first += velocityFirst[i] * momentumSum[i];
    last += velocityLast[i] * momentumSum[i];
  }
  return first > 0 && last > 0;
}

function logAddExp(a: number, b: number): number {
  const high = Math.max(a, b);
  return high === Number.NEGATIVE_INFINITY ? high : high + Math.log1p(Math.exp(-Math.abs(a - b)));
}
