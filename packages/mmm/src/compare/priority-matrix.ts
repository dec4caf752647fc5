// Priority × confidence: what to do about each channel, and how sure of it all frameworks together are, in plain words.
import { meanOf } from "../analysis/estimates.ts";
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
  /** Of the marginal ROI being above the threshold. */
  readonly probabilityAbove: number;
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
  /** What the marginal ROI is held against. */
  readonly threshold: number;
  /** `break-even`: a unit of money that brings one back; `average`: the spend-weighted mean over channels. */
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
 * A channel is to be increased where the next unit of money brings more than the threshold with a probability of at least 0.8,
 * reduced where at most with 0.2, else held. Confidence is high where at least three of the four reasons hold, medium for two. Where
 * frameworks see a channel on different sides, moving its money is never of high confidence; where its interval is wide, leaving it
 * is of low: it is left because nobody can tell.
 */
export function priorityMatrix(input: MatrixInput): PriorityMatrix {
  const { channels, spend, frameworks, betweenShare, ranks, isMoney } = input;
  const weights = frameworks.map(({ weight }) => weight);
  const of = (channel: number): Float64Array[] => frameworks.map(({ marginalRoi }) => marginalRoi[channel]);
  const pooled = channels.map((_, channel) => mixtureQuantity(of(channel), weights));
  const total = spend.reduce((sum, each) => sum + each, 0);
  const average = total === 0 ? 0 : pooled.reduce((sum, { mean }, channel) => sum + (mean * spend[channel]) / total, 0);
  const threshold = isMoney ? 1 : average;
  return {
    threshold,
    thresholdKind: isMoney ? "break-even" : "average",
    entries: channels.map((channel, index) => {
      const marginalRoi = pooled[index];
      const probabilityAbove = mixtureShareAbove(of(index), weights, threshold);
      const sides = of(index).map((draws) => Math.sign(meanOf(draws) - threshold));
      const reasons = {
        agree: sides.every((side) => side === sides[0]),
        close: betweenShare[index] < 0.5,
        stable: keptRank(ranks[index]) >= sure,
        narrow: marginalRoi.q95 - marginalRoi.q05 < Math.abs(marginalRoi.mean),
      };
      const held = Object.values(reasons).filter(Boolean).length;
      const priority = probabilityAbove >= sure ? "increase" : probabilityAbove <= 1 - sure ? "reduce" : "hold";
      const confidence = confidenceOf(priority, reasons, held);
      const entry = { channel, priority, confidence, marginalRoi, probabilityAbove, reasons } as const;
      const doubtful = frameworks.filter(
        ({ marginalRoi: draws }, at) =>
          sides[at] !== Math.sign(marginalRoi.mean - threshold) || isUndecided(shareAbove(draws[index], threshold)),
      );
      return {
        ...entry,
        sentence: sentenceOf(
          entry,
          isMoney,
          doubtful.map(({ name }) => name),
        ),
      };
    }),
  };
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
  { channel, priority, confidence, marginalRoi, probabilityAbove, reasons }: Omit<MatrixEntry, "sentence">,
  isMoney: boolean,
  doubtful: readonly string[],
): string {
  const bar = isMoney ? "more than it costs" : "more than the average channel's";
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
  return `${channel}: ${advice[priority]}, ${confidence} confidence. The next unit of money brings ${marginalRoi.mean.toFixed(2)} (${marginalRoi.q05.toFixed(2)} to ${marginalRoi.q95.toFixed(2)}), ${bar} with a probability of ${Math.round(100 * probabilityAbove)} %; ${why.join(", ")}.${test}`;
}
