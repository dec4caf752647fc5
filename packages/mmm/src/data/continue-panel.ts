// A panel continued in time: what was observed, and after it a plan or a forecast of everything but the KPI.
import { panelDigest } from "./digest.ts";
import type { MediaSeries, OrganicSeries, Panel } from "./panel.ts";

/** Series of the periods after a panel's last, each (geo, new time). */
export interface Continuation {
  /** First day of each new period, ascending, going on where the panel ends. */
  readonly dates: readonly string[];
  /** In the order of the panel's media. */
  readonly media: readonly Omit<MediaSeries, "name">[];
  /** In the order of the panel's controls. */
  readonly controls: readonly Float64Array[];
  /** In the order of the panel's organic channels; left out where it has none. */
  readonly organic?: readonly Omit<OrganicSeries, "name">[];
  /** In the order of the panel's treatments; left out where it has none. */
  readonly treatments?: readonly Float64Array[];
  readonly revenuePerKpi: Float64Array;
  /** Where it is known; without it the new periods' KPI is NaN. */
  readonly kpi?: Float64Array;
}

/** @throws RangeError when series are missing or have another length, or the dates do not go on */
export function continuePanel(panel: Panel, continuation: Continuation): Panel {
  const { dates, media, controls, organic = [], treatments = [], revenuePerKpi } = continuation;
  const geos = panel.geos.length;
  const added = dates.length;
  if (added === 0) return panel;
  if (media.length !== panel.media.length || controls.length !== panel.controls.length) {
    throw new RangeError(
      `${media.length} media and ${controls.length} controls continue a panel of ${panel.media.length} and ${panel.controls.length}`,
    );
  }
  const wanted = [panel.organic?.length ?? 0, panel.treatments?.length ?? 0];
  if (organic.length !== wanted[0] || treatments.length !== wanted[1]) {
    throw new RangeError(
      `${organic.length} organic channels and ${treatments.length} treatments continue a panel of ${wanted.join(" and ")}`,
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
  const joinedFrequency = (
    { name, frequency }: OrganicSeries,
    after: Omit<OrganicSeries, "name">,
  ): { readonly frequency?: Float64Array } => {
    if (frequency === undefined) return {};
    if (after.frequency === undefined) throw new RangeError(`"${name}" goes on without the frequency of its reach`);
    return { frequency: joined(frequency, after.frequency) };
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
      return { ...series, exposure, spend, ...joinedFrequency(series, media[index]) };
    }),
    controls: panel.controls.map((series, index) => ({ ...series, values: joined(series.values, controls[index]) })),
    ...(panel.organic === undefined
      ? {}
      : {
          organic: panel.organic.map((series, index) => ({
            ...series,
            exposure: joined(series.exposure, organic[index].exposure),
            ...joinedFrequency(series, organic[index]),
          })),
        }),
    ...(panel.treatments === undefined
      ? {}
      : {
          treatments: panel.treatments.map((series, index) => ({
            ...series,
            values: joined(series.values, treatments[index]),
          })),
        }),
  };
  return { ...continued, digest: panelDigest(continued) };
}
