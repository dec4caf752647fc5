// One channel after another: what it brought, what it returns, how it works.
import type { Fit } from "../fit.ts";
import { carryover } from "./carryover.ts";
import { type ChannelResponse, channelResponse } from "./channel-response.ts";
import { contraction } from "./contraction.ts";
import { contributionShares } from "./contributions.ts";
import { estimate, seriesEstimate } from "./estimates.ts";
import type { ChannelEvaluation, ComponentSummary } from "./evaluation.ts";
import { marginalRoasOfResponse, observedResponse } from "./observed-response.ts";
import type { PosteriorSums } from "./posterior-sums.ts";
import { coefficients, responseCurve, spendRange } from "./response-curve.ts";
import { marginalRoasDraws, probabilitiesBest, roasDraws } from "./roas.ts";
import { saturationState } from "./saturation-state.ts";
import { overGeos, sum, sumOverGeos } from "./totals.ts";

export interface ChannelsInput {
  readonly fit: Fit;
  readonly sums: PosteriorSums;
  /** The expected KPI taken apart; a channel found here is additive, and its series is not summarized again. */
  readonly components: readonly ComponentSummary[];
}

export interface EvaluatedChannel {
  readonly evaluation: ChannelEvaluation;
  /** Contribution in money, (draw). */
  readonly money: Float64Array;
}

/** In the order of the specification's channels. */
export function evaluateChannels({ fit, sums, components }: ChannelsInput): EvaluatedChannel[] {
  const { panel, spec } = fit;
  const { kept, expected } = sums;
  const periods = panel.dates.length;
  const geos = panel.geos.length;
  const places = spec.channels.map(({ name }) => panel.media.findIndex((media) => media.name === name));
  const channelTotals = places.map((place) => overGeos(sums.media[place].totals, geos));
  const shares = contributionShares(channelTotals);
  const money = places.map((place) => overGeos(sums.media[place].money, geos));
  const spends = places.map((place) => sum(panel.media[place].spend));
  const totalSpend = sum(spends);
  const roas = money.map((values, channel) => roasDraws(values, spends[channel]));
  const best = probabilitiesBest(roas);

  return spec.channels.map((channel, index) => {
    const media = panel.media[places[index]];
    const response: ChannelResponse = channelResponse(fit, index, kept);
    const observed = observedResponse({
      response,
      exposure: media.exposure,
      revenuePerKpi: panel.kpi.revenuePerKpi,
      draws: kept.length,
    });
    const component = components.find(({ group, name }) => group === "media" && name === channel.name);
    const { scaled, without } = sums.media[places[index]];
    // Whether a channel's part is one coefficient times its response in every period.
    const isProportional = component !== undefined && without === null && spec.timeVarying?.media === undefined;
    const range = spendRange(sumOverGeos(media.spend, geos, periods));
    const coefficient = coefficients(scaled, observed.total);
    const evaluation: ChannelEvaluation = {
      name: channel.name,
      spend: spends[index],
      spendShare: totalSpend === 0 ? 0 : spends[index] / totalSpend,
      contribution: estimate(channelTotals[index]),
      contributionShare: estimate(shares[index]),
      roas: estimate(roas[index]),
      marginalRoas: estimate(
        isProportional
          ? marginalRoasOfResponse(observed, coefficient, spends[index], geos)
          : marginalRoasDraws(fit, places[index], expected, kept.length),
      ),
      probabilityBest: best[index],
      contraction: contraction(channel.priors.roi, roas[index]),
      ...carryover(channel.adstock, response.adstock, kept.length),
      saturation: saturationState(channel.name, observed.level, panel.frequency),
      responseCurve: responseCurve({
        media,
        range,
        response,
        coefficient,
        without: without?.map((total) => total / periods),
      }),
      currentSpendPerPeriod: range.current,
      observedMaximum: range.observedMaximum,
      overTime: component?.overTime ?? seriesEstimate(sums.media[places[index]].national, periods),
    };
    return { evaluation, money: money[index] };
  });
}
