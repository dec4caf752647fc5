// The step size: a first guess, then dual averaging towards a wanted acceptance rate.
import { exp, log, power } from "../math/exponentials.ts";

/** Where an adaptation stands; plain data. */
export interface StepSizeState {
  readonly anchor: number;
  readonly count: number;
  readonly gap: number;
  readonly logAverage: number;
  readonly logCurrent: number;
}

/** Dual averaging of log step size (Hoffman & Gelman 2014, §3.2, with their constants). */
export class StepSizeAdaptation {
  readonly #target: number;
  #anchor = 0;
  #count = 0;
  #gap = 0;
  #logAverage = 0;
  #logCurrent = 0;

  constructor(targetAcceptance: number) {
    this.#target = targetAcceptance;
  }

  /** Starts anew around `stepSize`: the averages of an older metric mean nothing for a new one. */
  restart(stepSize: number): void {
    this.#anchor = log(10 * stepSize);
    this.#count = 0;
    this.#gap = 0;
    this.#logAverage = 0;
    this.#logCurrent = log(stepSize);
  }

  /** Takes in one transition's mean acceptance probability. */
  update(acceptance: number): void {
    const shrinkage = 0.05;
    const delay = 10;
    const forgetting = 0.75;
    this.#count += 1;
    const share = 1 / (this.#count + delay);
    this.#gap = (1 - share) * this.#gap + share * (this.#target - acceptance);
    this.#logCurrent = this.#anchor - (Math.sqrt(this.#count) / shrinkage) * this.#gap;
    const weight = power(this.#count, -forgetting);
    this.#logAverage = weight * this.#logCurrent + (1 - weight) * this.#logAverage;
  }

  get state(): StepSizeState {
    return {
      anchor: this.#anchor,
      count: this.#count,
      gap: this.#gap,
      logAverage: this.#logAverage,
      logCurrent: this.#logCurrent,
    };
  }

  /** Goes on from where an adaptation stood. */
  restore({ anchor, count, gap, logAverage, logCurrent }: StepSizeState): void {
    this.#anchor = anchor;
    this.#count = count;
    this.#gap = gap;
    this.#logAverage = logAverage;
    this.#logCurrent = logCurrent;
  }

  /** The step size to use while adapting. */
  get current(): number {
    return exp(this.#logCurrent);
  }

  /** The step size to keep when adaptation ends. */
  get averaged(): number {
    return exp(this.#count === 0 ? this.#logCurrent : this.#logAverage);
  }
}
