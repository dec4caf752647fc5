// How the new periods' inputs compare with what the earlier model knew: spend, exposure, controls, level of the KPI.
import { formatList, formatShare } from "../analysis/format.ts";
import { yearInPeriods } from "../calendar/periods.ts";
import type { Panel } from "../data/panel.ts";
import type { DataDrift } from "./drift-report.ts";

/** What is worth a sentence: relative change of spend, of the KPI; standard deviations of a control. */
const limits = { spend: 0.25, kpi: 0.1, control: 1 } as const;

/**
 * @param before  periods of the earlier run; the rest are new
 * @param sizes   of the geos, with mean 1: exposure is compared per size
 */
export function dataDrift(panel: Panel, before: number, sizes: readonly number[] = [1]): DataDrift {
  const periods = panel.dates.length;
  const split = (values: Float64Array): Parts => splitCells(values, periods, before);
  const perPeriod = (values: Float64Array, count: number): number => (count === 0 ? 0 : total(values) / count);
  const added = periods - before;
  const spend = panel.media.map(({ name, spend: money, exposure }) => {
    const [moneyParts, exposureParts] = [split(money), split(exposure)];
    const cost = (part: keyof Parts): number | null => {
      const shown = total(exposureParts[part]);
      return money === exposure || shown === 0 ? null : total(moneyParts[part]) / shown;
    };
    return {
      name,
      before: perPeriod(moneyParts.past, before),
      after: perPeriod(moneyParts.fresh, added),
      costBefore: cost("past"),
      costAfter: cost("fresh"),
      largestBefore: largest(exposureParts.past, before, sizes),
      largestAfter: largest(exposureParts.fresh, added, sizes),
      shareBeyond: shareBeyond(exposureParts, before, added),
    };
  });
  const controls = [...panel.controls, ...(panel.treatments ?? [])].map(({ name, values }) => {
    const { past, fresh } = split(values);
    const [was, is] = [total(past) / past.length, fresh.length === 0 ? 0 : total(fresh) / fresh.length];
    const sd = Math.sqrt(past.reduce((sum, value) => sum + (value - was) ** 2, 0) / past.length);
    const [low, high] = [past.reduce((a, b) => Math.min(a, b)), past.reduce((a, b) => Math.max(a, b))];
    const after = fresh.length === 0 ? was : is;
    return {
      name,
      before: was,
      after,
      shift: sd > 0 ? (after - was) / sd : null,
      shareOutside: share(fresh, (value) => value < low || value > high),
    };
  });
  const { past, fresh } = split(panel.kpi.values);
  const kpi = {
    before: kpiPerPeriod(past, before),
    after: kpiPerPeriod(fresh, added),
    yearEarlier: yearEarlier(panel, before),
  };
  return { spend, controls, kpi, sentences: added === 0 ? [] : sentencesOf({ spend, controls, kpi }) };
}

/** Sum over geos of each geo's mean period; of all known values alike where some are not known, 0 where none is. */
function kpiPerPeriod(values: Float64Array, periods: number): number {
  const known = values.filter((value) => !Number.isNaN(value));
  if (known.length === 0) return 0;
  if (known.length === values.length) return total(values) / periods;
  return (total(known) / known.length) * (values.length / periods);
}

interface Parts {
  /** (geo, time) before and (geo, new time). */
  readonly past: Float64Array;
  readonly fresh: Float64Array;
}

function splitCells(values: Float64Array, periods: number, before: number): Parts {
  return {
    past: values.filter((_, cell) => cell % periods < before),
    fresh: values.filter((_, cell) => cell % periods >= before),
  };
}

/** Of the same periods a year before the new ones, per period; null where they are not all in the data, or not all known. */
function yearEarlier({ frequency, dates, kpi, geos }: Panel, before: number): number | null {
  const periods = dates.length;
  const lag = yearInPeriods[frequency];
  const added = periods - before;
  if (added === 0 || before < lag) return null;
  let sum = 0;
  for (let geo = 0; geo < geos.length; geo += 1) {
    for (let t = before; t < periods; t += 1) sum += kpi.values[geo * periods + t - lag];
  }
  return Number.isNaN(sum) ? null : sum / added;
}

function largest(values: Float64Array, periods: number, sizes: readonly number[]): number {
  return values.reduce((most, value, cell) => Math.max(most, value / sizes[Math.floor(cell / periods)]), 0);
}

/** Of the new cells, against the largest of the same geo. */
function shareBeyond({ past, fresh }: Parts, before: number, added: number): number {
  if (fresh.length === 0) return 0;
  const limit = Array.from({ length: past.length / before }, (_, geo) =>
    past.subarray(geo * before, (geo + 1) * before).reduce((most, value) => Math.max(most, value), 0),
  );
  return (
    fresh.reduce((count, value, cell) => count + (value > limit[Math.floor(cell / added)] ? 1 : 0), 0) / fresh.length
  );
}

function sentencesOf({ spend, controls, kpi }: Omit<DataDrift, "sentences">): string[] {
  const changed = spend.filter(({ before, after }) => Math.abs(after - before) > limits.spend * Math.max(before, 0));
  const beyond = spend.filter((each) => each.shareBeyond > 0);
  const costlier = spend.filter(
    ({ costBefore, costAfter }) =>
      costBefore !== null && costAfter !== null && Math.abs(costAfter / costBefore - 1) > limits.spend,
  );
  const outside = controls.filter((each) => each.shareOutside > 0 || Math.abs(each.shift ?? 0) > limits.control);
  const [reference, since] =
    kpi.yearEarlier === null ? [kpi.before, "the earlier mean"] : [kpi.yearEarlier, "a year before"];
  const level = reference === 0 ? 0 : kpi.after / reference - 1;
  return [
    ...(Math.abs(level) > limits.kpi
      ? [`The KPI per period is ${formatShare(Math.abs(level))} ${level < 0 ? "below" : "above"} ${since}.`]
      : []),
    ...(changed.length === 0
      ? []
      : [
          `Spend per period changed: ${formatList(changed.map(({ name, before, after }) => `${name} ${relative(before, after)}`))}.`,
        ]),
    ...(beyond.length === 0
      ? []
      : [
          `More was shown than ever before by ${formatList(beyond.map((each) => `${each.name} (${formatShare(each.shareBeyond)} of the new cells)`))}: there the earlier curve was extrapolation.`,
        ]),
    ...(costlier.length === 0
      ? []
      : [
          `A unit of exposure costs otherwise: ${formatList(costlier.map(({ name, costBefore, costAfter }) => `${name} ${relative(costBefore ?? 0, costAfter ?? 0)}`))}.`,
        ]),
    ...(outside.length === 0
      ? []
      : [
          `Controls left their earlier range or level: ${formatList(outside.map(({ name, shareOutside, shift }) => `${name} (${shareOutside > 0 ? `${formatShare(shareOutside)} of the new cells outside` : `mean ${Math.abs(shift ?? 0).toFixed(1)} sd ${(shift ?? 0) < 0 ? "lower" : "higher"}`})`))}.`,
        ]),
  ];
}

/** `+40 %`, `−12 %`, `from nothing`, `to nothing`. */
function relative(before: number, after: number): string {
  if (before === 0) return "from nothing";
  if (after === 0) return "to nothing";
  const change = after / before - 1;
  return `${change < 0 ? "\u2212" : "+"}${formatShare(Math.abs(change))}`;
}

function total(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function share(values: Float64Array, is: (value: number) => boolean): number {
  return values.length === 0 ? 0 : values.reduce((count, value) => count + (is(value) ? 1 : 0), 0) / values.length;
}
