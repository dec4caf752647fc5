// One transition of the no-U-turn sampler: multinomial over the trajectory, generalized U-turn criterion.
import type { LogDensity } from "../graph/log-density.ts";
import { exp, log } from "../math/exponentials.ts";
import { logAddExp } from "../math/special.ts";
import type { RandomStream } from "../random/random-stream.ts";
import type { Metric } from "./metric.ts";
import { energyOf, Point } from "./phase-point.ts";
import { addMomenta, movesApart, Stretch } from "./stretch.ts";

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
 *   neighboring subtrees are those of Stan 2.21 and later.
 */
export class Nuts {
  readonly #density: LogDensity;
  readonly #options: NutsOptions;
  readonly #current: Point;
  /** The trajectory's two ends: [backward, forward]. */
  readonly #ends: readonly [Point, Point];
  readonly #trajectory: Stretch;
  readonly #extension: Stretch;
  /** Per depth: the two halves of a subtree. */
  readonly #halves: readonly (readonly [Stretch, Stretch])[];
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
    this.#metric = metric;
    this.#current = new Point(dim);
    this.#ends = [new Point(dim), new Point(dim)];
    this.#trajectory = new Stretch(dim);
    this.#extension = new Stretch(dim);
    this.#halves = Array.from({ length: options.maxTreeDepth }, () => [new Stretch(dim), new Stretch(dim)] as const);
    this.#sum = new Float64Array(dim);
  }

  get position(): Float64Array {
    return this.#current.position;
  }

  /** Of the log density at `position`. */
  get gradient(): Float64Array {
    return this.#current.gradient;
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
    const target = log(0.8);
    const trial = this.#ends[1];
    let direction = 0;
    // 2^±50 spans every step size a double can sensibly need.
    for (let attempt = 0; attempt < 50; attempt += 1) {
      this.#push(this.#current);
      trial.copy(this.#current);
      const before = energyOf(trial);
      this.#leapfrog(trial, this.#stepSize);
      const gain = before - energyOf(trial);
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

    this.#push(current);
    this.#initialEnergy = energyOf(current);
    backward.copy(current);
    forward.copy(current);
    trajectory.begin(current, this.#initialEnergy, 0);
    result.leapfrogs = 0;
    result.energyError = 0;
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

    const { proposal } = trajectory;
    current.position.set(proposal.position);
    current.gradient.set(proposal.gradient);
    current.logDensity = proposal.logDensity;
    result.depthSaturated = outcome === "extended";
    result.divergent = outcome === "divergent";
    result.logDensity = proposal.logDensity;
    result.energy = proposal.energy;
    result.acceptanceRate = this.#acceptanceSum / Math.max(1, result.leapfrogs);
    return result;
  }

  /**
   * Joins a new subtree to the trajectory, on its side. Draws between old and new favoring the new (biased progressive
   * sampling). Returns whether the whole still moves apart.
   */
  #extend(trajectory: Stretch, added: Stretch, direction: 1 | -1): boolean {
    if (log(this.#options.treeStream.uniform()) < added.logWeight - trajectory.logWeight) {
      trajectory.takeProposal(added);
    }
    trajectory.logWeight = logAddExp(trajectory.logWeight, added.logWeight);

    // `added` runs outward: its first point touches the trajectory, its last is the new end.
    const forward = direction === 1;
    const inner = forward ? trajectory.momentumLast : trajectory.momentumFirst;
    const innerVelocity = forward ? trajectory.velocityLast : trajectory.velocityFirst;
    const outerVelocity = forward ? trajectory.velocityFirst : trajectory.velocityLast;
    const sum = this.#sum;
    addMomenta(trajectory.momentumSum, added.momentumFirst, sum);
    let apart = movesApart(outerVelocity, added.velocityFirst, sum);
    addMomenta(added.momentumSum, inner, sum);
    apart = movesApart(innerVelocity, added.velocityLast, sum) && apart;
    addMomenta(trajectory.momentumSum, added.momentumSum, trajectory.momentumSum);
    apart = movesApart(outerVelocity, added.velocityLast, trajectory.momentumSum) && apart;

    inner.set(added.momentumLast);
    innerVelocity.set(added.velocityLast);
    return apart;
  }

  /** Builds a subtree of 2^depth points outward in `direction`, first point nearest to the trajectory. */
  #build(depth: number, direction: 1 | -1, into: Stretch): Outcome {
    if (depth === 0) return this.#buildPoint(direction, into);
    const [near, far] = this.#halves[depth - 1];
    const first = this.#build(depth - 1, direction, near);
    if (first !== "extended") return first;
    const second = this.#build(depth - 1, direction, far);
    if (second !== "extended") return second;

    into.logWeight = logAddExp(near.logWeight, far.logWeight);
    addMomenta(near.momentumSum, far.momentumSum, into.momentumSum);
    const sum = this.#sum;
    if (!movesApart(near.velocityFirst, far.velocityLast, into.momentumSum)) return "turning";
    addMomenta(near.momentumSum, far.momentumFirst, sum);
    if (!movesApart(near.velocityFirst, far.velocityFirst, sum)) return "turning";
    addMomenta(far.momentumSum, near.momentumLast, sum);
    if (!movesApart(near.velocityLast, far.velocityLast, sum)) return "turning";
    const chooseFar = log(this.#options.treeStream.uniform()) < far.logWeight - into.logWeight;
    into.takeProposal(chooseFar ? far : near);
    into.takeFirst(near);
    into.takeLast(far);
    return "extended";
  }

  #buildPoint(direction: 1 | -1, into: Stretch): Outcome {
    const { result } = this;
    const end = this.#ends[direction === 1 ? 1 : 0];
    this.#leapfrog(end, direction * this.#stepSize);
    result.leapfrogs += 1;
    const energy = energyOf(end);
    const error = energy - this.#initialEnergy;
    this.#acceptanceSum += error > 0 ? exp(-error) : 1;
    if (Math.abs(error) > Math.abs(result.energyError)) result.energyError = error;
    if (error > divergenceThreshold) return "divergent";
    into.begin(end, energy, -error);
    return "extended";
  }

  /** Gives the point a new momentum, and what follows from it. */
  #push(point: Point): void {
    this.#metric.sampleMomentum(this.#options.momentumStream, point.momentum);
    this.#metric.velocity(point.momentum, point.velocity);
    this.#metric.velocity(point.gradient, point.acceleration);
  }

  /** Velocities move with the momenta, so that one product with the metric per step is enough. */
  #leapfrog(point: Point, stepSize: number): void {
    const { position, momentum, gradient, velocity, acceleration } = point;
    const half = 0.5 * stepSize;
    for (let i = 0; i < position.length; i += 1) {
      momentum[i] += half * gradient[i];
      velocity[i] += half * acceleration[i];
      position[i] += stepSize * velocity[i];
    }
    this.#evaluate(point);
    this.#metric.velocity(gradient, acceleration);
    for (let i = 0; i < position.length; i += 1) {
      momentum[i] += half * gradient[i];
      velocity[i] += half * acceleration[i];
    }
  }

  #evaluate(point: Point): void {
    point.logDensity = this.#density.evaluate(point.position, point.gradient);
    this.gradientEvaluations += 1;
  }
}
