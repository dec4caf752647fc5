// Was each channel ever (nearly) off? Its ROI compares with no spend at all, which the data may never have shown.
import { formatList, formatShare } from "../analysis/format.ts";
import { trustThresholds } from "./thresholds.ts";
import type { TrustFacts } from "./trust-facts.ts";
import type { ChannelFinding, TrustCheck } from "./trust-report.ts";
import { aboveIsBad, figure, gravest, numbered } from "./verdicts.ts";

const limits = trustThresholds.leastEffect;

export function checkExtrapolation({ fit, effects }: TrustFacts): TrustCheck {
  const periods = fit.panel.dates.length;
  return extrapolation(
    fit.spec.channels.map(({ name, adstock }, index) => {
      // Adstock starts from nothing: the first periods are low whatever was spent before them.
      const window = adstock.kind === "none" ? 0 : (adstock.window ?? periods);
      return { name, share: leastShare(effects[index], periods, Math.floor(Math.min(periods / 4, window))) };
    }),
  );
}

/**
 * The smallest effect over the mean effect, in the geo where it is smallest; NaN for a channel without effect.
 *
 * @param effect  (geo, time)
 * @param skip    periods at the beginning that do not count
 */
export function leastShare(effect: Float64Array, periods: number, skip: number): number {
  let least = Number.NaN;
  for (let start = 0; start < effect.length; start += periods) {
    const own = effect.subarray(start + skip, start + periods);
    const mean = own.reduce((sum, value) => sum + value, 0) / own.length;
    if (mean === 0) continue;
    const share = own.reduce((smallest, value) => Math.min(smallest, value / mean), Number.POSITIVE_INFINITY);
    if (!(share >= least)) least = share;
  }
  return least;
}

export function extrapolation(shares: readonly { readonly name: string; readonly share: number }[]): TrustCheck {
  const channels = shares.map(
    ({ name, share }): ChannelFinding => ({
      channel: name,
      verdict: aboveIsBad(share, limits),
      numbers: [numbered("least effect / mean effect", share)],
      reason: !Number.isFinite(share)
        ? "it has no effect to see"
        : share < limits.caution
          ? "it was low enough at times to see what happens without it"
          : `it was never off: its effect never fell below ${formatShare(share)} of its mean, so its ROI extrapolates to a spend never seen`,
    }),
  );
  const verdict = gravest(channels.map((channel) => channel.verdict));
  const bad = channels.filter((channel) => channel.verdict !== "pass").map(({ channel }) => channel);
  const worst = Math.max(...shares.map(({ share }) => share));
  return {
    id: "extrapolation",
    title: "Each channel was low at times",
    critical: false,
    verdict,
    numbers: shares.map(({ name, share }) => numbered(`least / mean effect of ${name}`, share)),
    threshold: `least effect below ${limits.caution} of the mean effect (fails from ${limits.fail})`,
    reason:
      bad.length === 0
        ? `Every channel's effect fell below ${formatShare(limits.caution)} of its mean at times (highest ${figure(worst)}).`
        : `${formatList(bad)} ${bad.length === 1 ? "was" : "were"} never nearly off: what KPI would be without ${bad.length === 1 ? "it" : "them"} is extrapolated by the curve.`,
    remedy: bad.length === 0 ? null : "Pause or halve those channels for some weeks, best in some geos only.",
    channels,
  };
}
