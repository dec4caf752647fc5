// What a chain learns while it warms up: the step size and the metric.
import type { WarmupState } from "./chain-state.ts";
import { learnMetric } from "./learn-metric.ts";
import type { MetricKind } from "./metric.ts";
import type { Nuts, Transition } from "./nuts.ts";
import type { SampleOptions } from "./options.ts";
import { StepSizeAdaptation } from "./step-size.ts";
import { type WarmupSchedule, warmupSchedule } from "./warmup-schedule.ts";
import { WarmupWindow } from "./warmup-window.ts";

/** Share of the iterations so far, the latest ones, whose points stay in the window: the first are of the way in. */
const keptShare = 2 / 3;

/** Tunes step size and metric while the chain warms up; between two iterations it is plain data. */
export class Warmup {
  readonly #nuts: Nuts;
  readonly #adaptation: StepSizeAdaptation;
  readonly #window: WarmupWindow;
  readonly #schedule: WarmupSchedule;
  readonly #length: number;
  readonly #kind: MetricKind;

  /** @param learnsMetric  false when the metric comes from an earlier run: then the step size alone is tuned */
  constructor(nuts: Nuts, dim: number, options: SampleOptions, learnsMetric: boolean) {
    this.#nuts = nuts;
    this.#length = options.warmup;
    this.#kind = options.metric;
    this.#adaptation = new StepSizeAdaptation(options.targetAcceptance);
    this.#window = new WarmupWindow(dim);
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
    if (iteration >= start && iteration <= (renewals.at(-1) ?? -1)) this.#window.add(nuts.position, nuts.gradient);
    if (renewals.includes(iteration)) {
      const metric = learnMetric(this.#window.points, this.#kind);
      if (metric !== undefined) nuts.setMetric(metric);
      this.#window.keepLatest(Math.floor(keptShare * iteration));
      this.#adaptation.restart(nuts.findStepSize());
    }
    if (iteration === this.#length - 1) nuts.setStepSize(this.#adaptation.averaged);
  }

  /** All that `learn` depends on; a copy. */
  get state(): WarmupState {
    return { stepSize: this.#adaptation.state, points: this.#window.points };
  }

  /** Goes on from where a warm-up of the same options stood. */
  restore({ stepSize, points }: WarmupState): void {
    this.#adaptation.restore(stepSize);
    this.#window.restore(points);
  }
}
