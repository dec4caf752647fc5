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
    const error = fit.ensemble !== undefined || all < 8 ? 0 : mcseMean(roi, shape);
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
   * sum to one; with Monte Carlo standard errors. Null where the gaps of all channels together are within Monte Carlo error.
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
  const single = hybrids.filter(({ taken }) => taken.length === 1);
  const together = hybrids.find(({ taken }) => taken.length > 1);
  const taken = channels.map((_, index) =>
    takenApart({
      start: start[index],
      end: end[index],
      base: base?.[index],
      single: single.map(({ taken: [ingredient], roi }) => ({ ingredient, roi: roi[index] })),
      together: together?.roi[index],
    }),
  );
  const swaps = channels.map((channel, index): ChannelSwap => {
    const { gap, moves, interaction, rest } = taken[index];
    return {
      channel,
      from: start[index].mean,
      to: end[index].mean,
      gap: gap.mean,
      gapError: errorOf(gap),
      moves: moves.map(({ ingredient, of }) => ({ ingredient, move: of.mean, error: errorOf(of) })),
      interaction: interaction?.mean ?? null,
      rest: rest.mean,
    };
  });
  const shares = sharesOf(taken);
  return { from, to, channels: swaps, shares, cannot, sentence: sentenceOf(from, to, shares) };
}

/** A sum of means of independent fits: which of them, how often each counts. */
interface Contrast {
  readonly mean: number;
  readonly of: readonly { readonly roi: MeanRoi; readonly times: number }[];
}

/** One channel's gap and the parts that make it up. */
interface TakenApart {
  readonly gap: Contrast;
  readonly moves: readonly { readonly ingredient: RoiMove["ingredient"]; readonly of: Contrast }[];
  readonly interaction: Contrast | null;
  readonly rest: Contrast;
}

function takenApart({
  start,
  end,
  base,
  single,
  together,
}: {
  readonly start: MeanRoi;
  readonly end: MeanRoi;
  readonly base: MeanRoi | undefined;
  readonly single: readonly { readonly ingredient: Ingredient; readonly roi: MeanRoi }[];
  readonly together: MeanRoi | undefined;
}): TakenApart {
  const ground = base ?? start;
  const moves: TakenApart["moves"] = [
    ...(base === undefined ? [] : [{ ingredient: "geos summed" as const, of: contrast([base, 1], [start, -1]) }]),
    ...single.map(({ ingredient, roi }) => ({ ingredient, of: contrast([roi, 1], [ground, -1]) })),
  ];
  const sum = contrast(...moves.flatMap(({ of }) => of.of.map(({ roi, times }) => [roi, times] as const)));
  const less = sum.of.map(({ roi, times }) => [roi, -times] as const);
  return {
    gap: contrast([end, 1], [start, -1]),
    moves,
    interaction: together === undefined ? null : contrast([together, 1], [start, -1], ...less),
    rest: together === undefined ? contrast([end, 1], [start, -1], ...less) : contrast([end, 1], [together, -1]),
  };
}

function contrast(...parts: readonly (readonly [MeanRoi, number])[]): Contrast {
  const times = new Map<MeanRoi, number>();
  for (const [roi, each] of parts) times.set(roi, (times.get(roi) ?? 0) + each);
  return {
    mean: parts.reduce((total, [{ mean }, each]) => total + each * mean, 0),
    of: [...times].map(([roi, each]) => ({ roi, times: each })),
  };
}

function errorOf({ of }: Contrast): number {
  return Math.hypot(...of.map(({ roi, times }) => times * roi.error));
}

/** Below so many Monte Carlo errors a gap is none, and a share cannot be told. */
const clearErrors = 2;

/** Errors by the delta method: what a share's numerator and denominator have in common is counted once. */
function sharesOf(channels: readonly TakenApart[]): SwapReport["shares"] {
  const squares = channels.reduce((total, { gap }) => total + gap.mean ** 2, 0);
  const noise = channels.reduce((total, { gap }) => total + errorOf(gap) ** 2, 0);
  if (squares === 0 || squares <= clearErrors ** 2 * noise) return null;
  const none = contrast();
  const shareOf = (partOf: (channel: TakenApart) => Contrast): { readonly share: number; readonly error: number } => {
    const share = channels.reduce((total, each) => total + partOf(each).mean * each.gap.mean, 0) / squares;
    const slopes = channels.flatMap((each) => {
      const part = partOf(each);
      const along = (by: Contrast, times: number) => by.of.map((own) => [own.roi, times * own.times] as const);
      return contrast(...along(part, each.gap.mean), ...along(each.gap, part.mean - 2 * share * each.gap.mean)).of;
    });
    return { share, error: Math.hypot(...slopes.map(({ roi, times }) => times * roi.error)) / squares };
  };
  const names = channels[0].moves.map(({ ingredient }) => ingredient);
  return Object.fromEntries([
    ...names.map((name, index) => [name, shareOf(({ moves }) => moves[index].of)]),
    ["interaction", shareOf(({ interaction }) => interaction ?? none)],
    ["rest", shareOf(({ rest }) => rest)],
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
  const large = ordered.filter(([, { share }]) => Math.abs(share) >= 0.1);
  const isClear = ([, { share, error }]: (typeof large)[number]): boolean => Math.abs(share) > clearErrors * error;
  const told = large
    .filter(isClear)
    .map(([name, { share }]) => `${words[name] ?? name} for ${Math.round(100 * share)} %`);
  const unclear = large.filter((each) => !isClear(each)).map(([name]) => words[name] ?? name);
  const untold = unclear.length === 0 ? "" : ` No share beyond Monte Carlo error: ${unclear.join(", ")}.`;
  return `Of the distance in returns from ${from} to ${to}, ${told.length === 0 ? "nothing accounts for a tenth beyond Monte Carlo error" : told.join(", ")}.${untold}`;
}
