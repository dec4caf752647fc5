// Budgets, limits and risk in the words of a marketing lead.
import type { ActiveConstraint } from "@carryover/engine";
import { chanceWords, formatList, formatShare, sureWord } from "../analysis/format.ts";
import type { FrequencyChoice } from "./frequency-choice.ts";
import type { BindingLimit, ChannelPlan, Optimization } from "./optimization.ts";
import type { Objective } from "./problem.ts";
import type { SettledProblem } from "./settled-problem.ts";
import { amountText, budgetName, roiName } from "./solved.ts";

export function objectiveText(objective: Objective): string {
  switch (objective.kind) {
    case "mean":
      return "expected worth";
    case "quantile":
      return `worth exceeded with ${formatShare(1 - objective.probability)} probability`;
    case "cvar":
      return `mean worth of the worst ${formatShare(objective.probability)} of cases`;
    case "mean-variance":
      return `expected worth less ${objective.weight} times its variance`;
    case "mean-sd":
      return `expected worth less ${objective.weight} times its standard deviation`;
    case "probability":
      return "probability of beating the current plan";
  }
}

/** Limits that the plan touches, the most expensive first. */
export function bindingLimits(active: readonly ActiveConstraint[], settled: SettledProblem): BindingLimit[] {
  return active
    .filter((each) => !isFixedVariable(each, settled) && !isFree(each))
    .map((each) => bindingLimit(each, settled))
    .toSorted((a, b) => Math.abs(b.price) - Math.abs(a.price));
}

/** What is locked is not held back by its bounds. */
function isFixedVariable({ kind, index }: ActiveConstraint, { lower, upper }: SettledProblem): boolean {
  return kind === "bound" && lower[index] === upper[index];
}

/** A bound that costs nothing holds nothing back: with lots and least buys, or where all that is wanted is reached without any spend. */
function isFree({ kind, multiplier }: ActiveConstraint): boolean {
  return kind === "bound" && multiplier === 0;
}

function bindingLimit(active: ActiveConstraint, settled: SettledProblem): BindingLimit {
  const { kind, name, index, side, multiplier } = active;
  const worth = `one unit of money ${side === "lower" ? "less" : "more"} there would add ${priceText(multiplier)}`;
  if (kind === "nonlinear") {
    const limit = settled.budget.kind === "target-roi" && name === roiName ? settled.budget.roi : 0;
    return { kind: "target", name, side, limit, price: multiplier, sentence: `The plan just meets ${name}.` };
  }
  if (name === budgetName) return budgetLimit(active, settled);
  if (kind === "constraint") {
    const constraint = settled.constraints.find((each) => each.name === name);
    const limit = (side === "lower" ? constraint?.lower : constraint?.upper) ?? 0;
    const sentence = `"${name}" binds at ${amountText(limit)}: ${worth}.`;
    return { kind: "constraint", name, side, limit, price: multiplier, sentence };
  }
  const limit = (side === "lower" ? settled.lower : settled.upper)[index];
  const end = side === "lower" ? "least" : "most";
  const sentence =
    side === "lower" && limit === 0
      ? `Nothing is spent on ${name}: a unit of money there would bring ${priceText(multiplier)} less than elsewhere.`
      : `${name} is at the ${end} its bounds allow, ${amountText(limit)}: ${worth}.`;
  return { kind: "bound", name, side, limit, price: multiplier, sentence };
}

/** The budget as it was asked for: an amount, or what a target makes of it. */
function budgetLimit({ side, multiplier: price }: ActiveConstraint, { budget }: SettledProblem): BindingLimit {
  const more = `one more unit of money would add ${priceText(price)}`;
  switch (budget.kind) {
    case "fixed":
      return {
        kind: "budget",
        name: "budget",
        side,
        limit: budget.amount,
        price,
        sentence: `The budget binds: ${more}.`,
      };
    case "target-roi": {
      const sentence = `The target return of ${budget.roi} ends the spend: ${more}.`;
      return { kind: "target", name: roiName, side, limit: budget.roi, price, sentence };
    }
    case "target-marginal-roi": {
      const sentence = `The most that may be spent, ${amountText(budget.atMost)}, binds before the target: ${more} beyond its price.`;
      return { kind: "budget", name: "budget", side, limit: budget.atMost, price, sentence };
    }
    case "reach": {
      const sentence = `The last unit of KPI costs ${priceText(price === 0 ? 0 : 1 / price)} of money.`;
      return { kind: "target", name: "the outcome to reach", side, limit: budget.outcome, price, sentence };
    }
  }
}

function priceText(price: number): string {
  return String(Number(price.toPrecision(3))).replace("-", "−");
}

export function extrapolationSentence(channel: ChannelPlan): string {
  return `${channel.name} would run at up to ${channel.peakRatio.toFixed(2)} times the largest exposure seen in a period: there the curve is the model's, not the data's.`;
}

/** The sentences under a plan, most important first. */
export function planSentences(plan: Omit<Optimization, "sentences" | "milliseconds" | "verification">): string[] {
  const { expectedLift, liftInterval, probabilityBetter, costOfBeingWrong, window, worthUnit } = plan;
  const money = (value: number): string => `${amountText(value)} ${plan.currency}`;
  const moved = plan.channels.filter(({ change }) => change !== null && Math.abs(change) >= 0.005);
  const up = moved.filter(({ change }) => (change ?? 0) > 0).map(changeText);
  const down = moved.filter(({ change }) => (change ?? 0) < 0).map(changeText);
  const spends =
    Math.abs(plan.budget - plan.currentBudget) <= 1e-9 * plan.currentBudget
      ? `Spend ${money(plan.budget)} as now`
      : `Spend ${money(plan.budget)} instead of ${money(plan.currentBudget)}`;
  const shift =
    moved.length === 0
      ? "and leave the split among channels as it is"
      : [
          up.length > 0 ? `more on ${formatList(up, 8)}` : undefined,
          down.length > 0 ? `less on ${formatList(down, 8)}` : undefined,
        ]
          .filter((part) => part !== undefined)
          .join("; ");
  const gap =
    plan.dualityGap === null
      ? "Whether another plan is better still is not known: the search is local."
      : plan.dualityGap <= 1e-6 * Math.max(1, Math.abs(plan.objective.plan))
        ? "No plan within these limits is better by this objective."
        : `No plan within these limits is better by more than ${amountText(plan.dualityGap)}.`;
  return [
    `${spends}, ${shift}.`,
    `That is expected to bring ${signed(expectedLift, worthUnit)} against the current plan (${formatShare(plan.level)} ${sureWord(plan.ensemble)} between ${signed(liftInterval[0], worthUnit)} and ${signed(liftInterval[1], worthUnit)}); it beats it ${chanceWords(plan.ensemble, probabilityText(probabilityBetter))}.`,
    costOfBeingWrong.probabilityWorse === 0
      ? "In none of the draws does it bring less."
      : `Where it brings less, it costs ${amountText(costOfBeingWrong.lossWhenWorse)} ${worthUnit} on average.`,
    gap,
    ...(window.carryOutPeriods > 0
      ? [`Counted is what media of the window bring in it and in the ${window.carryOutPeriods} periods after it.`]
      : ["What media still bring after the window is not counted."]),
  ];
}

/** What buying at another frequency brings before any money moves. */
export function frequencySentence(
  choices: readonly FrequencyChoice[],
  { worthUnit }: Pick<Optimization, "worthUnit">,
): string {
  if (choices.length === 0) return "No channel has a frequency to choose.";
  const named = choices.map(
    ({ channel, current, optimum }) => `${channel} ${optimum.toFixed(1)} times instead of ${current.toFixed(1)}`,
  );
  const gain = choices.reduce((sum, { worthCurrent, worthOptimum }) => sum + worthOptimum - worthCurrent, 0);
  return `People are reached at the frequency that returns most (${formatList(named, 8)}), which brings ${signed(gain, worthUnit)} before any money moves; what follows is on top of it.`;
}

function changeText({ name, change }: ChannelPlan): string {
  const percent = 100 * (change ?? 0);
  return `${name} (${percent > 0 ? "+" : "−"}${Math.abs(percent).toFixed(Math.abs(percent) < 10 ? 1 : 0)}\u202f%)`;
}

function signed(value: number, unit: string): string {
  return `${value > 0 ? "+" : ""}${amountText(value)} ${unit}`;
}

/** Two decimals, and never certainty. */
export function probabilityText(probability: number): string {
  if (probability > 0.99) return "above 0.99";
  return probability < 0.01 ? "below 0.01" : probability.toFixed(2);
}
