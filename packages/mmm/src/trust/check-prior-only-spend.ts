// How much of the money is in channels of which the data told nothing?
import { formatList, formatShare } from "../analysis/format.ts";
import { trustThresholds } from "./thresholds.ts";
import type { ChannelFinding, TrustCheck } from "./trust-report.ts";
import { aboveIsBad, numbered } from "./verdicts.ts";

const { priorOnlySpend: limits, contraction } = trustThresholds;

/**
 * @param spends    of each channel, money
 * @param findings  of the contraction of each, in the same order
 */
export function checkPriorOnlySpend(spends: readonly number[], findings: readonly ChannelFinding[]): TrustCheck {
  const total = spends.reduce((sum, spend) => sum + spend, 0);
  const only = findings.map(({ verdict }) => verdict === "fail");
  const share = total === 0 ? 0 : spends.reduce((sum, spend, index) => (only[index] ? sum + spend : sum), 0) / total;
  const verdict = aboveIsBad(share, limits);
  const names = findings.filter((_, index) => only[index]).map(({ channel }) => channel);
  return {
    id: "prior-only-spend",
    title: "The money is where data are",
    critical: true,
    verdict,
    numbers: [numbered("share of spend whose ROI is the prior", share)],
    threshold: `below ${formatShare(limits.caution)} of spend in channels with a contraction below ${contraction.fail}`,
    reason:
      names.length === 0
        ? "No channel's ROI is its prior alone."
        : `${formatShare(share)} of the spend is in ${formatList(names)}, whose ROI is its prior: a budget made of it would follow the assumption.`,
    remedy:
      verdict === "pass"
        ? null
        : "Test those channels, or lock their budgets when optimizing, so that no money moves on an assumption.",
  };
}
