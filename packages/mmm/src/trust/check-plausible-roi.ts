// Is any ROI, or any channel's share of the KPI, beyond what anyone would believe?
import { meanOf } from "../analysis/estimates.ts";
import { formatList, formatShare } from "../analysis/format.ts";
import { trustThresholds } from "./thresholds.ts";
import type { TrustFacts } from "./trust-facts.ts";
import type { ChannelFinding, TrustCheck } from "./trust-report.ts";
import { aboveIsBad, figure, gravest, numbered } from "./verdicts.ts";

const { roi: roiLimit, channelShare: shareLimit, implausibleMass: limits } = trustThresholds;

export function checkPlausibleRoi({ fit, sums, places, roi }: TrustFacts): TrustCheck {
  const { panel, spec } = fit;
  // A KPI in units without a price has no return in money to judge.
  const hasMoney = panel.kpi.kind === "revenue" || panel.kpi.revenuePerKpi.some((price) => price !== 1);
  const total = panel.kpi.values.reduce((sum, value) => (Number.isFinite(value) ? sum + value : sum), 0);
  return plausibleRoi(
    spec.channels.map(({ name }, index) => ({
      name,
      roi: hasMoney ? roi[index] : new Float64Array(0),
      share: sums.media[places[index]].known.map((value) => value / total),
    })),
  );
}

export interface PlausibilityInput {
  readonly name: string;
  /** (draw); empty where it is not in money. */
  readonly roi: Float64Array;
  /** Of the KPI, (draw). */
  readonly share: Float64Array;
}

export function plausibleRoi(inputs: readonly PlausibilityInput[]): TrustCheck {
  const channels = inputs.map(channelFinding);
  const verdict = gravest(channels.map((channel) => channel.verdict));
  const bad = channels.filter((channel) => channel.verdict !== "pass");
  return {
    id: "plausible-roi",
    title: "ROIs are believable",
    critical: false,
    verdict,
    numbers: channels.flatMap(({ channel, numbers }) =>
      numbers.map(({ name, value }) => ({ name: `${channel}: ${name}`, value })),
    ),
    threshold: `at most ${formatShare(limits.caution)} of an ROI's draws above ${roiLimit} or negative, or of the channel above ${formatShare(shareLimit)} of the KPI`,
    reason:
      bad.length === 0
        ? `No ROI reaches beyond 0 to ${roiLimit}, and no channel brings more than ${formatShare(shareLimit)} of the KPI.`
        : `${formatList(bad.map(({ channel }) => channel))}: ${bad[0].reason}.`,
    remedy:
      bad.length === 0
        ? null
        : "Check the units of spend and KPI; then look for what moves with the channel and takes its place, such as demand.",
    channels,
  };
}

function channelFinding({ name, roi, share }: PlausibilityInput): ChannelFinding {
  const mass = (draws: Float64Array, isBad: (value: number) => boolean): number =>
    draws.length === 0 ? 0 : draws.filter(isBad).length / draws.length;
  const high = mass(roi, (value) => value > roiLimit);
  const negative = mass(roi, (value) => value < 0);
  const large = mass(share, (value) => value > shareLimit);
  const worst = Math.max(high, negative, large);
  return {
    channel: name,
    verdict: aboveIsBad(worst, limits),
    numbers: [
      numbered("probability of an ROI beyond belief", Math.max(high, negative)),
      numbered("probability of too large a share", large),
    ],
    reason:
      worst < limits.caution
        ? "its ROI is believable"
        : worst === large
          ? `it would bring ${formatShare(meanOf(share))} of the whole KPI`
          : worst === high
            ? `its ROI is above ${roiLimit} with probability ${figure(high)}`
            : `its ROI is negative with probability ${figure(negative)}`,
  };
}
