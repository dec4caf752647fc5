// The media plans that questions are asked about: the panel's own, without a channel, with more of one, in all periods or some.
import type { Panel } from "../data/panel.ts";
import type { MediaPlan } from "../fit.ts";

/** What was really shown. */
export function observedPlan(panel: Panel): MediaPlan {
  return { exposure: panel.media.map((media) => media.exposure) };
}

/**
 * The plan with one channel's exposure multiplied by `factor` in every geo and period. 0 switches it off: nothing of it carries
 * over from before the panel either.
 */
export function scaleChannel(plan: MediaPlan, channel: number, factor: number): MediaPlan {
  return {
    ...plan,
    ...(factor === 0 ? { history: withoutHistory(plan, [channel]) } : {}),
    exposure: plan.exposure.map((exposure, index) =>
      index === channel ? exposure.map((value) => value * factor) : exposure,
    ),
  };
}

/** The plan without some channels, at all times. */
export function switchOff(plan: MediaPlan, channels: readonly number[]): MediaPlan {
  return {
    ...plan,
    history: withoutHistory(plan, channels),
    exposure: plan.exposure.map((exposure, index) =>
      channels.includes(index) ? new Float64Array(exposure.length) : exposure,
    ),
  };
}

function withoutHistory({ exposure, history }: MediaPlan, channels: readonly number[]): number[] {
  return exposure.map((_, index) => (channels.includes(index) ? 0 : (history?.[index] ?? 1)));
}

export interface PlanChange {
  /** Positions in the plan. */
  readonly channels: readonly number[];
  /** Positions in time, [first, end), of every geo. */
  readonly first: number;
  readonly end: number;
  /** What the exposure there is multiplied by. */
  readonly factor: number;
}

/** The plan with the exposure of some channels multiplied in some periods. @param periods  length of its time axis */
export function scaleWindow(plan: MediaPlan, periods: number, { channels, first, end, factor }: PlanChange): MediaPlan {
  return {
    ...plan,
    exposure: plan.exposure.map((exposure, index) => {
      if (!channels.includes(index)) return exposure;
      return exposure.map((value, cell) => {
        const period = cell % periods;
        return period >= first && period < end ? value * factor : value;
      });
    }),
  };
}

/** Where nobody was reached a new reach needs a frequency: the mean over all who were reached. */
export function plannedFrequency(reach: Float64Array, frequency: Float64Array): Float64Array {
  let [people, contacts] = [0, 0];
  for (let cell = 0; cell < reach.length; cell += 1) {
    people += reach[cell];
    contacts += reach[cell] * frequency[cell];
  }
  return frequency.map((value, cell) => (reach[cell] === 0 && people > 0 ? contacts / people : value));
}
