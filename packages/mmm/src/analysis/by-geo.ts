// What a panel of several geos says besides its national sums: each geo's fit, and each channel's effect there.
import type { Panel } from "../data/panel.ts";
import { estimate } from "./estimates.ts";
import type { GeoEvaluation, GeoEvaluations } from "./evaluation.ts";
import { knownKpi } from "./known-kpi.ts";
import type { MediaSums } from "./posterior-sums.ts";
import { predictionErrors } from "./quality.ts";
import { roasDraws } from "./roas.ts";
import { sum } from "./totals.ts";

export interface GeoInput {
  readonly panel: Panel;
  /** Posterior mean of the expected KPI, (geo, time). */
  readonly expected: Float64Array;
  /** Of the channels, in their order. */
  readonly channels: readonly { readonly name: string; readonly media: number; readonly sums: MediaSums }[];
}

export function evaluateGeos({ panel, expected, channels }: GeoInput): GeoEvaluations {
  const { geos, dates, kpi } = panel;
  const periods = dates.length;
  const known = knownKpi(panel);
  const ofGeo = (values: Float64Array, geo: number): Float64Array =>
    values.subarray(geo * periods, (geo + 1) * periods);
  return {
    national: predictionErrors(known.national, known.comparable(expected)),
    geos: geos.map((name, geo): GeoEvaluation => {
      const { r2, mape } = predictionErrors(ofGeo(kpi.values, geo), ofGeo(expected, geo));
      return {
        name,
        observed: sum(ofGeo(kpi.values, geo).filter((value) => !Number.isNaN(value))),
        r2,
        mape,
        channels: channels.map((channel) => {
          const spend = sum(ofGeo(panel.media[channel.media].spend, geo));
          return {
            name: channel.name,
            spend,
            contribution: estimate(everyNth(channel.sums.totals, geo, geos.length)),
            roas: estimate(roasDraws(everyNth(channel.sums.money, geo, geos.length), spend)),
          };
        }),
      };
    }),
  };
}

/** One geo's column of (draw, geo). */
function everyNth(values: Float64Array, geo: number, geos: number): Float64Array {
  return Float64Array.from({ length: values.length / geos }, (_, draw) => values[draw * geos + geo]);
}
