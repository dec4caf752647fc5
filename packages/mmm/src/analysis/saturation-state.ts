// How much of its ceiling a channel uses in the periods in which it spends, as a level, a state and a sentence.
import type { Frequency } from "../data/panel.ts";
import { estimate } from "./estimates.ts";
import type { ChannelEvaluation, Estimate } from "./evaluation.ts";
import { formatShare } from "./format.ts";

/** Below a third of the ceiling a channel counts as unsaturated, above two thirds as saturated, between as working. */
const saturationThresholds = {
  working: 1 / 3,
  saturated: 2 / 3,
};

/** A state is only named when it is at least this probable: anything less is told as what it is, not knowing. */
const leastProbability = 0.8;

/**
 * What the level means for the next unit of money. The state is the most probable one among the posterior's draws;
 * `unknown` when there is no ceiling, or no state has a probability of 0.8.
 *
 * @param level  (draw), shares of the ceiling
 */
export function saturationState(
  channel: string,
  level: Float64Array | null,
  frequency: Frequency,
): ChannelEvaluation["saturation"] {
  if (level === null) {
    return {
      level: null,
      state: "unknown",
      sentence: `${channel} has a curve without a ceiling, so no share of it can be given: read the response curve instead.`,
    };
  }
  const summary = estimate(level);
  const state = mostProbableState(level);
  return { level: summary, state, sentence: saturationSentence(channel, state, summary, frequency) };
}

function mostProbableState(level: Float64Array): ChannelEvaluation["saturation"]["state"] {
  const { working, saturated } = saturationThresholds;
  const below = level.filter((value) => value < working).length / level.length;
  const above = level.filter((value) => value > saturated).length / level.length;
  const candidates = [
    { state: "unsaturated", probability: below },
    { state: "working", probability: 1 - below - above },
    { state: "saturated", probability: above },
  ] as const;
  return candidates.find(({ probability }) => probability >= leastProbability)?.state ?? "unknown";
}

const periodsOf: Readonly<Record<Frequency, string>> = { daily: "On days", weekly: "In weeks", monthly: "In months" };

function saturationSentence(
  channel: string,
  state: ChannelEvaluation["saturation"]["state"],
  { mean, interval94: [low, high] }: Estimate,
  frequency: Frequency,
): string {
  const range = `94 % interval ${formatShare(low)} to ${formatShare(high)}`;
  const reached = `${periodsOf[frequency]} with spend ${channel} reaches ${formatShare(mean)} of its ceiling (${range})`;
  switch (state) {
    case "unsaturated":
      return `${reached}: there is room for more spend before returns flatten.`;
    case "working":
      return `${reached}: more spend still brings more, at a falling rate.`;
    case "saturated":
      return `${reached}: more spend brings little; look here first for money to move.`;
    default:
      return `${reached}: the data cannot tell whether there is room for more.`;
  }
}
