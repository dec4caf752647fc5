// The headline numbers of the summary, each with its uncertainty and, where there is one, its course over time.
import type { Evaluation } from "../analysis/evaluation.ts";
import { type Bucket, months, sums, wholeMonths } from "./charts/buckets.ts";
import { currencyUnit } from "./currency.ts";
import type { Card } from "./document.ts";
import { capitalized, formatProbability, formatShort, formatShortMoney } from "./format.ts";
import { numberInterval, shareInterval } from "./interval-text.ts";
import { channelLabels, kpiCurrency, kpiWord } from "./names.ts";
import { orderedByMarginal } from "./ordering.ts";

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function sumAcross(series: readonly (readonly number[])[], length: number): readonly number[] {
  return Array.from({ length }, (_, time) => series.reduce((sum, values) => sum + values[time]!, 0));
}

/** Quotient by bucket; nothing to draw when any denominator is zero or fewer than three points remain. */
function course(
  buckets: readonly Bucket[],
  numerator: readonly number[],
  denominator: readonly number[] | null,
): readonly number[] | null {
  if (buckets.length < 3) return null;
  const above = sums(numerator, buckets);
  if (denominator === null) {
    return above.map((value, index) => value / (buckets[index]!.to - buckets[index]!.from));
  }
  const below = sums(denominator, buckets);
  return below.some((value) => value === 0) ? null : above.map((value, index) => value / below[index]!);
}

/** KPI, spend, media share, blended return, next unit's return. */
export function summaryCards(evaluation: Evaluation): readonly Card[] {
  const { dates, mediaShare, blendedRoas, currency, unknown } = evaluation;
  const observed = evaluation.observed.map((value) => value ?? 0);
  const buckets = evaluation.frequency === "daily" ? wholeMonths(dates) : months(dates);
  const spend = sumAcross(
    evaluation.spendOverTime.map((row) => row.values),
    dates.length,
  );
  const media = sumAcross(
    evaluation.channels.map((channel) => channel.overTime.mean),
    dates.length,
  );
  const unit = currencyUnit(currency);
  const amount = (value: number): string =>
    kpiCurrency(evaluation) === null ? formatShort(value) : formatShortMoney(value, currency);
  const share = shareInterval(mediaShare, mediaShare.interval94);
  const blended = numberInterval(blendedRoas, blendedRoas.interval94);
  const cards: Card[] = [
    {
      label: capitalized(kpiWord(evaluation)),
      value: amount(total(observed)),
      detail: unknown === undefined ? "observed, whole period" : "observed, where it is known",
      sparkline: unknown === undefined ? course(buckets, observed, null) : null,
    },
    {
      label: "Media spend",
      value: formatShortMoney(total(evaluation.channels.map((channel) => channel.spend)), currency),
      detail: `${evaluation.channels.length} channel${evaluation.channels.length === 1 ? "" : "s"}`,
      sparkline: course(buckets, spend, null),
    },
    {
      label: "Brought by media",
      value: share.mean,
      detail: `94 %: ${share.lower} to ${share.upper}`,
      sparkline: unknown === undefined ? course(buckets, media, observed) : null,
    },
    {
      label: `Return per ${unit}`,
      value: blended.mean,
      detail: `94 %: ${blended.lower} to ${blended.upper}`,
      sparkline: null,
    },
  ];
  const [top] = orderedByMarginal(evaluation);
  if (top === undefined) return cards;
  const { marginalRoas } = evaluation.channels[top.index]!;
  const next = numberInterval(marginalRoas, marginalRoas.interval94);
  const lead =
    evaluation.channels.length === 1 ? "" : `, ahead with probability ${formatProbability(top.probabilityAboveNext)}`;
  return [
    ...cards,
    {
      label: `Next ${unit}, best in ${channelLabels(evaluation)[top.index]}`,
      value: next.mean,
      detail: `94 %: ${next.lower} to ${next.upper}${lead}`,
      sparkline: null,
    },
  ];
}
