// Plans by the model itself: a search over some of the draws, finished on all of them.
import { sum } from "../analysis/totals.ts";
import { SpecError } from "../errors.ts";
import { exactWorth, type PlanWorth } from "./plan-worth.ts";
import { kpiWithoutMedia, type Planning, tabulated } from "./planning.ts";
import { type RiskMeasure, riskMeasure } from "./risk.ts";
import { scaledStart } from "./seed-methods.ts";
import type { SettledProblem } from "./settled-problem.ts";
import { solveSeparable } from "./solve-separable.ts";
import { type OnSearchIteration, solveSmooth } from "./solve-smooth.ts";
import type { SolvedPlan } from "./solved.ts";
import { planVariables } from "./variables.ts";

export interface ExactRequest {
  readonly planning: Planning;
  readonly settled: SettledProblem;
  /** Over all draws. */
  readonly worth: PlanWorth;
  /** Money of a unit of KPI in every cell that counts, as the plan values it; (geo, time). */
  readonly weights: Float64Array;
  readonly maxIterations: number;
  readonly onIteration?: OnSearchIteration | undefined;
}

export function solveExactly(request: ExactRequest): SolvedPlan {
  const { planning, settled, worth, weights, maxIterations, onIteration } = request;
  const { variables, budget, objective, lower, upper, currentBudget } = settled;
  const isReach = budget.kind === "reach";
  const asked = isReach ? planning.kpiWeights : weights;
  const target = isReach ? { target: budget.outcome - kpiWithoutMedia(planning, settled) } : {};
  const all = isReach ? exactWorth({ outcome: planning.outcome, variables, weights: asked }) : worth;
  const few = planning.search();
  const searched = few.draws < all.draws ? exactWorth({ outcome: few, variables, weights: asked }) : all;
  const measureOf = (draws: PlanWorth): RiskMeasure => riskMeasure(objective, draws.worth(variables.current));
  // Some of the draws may miss a target that all of them meet: they are searched at a fixed budget only.
  const amount =
    budget.kind === "fixed" ? budget.amount : sum(scaledStart(variables.current, lower, upper, currentBudget));
  const fixed = { ...settled, budget: { kind: "fixed" as const, amount }, minimumRoi: undefined };
  const known = startsOf(planning, fixed, amount);
  if (searched === all && budget.kind === "fixed") {
    return solveSmooth({ settled, worth: all, measure: measureOf(all), starts: known, maxIterations, onIteration });
  }
  const begun = possible(() =>
    solveSmooth({
      settled: fixed,
      worth: searched,
      measure: measureOf(searched),
      starts: known,
      maxIterations,
      onIteration,
    }),
  );
  const starts = begun === undefined ? known : budget.kind === "fixed" ? [begun.amounts] : [begun.amounts, ...known];
  return solveSmooth({ settled, worth: all, measure: measureOf(all), starts, maxIterations, onIteration, ...target });
}

/** Undefined where limits leave nothing: what is then wrong is said of the problem that was asked. */
function possible(solve: () => SolvedPlan): SolvedPlan | undefined {
  try {
    return solve();
  } catch (error) {
    if (error instanceof SpecError) return undefined;
    throw error;
  }
}

/**
 * Where the search begins: the current plan scaled to the budget; and where channels have parts of their own, the best plan at the
 * flighting as it is, found globally.
 */
function startsOf(planning: Planning, settled: SettledProblem, amount: number): Float64Array[] {
  const { variables, lower, upper } = settled;
  const starts = [scaledStart(variables.current, lower, upper, amount)];
  const whole = wholeChannels(planning, settled);
  if (!planning.outcome.separable || whole === undefined) return starts;
  const worth = tabulated(planning, whole, planning.horizon.weights, whole.value);
  const drawWeights = new Float64Array(worth.draws).fill(1 / worth.draws);
  const { amounts } = solveSeparable({ settled: whole, worth, drawWeights });
  const spent = whole.variables.current;
  const places = new Map(whole.variables.variables.map(({ channel }, place) => [channel, place]));
  const multiplied = variables.variables.map(({ channel, current }) => {
    const place = places.get(channel) ?? 0;
    return spent[place] > 0 ? (current * amounts[place]) / spent[place] : current;
  });
  return [Float64Array.from(multiplied), ...starts];
}

/** The same limits with one variable for each channel; undefined where they leave nothing. */
function wholeChannels({ horizon }: Planning, settled: SettledProblem): SettledProblem | undefined {
  const { variables, lower, upper, constraints, costs, budget } = settled;
  const whole = planVariables(horizon, "channels", variables.channels, costs);
  const members = whole.variables.map(({ channel }) =>
    variables.variables.flatMap((variable, index) => (variable.channel === channel ? [index] : [])),
  );
  const total = (values: Float64Array, place: number): number =>
    members[place].reduce((sum, index) => sum + values[index], 0);
  const least = Float64Array.from(members, (_, place) => total(lower, place));
  const most = Float64Array.from(members, (_, place) => total(upper, place));
  for (const { coefficients, lower: from, upper: to } of constraints) {
    const used = members.flatMap((indexes, place) =>
      indexes.some((index) => coefficients[index] !== 0) ? [place] : [],
    );
    if (used.length !== 1 || !members[used[0]].every((index) => coefficients[index] === 1)) continue;
    least[used[0]] = Math.max(least[used[0]], from);
    most[used[0]] = Math.min(most[used[0]], to);
  }
  const isPossible = budget.kind === "fixed" && sum(least) <= budget.amount && sum(most) >= budget.amount;
  if (!isPossible || least.some((each, place) => each > most[place])) return undefined;
  const none = whole.variables.map(() => undefined);
  return { ...settled, variables: whole, lower: least, upper: most, constraints: [], minimums: none, lots: none };
}
