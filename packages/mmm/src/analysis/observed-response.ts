// A channel's response to what was really shown: its sums, what 1 % more would add, how near the ceiling it came.
import type { ChannelResponse } from "./channel-response.ts";
import { marginalStep } from "./roas.ts";
import { overGeos, totals, weightedTotals } from "./totals.ts";

export interface ObservedResponse {
  /** Sum over time, (draw, geo). */
  readonly total: Float64Array;
  /** The same weighted by the money a unit of KPI is worth in each cell, (draw, geo). */
  readonly worth: Float64Array;
  /** The worth with the channel's media scaled up by `marginalStep` in every cell, (draw, geo). */
  readonly raisedWorth: Float64Array;
  /** Mean share of the curve's ceiling over the cells with exposure, (draw); null when the curve has no ceiling. */
  readonly level: Float64Array | null;
}

export interface ObservedInput {
  readonly response: ChannelResponse;
  /** (geo, time). */
  readonly exposure: Float64Array;
  /** (geo, time). */
  readonly revenuePerKpi: Float64Array;
  /** Number of draws. */
  readonly draws: number;
}

/** Follows the panel's own exposure through a channel's response. The level of a channel never shown is 0. */
export function observedResponse({ response, exposure, revenuePerKpi, draws }: ObservedInput): ObservedResponse {
  const { geos } = response;
  const periods = exposure.length / geos;
  const total = new Float64Array(draws * geos); // (draw, geo)
  const worth = new Float64Array(draws * geos); // (draw, geo)
  const raisedWorth = new Float64Array(draws * geos); // (draw, geo)
  const level = new Float64Array(draws);
  let hasCeiling = true;
  for (let draw = 0; draw < draws; draw += 1) {
    const { response: values, saturated } = response.observed(draw);
    total.set(totals(values, periods), draw * geos);
    worth.set(weightedTotals(values, revenuePerKpi, periods), draw * geos);
    let reached = 0;
    let shown = 0;
    for (let cell = 0; cell < values.length; cell += 1) {
      if (exposure[cell] > 0) {
        reached += saturated[cell];
        shown += 1;
      }
    }
    const ceiling = response.ceiling(draw);
    if (ceiling === null) hasCeiling = false;
    else level[draw] = shown === 0 ? 0 : reached / (shown * ceiling);
    const { response: raised } = response.observed(draw, 1 + marginalStep);
    raisedWorth.set(weightedTotals(raised, revenuePerKpi, periods), draw * geos);
  }
  return { total, worth, raisedWorth, level: hasCeiling ? level : null };
}

/**
 * Marginal ROAS of a channel whose contribution is a coefficient times its response: the fast path of
 * `marginalRoasDraws`, which it equals on an additive fit (asserted in the tests). 0 without spend.
 *
 * @param coefficient  KPI per unit of response, (draw, geo)
 * @param geos         number of geos
 * @param spend        total, money
 */
export function marginalRoasOfResponse(
  { worth, raisedWorth }: ObservedResponse,
  coefficient: Float64Array,
  spend: number,
  geos: number,
): Float64Array {
  const gained = coefficient.map((value, index) => value * (raisedWorth[index] - worth[index]));
  return overGeos(gained, geos).map((gain) => (spend === 0 ? 0 : gain / (marginalStep * spend)));
}
