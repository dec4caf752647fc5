// The worth of plans of channel multipliers from a table: many plans in the time of one evaluation of the model.
import type { CurvePoint } from "@carryover/engine";
import type { ChannelTable } from "./channel-table.ts";
import type { PlanWorth } from "./plan-worth.ts";

/** A sum of functions of one amount of money each, under a weighting of the draws. */
export type WeightedTerm = (variable: number, amount: number, out: CurvePoint) => void;

export interface TabulatedWorth extends PlanWorth {
  /** Σ over draws of drawWeights · worth, by variable. */
  terms(drawWeights: Float64Array): WeightedTerm;
}

export interface TabulatedWorthInput {
  readonly table: ChannelTable;
  /** Position of each variable's channel in the table. */
  readonly channels: readonly number[];
  /** Money that buys the current exposure, at the plan's costs, by variable. */
  readonly moneyPerMultiplier: Float64Array;
  /** Multiple of the money a unit of KPI was worth when the table was made. */
  readonly value: number;
}

export function tabulatedWorth({ table, channels, moneyPerMultiplier, value }: TabulatedWorthInput): TabulatedWorth {
  const worth = (amounts: Float64Array): Float64Array => {
    const total = new Float64Array(table.draws);
    channels.forEach((channel, variable) => {
      table.addWorth(channel, amounts[variable] / moneyPerMultiplier[variable], total);
    });
    return value === 1 ? total : total.map((each) => value * each);
  };
  const terms = (drawWeights: Float64Array): WeightedTerm => {
    const curves = table.weighted(drawWeights);
    return (variable, amount, out) => {
      const money = moneyPerMultiplier[variable];
      curves.evaluate(channels[variable], amount / money, out);
      out.value *= value;
      out.slope *= value / money;
      out.curvature *= value / (money * money);
    };
  };
  return {
    draws: table.draws,
    dimension: channels.length,
    worth,
    terms,
    gradient(amounts, drawWeights) {
      const term = terms(drawWeights);
      const point: CurvePoint = { value: 0, slope: 0, curvature: 0 };
      const gradient = Float64Array.from(channels, (_, variable) => {
        term(variable, amounts[variable], point);
        return point.slope;
      });
      return { worth: worth(amounts), gradient };
    },
  };
}
