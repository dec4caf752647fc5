// What moved and why, in plain sentences. They name a likely reason only where the numbers show one.
import { formatList, formatShare } from "../analysis/format.ts";
import { periodWord } from "../calendar/periods.ts";
import { type Restatement, restatedSeries } from "./compare-panels.ts";
import type { ChannelDrift, DataDrift, DriftReport, Foretold, Shift } from "./drift-report.ts";

export interface Circumstances {
  readonly restated: readonly Restatement[];
  readonly data: DataDrift;
  readonly foretold: Foretold | null;
  readonly prior: DriftReport["prior"];
}

/** Changes of ROI below this share of it, or of so few earlier standard deviations, go without a reason. */
const worthAReason = { share: 0.02, deviations: 0.25 } as const;

/** Change of spend per period that may have shown another part of a curve. */
const muchSpend = 0.25;

/** What became of a channel's ROI, which step made most of it, and what speaks for a reason. */
export function channelSentence(drift: Omit<ChannelDrift, "sentence">, circumstances: Circumstances): string {
  const { name, roi, roiLikeForLike, roiSteps } = drift;
  const { restated, spend, coefficients, newData, other } = roiSteps;
  if (Math.abs(roi.change) < worthAReason.share * Math.abs(roi.before.mean)) {
    return `The ROI of ${name} stayed at ${short(roi.after.mean)}.`;
  }
  if (distance(roi) < worthAReason.deviations && !roiLikeForLike.moved) {
    return `The ROI of ${name} hardly moved for what was known of it: from ${short(roi.before.mean)} to ${short(roi.after.mean)}${sizeOf(roi)}.`;
  }
  const head = `The ROI of ${name} ${roi.change < 0 ? "fell" : "rose"} from ${short(roi.before.mean)} to ${short(roi.after.mean)}${sizeOf(roi)}.`;
  const steps = [
    { change: restated, text: `the restated past (${signed(restated)})` },
    { change: spend, text: `other spend at unchanged coefficients (${signed(spend)})` },
    {
      change: coefficients,
      text: `other coefficients (${signed(coefficients)}${newData === null || other === null ? "" : `: ${signed(newData)} by what the new periods teach the earlier model, ${signed(other)} by ${otherCauses(circumstances)}`})`,
    },
  ].toSorted((a, b) => Math.abs(b.change) - Math.abs(a.change));
  const [main] = steps;
  const reasons = main.change === coefficients ? coefficientReasons(name, circumstances) : [];
  const why = reasons.length === 0 ? "" : `; ${formatList(reasons)}`;
  const flag = roiLikeForLike.moved ? " That is more than its own uncertainty explains." : "";
  return `${head} Most of it is ${main.text}${why}.${flag}`;
}

/** The report's first sentence, and one for each further thing a reader must know. */
export function headlines(report: Omit<DriftReport, "sentences">): string[] {
  const { channels, restated, foretold, data, flagged, prior, newPeriods, frequency } = report;
  return [
    mostMoved(channels, flagged, newPeriods),
    ...(foretold === null ? [] : [foretold.sentence]),
    ...channels
      .filter(({ name }) => flagged.includes(name))
      .toSorted((a, b) => distance(b.roiLikeForLike) - distance(a.roiLikeForLike))
      .map(({ sentence }) => sentence),
    ...restated.map(restatedSentence),
    ...data.sentences,
    ...(prior === "posterior"
      ? [
          `The earlier posterior was the prior, and only the ${newPeriods} new ${period(frequency, newPeriods)} counted: of that posterior means, spreads and correlations are kept, the shape beyond them is not.`,
        ]
      : []),
  ];
}

function mostMoved(channels: readonly ChannelDrift[], flagged: readonly string[], newPeriods: number): string {
  const [most] = channels.toSorted((a, b) => distance(b.roiLikeForLike) - distance(a.roiLikeForLike));
  if (most === undefined) return "There are no channels to compare.";
  const since = newPeriods === 0 ? "Without new periods" : "With the new periods";
  if (flagged.length === 0) {
    return `${since} no channel's ROI moved more than its own uncertainty explains; most moved ${most.name}, from ${short(most.roiLikeForLike.before.mean)} to ${short(most.roiLikeForLike.after.mean)} over the same window.`;
  }
  return `${since} the ROI of ${formatList(flagged)} moved more than ${flagged.length === 1 ? "its" : "their"} own uncertainty explains; most moved ${most.name}, from ${short(most.roiLikeForLike.before.mean)} to ${short(most.roiLikeForLike.after.mean)} over the same window.`;
}

function coefficientReasons(channel: string, { restated, data, foretold, prior }: Circumstances): string[] {
  const spend = data.spend.find(({ name }) => name === channel);
  const own = restated.filter(({ series, name }) => (series === "spend" || series === "exposure") && name === channel);
  const kpi = restated.some(({ series }) => series === "kpi" || series === "revenue-per-kpi");
  return [
    ...(spend !== undefined && spend.shareBeyond > 0
      ? [
          `in ${formatShare(spend.shareBeyond)} of the new cells more was shown than ever before, where its curve had been extrapolation`,
        ]
      : []),
    ...(spend !== undefined && spend.before > 0 && Math.abs(spend.after / spend.before - 1) > muchSpend
      ? [`its spend per period changed by ${signedShare(spend.after / spend.before - 1)}`]
      : []),
    ...(foretold?.failed === true
      ? [
          `the new periods came otherwise than the earlier model had foretold, by ${signedShare(foretold.observed / foretold.predicted.mean - 1)}`,
        ]
      : []),
    ...(own.length > 0 ? ["its past was restated"] : []),
    ...(kpi ? ["the past KPI was restated"] : []),
    ...(prior === "posterior" ? ["its prior is now the earlier posterior"] : []),
  ];
}

/** What besides new data can move coefficients. */
function otherCauses({ restated, prior }: Circumstances): string {
  return formatList([
    ...(prior === "posterior" ? ["the posterior as prior"] : []),
    ...(restated.length > 0 ? ["the restated past"] : []),
    ...(prior === "spec" && restated.length === 0 ? ["what else differs and chance"] : []),
  ]);
}

function restatedSentence(restated: Restatement): string {
  const { cells, of, before, after } = restated;
  const change = before === 0 ? "" : `, ${signedShare(after / before - 1)} in sum`;
  return `The past ${restatedSeries(restated)} was restated in ${cells} of ${of} cells${change}.`;
}

function sizeOf({ standardized }: Shift): string {
  return standardized === null ? "" : `, ${Math.abs(standardized).toFixed(1)} of its earlier standard deviations`;
}

function distance({ standardized }: Shift): number {
  return Math.abs(standardized ?? 0);
}

function period(frequency: DriftReport["frequency"], count: number): string {
  const word = periodWord(frequency);
  return count === 1 ? word : `${word}s`;
}

function signed(value: number): string {
  return `${value < 0 ? "\u2212" : "+"}${short(Math.abs(value))}`;
}

function signedShare(value: number): string {
  return `${value < 0 ? "\u2212" : "+"}${formatShare(Math.abs(value))}`;
}

function short(value: number): string {
  return String(Number(value.toPrecision(3))).replace("-", "\u2212");
}
