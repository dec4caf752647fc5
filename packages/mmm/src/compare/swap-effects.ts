// Where two frameworks part: how far each ingredient of one moves the other's returns toward it.
import { type ChainShape, mcseMean } from "@carryover/engine";
import { meanOf } from "../analysis/estimates.ts";
import type { Fit } from "../fit.ts";
import { channelDraws } from "./channel-draws.ts";
import type { Ingredient } from "./hybrids.ts";

/** A mean with its Monte Carlo standard error: 0 for an ensemble, whose draws are no chain's. */
export interface MeanRoi {
  readonly mean: number;
  readonly error: number;
}

/** Of one fit, by channel in the panel's order. */
export function meanRois(fit: Fit): MeanRoi[] {
  const { chains, draws } = fit.draws;
  const all = chains * draws;
  const shape: ChainShape = { chains, draws };
  return channelDraws(fit, all).map(({ roi }) => {
    const error = fit.framework === "robyn" || all < 8 ? 0 : mcseMean(roi, shape);
    return { mean: meanOf(roi), error: Number.isFinite(error) ? error : 0 };
  });
}

/** How far something moved a channel's ROI. */
interface RoiMove {
  /** What was taken over: one ingredient, or `geos summed`. */
  readonly ingredient: Ingredient | "geos summed";
  readonly move: number;
  /** Monte Carlo standard error of the move. */
  readonly error: number;
}

interface ChannelSwap {
  readonly channel: string;
  readonly from: number;
  readonly to: number;
  /** to − from, and its Monte Carlo standard error. */
  readonly gap: number;
  readonly gapError: number;
  readonly moves: readonly RoiMove[];
  /** What all ingredients together move beyond the sum of their single moves; null where they were not swapped together. */
  readonly interaction: number | null;
  /** What is left of the gap when all that can be taken over is: what frameworks do otherwise. */
  readonly rest: number;
}

export interface SwapReport {
  readonly from: string;
  readonly to: string;
  readonly channels: readonly ChannelSwap[];
  /**
   * Share of all channels' gaps: Σ move · gap / Σ gap², over channels; `interaction` and `rest` likewise, so that all of them
   * sum to one. Null where there is no gap beyond Monte Carlo error.
   */
  readonly shares: Readonly<Record<string, { readonly share: number; readonly error: number }>> | null;
  readonly cannot: readonly string[];
  readonly sentence: string;
}

export interface SwapInput {
  readonly from: string;
  readonly to: string;
  readonly channels: readonly string[];
  /** ROI of both frameworks, and of the first on the other's data where those are not the same. */
  readonly start: readonly MeanRoi[];
  readonly base?: readonly MeanRoi[] | undefined;
  readonly end: readonly MeanRoi[];
  /** The hybrids that were fitted: with one ingredient, or with all. */
  readonly hybrids: readonly { readonly taken: readonly Ingredient[]; readonly roi: readonly MeanRoi[] }[];
  readonly cannot: readonly string[];
}

export function swapReport({ from, to, channels, start, base, end, hybrids, cannot }: SwapInput): SwapReport {
  const ground = base ?? start;
  const single = hybrids.filter(({ taken }) => taken.length === 1);
  const together = hybrids.find(({ taken }) => taken.length > 1);
  const swaps = channels.map((channel, index): ChannelSwap => {
    const gap = end[index].mean - start[index].mean;
    const moves: RoiMove[] = [
      ...(base === undefined ? [] : [moveOf("geos summed", start[index], base[index])]),
      ...single.map(({ taken, roi }) => moveOf(taken[0], ground[index], roi[index])),
    ];
    const sum = moves.reduce((total, { move }) => total + move, 0);
    const last = together?.roi[index] ?? null;
    const reached = last === null ? start[index].mean + sum : last.mean;
    return {
      channel,
      from: start[index].mean,
      to: end[index].mean,
      gap,
      gapError: Math.hypot(start[index].error, end[index].error),
      moves,
      interaction: last === null ? null : reached - start[index].mean - sum,
      rest: end[index].mean - reached,
    };
  });
  const shares = sharesOf(swaps);
  return { from, to, channels: swaps, shares, cannot, sentence: sentenceOf(from, to, shares) };
}

function moveOf(ingredient: RoiMove["ingredient"], left: MeanRoi, right: MeanRoi): RoiMove {
  return { ingredient, move: right.mean - left.mean, error: Math.hypot(left.error, right.error) };
}

/** A gap of less than so many Monte Carlo errors is none. */
const clearErrors = 2;

function sharesOf(swaps: readonly ChannelSwap[]): SwapReport["shares"] {
  const squares = swaps.reduce((total, { gap }) => total + gap * gap, 0);
  const isClear = swaps.some(({ gap, gapError }) => Math.abs(gap) > clearErrors * gapError);
  if (squares === 0 || !isClear) return null;
  const along = (of: (swap: ChannelSwap) => number): number =>
    swaps.reduce((total, swap) => total + of(swap) * swap.gap, 0) / squares;
  const errorAlong = (of: (swap: ChannelSwap) => number): number =>
    Math.sqrt(swaps.reduce((total, swap) => total + (of(swap) * swap.gap) ** 2, 0)) / squares;
  const names = swaps[0].moves.map(({ ingredient }) => ingredient);
  return Object.fromEntries([
    ...names.map((name, index) => [
      name,
      { share: along(({ moves }) => moves[index].move), error: errorAlong(({ moves }) => moves[index].error) },
    ]),
    ["interaction", { share: along(({ interaction }) => interaction ?? 0), error: 0 }],
    ["rest", { share: along(({ rest }) => rest), error: 0 }],
  ]);
}

const words: Readonly<Record<string, string>> = {
  prior: "the prior of returns",
  transform: "carryover and saturation",
  baseline: "the baseline",
  "geos summed": "summing the geos",
  interaction: "ingredients acting together",
  rest: "what could not be swapped",
};

function sentenceOf(from: string, to: string, shares: SwapReport["shares"]): string {
  if (shares === null) return `Between ${from} and ${to} there is no difference of returns beyond Monte Carlo error.`;
  const ordered = Object.entries(shares).toSorted(
    ([, left], [, right]) => Math.abs(right.share) - Math.abs(left.share),
  );
  const told = ordered
    .filter(([, { share }]) => Math.abs(share) >= 0.1)
    .map(([name, { share }]) => `${words[name] ?? name} for ${Math.round(100 * share)} %`);
  return `Of the distance in returns from ${from} to ${to}, ${told.length === 0 ? "nothing accounts for a tenth" : `${told.join(", ")}`}.`;
}
