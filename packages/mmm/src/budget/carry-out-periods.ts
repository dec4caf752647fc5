// How long after the last period of a plan its media still work.
import { channelParameterDraws } from "../analysis/channel-parameters.ts";
import type { Frequency } from "../data/panel.ts";
import { type Fit, thinnedDraws } from "../fit.ts";
import { type AdstockSpec, adstockParameters, adstockWeights } from "../media/adstock.ts";
import type { ChannelSpec } from "../model/spec.ts";

/** Carry-out is followed until this share of an impulse's effect is still to come, in the posterior mean … */
const shareLeft = 1e-3;
/** … but no longer than about two years. */
const longest: Readonly<Record<Frequency, number>> = { daily: 728, weekly: 104, monthly: 24 };
/** Draws the posterior mean is taken over. */
const meanDraws = 100;

/** Periods after which no more than a thousandth of any channel's effect is still to come. */
export function carryOutPeriods(fit: Fit): number {
  const kept = thinnedDraws(fit.draws.chains * fit.draws.draws, meanDraws);
  const cap = longest[fit.panel.frequency];
  return fit.spec.channels.reduce((most, channel) => Math.max(most, followedPeriods(fit, channel, kept, cap)), 0);
}

function followedPeriods(fit: Fit, channel: ChannelSpec, kept: Int32Array, cap: number): number {
  const { adstock } = channel;
  if (adstock.kind === "none") return 0;
  const lags = Math.min(adstock.window ?? cap + 1, cap + 1);
  const parameters = adstockParameters(adstock).map((name) => {
    const values = channelParameterDraws(fit, channel.name, name);
    if (values === null) throw new RangeError(`the posterior has no ${name} of channel "${channel.name}"`);
    return values;
  });
  const normalized: AdstockSpec = { ...adstock, normalize: true };
  const left = new Float64Array(lags); // (lag)
  for (const draw of kept) {
    const weights = adstockWeights(
      normalized,
      parameters.map((values) => values[draw]),
      lags,
    );
    let come = 0;
    for (let lag = 0; lag < lags; lag += 1) {
      come += weights[lag];
      left[lag] += (1 - come) / kept.length;
    }
  }
  const enough = left.findIndex((share) => share <= shareLeft);
  return enough === -1 ? lags - 1 : enough;
}
