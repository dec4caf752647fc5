// Refresh: what the new periods moved since the earlier run, and why.
import type { Evaluation } from "../analysis/evaluation.ts";
import { periodWord } from "../calendar/periods.ts";
import type {
  ChannelDrift,
  DataDrift,
  DriftReport,
  Foretold,
  ParameterDrift,
  Refresh,
  Shift,
} from "../refresh/drift-report.ts";
import type { ReportTable } from "./charts/chart.ts";
import type { Block, Chapter } from "./document.ts";
import { figure } from "./figure.ts";
import {
  countOf,
  formatDate,
  formatFixed,
  formatNumber,
  formatShare,
  formatShort,
  formatShortMoney,
} from "./format.ts";
import { numberInterval } from "./interval-text.ts";
import { displayName } from "./names.ts";

/** Parameters shown: those that moved most. */
const shownParameters = 15;

export function refreshChapter(evaluation: Evaluation, refresh: Refresh): Chapter {
  const { drift } = refresh;
  const [answer = "", ...rest] = drift.sentences;
  return {
    id: "refresh",
    title: "Refresh",
    question: "What moved since the earlier run, and why?",
    answer,
    blocks: [
      { kind: "paragraph", text: settingSentence(refresh, evaluation) },
      ...(rest.length === 0 ? [] : [{ kind: "list", items: rest } as const]),
      { kind: "table", span: "full", title: "Returns before and after", table: roiTable(drift) },
      { kind: "table", span: "full", title: "What moved them", table: stepsTable(drift, evaluation.currency) },
      { kind: "list", items: drift.channels.map(({ sentence }) => sentence) },
      ...(drift.foretold === null ? [] : foretoldBlocks(evaluation, drift.foretold)),
      { kind: "table", span: "full", title: "Parameters that moved most", table: parameterTable(drift) },
      ...(drift.newPeriods === 0 ? [] : dataBlocks(drift.data)),
      {
        kind: "paragraph",
        text: "Like for like compares both sets of coefficients over the window as it is now. A surprise beyond ±3 is a step that the earlier posterior had as good as ruled out: over data it expects, a posterior mean varies by √(earlier variance − later variance). P(moved) is 0 where two posteriors are the same and 1 where they do not overlap.",
      },
    ],
  };
}

function settingSentence(
  { run, discount, window, seenPeriods, fromHistory, addedKnots, widened, drift }: Refresh,
  { sampling }: Evaluation,
): string {
  const periods = (count: number): string => countOf(count, periodWord(drift.frequency));
  const { before, after } = drift;
  const counted =
    discount !== null
      ? `its posterior was the prior${discount === 1 ? "" : `, with variances divided by ${discount}`}, and only the new periods counted`
      : window !== null
        ? `its priors were kept, and the last ${periods(seenPeriods)} counted`
        : `its priors were kept, and ${periods(seenPeriods)} counted`;
  const kept =
    sampling.ensemble === undefined
      ? `Scales and transforms are that run’s; ${counted}.`
      : `The window of ${periods(seenPeriods)} slid with them, the decomposition was fitted anew, and the search looked near that run’s best model.`;
  return [
    `This run refreshes ${run} (${formatDate(before.from)} to ${formatDate(before.to)}) with data to ${formatDate(after.to)}: ${periods(drift.newPeriods)} more. ${kept}`,
    ...(fromHistory === 0 ? [] : [`The first ${periods(fromHistory)}, which the data lacked, are that run’s.`]),
    ...(addedKnots === 0 ? [] : [`The time effect got ${countOf(addedKnots, "more knot")}.`]),
    ...(widened.length === 0 ? [] : [`The functions of the time-varying ${widened.join(" and ")} reach further.`]),
  ].join(" ");
}

function roiTable({ channels }: DriftReport): ReportTable {
  return {
    columns: [
      { label: "Channel", kind: "text" },
      { label: "Return, before", kind: "figure" },
      { label: "Return, now", kind: "figure" },
      { label: "Like for like", kind: "figure" },
      { label: "P(moved)", kind: "probability" },
      { label: "Surprise", kind: "figure" },
      { label: "Share, before", kind: "share" },
      { label: "Share, now", kind: "share" },
      { label: "Next unit, before", kind: "number" },
      { label: "Next unit, now", kind: "number" },
      { label: "More than explained", kind: "yes-no" },
    ],
    rows: channels.map(({ name, roi, roiLikeForLike, contributionShare, marginalRoi }) => [
      displayName(name),
      withInterval(roi.before),
      withInterval(roi.after),
      `${formatNumber(roiLikeForLike.before.mean)} → ${formatNumber(roiLikeForLike.after.mean)}`,
      roiLikeForLike.probabilityMoved,
      fixed(roiLikeForLike.surprise),
      contributionShare.before.mean,
      contributionShare.after.mean,
      marginalRoi.before.mean,
      marginalRoi.after.mean,
      roiLikeForLike.moved,
    ]),
  };
}

function stepsTable({ channels, newPeriods }: DriftReport, currency: string): ReportTable {
  const money = (value: number): string => formatShortMoney(value, currency);
  const perPeriod = ({ contribution }: ChannelDrift): string[] =>
    contribution === null
      ? []
      : [contribution.before.mean, contribution.fromSpend, contribution.fromCoefficients, contribution.after.mean].map(
          money,
        );
  return {
    columns: [
      { label: "Channel", kind: "text" },
      { label: "Return, before", kind: "number" },
      { label: "Restated past", kind: "fixed-3" },
      { label: "Other spend", kind: "fixed-3" },
      { label: "Other coefficients", kind: "fixed-3" },
      { label: "of it: new data", kind: "fixed-3" },
      { label: "of it: else", kind: "fixed-3" },
      { label: "Return, now", kind: "number" },
      ...(newPeriods === 0
        ? []
        : ["Brought per period, before", "By other spend", "By other coefficients", "Per new period"].map((label) => ({
            label,
            kind: "figure" as const,
          }))),
    ],
    rows: channels.map((channel) => [
      displayName(channel.name),
      channel.roiSteps.reported,
      channel.roiSteps.restated,
      channel.roiSteps.spend,
      channel.roiSteps.coefficients,
      channel.roiSteps.newData,
      channel.roiSteps.other,
      channel.roi.after.mean,
      ...perPeriod(channel),
    ]),
  };
}

function foretoldBlocks(evaluation: Evaluation, { weeks, ...foretold }: Foretold): Block[] {
  const of = (pick: (week: Foretold["weeks"][number]) => number): number[] => weeks.map(pick);
  return [
    { kind: "heading", text: "What the earlier model foretold" },
    figure(
      evaluation,
      {
        name: "held-out",
        data: {
          id: "refresh",
          dates: weeks.map(({ date }) => date),
          observed: of(({ observed }) => observed),
          mean: of(({ predicted }) => predicted),
          lower50: of(({ lower50 }) => lower50),
          upper50: of(({ upper50 }) => upper50),
          lower90: of(({ lower90 }) => lower90),
          upper90: of(({ upper90 }) => upper90),
          boundaries: [],
        },
      },
      "full",
    ),
    {
      kind: "table",
      span: "full",
      title: "Its errors on what it had not seen, and on what it had",
      table: {
        columns: [
          { label: "Figure", kind: "text" },
          { label: "New periods", kind: "figure" },
          { label: "Earlier window", kind: "figure" },
        ],
        rows: [
          ["MAPE", formatShare(foretold.mape), formatShare(foretold.mapeBefore)],
          ["CRPS", formatShort(foretold.crps), formatShort(foretold.crpsBefore)],
          ["Inside the 94 % interval", formatShare(foretold.coverage94), null],
          ["Inside the 50 % interval", formatShare(foretold.coverage50), null],
          ["Largest surprise of a period", formatFixed(largestOf(of(({ surprise }) => surprise)), 1), null],
        ],
      },
    },
  ];
}

function parameterTable({ channels, parameters }: DriftReport): ReportTable {
  const all: readonly ParameterDrift[] = [...channels.flatMap((channel) => channel.parameters), ...parameters];
  const most = all
    .toSorted((a, b) => Math.abs(b.standardized ?? 0) - Math.abs(a.standardized ?? 0))
    .slice(0, shownParameters);
  return {
    columns: [
      { label: "Parameter", kind: "text" },
      { label: "Before", kind: "figure" },
      { label: "Now", kind: "figure" },
      { label: "Change in sd", kind: "figure" },
      { label: "P(moved)", kind: "probability" },
      { label: "Surprise", kind: "figure" },
    ],
    rows: most.map(({ label, before, after, standardized, probabilityMoved, surprise }) => [
      label,
      withInterval(before),
      withInterval(after),
      fixed(standardized),
      probabilityMoved,
      fixed(surprise),
    ]),
  };
}

function dataBlocks({ spend, controls }: DataDrift): Block[] {
  const spendTable: ReportTable = {
    columns: [
      { label: "Channel", kind: "text" },
      { label: "Spend per period, before", kind: "money" },
      { label: "Now", kind: "money" },
      { label: "New cells beyond its range", kind: "share" },
    ],
    rows: spend.map(({ name, before, after, shareBeyond }) => [displayName(name), before, after, shareBeyond]),
  };
  const controlTable: ReportTable = {
    columns: [
      { label: "Control", kind: "text" },
      { label: "Mean, before", kind: "number" },
      { label: "Now", kind: "number" },
      { label: "Shift in sd", kind: "figure" },
      { label: "New cells outside its range", kind: "share" },
    ],
    rows: controls.map(({ name, before, after, shift, shareOutside }) => [
      displayName(name),
      before,
      after,
      fixed(shift),
      shareOutside,
    ]),
  };
  return [
    { kind: "table", span: "half", title: "Spend, before and now", table: spendTable },
    ...(controls.length === 0
      ? []
      : [{ kind: "table", span: "half", title: "Controls, before and now", table: controlTable } as const]),
  ];
}

function withInterval(estimate: Shift["before"]): string {
  const { mean, lower, upper } = numberInterval(estimate, estimate.interval94);
  return `${mean} (${lower} to ${upper})`;
}

function fixed(value: number | null): string {
  return value === null ? "–" : formatFixed(value, 1);
}

/** By size, sign kept. */
function largestOf(values: readonly number[]): number {
  return values.reduce((most, value) => (Math.abs(value) > Math.abs(most) ? value : most), 0);
}
