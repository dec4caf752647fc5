// Which channel comes first, and how sure that is: within each framework, over all of them, and between any two.
import { meanOf } from "../analysis/estimates.ts";
import { kendall, spearman } from "./rank-correlation.ts";

/** Probability of each rank, best first: (channel)(rank). Rows and columns sum to one. */
export type RankProbabilities = readonly (readonly number[])[];

interface RankAgreement {
  readonly frameworks: readonly [string, string];
  /** Of the posterior means; null where one framework ranks nothing. */
  readonly spearman: number | null;
  readonly kendall: number | null;
}

export interface MetricRanking {
  /** Best first, by the pooled mean rank. */
  readonly order: readonly string[];
  /** By framework, channels in the panel's order. */
  readonly probabilities: Readonly<Record<string, RankProbabilities>>;
  /** The frameworks' probabilities, weighted. */
  readonly pooled: RankProbabilities;
  /** Pooled expected rank of each channel, 1 for best, in the panel's order. */
  readonly meanRank: Readonly<Record<string, number>>;
  readonly agreement: readonly RankAgreement[];
}

/** One framework's draws of one metric, (channel)(draw). */
export interface RankedFramework {
  readonly name: string;
  readonly weight: number;
  readonly draws: readonly Float64Array[];
}

/** @param weights  of the frameworks sum to one */
export function rankChannels(channels: readonly string[], frameworks: readonly RankedFramework[]): MetricRanking {
  const each = frameworks.map(({ draws }) => rankProbabilities(draws));
  const pooled = channels.map((_, channel) =>
    channels.map((__, rank) =>
      frameworks.reduce((total, { weight }, index) => total + weight * each[index][channel][rank], 0),
    ),
  );
  const meanRank = pooled.map((ranks) => ranks.reduce((total, share, rank) => total + share * (rank + 1), 0));
  const means = frameworks.map(({ draws }) => draws.map(meanOf));
  return {
    order: channels.toSorted((left, right) => meanRank[channels.indexOf(left)] - meanRank[channels.indexOf(right)]),
    probabilities: Object.fromEntries(frameworks.map(({ name }, index) => [name, each[index]])),
    pooled,
    meanRank: Object.fromEntries(channels.map((name, channel) => [name, meanRank[channel]])),
    agreement: frameworks.flatMap(({ name }, left) =>
      frameworks.slice(left + 1).map((other, after) => ({
        frameworks: [name, other.name] as const,
        spearman: spearman(means[left], means[left + 1 + after]),
        kendall: kendall(means[left], means[left + 1 + after]),
      })),
    ),
  };
}

/**
 * Share of the draws in which each channel has each rank, largest value first; channels that tie in a draw divide the ranks
 * they take up among them.
 *
 * @param draws  (channel)(draw)
 */
export function rankProbabilities(draws: readonly Float64Array[]): number[][] {
  const channels = draws.length;
  const count = draws[0]?.length ?? 0;
  const shares = draws.map(() => new Array<number>(channels).fill(0));
  for (let draw = 0; draw < count; draw += 1) {
    draws.forEach((values, channel) => {
      const value = values[draw];
      let above = 0;
      let equal = 0;
      for (const other of draws) {
        if (other[draw] > value) above += 1;
        else if (other[draw] === value) equal += 1;
      }
      for (let rank = above; rank < above + equal; rank += 1) shares[channel][rank] += 1 / (equal * count);
    });
  }
  return shares;
}
