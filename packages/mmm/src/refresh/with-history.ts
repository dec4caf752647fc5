// Data that begin later than a run, such as the last two years of a rolling export, completed from the run's own panel.
import { panelDigest } from "../data/digest.ts";
import type { Panel } from "../data/panel.ts";

/** The panel with what `previous` knows from before it began. */
export interface CompletedPanel {
  readonly panel: Panel;
  /** How many periods were taken from `previous`. */
  readonly fromHistory: number;
}

/**
 * Puts the periods of `previous` that lie before the first of `next` in front of it. A panel that cannot be joined on, because
 * its series differ, it begins no later, or a gap would remain, comes back as it is: what is wrong with it is found by
 * `continuityProblems`.
 */
export function withHistory(previous: Panel, next: Panel): CompletedPanel {
  const fromHistory = previous.dates.indexOf(next.dates[0]);
  const sameSeries =
    previous.frequency === next.frequency &&
    sameNames(previous.geos, next.geos) &&
    sameNames(named(previous.media), named(next.media)) &&
    sameNames(named(previous.controls), named(next.controls)) &&
    sameNames(named(previous.organic ?? []), named(next.organic ?? [])) &&
    sameNames(named(previous.treatments ?? []), named(next.treatments ?? []));
  if (fromHistory <= 0 || !sameSeries) return { panel: next, fromHistory: 0 };
  const [periods, now] = [previous.dates.length, next.dates.length];
  const joined = (before: Float64Array, after: Float64Array): Float64Array => {
    const values = new Float64Array(previous.geos.length * (fromHistory + now)); // (geo, time)
    for (let geo = 0; geo < previous.geos.length; geo += 1) {
      const start = geo * (fromHistory + now);
      values.set(before.subarray(geo * periods, geo * periods + fromHistory), start);
      values.set(after.subarray(geo * now, (geo + 1) * now), start + fromHistory);
    }
    return values;
  };
  const joinedFrequency = (
    before: { readonly frequency?: Float64Array },
    { frequency }: { readonly frequency?: Float64Array },
  ): { readonly frequency?: Float64Array } =>
    before.frequency === undefined || frequency === undefined ? {} : { frequency: joined(before.frequency, frequency) };
  const { history: _, ...later } = next;
  const completed: Omit<Panel, "digest"> = {
    ...later,
    ...(previous.history === undefined ? {} : { history: previous.history }),
    dates: [...previous.dates.slice(0, fromHistory), ...next.dates],
    kpi: {
      ...next.kpi,
      values: joined(previous.kpi.values, next.kpi.values),
      revenuePerKpi: joined(previous.kpi.revenuePerKpi, next.kpi.revenuePerKpi),
    },
    media: next.media.map((series, index) => {
      const before = previous.media[index];
      const spend = joined(before.spend, series.spend);
      const isSpend = before.exposure === before.spend && series.exposure === series.spend;
      const exposure = isSpend ? spend : joined(before.exposure, series.exposure);
      return { ...series, spend, exposure, ...joinedFrequency(before, series) };
    }),
    controls: next.controls.map((series, index) => ({
      ...series,
      values: joined(previous.controls[index].values, series.values),
    })),
    ...(next.organic === undefined
      ? {}
      : {
          organic: next.organic.map((series, index) => {
            const before = previous.organic?.[index] ?? series;
            return {
              ...series,
              exposure: joined(before.exposure, series.exposure),
              ...joinedFrequency(before, series),
            };
          }),
        }),
    ...(next.treatments === undefined
      ? {}
      : {
          treatments: next.treatments.map((series, index) => ({
            ...series,
            values: joined(previous.treatments?.[index].values ?? series.values, series.values),
          })),
        }),
  };
  return { panel: { ...completed, digest: panelDigest(completed) }, fromHistory };
}

function named(series: readonly { readonly name: string }[]): string[] {
  return series.map(({ name }) => name);
}

function sameNames(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((name, index) => name === right[index]);
}
