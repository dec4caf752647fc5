// LightweightMMM's two media transforms with carryover, each followed by a power in place of a saturation.
import { adstock } from "./adstock.ts";
import { root } from "./curves.ts";

/** Geometric adstock over the whole past times (1 − lagWeight), then ^exponent. lagWeight and exponent in (0, 1). */
export function lightweightAdstock(media: Float64Array, lagWeight: number, exponent: number): Float64Array {
  const adstocked = adstock({ kind: "geometric", window: null, normalize: true }, media, [lagWeight]);
  return adstocked.map((value) => root(value, exponent));
}

export interface LightweightCarryover {
  /** Share that is left after one period, in (0, 1). */
  readonly retention: number;
  /** Periods until the peak, ≥ 0. */
  readonly peakDelay: number;
  /** In (0, 1]; 1 for no power. */
  readonly exponent: number;
  /** Number of lag weights; 13 in the original, for weekly data. */
  readonly window: number;
}

/** Delayed adstock with weights that sum to one, then ^exponent. */
export function lightweightCarryover(
  media: Float64Array,
  { retention, peakDelay, exponent, window }: LightweightCarryover,
): Float64Array {
  const adstocked = adstock({ kind: "delayed", window, normalize: true }, media, [retention, peakDelay]);
  return adstocked.map((value) => root(value, exponent));
}
