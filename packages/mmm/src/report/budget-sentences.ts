// A budget plan in the report's words: channels by their shown names, money short.
import { chanceWords, sureWord } from "../analysis/format.ts";
import type { BindingLimit, Optimization } from "../budget/optimization.ts";
import {
  formatFixed,
  formatLevel,
  formatNumber,
  formatProbability,
  formatShort,
  formatShortMoney,
  joinNames,
} from "./format.ts";
import { displayName } from "./names.ts";

/** Changes of spend below this are none. */
const noticeable = 0.005;

/** What a plan is worth, short: money, or units of the KPI where their worth is not known. */
export function formatWorth(value: number, { currency, worthUnit }: Optimization): string {
  return worthUnit === currency ? formatShortMoney(value, currency) : `${formatShort(value)} ${worthUnit}`;
}

/** What to spend on what, what that is expected to bring, and how sure it is. */
export function budgetAnswer(plan: Optimization): string {
  const money = (value: number): string => formatShortMoney(value, plan.currency);
  const worth = (value: number): string => formatWorth(value, plan);
  const { budget, currentBudget, expectedLift, liftInterval, level, probabilityBetter } = plan;
  const asNow = Math.abs(budget - currentBudget) <= 1e-9 * currentBudget;
  const spend = asNow ? `Spend ${money(budget)} as now` : `Spend ${money(budget)} instead of ${money(currentBudget)}`;
  const gain = expectedLift < 0 ? `${worth(-expectedLift)} less` : `${worth(expectedLift)} more`;
  return `${spend}, ${movement(plan)}. That is expected to bring ${gain} than the current plan (${formatLevel(level)} ${sureWord(plan.ensemble)} between ${worth(liftInterval[0])} and ${worth(liftInterval[1])}); it beats it ${chanceWords(plan.ensemble, formatProbability(probabilityBetter))}.`;
}

function movement({ channels }: Optimization): string {
  const moved = channels.filter(({ change }) => change !== null && Math.abs(change) >= noticeable);
  const names = (sign: 1 | -1): string[] =>
    moved
      .filter(({ change }) => sign * (change ?? 0) > 0)
      .map(({ name, change }) => `${displayName(name)} (${percent(change ?? 0)})`);
  const [up, down] = [names(1), names(-1)];
  if (up.length + down.length === 0) return "and leave the split among channels as it is";
  return [
    ...(up.length === 0 ? [] : [`more on ${joinNames(up)}`]),
    ...(down.length === 0 ? [] : [`less on ${joinNames(down)}`]),
  ].join(", ");
}

function percent(change: number): string {
  const value = 100 * change;
  return `${value > 0 ? "+" : ""}${formatFixed(value, Math.abs(value) < 10 ? 1 : 0)}\u202f%`;
}

/** What holds the plan back at one limit, and what it would be worth if the limit gave way. */
export function limitSentence({ kind, name, side, limit, price, sentence }: BindingLimit, plan: Optimization): string {
  if (kind !== "bound" || plan.decide !== "channels") return sentence;
  if (side === "lower" && limit === 0) {
    return `Nothing is spent on ${displayName(name)}: a unit of money there would bring ${formatNumber(price)} less than elsewhere.`;
  }
  const [end, direction] = side === "lower" ? ["least", "less"] : ["most", "more"];
  return `${displayName(name)} is at the ${end} its bounds allow, ${formatShortMoney(limit, plan.currency)}: one unit of money ${direction} there would add ${formatNumber(price)}.`;
}

/** How far a channel's plan goes beyond what was observed. */
export function beyondSentence({ channel, peakRatio }: Optimization["extrapolation"][number]): string {
  return `${displayName(channel)} would run at up to ${formatNumber(peakRatio)} times the largest exposure seen in a period: there the curve is the model’s, not the data’s.`;
}
