// Where a panel's KPI is known: what is observed is compared with the prediction there, and nowhere else.
import type { Panel } from "../data/panel.ts";
import { sumOverGeos } from "./totals.ts";

export interface KnownKpi {
  /** Number of cells whose KPI is known. */
  readonly cells: number;
  /** Whether that is all of them. */
  readonly isAll: boolean;
  /** 1 for cells whose KPI is known, (geo, time). */
  readonly mask: Float64Array;
  /** Sum of what is known. */
  readonly total: number;
  /** Sums over geos of what is known in each period; NaN where nothing is. */
  readonly national: Float64Array;
  /**
   * (…, geo, time) summed over the geos whose KPI is known in the period, over all geos in periods in which none is: what
   * `national` is to be compared with.
   */
  comparable(values: Float64Array): Float64Array;
}

export function knownKpi({ kpi, geos, dates }: Panel): KnownKpi {
  const periods = dates.length;
  const mask = kpi.values.map((value) => (Number.isNaN(value) ? 0 : 1));
  const cells = mask.reduce((sum, value) => sum + value, 0);
  const isAll = cells === mask.length;
  if (isAll) {
    return {
      cells,
      isAll,
      mask,
      total: kpi.values.reduce((sum, value) => sum + value, 0),
      national: sumOverGeos(kpi.values, geos.length, periods),
      comparable: (values) => sumOverGeos(values, geos.length, periods),
    };
  }
  const filled = kpi.values.map((value) => (Number.isNaN(value) ? 0 : value));
  const places = sumOverGeos(mask, geos.length, periods);
  const counted = mask.map((value, cell) => (places[cell % periods] === 0 ? 1 : value));
  return {
    cells,
    isAll,
    mask,
    total: filled.reduce((sum, value) => sum + value, 0),
    national: sumOverGeos(filled, geos.length, periods).map((value, time) => (places[time] === 0 ? Number.NaN : value)),
    comparable: (values) =>
      sumOverGeos(
        values.map((value, cell) => value * counted[cell % counted.length]),
        geos.length,
        periods,
      ),
  };
}

/** What a reader must know of a panel whose KPI is not known all over. */
export function unknownSentence({ cells, mask }: KnownKpi): string {
  const lacking = mask.length - cells;
  return `The KPI of ${lacking} of ${mask.length} values is not known: observed and predicted KPI, errors, coverage and the share of media are over the known ones; contributions, spend and returns are over all periods.`;
}
