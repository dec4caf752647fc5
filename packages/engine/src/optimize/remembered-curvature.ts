// Curvature learned from gradients alone: the compact form of limited-memory BFGS, damped so that it stays positive definite.
import { dot } from "../math/linear-algebra.ts";
import { type Curvature, LowRankCurvature } from "./curvature.ts";

/** Below this share of the curvature expected, the observed one is mixed with it. */
const damping = 0.2;

/**
 * B from the last steps s and changes y of −gradient:
 *
 *   B = σ·I − [σ·S, Y]·[[σ·SᵀS, L], [Lᵀ, −D]]⁻¹·[σ·S, Y]ᵀ
 *
 * @see Byrd, Nocedal and Schnabel (1994), Representations of quasi-Newton matrices and their use in limited memory methods
 */
export class RememberedCurvature {
  readonly #dimension: number;
  readonly #historySize: number;
  readonly #first: number;
  readonly #steps: Float64Array[] = [];
  readonly #changes: Float64Array[] = [];
  #current: Curvature;

  /** @param first  σ before anything is known */
  constructor(dimension: number, historySize: number, first: number) {
    this.#dimension = dimension;
    this.#historySize = historySize;
    this.#first = first;
    this.#current = this.#build();
  }

  get current(): Curvature {
    return this.#current;
  }

  get isFresh(): boolean {
    return this.#steps.length === 0;
  }

  forget(): void {
    this.#steps.length = 0;
    this.#changes.length = 0;
    this.#current = this.#build();
  }

  /** @param change  −(gradient after − gradient before) */
  learn(step: Float64Array, change: Float64Array): void {
    const bent = new Float64Array(this.#dimension);
    this.#current.multiply(step, bent);
    const [expected, observed] = [dot(step, bent), dot(step, change)];
    if (!(expected > 0) || !Number.isFinite(observed) || dot(step, step) === 0) return;
    const share = observed >= damping * expected ? 1 : ((1 - damping) * expected) / (expected - observed);
    // Before anything is known, what is expected is a guess: better nothing than that.
    if (share < 1 && this.isFresh && observed <= 0) return;
    this.#steps.push(step);
    this.#changes.push(change.map((each, i) => share * each + (1 - share) * bent[i]));
    if (this.#steps.length > this.#historySize) {
      this.#steps.shift();
      this.#changes.shift();
    }
    this.#current = this.#build();
  }

  #build(): Curvature {
    while (this.#steps.length > 0) {
      const built = this.#compact();
      if (built !== undefined) return built;
      this.#steps.shift();
      this.#changes.shift();
    }
    return new LowRankCurvature(new Float64Array(this.#dimension).fill(this.#first));
  }

  #compact(): Curvature | undefined {
    const k = this.#steps.length;
    const [lastStep, lastChange] = [this.#steps[k - 1], this.#changes[k - 1]];
    const sigma = dot(lastChange, lastChange) / dot(lastStep, lastChange);
    if (!(sigma > 0 && Number.isFinite(sigma))) return undefined;
    const size = 2 * k;
    const middle = new Float64Array(size * size);
    for (let i = 0; i < k; i += 1) {
      for (let j = 0; j < k; j += 1) {
        middle[i * size + j] = sigma * dot(this.#steps[i], this.#steps[j]);
        if (i > j) {
          const product = dot(this.#steps[i], this.#changes[j]);
          middle[i * size + k + j] = product;
          middle[(k + j) * size + i] = product;
        }
      }
      middle[(k + i) * size + k + i] = -dot(this.#steps[i], this.#changes[i]);
    }
    const wide = [...this.#steps.map((step) => step.map((each) => sigma * each)), ...this.#changes];
    const built = new LowRankCurvature(new Float64Array(this.#dimension).fill(sigma), wide, middle);
    return built.usable && built.factor(new Float64Array(this.#dimension)) ? built : undefined;
  }
}
