// Meridian's checks of each channel's return: its prior's tail, its size by share of spend, its spread, its controls.
import { correlation, highestDensityInterval, median } from "@carryover/engine";
import { meanOf } from "../analysis/estimates.ts";
import { sum } from "../analysis/totals.ts";
import { contacts } from "../data/contacts.ts";
import type { Panel } from "../data/panel.ts";
import type { HealthChannel } from "./meridian-health-report.ts";

/** A channel whose prior is stated for its return. */
export interface RoiChannel {
  readonly name: string;
  /** Its place among the panel's media. */
  readonly place: number;
  /** Draws of its return. */
  readonly roi: Float64Array;
  /** The 1 % and 99 % quantiles of its prior. */
  readonly priorTails: readonly [number, number];
}

/** Largest return times share of spend, and least return over it. */
const [mostWeighted, leastWeighted] = [20, 0.5];
/** Width of the 80 % interval of the default prior over its median, and of how much of it times the share is too wide. */
const [priorWidth, mostWidth] = [2.0687, 1];
const widthShare = 0.8;
const leastCorrelation = 0.1;

/** Whether the mean return lies where the prior had put one per cent on either side: value is the mean. */
export function consistency(channels: readonly RoiChannel[]): HealthChannel[] {
  return channels.map(({ name, roi, priorTails: [low, high] }) => {
    const value = meanOf(roi);
    return { channel: name, value, status: value < low || value > high ? "review" : "pass" };
  });
}

/** Value is the mean return. */
export function implausibleRoi(channels: readonly RoiChannel[], panel: Panel): HealthChannel[] {
  const shares = spendShares(channels, panel);
  return channels.map(({ name, roi }, index) => {
    const value = meanOf(roi);
    const isWrong = value * shares[index] > mostWeighted || value / shares[index] < leastWeighted;
    return { channel: name, value, status: isWrong ? "review" : "pass" };
  });
}

/** Value is the width of the 80 % highest-density interval over the median, over that of the default prior, times the share of spend. */
export function highVariance(channels: readonly RoiChannel[], panel: Panel): HealthChannel[] {
  const shares = spendShares(channels, panel);
  return channels.map(({ name, roi }, index) => {
    const { lower, upper } = highestDensityInterval(roi, widthShare);
    const middle = Math.abs(median(roi));
    const value = middle === 0 ? 0 : ((upper - lower) / middle / priorWidth) * shares[index];
    return { channel: name, value, status: value > mostWidth ? "review" : "pass" };
  });
}

/** Value is the largest absolute correlation over time with any control in any geo; null where nothing varies. */
export function potentialBias(channels: readonly Pick<RoiChannel, "name" | "place">[], panel: Panel): HealthChannel[] {
  const { geos, dates, media, controls } = panel;
  const periods = dates.length;
  return channels.map(({ name, place }) => {
    const shown = contacts(media[place]);
    const sizes = controls.flatMap(({ values }) =>
      geos.map((_, geo) => {
        const [from, to] = [geo * periods, (geo + 1) * periods];
        return Math.abs(correlation(shown.subarray(from, to), values.subarray(from, to)));
      }),
    );
    const known = sizes.filter((size) => !Number.isNaN(size));
    const value = known.length === 0 ? null : Math.max(...known);
    return { channel: name, value, status: value !== null && value < leastCorrelation ? "review" : "pass" };
  });
}

/** Of the spend of all paid channels. */
function spendShares(channels: readonly RoiChannel[], { media }: Panel): number[] {
  const total = media.reduce((all, { spend }) => all + sum(spend), 0);
  return channels.map(({ place }) => (total === 0 ? 0 : sum(media[place].spend) / total));
}
