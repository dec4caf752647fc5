// What is known about generated data: the generator's parameters, and the contributions and ROAS that follow from them.
//
// Names are those of the truth file that the generator writes beside its data (the seed project's format), hence snake_case.
import type { Panel } from "../data/panel.ts";
import { adstock } from "../media/adstock.ts";
import { saturation } from "../media/saturation.ts";
import { sum, weightedTotals } from "./totals.ts";

/** The parts of a truth file that the evaluation reads; a file may hold more. */
export interface KnownTruth {
  readonly baseline: { readonly intercept: number; readonly trend_slope: number; readonly noise_sigma: number };
  readonly seasonality: {
    /** By `sin_1`, `cos_1`, …: the argument is 2πk·t/365.25, t counted from the first row. */
    readonly yearly_amplitudes: Readonly<Record<string, number>>;
    /** By English weekday name; Monday is 0. */
    readonly day_of_week_effects: Readonly<Record<string, number>>;
  };
  readonly channels: Readonly<Record<string, TrueChannel>>;
  readonly controls: {
    /** Effect of (price index − 1). */
    readonly price_index_effect: number;
    readonly holiday_effect: number;
    readonly promotion_effect: number;
    readonly competitor_spend_effect: number;
    /** Effect of (economic index − 1). */
    readonly economic_index_effect: number;
  };
}

/** A channel of the generator: intercept · beta · a^S / (K^S + a^S), a[t] = spend[t] + alpha · a[t−1]. */
interface TrueChannel {
  readonly adstock_alpha: number;
  readonly saturation_K: number;
  readonly saturation_S: number;
  readonly beta: number;
}

/**
 * The true contribution of a channel to every cell of the panel, (geo, time), KPI units; null for a channel the truth
 * does not know.
 */
export function trueContribution(truth: KnownTruth, panel: Panel, channel: number): Float64Array | null {
  const media = panel.media[channel];
  const known = truth.channels[media.name];
  if (known === undefined) return null;
  const periods = panel.dates.length;
  const contribution = new Float64Array(media.exposure.length); // (geo, time)
  for (let start = 0; start < contribution.length; start += periods) {
    const series = media.exposure.subarray(start, start + periods);
    const adstocked = adstock({ kind: "geometric", window: null, normalize: false }, series, [known.adstock_alpha]);
    const response = saturation({ kind: "hill" }, adstocked, [known.saturation_K, known.saturation_S]);
    contribution.set(
      response.map((share) => truth.baseline.intercept * known.beta * share),
      start,
    );
  }
  return contribution;
}

/** True ROAS over the panel's window by channel name, for the channels the truth knows that have spend. */
export function trueRoas(truth: KnownTruth, panel: Panel): Record<string, number> {
  const known: Record<string, number> = {};
  panel.media.forEach(({ name, spend }, channel) => {
    const contribution = trueContribution(truth, panel, channel);
    const spent = sum(spend);
    if (contribution === null || spent === 0) return;
    known[name] = weightedTotals(contribution, panel.kpi.revenuePerKpi)[0] / spent;
  });
  return known;
}
