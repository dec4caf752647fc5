// What a chain learns while it warms up: the step size and the metric.
import { CovarianceEstimate } from "./covariance-estimate.ts";
import type { Nuts, Transition } from "./nuts.ts";
import type { SampleOptions } from "./options.ts";
import { StepSizeAdaptation } from "./step-size.ts";
import { warmupSchedule } from "./warmup-schedule.ts";

/** Tunes step size and metric while the chain warms up. */
export class Warmup {
  readonly #nuts: Nuts;
  readonly #adaptation: StepSizeAdaptation;
  readonly #estimate: CovarianceEstimate;
  readonly #schedule: ReturnType<typeof warmupSchedule>;
  readonly #length: number;

  constructor(nuts: Nuts, dim: number, options: SampleOptions) {
    this.#nuts = nuts;
    this.#length = options.warmup;
    this.#adaptation = new StepSizeAdaptation(options.targetAcceptance);
    this.#adaptation.restart(nuts.findStepSize());
    this.#estimate = new CovarianceEstimate(options.metric, dim);
    this.#schedule = warmupSchedule(options.warmup);
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
}
