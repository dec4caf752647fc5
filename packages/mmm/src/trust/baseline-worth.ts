// What would be sold without paid and organic media, treatments at their baselines: its worth over all cells, by draw.
import type { PosteriorSums } from "../analysis/posterior-sums.ts";
import { addUp, overGeos, weightedTotals } from "../analysis/totals.ts";
import type { Fit } from "../fit.ts";

const drawsAtATime = 50;

/** (draw), money. */
export function baselineWorth(fit: Fit, sums: PosteriorSums): Float64Array {
  const { kpi, geos } = fit.panel;
  const media = sums.media.map(({ money }) => overGeos(money, geos.length));
  const brought = addUp([...media, ...otherEffects(fit, sums.kept)]);
  return weightedTotals(sums.expected, kpi.revenuePerKpi).map((value, draw) => value - (brought[draw] ?? 0));
}

/** Money of organic media and of treatments against their baselines, (draw). */
function otherEffects(fit: Fit, kept: Int32Array): Float64Array[] {
  const { organic = [], treatments = [], kpi } = fit.panel;
  if (organic.length + treatments.length === 0) return [];
  const total = new Float64Array(kept.length);
  for (let start = 0; start < kept.length; start += drawsAtATime) {
    const some = kept.subarray(start, start + drawsAtATime);
    for (const { group, values } of fit.components({ draws: some })) {
      if (group !== "organic" && group !== "treatments") continue;
      weightedTotals(values, kpi.revenuePerKpi).forEach((money, draw) => {
        total[start + draw] += money;
      });
    }
  }
  return [total];
}
