// A panel continued in time: what was observed, and after it a plan or a forecast of everything but the KPI.
import { panelDigest } from "./digest.ts";
import type { MediaSeries, Panel } from "./panel.ts";

/** Series of the periods after a panel's last, each (geo, new time). */
export interface Continuation {
  /** First day of each new period, ascending, going on where the panel ends. */
  readonly dates: readonly string[];
  /** In the order of the panel's media. */
  readonly media: readonly Omit<MediaSeries, "name">[];
  /** In the order of the panel's controls. */
  readonly controls: readonly Float64Array[];
  readonly revenuePerKpi: Float64Array;
  /** Where it is known; without it the new periods' KPI is NaN. */
  readonly kpi?: Float64Array;
}

/** @throws RangeError when series are missing or have another length, or the dates do not go on */
export function continuePanel(panel: Panel, continuation: Continuation): Panel {
  const { dates, media, controls, revenuePerKpi } = continuation;
  const geos = panel.geos.length;
  const added = dates.length;
  if (added === 0) return panel;
  if (media.length !== panel.media.length || controls.length !== panel.controls.length) {
    throw new RangeError(
      `${media.length} media and ${controls.length} controls continue a panel of ${panel.media.length} and ${panel.controls.length}`,
    );
  }
  if (panel.dates.length > 0 && dates[0] <= panel.dates[panel.dates.length - 1]) {
    throw new RangeError(`the continuation begins on ${dates[0]}, not after ${panel.dates[panel.dates.length - 1]}`);
  }
  const periods = panel.dates.length;
  const joined = (before: Float64Array, after: Float64Array): Float64Array => {
    if (after.length !== geos * added) {
      throw new RangeError(`a series of ${after.length} values for ${geos} geos and ${added} new periods`);
    }
    const values = new Float64Array(geos * (periods + added)); // (geo, time)
    for (let geo = 0; geo < geos; geo += 1) {
      values.set(before.subarray(geo * periods, (geo + 1) * periods), geo * (periods + added));
      values.set(after.subarray(geo * added, (geo + 1) * added), geo * (periods + added) + periods);
    }
    return values;
  };
  const unknown = new Float64Array(geos * added).fill(Number.NaN);
  const continued: Omit<Panel, "digest"> = {
    ...panel,
    dates: [...panel.dates, ...dates],
    kpi: {
      ...panel.kpi,
      values: joined(panel.kpi.values, continuation.kpi ?? unknown),
      revenuePerKpi: joined(panel.kpi.revenuePerKpi, revenuePerKpi),
    },
    media: panel.media.map((series, index) => {
      const exposure = joined(series.exposure, media[index].exposure);
      const isSpend = series.exposure === series.spend && media[index].exposure === media[index].spend;
      const spend = isSpend ? exposure : joined(series.spend, media[index].spend);
      const { frequency } = series;
      if (frequency === undefined) return { ...series, exposure, spend };
      const later = media[index].frequency;
      if (later === undefined) throw new RangeError(`"${series.name}" goes on without the frequency of its reach`);
      return { ...series, exposure, spend, frequency: joined(frequency, later) };
    }),
    controls: panel.controls.map((series, index) => ({ ...series, values: joined(series.values, controls[index]) })),
  };
  return { ...continued, digest: panelDigest(continued) };
}
