// The fit over a panel that goes on without media: what the last media shown still bring after the data end.
import { dateRange } from "../calendar/dates.ts";
import { continuePanel } from "../data/continue-panel.ts";
import type { Panel } from "../data/panel.ts";
import type { Fit } from "../fit.ts";
import { channelParameterDraws } from "./channel-parameters.ts";

/** How far the effect of media is followed after the last period of the data. */
export interface CarryOutHorizon {
  readonly periods: number;
  /** Largest share of an exposure's effect that comes later still, over channels and draws, before saturation; 0 for finite windows. */
  readonly unfollowedShare: number;
}

/** An adstock over the whole past is followed until no more than this share of an effect is left … */
const negligibleShare = 1e-12;
/** … but over no more than this many periods. */
const longestHorizon = 1_000;

/** The periods after which nothing is left of the last exposure, by the adstocks' windows and the draws' retentions. */
export function carryOutHorizon(fit: Fit): CarryOutHorizon {
  let periods = 0;
  let unfollowedShare = 0;
  for (const { name, adstock } of fit.spec.channels) {
    if (adstock.kind === "none") continue;
    if (adstock.window !== null) {
      periods = Math.max(periods, adstock.window - 1);
      continue;
    }
    const retention = channelParameterDraws(fit, name, "retention") ?? new Float64Array(0);
    const largest = retention.reduce((most, value) => Math.max(most, value), 0);
    const needed = largest > 0 ? Math.ceil(Math.log(negligibleShare) / Math.log(largest)) : 0;
    const followed = largest >= 1 ? longestHorizon : Math.min(needed, longestHorizon);
    periods = Math.max(periods, followed);
    if (needed > followed || largest >= 1) unfollowedShare = Math.max(unfollowedShare, largest ** (followed + 1));
  }
  return { periods, unfollowedShare };
}

/**
 * The same fit over its panel and `periods` more without any paid media. Organic channels, treatments, controls and the money
 * of a unit of KPI stay at their last values, trend and season go on: in an additive fit none of that changes what media bring; where effects multiply it
 * is the level that the late effects are shares of.
 */
export function continueWithoutMedia(fit: Fit, periods: number): Fit {
  return periods === 0 ? fit : fit.over(continuePanel(fit.panel, mediaFreePeriods(fit.panel, periods)));
}

function mediaFreePeriods(panel: Panel, periods: number): Parameters<typeof continuePanel>[1] {
  const known = panel.dates.length;
  const cells = panel.geos.length * periods;
  const held = (values: Float64Array): Float64Array =>
    Float64Array.from({ length: cells }, (_, cell) => values[(Math.floor(cell / periods) + 1) * known - 1]);
  return {
    dates: dateRange(panel.dates[known - 1], periods + 1, panel.frequency).slice(1),
    media: panel.media.map(({ frequency }) => {
      const none = new Float64Array(cells);
      return { exposure: none, spend: none, ...(frequency === undefined ? {} : { frequency: held(frequency) }) };
    }),
    controls: panel.controls.map(({ values }) => held(values)),
    organic: (panel.organic ?? []).map(({ exposure, frequency }) => ({
      exposure: held(exposure),
      ...(frequency === undefined ? {} : { frequency: held(frequency) }),
    })),
    treatments: (panel.treatments ?? []).map(({ values }) => held(values)),
    revenuePerKpi: held(panel.kpi.revenuePerKpi),
  };
}
