// From a problem as it was asked to limits in money, by variable.
import type { LinearConstraint } from "@carryover/engine";
import { sum } from "../analysis/totals.ts";
import type { Panel } from "../data/panel.ts";
import { type Problem, SpecError } from "../errors.ts";
import type { Horizon } from "./horizon.ts";
import type { Budget, BudgetProblem, SpendBound } from "./problem.ts";
import { budgetProblems } from "./problems.ts";
import type { SettledBudget, SettledProblem } from "./settled-problem.ts";
import { amountText } from "./solved.ts";
import { type PlanVariables, planVariables } from "./variables.ts";

/** Where no bounds are given, no channel spends more than this multiple of its current plan, or of that at the new budget. */
const defaultUpper = 2;

/** @throws SpecError with everything that is wrong with the problem */
export function settle(problem: BudgetProblem, horizon: Horizon): SettledProblem {
  const asked = withMethodBounds(problem, horizon);
  const { panel } = horizon.fit;
  const names = panel.media.map(({ name }) => name);
  const problems = budgetProblems(asked, { channels: names, geos: panel.geos });
  if (problems.length > 0) throw new SpecError(problems);

  const costs = names.map((name) => asked.costs?.[name] ?? 1);
  const channels = names.map((_, index) => index);
  const variables = planVariables(horizon, asked.decide ?? "channels", channels, costs);
  const currentBudget = sum(variables.current);
  if (!(currentBudget > 0)) {
    throw new SpecError([
      {
        code: "plan-window",
        severity: "error",
        found: `nothing was spent from ${panel.dates[horizon.start]} to ${panel.dates[horizon.end - 1]}`,
        remedy: "Choose a window in which media ran",
      },
    ]);
  }
  const growth = Math.max(1, (fixedAmount(asked.budget, currentBudget) ?? currentBudget) / currentBudget);
  const limits = limitsOf(asked, panel, variables, defaultUpper * growth);
  const ofName = (values: Readonly<Record<string, number>> | undefined): (number | undefined)[] =>
    variables.variables.map(({ channel }) => values?.[names[channel]]);
  const constraints = [...limits.constraints, ...ruleConstraints(asked, names, variables)];
  const reachable = sum(limits.upper);
  return {
    variables,
    objective: asked.objective ?? { kind: "mean" },
    budget: settledBudget(asked.budget, currentBudget, reachable),
    lower: limits.lower,
    upper: limits.upper,
    constraints,
    minimums: ofName(asked.minimums),
    lots: ofName(asked.lots),
    costs,
    value: asked.value ?? 1,
    minimumRoi: asked.minimumRoi,
    currentBudget,
  };
}

/** Where nothing else is said, Meridian leaves each channel within 30 % of the current plan at the budget, or free to double. */
function withMethodBounds(asked: BudgetProblem, { fit: { panel }, start, end }: Horizon): BudgetProblem {
  if (asked.method === "robyn-allocator") return withRobynBounds(asked);
  if (asked.method !== "meridian-grid") return asked;
  const periods = panel.dates.length;
  const isInside = (_: number, cell: number): boolean => cell % periods >= start && cell % periods < end;
  const spent = sum(Float64Array.from(panel.media, ({ spend }) => sum(spend.filter(isInside))));
  const amount = fixedAmount(asked.budget, spent);
  const scale = amount === undefined || !(spent > 0) ? 1 : amount / spent;
  const [lower, upper] = amount === undefined ? [0, 2] : [0.7 * scale, 1.3 * scale];
  return { ...asked, bounds: [{ unit: "relative", lower, upper }, ...(asked.bounds ?? [])] };
}

/** Robyn's own: half to twice the current spend where the budget is given, a tenth to ten times where a return is. */
function withRobynBounds(asked: BudgetProblem): BudgetProblem {
  const isFixed = asked.budget === undefined || asked.budget.kind === "amount" || asked.budget.kind === "relative";
  const [lower, upper] = isFixed ? [0.5, 2] : [0.1, 10];
  return { ...asked, bounds: [{ unit: "relative", lower, upper }, ...(asked.bounds ?? [])] };
}

function fixedAmount(budget: Budget | undefined, current: number): number | undefined {
  if (budget === undefined) return current;
  if (budget.kind === "amount") return budget.amount;
  return budget.kind === "relative" ? budget.factor * current : undefined;
}

function settledBudget(budget: Budget | undefined, current: number, reachable: number): SettledBudget {
  const fixed = fixedAmount(budget, current);
  if (fixed !== undefined || budget === undefined) return { kind: "fixed", amount: fixed ?? current };
  switch (budget.kind) {
    case "target-roi":
    case "target-marginal-roi":
      return { kind: budget.kind, roi: budget.roi, atMost: Math.min(budget.atMost ?? reachable, reachable) };
    case "reach":
      return { kind: "reach", outcome: budget.outcome };
    default:
      throw new RangeError("a fixed budget has an amount");
  }
}

interface Limits {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  readonly constraints: readonly LinearConstraint[];
}

function limitsOf(asked: BudgetProblem, panel: Panel, variables: PlanVariables, most: number): Limits {
  const count = variables.variables.length;
  const lower = new Float64Array(count);
  const upper = variables.current.map((money) => most * money);
  const constraints = new Map<string, LinearConstraint>();
  const isWeekly = variables.decide === "weekly";
  const { weekBounds } = asked;
  if (isWeekly) {
    upper.set(weekBounds?.upper === undefined ? weeklyUpper(variables, most) : scaledBy(variables, weekBounds.upper));
    lower.set(scaledBy(variables, weekBounds?.lower ?? 0));
  }
  const names = panel.media.map(({ name }) => name);
  const bounds: readonly SpendBound[] =
    isWeekly && !(asked.bounds ?? []).some((bound) => bound.channels === undefined)
      ? [{ unit: "relative", upper: most }, ...(asked.bounds ?? [])]
      : (asked.bounds ?? []);
  for (const bound of bounds) {
    const listed = bound.channels ?? names;
    const groups = bound.channels === undefined ? names.map((name) => [name]) : [listed];
    for (const group of groups) {
      const members = variables.variables.flatMap(({ channel, geo }, index) =>
        group.includes(names[channel]) && (bound.geo === undefined || panel.geos[geo ?? -1] === bound.geo)
          ? [index]
          : [],
      );
      const place = bound.geo === undefined ? "" : ` in ${bound.geo}`;
      const name = `${group.join(" + ")}${place}`;
      // Money is that of the whole channel, not of each geo.
      const isSum = bound.unit === "money" && members.length > 1;
      if (group.length > 1 || isWeekly || isSum) {
        constraints.set(name, groupConstraint(name, members, bound, variables));
        if (isWeekly && weekBounds?.upper === undefined) raiseWeekly(upper, members, bound, variables);
        if (isSum && !isWeekly && group.length === 1) raiseInProportion(upper, members, bound, variables);
      } else {
        constraints.delete(name);
        for (const index of members) {
          const unit = bound.unit === "relative" ? variables.current[index] : 1;
          lower[index] = (bound.lower ?? 0) * unit;
          const asks = (bound.upper ?? Number.POSITIVE_INFINITY) * unit;
          // A limit that was stated holds where the budget is sought; a given budget is never exceeded anyway.
          const isStated = Number.isFinite(asks) && fixedAmount(asked.budget, 1) === undefined;
          upper[index] = isStated ? asks : Math.min(asks, largest(asked, variables, most));
        }
      }
    }
  }
  if (!isWeekly) refuseUnflighted(variables, lower);
  variables.variables.forEach(({ channel, current }, index) => {
    // Without flighting there is nothing that could be multiplied.
    if (current === 0 && !isWeekly) upper[index] = 0;
    if (asked.locked?.includes(names[channel])) [lower[index], upper[index]] = [current, current];
  });
  return { lower, upper, constraints: [...constraints.values()] };
}

/** @throws SpecError where money must be spent on what has no flighting in the window to multiply */
function refuseUnflighted({ variables }: PlanVariables, lower: Float64Array): void {
  const problems = variables.flatMap(({ name, current }, index): Problem[] =>
    current > 0 || lower[index] <= 0
      ? []
      : [
          {
            code: "plan-bounds",
            severity: "error",
            found: `${name} must spend at least ${amountText(lower[index])}, but spent nothing in the window: there is no flighting to multiply`,
            remedy: "Choose a window in which it ran, decide by weeks, or lower the bound to 0",
          },
        ],
  );
  if (problems.length > 0) throw new SpecError(problems);
}

/** No amount is larger than the whole budget, or than what the default bounds allow all channels together. */
function largest({ budget }: BudgetProblem, { current }: PlanVariables, most: number): number {
  const spent = sum(current);
  return Math.max(fixedAmount(budget, spent) ?? 0, most * spent);
}

function scaledBy({ current }: PlanVariables, factor: number): Float64Array {
  return current.map((money) => factor * money);
}

/** In a single week at most this multiple of the channel's most expensive week. */
function weeklyUpper({ variables, current }: PlanVariables, most: number): Float64Array {
  const peaks = new Map<number, number>();
  variables.forEach(({ channel }, index) => {
    peaks.set(channel, Math.max(peaks.get(channel) ?? 0, current[index]));
  });
  return Float64Array.from(variables, ({ channel }) => most * (peaks.get(channel) ?? 0));
}

/** Weeks of a channel that may spend more in all may spend more each. */
function raiseWeekly(
  upper: Float64Array,
  members: readonly number[],
  bound: SpendBound,
  { current }: PlanVariables,
): void {
  const spent = members.reduce((sum, index) => sum + current[index], 0);
  const factor = bound.unit === "relative" ? (bound.upper ?? 0) : spent > 0 ? (bound.upper ?? 0) / spent : 0;
  const peak = members.reduce((most, index) => Math.max(most, current[index]), 0);
  for (const index of members) {
    if (Number.isFinite(factor)) upper[index] = Math.max(upper[index], factor * peak);
  }
}

/** A channel that may spend more in all may spend so many times more in every geo. */
function raiseInProportion(
  upper: Float64Array,
  members: readonly number[],
  bound: SpendBound,
  { current }: PlanVariables,
): void {
  const spent = members.reduce((total, index) => total + current[index], 0);
  if (bound.upper === undefined || !Number.isFinite(bound.upper) || spent === 0) return;
  for (const index of members) upper[index] = Math.max(upper[index], (bound.upper / spent) * current[index]);
}

function groupConstraint(
  name: string,
  members: readonly number[],
  { unit, lower, upper }: SpendBound,
  { variables, current }: PlanVariables,
): LinearConstraint {
  const coefficients = new Float64Array(variables.length);
  let spent = 0;
  for (const index of members) {
    coefficients[index] = 1;
    spent += current[index];
  }
  const money = unit === "relative" ? spent : 1;
  return {
    name: `spend of ${name}`,
    coefficients,
    lower: lower === undefined ? 0 : lower * money,
    upper: upper === undefined ? Number.POSITIVE_INFINITY : upper * money,
  };
}

function ruleConstraints(
  { rules = [] }: BudgetProblem,
  names: readonly string[],
  { variables }: PlanVariables,
): LinearConstraint[] {
  return rules.map(({ name, coefficients, relation, amount }) => ({
    name,
    coefficients: Float64Array.from(variables, ({ channel }) => coefficients[names[channel]] ?? 0),
    lower: relation === "<=" ? Number.NEGATIVE_INFINITY : amount,
    upper: relation === ">=" ? Number.POSITIVE_INFINITY : amount,
  }));
}
