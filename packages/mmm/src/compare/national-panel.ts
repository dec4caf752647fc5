// A panel with its geos summed: what frameworks without geos are given, so that all answer for the same nation.

import { contacts } from "../data/contacts.ts";
import { panelDigest } from "../data/digest.ts";
import type { MediaHistory, MediaSeries, OrganicSeries, Panel } from "../data/panel.ts";

/** A series that may be reach with a frequency. */
type Exposed = Pick<MediaSeries, "exposure" | "frequency">;

/**
 * KPI, money, exposure and reach are sums over geos; the KPI of a period is known where every geo's is. Frequency is contacts
 * over people reached; the money of a unit of KPI its mean weighted by the KPI, controls and treatments their mean weighted by
 * population, those named in `amounts` their sum. National data come back as they are.
 */
export function nationalPanel(panel: Panel, amounts: ReadonlySet<string> = new Set()): Panel {
  const geos = panel.geos.length;
  if (geos === 1) return panel;
  const { kpi, media, controls, organic, treatments, history, population } = panel;
  const summed = (values: Float64Array): Float64Array => overGeos(values, geos, () => 1, 1);
  const people = population.reduce((total, each) => total + each, 0);
  const averaged = (values: Float64Array): Float64Array => overGeos(values, geos, (geo) => population[geo], people);
  const kpiTotal = summed(kpi.values);
  const worth = summed(kpi.values.map((value, cell) => value * kpi.revenuePerKpi[cell]));
  const usualWorth = averaged(kpi.revenuePerKpi);
  const aggregated: Omit<Panel, "digest"> = {
    ...panel,
    geos: ["national"],
    population: Float64Array.of(1),
    kpi: {
      ...kpi,
      values: kpiTotal,
      revenuePerKpi: usualWorth.map((usual, t) => (kpiTotal[t] > 0 ? worth[t] / kpiTotal[t] : usual)),
    },
    media: media.map((series) => {
      const { exposure, frequency } = exposedNationally(series, geos);
      const spend = series.exposure === series.spend ? exposure : summed(series.spend);
      return { name: series.name, exposure, spend, ...(frequency === undefined ? {} : { frequency }) };
    }),
    controls: controls.map((control) => ({
      ...control,
      values: amounts.has(control.name) ? summed(control.values) : averaged(control.values),
    })),
    ...(organic === undefined ? {} : { organic: organic.map((series) => organicNationally(series, geos)) }),
    ...(treatments === undefined
      ? {}
      : {
          treatments: treatments.map((each) =>
            amounts.has(each.name)
              ? { ...each, values: summed(each.values), baseline: each.baseline * geos }
              : { ...each, values: averaged(each.values) },
          ),
        }),
    ...(history === undefined ? {} : { history: historyNationally(history, geos) }),
  };
  return { ...aggregated, digest: panelDigest(aggregated) };
}

function organicNationally(series: OrganicSeries, geos: number): OrganicSeries {
  return { name: series.name, ...exposedNationally(series, geos) };
}

function historyNationally({ periods, media, organic }: MediaHistory, geos: number): MediaHistory {
  const each = (series: Exposed): Exposed => exposedNationally(series, geos);
  return { periods, media: media.map(each), organic: organic.map(each) };
}

function exposedNationally({ exposure, frequency }: Exposed, geos: number): Exposed {
  const reached = overGeos(exposure, geos, () => 1, 1);
  if (frequency === undefined) return { exposure: reached };
  const seen = overGeos(contacts({ exposure, frequency }), geos, () => 1, 1);
  return { exposure: reached, frequency: seen.map((value, t) => (reached[t] > 0 ? value / reached[t] : 0)) };
}

/** Σ over geos of weight · value, over `divisor`: (geo, time) to (time). */
function overGeos(
  values: Float64Array,
  geos: number,
  weightOf: (geo: number) => number,
  divisor: number,
): Float64Array {
  const periods = values.length / geos;
  const total = new Float64Array(periods);
  for (let cell = 0; cell < values.length; cell += 1) {
    total[cell % periods] += (weightOf(Math.floor(cell / periods)) * values[cell]) / divisor;
  }
  return total;
}
