// What a chain learns while it warms up: the step size and the metric.
import type { WarmupState } from "./chain-state.ts";
import { CovarianceEstimate } from "./covariance-estimate.ts";
import type { Nuts, Transition } from "./nuts.ts";
import type { SampleOptions } from "./options.ts";
import { StepSizeAdaptation } from "./step-size.ts";
import { type WarmupSchedule, warmupSchedule } from "./warmup-schedule.ts";

/** Tunes step size and metric while the chain warms up; between two iterations it is plain data. */
export class Warmup {
  readonly #nuts: Nuts;
  readonly #adaptation: StepSizeAdaptation;
  readonly #estimate: CovarianceEstimate;
  readonly #schedule: WarmupSchedule;
  readonly #length: number;

  /** @param learnsMetric  false when the metric comes from an earlier run: then the step size alone is tuned */
  constructor(nuts: Nuts, dim: number, options: SampleOptions, learnsMetric: boolean) {
    this.#nuts = nuts;
    this.#length = options.warmup;
    this.#adaptation = new StepSizeAdaptation(options.targetAcceptance);
    this.#estimate = new CovarianceEstimate(options.metric, dim);
    this.#schedule = learnsMetric ? warmupSchedule(options.warmup) : { start: options.warmup, renewals: [] };
  }

  /** Starts from a step size that suits the sampler where it is. */
  begin(): void {
    this.#adaptation.restart(this.#nuts.findStepSize());
  }

  learn(iteration: number, transition: Transition): void {
    const nuts = this.#nuts;
    const { start, renewals } = this.#schedule;
    this.#adaptation.update(transition.acceptanceRate);
    nuts.setStepSize(this.#adaptation.current);
    const lastRenewal = renewals.at(-1) ?? -1;
    if (iteration >= start && iteration <= lastRenewal) this.#estimate.add(nuts.position);
    if (renewals.includes(iteration)) {
      nuts.setMetric(this.#estimate.metric(nuts.metric));
      this.#estimate.clear();
      this.#adaptation.restart(nuts.findStepSize());
    }
    if (iteration === this.#length - 1) nuts.setStepSize(this.#adaptation.averaged);
  }

  /** All that `learn` depends on; a copy. */
  get state(): WarmupState {
    return { stepSize: this.#adaptation.state, estimate: this.#estimate.state };
  }

  /** Goes on from where a warm-up of the same options stood. */
  restore({ stepSize, estimate }: WarmupState): void {
    this.#adaptation.restore(stepSize);
    this.#estimate.restore(estimate);
  }
}
