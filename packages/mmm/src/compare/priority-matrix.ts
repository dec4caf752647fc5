// Priority × confidence: what to do about each channel, and how sure of it all frameworks together are, in plain words.
import { meanOf } from "../analysis/estimates.ts";
import { probabilityText } from "../budget/words.ts";
import { mixtureQuantity, mixtureShareAbove, type Quantity, shareAbove } from "./quantity.ts";
import type { RankProbabilities } from "./ranking.ts";

type Priority = "increase" | "hold" | "reduce";
type Confidence = "high" | "medium" | "low";

interface MatrixEntry {
  readonly channel: string;
  readonly priority: Priority;
  readonly confidence: Confidence;
  /** Over the frameworks by their weights. */
  readonly marginalRoi: Quantity;
  /** Of the marginal ROI being above the threshold, draw by draw. */
  readonly probabilityAbove: number;
  /** Of the next unit of money bringing more than itself; null where a unit of KPI has no known worth. */
  readonly probabilityPays: number | null;
  /** What counts for confidence, each held or not. */
  readonly reasons: {
    /** All frameworks put the marginal ROI on the same side of the threshold, in their mean. */
    readonly agree: boolean;
    /** Less than half of the variance of the ROI lies between frameworks. */
    readonly close: boolean;
    /** The channel keeps its rank with a probability of at least 0.8; among five channels or more, give or take one. */
    readonly stable: boolean;
    /** The 90 % interval of the marginal ROI is narrower than its mean. */
    readonly narrow: boolean;
  };
  readonly sentence: string;
}

export interface PriorityMatrix {
  /** What the marginal ROI is held against, in its mean. */
  readonly threshold: number;
  /** `average`: the spend-weighted mean over channels in the same draw; `break-even`, for one channel alone: 1. */
  readonly thresholdKind: "break-even" | "average";
  readonly entries: readonly MatrixEntry[];
}

export interface MatrixInput {
  readonly channels: readonly string[];
  /** Money spent on each. */
  readonly spend: readonly number[];
  /** Draws of the marginal ROI, (channel)(draw). */
  readonly frameworks: readonly {
    readonly name: string;
    readonly weight: number;
    readonly marginalRoi: readonly Float64Array[];
  }[];
  /** By channel, see `ChannelDisagreement`. */
  readonly betweenShare: readonly number[];
  /** Of the marginal ROI, pooled. */
  readonly ranks: RankProbabilities;
  /** Whether a unit of KPI has a known worth in money. */
  readonly isMoney: boolean;
}

/** Probability from which a priority is more than holding. */
const sure = 0.8;

/**
 * Where the next unit of a budget should go, and come from: a channel is to be increased where its next unit of money brings more
 * than the average channel's with a probability of at least 0.8, reduced where at most with 0.2, else held. Confidence is high where at least three of the four reasons hold, medium for two. Where
 * frameworks see a channel on different sides, moving its money is never of high confidence; where its interval is wide, leaving it
 * is of low: it is left because nobody can tell.
 */
export function priorityMatrix(input: MatrixInput): PriorityMatrix {
  const { channels, spend, frameworks, betweenShare, ranks, isMoney } = input;
  const weights = frameworks.map(({ weight }) => weight);
  const of = (channel: number): Float64Array[] => frameworks.map(({ marginalRoi }) => marginalRoi[channel]);
  const pooled = channels.map((_, channel) => mixtureQuantity(of(channel), weights));
  const thresholds = frameworks.map(({ marginalRoi }) => thresholdDraws(marginalRoi, spend));
  const above = (channel: number): Float64Array[] =>
    of(channel).map((draws, at) => draws.map((value, draw) => value - thresholds[at][draw]));
  const threshold = mixtureQuantity(thresholds, weights).mean;
  return {
    threshold,
    thresholdKind: channels.length > 1 ? "average" : "break-even",
    entries: channels.map((channel, index) => {
      const marginalRoi = pooled[index];
      const differences = above(index);
      const probabilityAbove = mixtureShareAbove(differences, weights, 0);
      const sides = differences.map((draws) => Math.sign(meanOf(draws)));
      const reasons = {
        agree: sides.every((side) => side === sides[0]),
        close: betweenShare[index] < 0.5,
        stable: keptRank(ranks[index]) >= sure,
        narrow: marginalRoi.q95 - marginalRoi.q05 < Math.abs(marginalRoi.mean),
      };
      const held = Object.values(reasons).filter(Boolean).length;
      const priority = probabilityAbove >= sure ? "increase" : probabilityAbove <= 1 - sure ? "reduce" : "hold";
      const confidence = confidenceOf(priority, reasons, held);
      const probabilityPays = isMoney ? mixtureShareAbove(of(index), weights, 1) : null;
      const entry = { channel, priority, confidence, marginalRoi, probabilityAbove, probabilityPays, reasons } as const;
      const doubtful = frameworks.filter(
        (_, at) => sides[at] !== Math.sign(marginalRoi.mean - threshold) || isUndecided(shareAbove(differences[at], 0)),
      );
      return {
        ...entry,
        sentence: sentenceOf(
          entry,
          channels.length > 1 ? `more than the average channel's ${threshold.toFixed(2)}` : "more than it costs",
          doubtful.map(({ name }) => name),
        ),
      };
    }),
  };
}

/** The spend-weighted mean of the channels' marginal returns in each draw; 1 where there is one channel alone. */
function thresholdDraws(marginalRoi: readonly Float64Array[], spend: readonly number[]): Float64Array {
  const total = spend.reduce((sum, each) => sum + each, 0);
  if (marginalRoi.length === 1 || total === 0) return new Float64Array(marginalRoi[0].length).fill(1);
  return marginalRoi[0].map((_, draw) =>
    marginalRoi.reduce((sum, draws, channel) => sum + (draws[draw] * spend[channel]) / total, 0),
  );
}

function isUndecided(probability: number): boolean {
  return probability > 1 - sure && probability < sure;
}

function confidenceOf(priority: Priority, { agree, narrow }: MatrixEntry["reasons"], held: number): Confidence {
  if (priority === "hold" && !narrow) return "low";
  if (held >= 3 && (priority === "hold" || agree)) return "high";
  return held >= 2 ? "medium" : "low";
}

/** Of so few channels most lie within one rank of any: only the rank itself counts. */
const fewChannels = 4;

/** Probability of the most probable rank, with its neighbors where there are many. */
function keptRank(ranks: readonly number[]): number {
  const top = ranks.indexOf(Math.max(...ranks));
  if (ranks.length <= fewChannels) return ranks[top];
  return (ranks[top - 1] ?? 0) + ranks[top] + (ranks[top + 1] ?? 0);
}

const advice: Readonly<Record<Priority, string>> = {
  increase: "spend more",
  hold: "leave the spend as it is",
  reduce: "spend less",
};

const because: Readonly<Record<keyof MatrixEntry["reasons"], readonly [string, string]>> = {
  agree: ["all frameworks see it on the same side", "frameworks see it on different sides"],
  close: ["their returns lie close", "their returns lie apart"],
  stable: ["its rank is stable", "its rank is not stable"],
  narrow: ["its interval is narrow", "its interval is wide"],
};

function sentenceOf(
  {
    channel,
    priority,
    confidence,
    marginalRoi,
    probabilityAbove,
    probabilityPays,
    reasons,
  }: Omit<MatrixEntry, "sentence">,
  bar: string,
  doubtful: readonly string[],
): string {
  const against = Object.entries(reasons)
    .filter(([, held]) => !held)
    .map(([name]) => because[name as keyof MatrixEntry["reasons"]][1]);
  const pros = Object.entries(reasons)
    .filter(([, held]) => held)
    .map(([name]) => because[name as keyof MatrixEntry["reasons"]][0]);
  const why = confidence === "high" ? [...pros, ...against.map((each) => `but ${each}`)] : against;
  const test =
    confidence === "low"
      ? ` Test it before moving much money${doubtful.length === 0 ? "" : `; ${doubtful.join(", ")} would settle it differently or not at all`}.`
      : "";
  const { mean, q05, q95 } = marginalRoi;
  const pays =
    probabilityPays === null
      ? ""
      : ` It brings more than it costs with probability ${probabilityText(probabilityPays)}.`;
  return `${channel}: ${advice[priority]}, ${confidence} confidence. The next unit of money brings ${mean.toFixed(2)} (${q05.toFixed(2)} to ${q95.toFixed(2)}), ${bar} with probability ${probabilityText(probabilityAbove)}; ${why.join(", ")}.${pays}${test}`;
}
