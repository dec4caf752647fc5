// A comparison of frameworks for people: scores, returns side by side, where they part, what to do.
import type { Triangulation } from "@carryover/mmm";
import { alignedRows } from "../aligned-rows.ts";
import { money } from "./check.ts";

export function comparisonLines(triangulation: Triangulation): string[] {
  const { disagreement, weights, consensus, unfinished, sentences } = triangulation;
  return [
    ...alignedRows(scoreRows(triangulation)),
    weights.sentence,
    "",
    "ROI, mean and 90 % interval:",
    ...alignedRows(returnRows(triangulation)),
    ...disagreement.channels.map(({ sentence }) => `  ${sentence}`),
    ...(disagreement.swaps.length === 0
      ? []
      : ["", "Where they part:", ...disagreement.swaps.map(({ sentence }) => `  ${sentence}`)]),
    ...(consensus.plans === null ? [] : ["", "Plans of the same budget:", ...alignedRows(planRows(triangulation))]),
    ...(consensus.plans?.sentences ?? []).map((sentence) => `  ${sentence}`),
    "",
    ...consensus.matrix.entries.map(({ sentence }) => sentence),
    "",
    sentences[0] ?? "",
    ...unfinished.map((each) => `Not done: ${each}`),
  ];
}

function scoreRows({ frameworks }: Triangulation): string[][] {
  return [
    ["framework", "R²", "wMAPE", "unseen wMAPE", "unseen CRPS", "in 90 %", "weight"],
    ...frameworks.map(({ name, r2, wmape, outOfSample, weight }) => [
      name,
      r2.toFixed(3),
      percent(wmape),
      outOfSample?.wmape === undefined || outOfSample.wmape === null ? "–" : percent(outOfSample.wmape),
      outOfSample === null ? "–" : String(Number(outOfSample.crps.toPrecision(3))),
      outOfSample === null ? "–" : percent(outOfSample.coverage90),
      percent(weight),
    ]),
  ];
}

function returnRows({ frameworks, consensus, channels }: Triangulation): string[][] {
  const cell = (roi: Triangulation["consensus"]["roi"][string] | undefined): string =>
    roi === undefined ? "–" : `${roi.mean.toFixed(2)} (${roi.q05.toFixed(2)} to ${roi.q95.toFixed(2)})`;
  return [
    ["channel", ...frameworks.map(({ name }) => name), "consensus"],
    ...channels.map((channel) => [
      channel,
      ...frameworks.map(({ roi }) => cell(roi[channel])),
      cell(consensus.roi[channel]),
    ]),
  ];
}

function planRows({ frameworks, consensus: { plans }, channels }: Triangulation): string[][] {
  return [
    ["plan", ...channels, ...frameworks.map(({ name }) => `lift, ${name}`)],
    ...(plans?.plans ?? []).map(({ name, allocation, underFramework }) => [
      name,
      ...channels.map((channel) => amount(allocation[channel] ?? 0)),
      ...frameworks.map((framework) => amount(underFramework[framework.name]?.lift.mean ?? 0)),
    ]),
  ];
}

function amount(value: number): string {
  return money(Math.round(value)).replace("-", "−");
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
