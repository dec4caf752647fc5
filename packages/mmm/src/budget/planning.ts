// What a planner keeps between problems, and what it finds for one.
import { meanOf } from "../analysis/estimates.ts";
import type { OutcomeFunction } from "../fit.ts";
import type { ChannelTable } from "./channel-table.ts";
import type { Horizon } from "./horizon.ts";
import type { EvaluatedPlan } from "./plan-evaluation.ts";
import type { RiskMeasure } from "./risk.ts";
import type { SettledProblem } from "./settled-problem.ts";
import type { SolvedPlan } from "./solved.ts";
import { type TabulatedWorth, tabulatedWorth } from "./tabulated-worth.ts";

/** What a planner keeps between problems. */
export interface Planning {
  readonly horizon: Horizon;
  readonly outcome: OutcomeFunction;
  /** 1 in every cell that counts: KPI units. The horizon's own weights where a unit of KPI is a unit of money. */
  readonly kpiWeights: Float64Array;
  /** The outcome over the draws of a search. */
  search(): OutcomeFunction;
  tableOf(weights: Float64Array): ChannelTable;
  /** Channels multiplied in all periods, those before the window and in the history too, their worth counted inside the window. */
  everywhere(): ChannelTable;
}

/** A solved plan and both plans' worth. */
export interface FoundPlan {
  readonly solved: SolvedPlan;
  readonly measure: RiskMeasure;
  readonly plan: EvaluatedPlan;
  readonly current: EvaluatedPlan;
  readonly expectedRegret: number | null;
  readonly searchDraws: number;
  /** Share of the draws that intervals hold. */
  readonly level: number;
}

/** The table up to the largest multiple that the limits allow. */
export function tabulated(
  planning: Planning,
  settled: SettledProblem,
  weights: Float64Array,
  value: number,
): TabulatedWorth {
  const { variables } = settled;
  const table = planning.tableOf(weights);
  const channels = variables.variables.map(({ channel }) => channel);
  const [least, most] = multiplierRange(settled);
  table.extend(least, most);
  return tabulatedWorth({ table, channels, moneyPerMultiplier: moneyPerMultiplier(settled), value });
}

/** Money that buys the current exposure, at the plan's costs, by variable; 1 where nothing is spent now. */
function moneyPerMultiplier({ variables, costs }: SettledProblem): Float64Array {
  return Float64Array.from(variables.variables, ({ current, channel }) => (current > 0 ? current * costs[channel] : 1));
}

/** The least and largest multiples of the current exposure that the limits, or the current plan, come to. */
export function multiplierRange(settled: SettledProblem): readonly [number, number] {
  const { variables, lower, upper, costs } = settled;
  const money = moneyPerMultiplier(settled);
  let [least, most] = [1, 1];
  variables.variables.forEach(({ current, channel }, index) => {
    if (current === 0) return;
    least = Math.min(least, lower[index] / money[index], 1 / costs[channel]);
    most = Math.max(most, upper[index] / money[index], 1 / costs[channel]);
  });
  return [least, most];
}

/** Expected KPI over the periods that count when nothing is spent in the window. */
export function kpiWithoutMedia({ outcome, kpiWeights }: Planning, { variables }: SettledProblem): number {
  const [worth] = outcome.worths([variables.plan(new Float64Array(variables.variables.length))], kpiWeights);
  return meanOf(worth);
}
