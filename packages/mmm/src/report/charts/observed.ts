// The observed KPI for drawing: where it is not known the prediction stands in for scales and thinning, and nothing is drawn.
import type { Evaluation } from "../../analysis/evaluation.ts";

/** The observed KPI, the prediction where it is not known. */
export function observedOrPredicted({ observed, predicted }: Evaluation): readonly number[] {
  return observed.map((value, time) => value ?? predicted.mean[time]!);
}

/** Positions of the periods in which the KPI is known. */
export function knownTimes({ observed }: Evaluation): readonly number[] {
  return [...observed.keys()].filter((time) => observed[time] !== null);
}
