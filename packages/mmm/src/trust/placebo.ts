// A placebo channel: a copy of a channel's spend at times when nothing happened. A model that credits it credits noise.
import { openStream, rhat } from "@carryover/engine";
import { contributionByRemoval } from "../analysis/contributions.ts";
import { intervalOfSorted, quantileOfSorted } from "../analysis/estimates.ts";
import { sum, weightedTotals } from "../analysis/totals.ts";
import type { MediaSeries, Panel } from "../data/panel.ts";
import type { Fit } from "../fit.ts";
import type { ModelSpec } from "../model/spec.ts";
import { priorFacts, statedRoi } from "./prior-facts.ts";

/** What is to be fitted. */
export interface PlaceboModel {
  readonly panel: Panel;
  readonly spec: ModelSpec;
  readonly name: string;
  /** The channel it is a copy of. */
  readonly source: string;
  /** By how many periods its series is shifted, around the end. */
  readonly shift: number;
}

export interface PlaceboResult {
  readonly name: string;
  readonly source: string;
  readonly shift: number;
  readonly level: number;
  readonly median: number;
  readonly lower: number;
  readonly upper: number;
  /** The prior's median, to compare with. */
  readonly priorMedian: number;
  /** "Worth nothing": an ROI no farther from 0 than this, the nearest tenth of the prior. */
  readonly nothing: number;
  /**
   * How many times as probable as before the data made it that the placebo is worth nothing: the Bayes factor for that
   * against the prior. Near 1 where the data cannot tell, above it where they see that it is nothing.
   */
  readonly factor: number;
  /** Of the placebo's ROI; null for a single chain. */
  readonly rhat: number | null;
  readonly draws: number;
}

/** Part of the prior nearest to no return that counts as "worth nothing". */
const nothingMass = 0.1;
const priorDraws = 2_000;

/**
 * The fit's data and model with one channel more: the channel with most spend, shifted around the end of the window by a
 * quarter to three quarters of it (whole weeks for daily data, so that weekdays stay), the same in every geo.
 *
 * @throws RangeError for a fit whose priors stem from an earlier posterior: the placebo would have none
 */
export function placeboModel({ panel, spec }: Pick<Fit, "panel" | "spec">, seed: number): PlaceboModel {
  if (spec.elementPriors !== undefined || spec.silenced !== undefined) {
    throw new RangeError(
      "a refreshed run has no prior for a placebo; try it on the run that was trained from the start",
    );
  }
  const spends = spec.channels.map(({ name }) => sum(seriesOf(panel, name).spend));
  const largest = spends.indexOf(Math.max(...spends));
  const channel = spec.channels[largest];
  const name = `placebo of ${channel.name}`;
  const periods = panel.dates.length;
  const whole = panel.frequency === "daily" ? 7 : 1;
  const part = 0.25 + 0.5 * openStream({ seed, chain: 0, purpose: "resample" }).uniform();
  const shift = Math.max(whole, Math.round((periods * part) / whole) * whole);
  const moved = (values: Float64Array): Float64Array =>
    values.map((_, cell) => {
      const start = cell - (cell % periods);
      return values[start + ((cell - start + shift) % periods)];
    });
  const media = seriesOf(panel, channel.name);
  const exposure = moved(media.exposure);
  const { history } = panel;
  // What lies before the window has been shifted out of it: the placebo was not shown then.
  const none = history && { exposure: new Float64Array(panel.geos.length * history.periods) };
  return {
    panel: {
      ...panel,
      ...(history === undefined || none === undefined
        ? {}
        : {
            history: {
              ...history,
              media: [
                ...history.media,
                media.frequency === undefined ? none : { ...none, frequency: none.exposure.map(() => 1) },
              ],
            },
          }),
      media: [
        ...panel.media,
        {
          name,
          exposure,
          spend: media.spend === media.exposure ? exposure : moved(media.spend),
          ...(media.frequency === undefined ? {} : { frequency: moved(media.frequency) }),
        },
      ],
    },
    spec: {
      ...spec,
      channels: [...spec.channels, { ...channel, name }],
      scales: {
        ...spec.scales,
        media: [...spec.scales.media, spec.scales.media[largest]],
        spend: [...spec.scales.spend, spec.scales.spend[largest]],
      },
    },
    name,
    source: channel.name,
    shift,
  };
}

/**
 * @param fit    of `model.panel` and `model.spec`
 * @param level  of the interval
 */
export function placeboResult(fit: Fit, model: PlaceboModel, level: number): PlaceboResult {
  const place = fit.panel.media.findIndex(({ name }) => name === model.name);
  const spend = sum(fit.panel.media[place].spend);
  const roi = weightedTotals(contributionByRemoval(fit, place), fit.panel.kpi.revenuePerKpi).map(
    (money) => money / spend,
  );
  const before = statedRoi(fit.spec.channels[fit.spec.channels.length - 1]) ?? simulatedRoi(fit);
  const nothing = quantileOfSorted(before.map(Math.abs).sort(), nothingMass);
  const sorted = Float64Array.from(roi).sort();
  const [lower, upper] = intervalOfSorted(sorted, level);
  return {
    name: model.name,
    source: model.source,
    shift: model.shift,
    level,
    median: quantileOfSorted(sorted, 0.5),
    lower,
    upper,
    priorMedian: quantileOfSorted(Float64Array.from(before).sort(), 0.5),
    nothing,
    factor: roi.filter((value) => Math.abs(value) <= nothing).length / roi.length / nothingMass,
    rhat: fit.draws.chains > 1 ? rhat(roi, fit.draws) : null,
    draws: roi.length,
  };
}

/** Of the last channel. */
function simulatedRoi(fit: Fit): Float64Array {
  const { panel, spec } = fit;
  const places = spec.channels.map(({ name }) => panel.media.findIndex((media) => media.name === name));
  const seen = new Uint8Array(panel.kpi.values.length).fill(1);
  return priorFacts({ fit, places, seen, seed: 0 }, priorDraws).roi[spec.channels.length - 1];
}

function seriesOf({ media }: Panel, channel: string): MediaSeries {
  const found = media.find(({ name }) => name === channel);
  if (found === undefined) throw new RangeError(`the panel has no channel "${channel}"`);
  return found;
}
