// One walk over the draws: what the evaluation keeps of the expected KPI and its parts, without holding all parts at once.
import { type Fit, thinnedDraws } from "../fit.ts";
import { channelContributions } from "./contributions.ts";
import { scaledPart } from "./effect-scale.ts";
import type { ComponentSummary } from "./evaluation.ts";
import { knownKpi } from "./known-kpi.ts";
import { addUp, overGeos, sumOverGeos, totals, weightedTotals } from "./totals.ts";

export interface PartSums {
  readonly name: string;
  readonly group: ComponentSummary["group"];
  /** Summed over geos, (draw, time). */
  readonly national: Float64Array;
}

/** Of one of the panel's media. */
export interface MediaSums {
  /** Summed over geos, (draw, time). */
  readonly national: Float64Array;
  /** Contribution over the window, (draw, geo), KPI units. */
  readonly totals: Float64Array;
  /** Contribution where the KPI is known, over geos and window, (draw), KPI units. */
  readonly known: Float64Array;
  /** Contribution over the window in money, (draw, geo). */
  readonly money: Float64Array;
  /** Contribution on the scale on which it is a coefficient times the response, (draw, geo); see `scaledPart`. */
  readonly scaled: Float64Array;
  /** Expected KPI without the channel, summed over the window, (draw, geo); null where effects add up. */
  readonly without: Float64Array | null;
}

export interface PosteriorSums {
  /** Which draws. */
  readonly kept: Int32Array;
  /** Expected KPI, (draw, geo, time). */
  readonly expected: Float64Array;
  readonly parts: readonly PartSums[];
  /** In the order of the panel's media. */
  readonly media: readonly MediaSums[];
}

/** Cells (draw, geo, time) of each part held at a time: 4 MB each. */
const cellsAtATime = 500_000;

/** The parts of the expected KPI at `maxDraws` evenly thinned draws, summed over geos or over time. */
export function posteriorSums(fit: Fit, maxDraws: number): PosteriorSums {
  const { panel, draws } = fit;
  const kept = thinnedDraws(draws.chains * draws.draws, maxDraws);
  const geos = panel.geos.length;
  const periods = panel.dates.length;
  const cells = geos * periods;
  const expected = new Float64Array(kept.length * cells); // (draw, geo, time)
  const parts: PartSums[] = [];
  const { isAll, mask } = knownKpi(panel);
  const addsUp = fit.open({ draws: kept.subarray(0, 1) }).separable;
  const media = panel.media.map((): MediaSums => {
    const contribution = new Float64Array(kept.length * geos);
    return {
      national: new Float64Array(kept.length * periods),
      totals: contribution,
      known: new Float64Array(kept.length),
      money: new Float64Array(kept.length * geos),
      scaled: addsUp ? contribution : new Float64Array(kept.length * geos),
      without: addsUp ? null : new Float64Array(kept.length * geos),
    };
  });
  const rows = Math.max(1, Math.floor(cellsAtATime / cells));
  for (let start = 0; start < kept.length; start += rows) {
    const some = { draws: kept.subarray(start, start + rows) };
    const components = fit.components(some);
    const outcome = addUp(components.map(({ values }) => values));
    expected.set(outcome, start * cells);
    components.forEach(({ name, group, values }, index) => {
      parts[index] ??= { name, group, national: new Float64Array(kept.length * periods) };
      parts[index].national.set(sumOverGeos(values, geos, periods), start * periods);
    });
    channelContributions(fit, components, some).forEach((values, index) => {
      media[index].national.set(sumOverGeos(values, geos, periods), start * periods);
      media[index].totals.set(totals(values, periods), start * geos);
      const brought = isAll ? overGeos(totals(values, periods), geos) : weightedTotals(values, mask);
      media[index].known.set(brought, start);
      media[index].money.set(weightedTotals(values, panel.kpi.revenuePerKpi, periods), start * geos);
      if (addsUp) return;
      const { part, without } = scaledPart(values, outcome);
      media[index].scaled.set(totals(part, periods), start * geos);
      if (without !== null) media[index].without?.set(totals(without, periods), start * geos);
    });
  }
  return { kept, expected, parts, media };
}
