// The media plans that questions are asked about: the panel's own, without a channel, with more of one.
import type { Panel } from "../data/panel.ts";
import type { MediaPlan } from "../fit.ts";

/** What was really shown. */
export function observedPlan(panel: Panel): MediaPlan {
  return { exposure: panel.media.map((media) => media.exposure) };
}

/** The plan with one channel's exposure multiplied by `factor` in every geo and period; 0 switches it off. */
export function scaleChannel(plan: MediaPlan, channel: number, factor: number): MediaPlan {
  return {
    exposure: plan.exposure.map((exposure, index) =>
      index === channel ? exposure.map((value) => value * factor) : exposure,
    ),
  };
}
