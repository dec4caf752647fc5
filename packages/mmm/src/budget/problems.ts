// Everything that is wrong with a budget problem, said at once.
import { nearestKey } from "../data/config/nearest-key.ts";
import type { Problem } from "../errors.ts";
import type { BudgetProblem, SpendBound } from "./problem.ts";

/** What a problem is checked against. */
export interface Known {
  readonly channels: readonly string[];
  readonly geos: readonly string[];
}

function problem(code: string, found: string, remedy: string): Problem {
  return { code, severity: "error", found, remedy };
}

/** Problems that can be told without solving; empty when there are none. */
export function budgetProblems(asked: BudgetProblem, known: Known): Problem[] {
  return [
    ...nameProblems(asked, known),
    ...objectiveProblems(asked),
    ...amountProblems(asked),
    ...(asked.bounds ?? []).flatMap((bound) => boundProblems(bound, asked)),
    ...weekProblems(asked),
    ...positiveProblems(asked),
    ...combinationProblems(asked),
  ];
}

function nameProblems(asked: BudgetProblem, { channels, geos }: Known): Problem[] {
  const named = [
    ...(asked.bounds ?? []).flatMap((bound) => bound.channels ?? []),
    ...(asked.locked ?? []),
    ...(asked.rules ?? []).flatMap(({ coefficients }) => Object.keys(coefficients)),
    ...[asked.minimums, asked.lots, asked.costs].flatMap((each) => Object.keys(each ?? {})),
  ];
  const namedGeos = (asked.bounds ?? []).flatMap(({ geo }) => (geo === undefined ? [] : [geo]));
  const unknown = (names: readonly string[], valid: readonly string[], what: string): Problem[] =>
    [...new Set(names)]
      .filter((name) => !valid.includes(name))
      .map((name) => {
        const nearest = nearestKey(name, valid);
        const remedy = nearest === undefined ? `Name one of ${valid.join(", ")}` : `Did you mean ${nearest}`;
        return { ...problem(`plan-${what}`, `there is no ${what} "${name}"`, remedy), value: name };
      });
  return [...unknown(named, channels, "channel"), ...unknown(namedGeos, geos, "geo")];
}

function objectiveProblems({ objective }: BudgetProblem): Problem[] {
  if (objective === undefined) return [];
  if (objective.kind === "quantile" || objective.kind === "cvar") {
    const { kind, probability } = objective;
    return probability > 0 && probability < 1
      ? []
      : [
          problem(
            "plan-objective",
            `objective ${kind}:${probability}: ${probability} is no probability`,
            "Give a number between 0 and 1, such as 0.1",
          ),
        ];
  }
  if (objective.kind === "mean-variance" || objective.kind === "mean-sd") {
    const { kind, weight } = objective;
    return weight >= 0 && Number.isFinite(weight)
      ? []
      : [
          problem(
            "plan-objective",
            `objective ${kind}:${weight}: the weight of risk must not be negative`,
            "Give 0 or more",
          ),
        ];
  }
  return [];
}

function amountProblems({ budget, minimumRoi }: BudgetProblem): Problem[] {
  const bad = (found: string, remedy: string): Problem[] => [problem("plan-budget", found, remedy)];
  const isPositive = (value: number | undefined): boolean =>
    value === undefined || (Number.isFinite(value) && value > 0);
  const target =
    minimumRoi !== undefined && !(Number.isFinite(minimumRoi) && minimumRoi >= 0)
      ? bad(`a minimum ROI of ${minimumRoi}`, "Give a number of 0 or more")
      : [];
  if (budget === undefined) return target;
  switch (budget.kind) {
    case "amount":
      return isPositive(budget.amount)
        ? target
        : [...target, ...bad(`a budget of ${budget.amount}`, "Give an amount of money above 0")];
    case "relative":
      return isPositive(budget.factor)
        ? target
        : [...target, ...bad(`a budget of ${budget.factor} times the current one`, "Give a factor above 0")];
    case "reach":
      return Number.isFinite(budget.outcome)
        ? target
        : [...target, ...bad(`an outcome of ${budget.outcome} to reach`, "Give it in units of the KPI")];
    default: {
      const what = budget.kind === "target-roi" ? "ROI" : "marginal ROI";
      return [
        ...target,
        ...(isPositive(budget.roi) ? [] : bad(`a target ${what} of ${budget.roi}`, "Give a number above 0")),
        ...(isPositive(budget.atMost) ? [] : bad(`at most ${budget.atMost} to spend`, "Give an amount above 0")),
      ];
    }
  }
}

function boundProblems(bound: SpendBound, { decide = "channels" }: BudgetProblem): Problem[] {
  const { lower = 0, upper = Number.POSITIVE_INFINITY, channels, unit, geo } = bound;
  const where = channels === undefined ? "all channels" : channels.join(" + ");
  const text = `bounds ${lower}..${upper}${unit === "relative" ? " times the current plan" : ""} of ${where}`;
  const found: Problem[] = [];
  if (!(lower >= 0)) {
    found.push(problem("plan-bounds", `${text}: nothing can be spent below 0`, "Let the bounds begin at 0 or above"));
  }
  if (!(lower <= upper)) {
    found.push(problem("plan-bounds", `${text}: the lower bound is above the upper one`, "Exchange the two"));
  }
  if (geo !== undefined && decide !== "geos") {
    found.push(problem("plan-bounds", `${text} in ${geo}: geos are not decided on`, "Decide on geos, or leave it out"));
  }
  return found;
}

function weekProblems(asked: BudgetProblem): Problem[] {
  if (asked.weekBounds === undefined) return [];
  const of = boundProblems({ unit: "relative", ...asked.weekBounds }, asked).map((each) => ({
    ...each,
    found: each.found.replace("all channels", "every week"),
  }));
  if (asked.decide === "weekly") return of;
  return [...of, problem("plan-bounds", "bounds of weeks, and weeks are not decided on", "Decide on weekly")];
}

function positiveProblems({ minimums, lots, costs, value }: BudgetProblem): Problem[] {
  const each = (values: Readonly<Record<string, number>> | undefined, what: string): Problem[] =>
    Object.entries(values ?? {})
      .filter(([, number]) => !(Number.isFinite(number) && number > 0))
      .map(([name, number]) => problem("plan-amount", `${what} of ${name}: ${number}`, "Give a number above 0"));
  return [
    ...each(minimums, "least buy"),
    ...each(lots, "lot"),
    ...each(costs, "cost"),
    ...each(value === undefined ? undefined : { KPI: value }, "value"),
  ];
}

function combinationProblems(asked: BudgetProblem): Problem[] {
  const { decide = "channels", method = "carryover", objective = { kind: "mean" }, budget } = asked;
  const lumpy = Object.keys({ ...asked.minimums, ...asked.lots }).length > 0;
  const found: Problem[] = [];
  if (lumpy && decide !== "channels") {
    found.push(
      problem("plan-lots", `lots and least buys where ${decide} are decided`, "Decide on channels, or leave them out"),
    );
  }
  const isFixed = budget === undefined || budget.kind === "amount" || budget.kind === "relative";
  const isWrongObjective =
    (budget?.kind === "reach" && objective.kind !== "mean") || (!isFixed && objective.kind === "probability");
  if (isWrongObjective) {
    const what = budget?.kind === "reach" ? "an outcome to reach is an expected one" : "a target is in money";
    found.push(problem("plan-objective", `${what}; objective ${objective.kind} is not`, "Use the objective mean"));
  }
  const isSeeds = method === "greedy" || method === "slsqp";
  const isGrid = method === "meridian-grid";
  const beyondBounds =
    decide !== "channels" ||
    objective.kind !== "mean" ||
    lumpy ||
    (asked.rules ?? []).length > 0 ||
    (asked.bounds ?? []).some(({ channels }) => (channels ?? []).length > 1);
  const beyondSeed = beyondBounds || !isFixed || (method === "greedy" && asked.minimumRoi !== undefined);
  if (isSeeds && beyondSeed) {
    found.push(
      problem(
        "plan-method",
        `method ${method} can be asked for no more than bounds of channels at a fixed budget, and slsqp for a minimum ROI`,
        "Use the method carryover",
      ),
    );
  }
  if (method === "robyn-allocator" && (beyondBounds || budget?.kind === "reach" || asked.minimumRoi !== undefined)) {
    found.push(
      problem(
        "plan-method",
        "method robyn-allocator can be asked for no more than bounds of channels, with a fixed budget, a target ROI or a target marginal ROI",
        "Use the method carryover",
      ),
    );
  }
  const hasCeiling =
    (budget?.kind === "target-roi" || budget?.kind === "target-marginal-roi") && budget.atMost !== undefined;
  if (isGrid && (beyondBounds || budget?.kind === "reach" || hasCeiling || asked.minimumRoi !== undefined)) {
    found.push(
      problem(
        "plan-method",
        "method meridian-grid can be asked for no more than bounds of channels, with a fixed budget, a target ROI or a target marginal ROI",
        "Use the method carryover",
      ),
    );
  }
  return found;
}
