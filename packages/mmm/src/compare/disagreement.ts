// How far frameworks disagree about a channel's return, beyond what each is unsure of.
import { meanOf, standardDeviationOf } from "../analysis/estimates.ts";

export interface ChannelDisagreement {
  readonly channel: string;
  /** Posterior mean of the ROI by framework. */
  readonly roi: Readonly<Record<string, number>>;
  /** √ of the mean over frameworks of the variance of their draws. */
  readonly within: number;
  /** √ of the variance over frameworks of their means, all frameworks alike. */
  readonly between: number;
  /** between² / (between² + within²): 0 where all say the same, 1 where each is certain of something else; 0 where nothing varies. */
  readonly betweenShare: number;
  readonly sentence: string;
}

/** @param frameworks  ROI draws, (channel)(draw), channels in the same order */
export function disagreement(
  channels: readonly string[],
  frameworks: readonly { readonly name: string; readonly roi: readonly Float64Array[] }[],
): ChannelDisagreement[] {
  return channels.map((channel, index) => {
    const means = frameworks.map(({ roi }) => meanOf(roi[index]));
    const within2 = meanOf(frameworks.map(({ roi }) => standardDeviationOf(roi[index]) ** 2));
    const center = meanOf(means);
    const between2 = meanOf(means.map((mean) => (mean - center) ** 2));
    const total = between2 + within2;
    const betweenShare = total === 0 ? 0 : between2 / total;
    return {
      channel,
      roi: Object.fromEntries(frameworks.map(({ name }, at) => [name, means[at]])),
      within: Math.sqrt(within2),
      between: Math.sqrt(between2),
      betweenShare,
      sentence: sentenceOf(channel, frameworks, means, betweenShare),
    };
  });
}

/** Shares of the variance between frameworks from which they are said to differ, and to agree. */
const differs = 0.5;
const agrees = 0.2;
/** The largest ROI as a multiple of the least up to which that is called agreement, and not ignorance. */
const close = 1.5;

function sentenceOf(
  channel: string,
  frameworks: readonly { readonly name: string }[],
  means: readonly number[],
  betweenShare: number,
): string {
  const order = means.map((mean, index) => ({ mean, name: frameworks[index].name }));
  order.sort((left, right) => left.mean - right.mean);
  const [least, most] = [order[0], order[order.length - 1]];
  const range = `${least.mean.toFixed(2)} (${least.name}) to ${most.mean.toFixed(2)} (${most.name})`;
  const share = `${Math.round(100 * betweenShare)} %`;
  if (betweenShare >= differs) {
    return `${channel}: the frameworks contradict each other, ROI ${range}; ${share} of the variance lies between them.`;
  }
  if (betweenShare > agrees) {
    return `${channel}: the frameworks differ somewhat, ROI ${range}, but less than each is unsure of by itself; ${share} of the variance lies between them.`;
  }
  return least.mean > 0 && most.mean <= close * least.mean
    ? `${channel}: the frameworks agree, ROI ${range}.`
    : `${channel}: each framework is so unsure that they cannot be told apart, ROI ${range}.`;
}
