// Share of spend against share of what media brought: who gets more credit than money.
import type { Evaluation } from "../../analysis/evaluation.ts";
import { formatShare } from "../format.ts";
import { channelLabels } from "../names.ts";
import type { Chart, ChartStyle } from "./chart.ts";
import { type Forest, forestHeight, forestOption } from "./forest.ts";
import { channelColor } from "./theme.ts";

/** Contribution share with intervals; a diamond marks the share of spend. */
export function sharesChart(evaluation: Evaluation, style: ChartStyle): Chart {
  const labels = channelLabels(evaluation);
  const percent = (value: number): number => 100 * value;
  const rows = evaluation.channels.map((channel, index) => ({
    label: labels[index]!,
    color: channelColor(style.theme, index),
    center: percent(channel.contributionShare.mean),
    interval50: channel.contributionShare.interval50.map(percent) as [number, number],
    interval94: channel.contributionShare.interval94.map(percent) as [number, number],
    mark: percent(channel.spendShare),
  }));
  const forest: Forest = {
    rows,
    axisName: "Share of all media, %",
    reference: null,
    markName: "Share of spend",
  };
  return {
    id: "shares",
    title: sharesTitle(evaluation, labels),
    description:
      "Dot and lines: share of what media brought, mean with 50 % and 94 % intervals; diamond: share of spend. A dot right of its diamond gets more than its money's share.",
    height: forestHeight(forest),
    option: forestOption(forest, style),
    table: {
      columns: [
        { label: "Channel", kind: "text" },
        { label: "Share of spend", kind: "share" },
        { label: "Share of contribution", kind: "share" },
        { label: "94 % from", kind: "share" },
        { label: "94 % to", kind: "share" },
      ],
      rows: evaluation.channels.map((channel, index) => [
        labels[index]!,
        channel.spendShare,
        channel.contributionShare.mean,
        ...channel.contributionShare.interval94,
      ]),
    },
  };
}

/** The channel whose whole 94 % interval lies above its share of spend by the most; or that there is none. */
function sharesTitle(evaluation: Evaluation, labels: readonly string[]): string {
  let best = -1;
  let bestGap = 0;
  evaluation.channels.forEach((channel, index) => {
    const gap = channel.contributionShare.mean - channel.spendShare;
    if (channel.contributionShare.interval94[0] > channel.spendShare && gap > bestGap) {
      best = index;
      bestGap = gap;
    }
  });
  const channel = evaluation.channels[best];
  if (channel === undefined) return "No channel clearly brings more than its share of spend";
  return `${labels[best]} takes ${formatShare(channel.spendShare)} of spend and brings ${formatShare(channel.contributionShare.mean)} of what media brought`;
}
