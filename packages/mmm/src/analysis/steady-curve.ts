// What steady spend brings per period, and how much of it in the period of the spend, how much by carryover.
import { type Fit, thinnedDraws } from "../fit.ts";
import { channelResponse } from "./channel-response.ts";
import { mediaComponent } from "./contributions.ts";
import { effectOf, scaledPart } from "./effect-scale.ts";
import { meanOf } from "./estimates.ts";
import type { CurveEstimate } from "./flighted-curve.ts";
import { levelEstimate } from "./level-estimate.ts";
import { coefficients, curveGrid, spendRange } from "./response-curve.ts";
import { addUp, sum, sumOverGeos, totals } from "./totals.ts";

interface SteadyPoint {
  /** Money per period, all geos together. */
  readonly spendPerPeriod: number;
  /** KPI per period, once carryover has built up. */
  readonly total: CurveEstimate;
  /** Posterior mean of what a period's own exposure adds to it, and of what is there without it; they sum to the total's. */
  readonly immediate: number;
  readonly carryover: number;
  readonly extrapolated: boolean;
}

export interface SteadyCurve {
  readonly channel: string;
  readonly currentSpendPerPeriod: number;
  /** Largest seen in a period; beyond it the curve is extrapolation. */
  readonly largestSpendPerPeriod: number;
  readonly points: readonly SteadyPoint[];
}

/**
 * One curve for each of the panel's media, over the data. Where effects multiply, relative to what there is without the channel,
 * on average over the periods; where they vary over time, with their mean.
 */
export function steadyCurves(fit: Fit, draws: number, level: number): SteadyCurve[] {
  const { panel, spec } = fit;
  const kept = thinnedDraws(fit.draws.chains * fit.draws.draws, draws);
  const geos = panel.geos.length;
  const periods = panel.dates.length;
  const components = fit.components({ draws: kept });
  const addsUp = fit.open({ draws: kept.subarray(0, 1) }).separable;
  const expected = addsUp ? null : addUp(components.map(({ values }) => values));
  return panel.media.map(({ name, spend, exposure }): SteadyCurve => {
    const component = mediaComponent(components, name);
    if (component === undefined) throw new RangeError(`the fit has no part for "${name}"`);
    const place = spec.channels.findIndex((each) => each.name === name);
    const response = channelResponse(fit, place, kept);
    const observed = Float64Array.from({ length: kept.length * geos }); // (draw, geo)
    for (let draw = 0; draw < kept.length; draw += 1) {
      observed.set(totals(response.split(draw, exposure).response, periods), draw * geos);
    }
    const { part, without } = scaledPart(component.values, expected);
    const coefficient = coefficients(totals(part, periods), observed);
    const rest = without === null ? null : totals(without, periods).map((total) => total / periods); // (draw, geo)
    const range = spendRange(sumOverGeos(spend, geos, periods));
    const totalSpend = sum(spend);
    const exposurePerMoney = Array.from({ length: geos }, (_, geo) =>
      totalSpend === 0 ? 0 : sum(exposure.subarray(geo * periods, (geo + 1) * periods)) / totalSpend,
    );
    return {
      channel: name,
      currentSpendPerPeriod: range.current,
      largestSpendPerPeriod: range.observedMaximum,
      points: curveGrid(range).map((spendPerPeriod): SteadyPoint => {
        const shown = exposurePerMoney.map((ratio) => ratio * spendPerPeriod);
        const whole = new Float64Array(kept.length); // (draw)
        const carried = new Float64Array(kept.length); // (draw)
        for (let draw = 0; draw < kept.length; draw += 1) {
          const steady = response.steady(draw, shown);
          const before = response.steadyCarried(draw, shown);
          for (let geo = 0; geo < geos; geo += 1) {
            const index = draw * geos + geo;
            whole[draw] += effectOf(coefficient[index] * steady[geo], rest?.[index]);
            carried[draw] += effectOf(coefficient[index] * before[geo], rest?.[index]);
          }
        }
        const { mean, lower, upper } = levelEstimate(whole, level);
        const carryover = meanOf(carried);
        return {
          spendPerPeriod,
          total: { mean, lower, upper },
          immediate: mean - carryover,
          carryover,
          extrapolated: spendPerPeriod > range.observedMaximum,
        };
      }),
    };
  });
}
