// Channels: how each one works, from money to effect.
import type { Evaluation } from "../analysis/evaluation.ts";
import type { TrustReport } from "../trust/trust-report.ts";
import type { ReportTable } from "./charts/chart.ts";
import type { Block, Chapter } from "./document.ts";
import { figure } from "./figure.ts";
import { channelLabels } from "./names.ts";
import { bestChannelSentence, carryoverSentence, channelSentence } from "./sentences.ts";

/** The channel table of this chapter and the appendix. With a trust report the verdict stands beside each return. */
export function channelTable(evaluation: Evaluation, trust?: TrustReport): ReportTable {
  const labels = channelLabels(evaluation);
  const verdictOf = (name: string): string =>
    trust?.channels.find((channel) => channel.name === name)?.verdict ?? "not judged";
  return {
    columns: [
      { label: "Channel", kind: "text" },
      { label: "Spend", kind: "money" },
      { label: "Contribution", kind: "amount" },
      { label: "Return per unit", kind: "number" },
      { label: "94 % from", kind: "number" },
      { label: "94 % to", kind: "number" },
      ...(trust === undefined ? [] : [{ label: "Trust", kind: "text" as const }]),
      { label: "Next unit returns", kind: "number" },
      { label: "P(best)", kind: "probability" },
      ...(evaluation.channels.some((channel) => channel.contraction !== null)
        ? [{ label: "Learned from data", kind: "share" as const }]
        : []),
    ],
    rows: evaluation.channels.map((channel, index) => [
      labels[index]!,
      channel.spend,
      channel.contribution.mean,
      channel.roas.mean,
      ...channel.roas.interval94,
      ...(trust === undefined ? [] : [verdictOf(channel.name)]),
      channel.marginalRoas.mean,
      channel.probabilityBest,
      ...(evaluation.channels.some(({ contraction }) => contraction !== null) ? [channel.contraction] : []),
    ]),
  };
}

/** "Trust: caution – its ROI is 80 % prior." */
function trustClause(name: string, trust: TrustReport | undefined): string[] {
  const line = trust?.channels.find((channel) => channel.name === name)?.line;
  return line === undefined ? [] : [`Trust: ${line.slice(name.length + 2)}.`];
}

/** An analysis sentence names channels as the data do; here they read as everywhere else in the report. */
function relabelled(sentence: string, name: string, label: string): string {
  return sentence
    .split(" ")
    .map((word) => (word === name ? label : word))
    .join(" ");
}

/** @param trust  of the same run, where it was judged: a line beside each channel's return */
export function channelsChapter(evaluation: Evaluation, trust?: TrustReport): Chapter {
  const labels = channelLabels(evaluation);
  const blocks: Block[] = [
    figure(evaluation, { name: "spend-and-revenue" }, "full"),
    figure(evaluation, { name: "waterfall" }, "full"),
    { kind: "table", span: "full", title: "All channels", table: channelTable(evaluation, trust) },
    ...evaluation.channels.flatMap((channel, index): Block[] => [
      { kind: "heading", text: labels[index]! },
      {
        kind: "paragraph",
        text: [
          channelSentence(evaluation, index),
          ...trustClause(channel.name, trust),
          carryoverSentence(evaluation, index),
          relabelled(channel.saturation.sentence, channel.name, labels[index]!),
        ].join(" "),
      },
      figure(evaluation, { name: "channel-contribution", index }, "half"),
      figure(evaluation, { name: "adstock-decay", index }, "half"),
    ]),
  ];
  return {
    id: "channels",
    title: "Channels",
    question: "How does each channel work?",
    answer: bestChannelSentence(evaluation),
    blocks,
  };
}
