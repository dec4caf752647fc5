// Puts together everything that is said about a solved plan.
import { estimate, intervalOfSorted, meanOf } from "../analysis/estimates.ts";
import { worthUnit } from "../analysis/kpi-worth.ts";
import { sum } from "../analysis/totals.ts";
import type { Horizon } from "./horizon.ts";
import type { AllocationRow, ChannelPlan, Optimization } from "./optimization.ts";
import type { EvaluatedPlan } from "./plan-evaluation.ts";
import type { FoundPlan } from "./planning.ts";
import type { BudgetMethod } from "./problem.ts";
import { probabilityBetter } from "./risk.ts";
import type { SettledProblem } from "./settled-problem.ts";
import { bindingLimits, extrapolationSentence, objectiveText, planSentences } from "./words.ts";

/** What was found, and for which problem. */
interface DescribedInput extends FoundPlan {
  readonly method: BudgetMethod;
  readonly horizon: Horizon;
  readonly settled: SettledProblem;
}

/** Beyond this the plan's peak counts as outside of what was observed. */
const peakTolerance = 1.01;

export function describe(input: DescribedInput): Omit<Optimization, "milliseconds" | "verification"> {
  const { method, horizon, settled, solved, measure, plan, current } = input;
  const { panel } = horizon.fit;
  const lift = plan.worth.map((value, draw) => value - current.worth[draw]);
  const ofLift = estimate(lift);
  const channels = channelPlans(input);
  const described = {
    method,
    decide: settled.variables.decide,
    objective: {
      kind: settled.objective.kind,
      text: objectiveText(settled.objective),
      plan: measure.exact(plan.worth),
      current: measure.exact(current.worth),
    },
    currency: panel.currency,
    worthUnit: worthUnit(panel),
    level: input.level,
    ...(horizon.fit.ensemble === undefined ? {} : { ensemble: true as const }),
    window: {
      from: panel.dates[horizon.start],
      to: panel.dates[horizon.end - 1],
      periods: horizon.end - horizon.start,
      carryOutPeriods: horizon.counted - horizon.end,
      isFuture: horizon.isFuture,
    },
    budget: sum(plan.amounts),
    currentBudget: settled.currentBudget,
    allocation: Object.fromEntries(channels.map((channel) => [channel.name, channel.plan])),
    current: Object.fromEntries(channels.map((channel) => [channel.name, channel.current])),
    expectedLift: ofLift.mean,
    liftInterval: intervalOfSorted(lift.toSorted(), input.level),
    lift: ofLift,
    probabilityBetter: probabilityBetter(plan.worth, current.worth),
    costOfBeingWrong: { ...lossOf(lift), expectedRegret: input.expectedRegret },
    kktResidual: solved.kktResidual,
    dualityGap: solved.dualityGap,
    price: solved.price,
    binding: bindingLimits(solved.active, settled),
    extrapolation: channels
      .filter(({ peakRatio, plan: money }) => money > 0 && peakRatio > peakTolerance)
      .map((channel) => ({
        channel: channel.name,
        peakRatio: channel.peakRatio,
        sentence: extrapolationSentence(channel),
      })),
    channels,
    rows: allocationRows(horizon, settled, plan.amounts),
    draws: plan.worth.length,
    searchDraws: input.searchDraws,
    search: solved.search,
    ...(solved.grid === undefined ? {} : { grid: solved.grid }),
    ...(solved.robyn === undefined ? {} : { robyn: solved.robyn }),
  };
  return { ...described, sentences: planSentences(described) };
}

function lossOf(lift: Float64Array): { probabilityWorse: number; lossWhenWorse: number; expectedLoss: number } {
  let worse = 0;
  let lost = 0;
  for (const each of lift) {
    if (each < 0) {
      worse += 1;
      lost -= each;
    }
  }
  return {
    probabilityWorse: worse / lift.length,
    lossWhenWorse: worse === 0 ? 0 : lost / worse,
    expectedLoss: lost / lift.length,
  };
}

function channelPlans({ horizon, settled, plan, current, level }: DescribedInput): ChannelPlan[] {
  const { panel } = horizon.fit;
  const { variables, channels, decide } = settled.variables;
  const shown = settled.variables.plan(plan.amounts).exposure;
  return channels.map((channel, place) => {
    const members = variables.flatMap((variable, index) => (variable.channel === channel ? [index] : []));
    const total = (values: Float64Array): number => members.reduce((sum, index) => sum + values[index], 0);
    const spent = { current: total(current.amounts), plan: total(plan.amounts) };
    const roi = (worth: Float64Array, money: number): { mean: number; interval: [number, number] } => {
      const values = worth.map((value) => (money > 0 ? value / money : 0));
      return { mean: meanOf(values), interval: intervalOfSorted(values.sort(), level) };
    };
    const roiCurrent = roi(current.byChannel[place], spent.current);
    const roiPlan = roi(plan.byChannel[place], spent.plan);
    return {
      name: panel.media[channel].name,
      current: spent.current,
      plan: spent.plan,
      change: spent.current > 0 ? spent.plan / spent.current - 1 : null,
      bounds: decide === "weekly" ? null : [total(settled.lower), total(settled.upper)],
      worthCurrent: meanOf(current.byChannel[place]),
      worthPlan: meanOf(plan.byChannel[place]),
      roiCurrent: roiCurrent.mean,
      roiCurrentInterval: roiCurrent.interval,
      roiPlan: roiPlan.mean,
      roiPlanInterval: roiPlan.interval,
      marginalRoiCurrent: scaledSlope(current, members),
      marginalRoiPlan: scaledSlope(plan, members),
      peakRatio: peakRatio(horizon, channel, shown[channel]),
    };
  });
}

/** Derivative per unit of money when all members grow in proportion; in equal parts where nothing is spent. */
function scaledSlope({ amounts, slopes }: EvaluatedPlan, members: readonly number[]): number {
  const spent = members.reduce((sum, index) => sum + amounts[index], 0);
  const weight = (index: number): number => (spent > 0 ? amounts[index] / spent : 1 / members.length);
  return members.reduce((sum, index) => sum + (weight(index) === 0 ? 0 : weight(index) * slopes[index]), 0);
}

/** Largest exposure of a cell inside the window over the largest observed one of its geo. */
function peakRatio({ fit: { panel }, start, end }: Horizon, channel: number, planned: Float64Array): number {
  const periods = panel.dates.length;
  const { exposure } = panel.media[channel];
  let worst = 0;
  for (let geo = 0; geo < panel.geos.length; geo += 1) {
    let observed = 0;
    for (let cell = geo * periods; cell < (geo + 1) * periods; cell += 1) observed = Math.max(observed, exposure[cell]);
    let most = 0;
    for (let cell = geo * periods + start; cell < geo * periods + end; cell += 1) most = Math.max(most, planned[cell]);
    if (observed > 0) worst = Math.max(worst, most / observed);
  }
  return worst;
}

function allocationRows(
  { fit: { panel }, start, end }: Horizon,
  { variables: { variables } }: SettledProblem,
  amounts: Float64Array,
): AllocationRow[] {
  return variables.map(({ channel, geo, period, current }, index) => {
    const next = variables[index + 1];
    const isBlock = period !== undefined;
    const last = !isBlock ? end : next?.channel === channel && next.period !== undefined ? next.period : end;
    return {
      channel: panel.media[channel].name,
      geo: geo === undefined ? null : panel.geos[geo],
      from: panel.dates[period ?? start],
      to: panel.dates[last - 1],
      current,
      plan: amounts[index],
    };
  });
}
