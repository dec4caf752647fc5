// What to do next, as cautiously as the numbers allow: three recommendations from the next unit of money's return.
import type { Estimate, Evaluation } from "../analysis/evaluation.ts";
import { periodWord } from "../calendar/periods.ts";
import { currencyUnit } from "./currency.ts";
import { formatMoney, formatProbability, formatShare } from "./format.ts";
import { numberInterval } from "./interval-text.ts";
import { channelLabels } from "./names.ts";
import { orderedByMarginal, probabilityAbove, probabilityAboveLimit } from "./ordering.ts";

export interface Action {
  readonly kind: "repair" | "shift" | "keep" | "raise" | "question" | "test";
  /** An imperative. */
  readonly title: string;
  /** Why, with the numbers and how sure they are. */
  readonly reason: string;
  /** Probability that the reason holds; null where the action is to find out. */
  readonly probability: number | null;
}

/** Above this a difference is acted on, below it is called unclear. */
const likely = 0.8;
/** Above this a return is called over or under break-even. */
const nearlySure = 0.9;

/** Three actions (two with a single channel that has spend, none without), the most urgent first. */
export function recommendedActions(evaluation: Evaluation): readonly Action[] {
  if (orderedByMarginal(evaluation).length === 0) return [];
  const candidates = [repair(evaluation), split(evaluation), level(evaluation), lift(evaluation)];
  return candidates.filter((action) => action !== null).slice(0, 3);
}

function nextText(estimate: Estimate): string {
  const text = numberInterval(estimate, estimate.interval80);
  return `${text.mean} (80 % interval ${text.lower} to ${text.upper})`;
}

function repair({ diagnostics }: Evaluation): Action | null {
  if (diagnostics.verdict !== "fail") return null;
  const worst = diagnostics.findings.find((finding) => finding.severity === "fail");
  return {
    kind: "repair",
    title: "Repair the computation before moving money",
    reason: `${worst?.found ?? diagnostics.sentence} ${worst?.remedy ?? ""}`.trim(),
    probability: null,
  };
}

/** From the channel whose next unit is worth least to the one where it is worth most, if that order is likely. */
function split(evaluation: Evaluation): Action | null {
  const order = orderedByMarginal(evaluation);
  if (order.length < 2) return null;
  const labels = channelLabels(evaluation);
  const unit = currencyUnit(evaluation.currency);
  const [top, bottom] = [order[0]!.index, order.at(-1)!.index];
  const [best, worst] = [evaluation.channels[top]!, evaluation.channels[bottom]!];
  const probability = probabilityAbove(best.marginalRoas, worst.marginalRoas);
  const compared = `the next ${unit} returns ${nextText(best.marginalRoas)} in ${labels[top]} and ${nextText(worst.marginalRoas)} in ${labels[bottom]}`;
  if (probability < likely) {
    return {
      kind: "keep",
      title: "Keep the split between channels for now",
      reason: `We cannot tell where the next ${unit} works best: ${compared}, an order that holds with probability ${formatProbability(probability)} only.`,
      probability,
    };
  }
  const limit = `${formatMoney(best.observedMaximum, evaluation.currency)} a ${periodWord(evaluation.frequency)}`;
  return {
    kind: "shift",
    title: `Move some spend from ${labels[bottom]} to ${labels[top]}, in small steps`,
    reason: `By the model ${compared}; that ${labels[top]} is ahead holds with probability about ${formatProbability(probability)}. The data say nothing above ${limit}.`,
    probability,
  };
}

/** Whether more money comes back than goes out at the margin, for the clearest case. */
function level(evaluation: Evaluation): Action | null {
  const labels = channelLabels(evaluation);
  const unit = currencyUnit(evaluation.currency);
  const order = orderedByMarginal(evaluation);
  const above = order.map(({ index }) => ({
    index,
    probability: probabilityAboveLimit(evaluation.channels[index]!.marginalRoas, 1),
  }));
  const [best, worst] = [above[0]!, above.at(-1)!];
  const next = (index: number): string => nextText(evaluation.channels[index]!.marginalRoas);
  if (above.every(({ probability }) => probability < 1 - nearlySure)) {
    return {
      kind: "question",
      title: "Do not raise total spend on these returns alone",
      reason: `Even in ${labels[best.index]}, the best channel at the margin, the next ${unit} returns ${next(best.index)}: less than it costs with probability ${formatProbability(1 - best.probability)}. Effects the model does not see (repeat purchases, brand) would have to make up the difference.`,
      probability: 1 - best.probability,
    };
  }
  if (best.probability > nearlySure) {
    return {
      kind: "raise",
      title: `Try more spend on ${labels[best.index]}`,
      reason: `Its next ${unit} returns ${next(best.index)}, more than it costs with probability ${formatProbability(best.probability)}; compare with your margin, since returns here are before cost of goods.`,
      probability: best.probability,
    };
  }
  if (worst.probability < 1 - nearlySure) {
    return {
      kind: "question",
      title: `Ask whether the last part of ${labels[worst.index]}'s budget earns its keep`,
      reason: `Its next ${unit} returns ${next(worst.index)}, less than it costs with probability ${formatProbability(1 - worst.probability)}.`,
      probability: 1 - worst.probability,
    };
  }
  return {
    kind: "keep",
    title: "Keep total spend for now",
    reason: `We cannot tell whether the next ${unit} comes back in full: in ${labels[best.index]}, the best channel at the margin, it returns ${next(best.index)}.`,
    probability: null,
  };
}

/** The channel on whose return most money hangs: the posterior sd of what it brought, in money. */
function lift(evaluation: Evaluation): Action | null {
  const stakes = evaluation.channels.map((channel) => channel.spend * channel.roas.sd);
  const index = stakes.indexOf(Math.max(...stakes));
  const channel = evaluation.channels[index];
  if (channel === undefined) return null;
  const label = channelLabels(evaluation)[index]!;
  const text = numberInterval(channel.roas, channel.roas.interval94);
  return {
    kind: "test",
    title: `Run a lift test on ${label}`,
    reason: `It takes ${formatShare(channel.spendShare)} of spend and its return is known no better than ${text.lower} to ${text.upper} per ${currencyUnit(evaluation.currency)} (94 % interval): a measured lift there would teach the model most.`,
    probability: null,
  };
}
