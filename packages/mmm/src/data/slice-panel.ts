// The first periods of a panel: what was known at an earlier time. Media before the panel stay what they were.
import { panelDigest } from "./digest.ts";
import type { Panel } from "./panel.ts";

/** @throws RangeError unless `periods` is from 1 to the panel's */
export function firstPeriods(panel: Panel, periods: number): Panel {
  const all = panel.dates.length;
  if (!Number.isInteger(periods) || periods < 1 || periods > all) {
    throw new RangeError(`${periods} of ${all} periods`);
  }
  if (periods === all) return panel;
  const geos = panel.geos.length;
  const cut = (values: Float64Array): Float64Array => {
    const kept = new Float64Array(geos * periods); // (geo, time)
    for (let geo = 0; geo < geos; geo += 1) {
      kept.set(values.subarray(geo * all, geo * all + periods), geo * periods);
    }
    return kept;
  };
  const cutFrequency = ({ frequency }: { readonly frequency?: Float64Array }) =>
    frequency === undefined ? {} : { frequency: cut(frequency) };
  const sliced: Omit<Panel, "digest"> = {
    ...panel,
    dates: panel.dates.slice(0, periods),
    kpi: { ...panel.kpi, values: cut(panel.kpi.values), revenuePerKpi: cut(panel.kpi.revenuePerKpi) },
    media: panel.media.map((series) => {
      const exposure = cut(series.exposure);
      const spend = series.spend === series.exposure ? exposure : cut(series.spend);
      return { ...series, spend, exposure, ...cutFrequency(series) };
    }),
    controls: panel.controls.map((series) => ({ ...series, values: cut(series.values) })),
    ...(panel.organic === undefined
      ? {}
      : {
          organic: panel.organic.map((series) => ({
            ...series,
            exposure: cut(series.exposure),
            ...cutFrequency(series),
          })),
        }),
    ...(panel.treatments === undefined
      ? {}
      : { treatments: panel.treatments.map((series) => ({ ...series, values: cut(series.values) })) }),
  };
  return { ...sliced, digest: panelDigest(sliced) };
}
