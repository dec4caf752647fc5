// Plans budgets on one horizon of one fit: opened once, asked often.
import { meanOf } from "../analysis/estimates.ts";
import { sum } from "../analysis/totals.ts";
import { SpecError } from "../errors.ts";
import type { Fit, OutcomeFunction } from "../fit.ts";
import { type ChannelTable, channelTable, tableEnds } from "./channel-table.ts";
import { describe } from "./describe.ts";
import { chooseFrequencies, type FrequencyChoice } from "./frequency-choice.ts";
import { type Horizon, openHorizon } from "./horizon.ts";
import { countedOnes, isWhole, multiples, tableEverywhere } from "./horizon-tables.ts";
import type { Optimization } from "./optimization.ts";
import { type EvaluatedPlan, evaluateExactly, evaluateOnTable } from "./plan-evaluation.ts";
import { exactWorth, type PlanWorth } from "./plan-worth.ts";
import { type FoundPlan, kpiWithoutMedia, multiplierRange, type Planning, tabulated } from "./planning.ts";
import type { BudgetMethod, BudgetProblem, PlanWindow } from "./problem.ts";
import { riskMeasure } from "./risk.ts";
import { settle } from "./settle.ts";
import type { SettledProblem } from "./settled-problem.ts";
import { solveExactly } from "./solve-exactly.ts";
import { solveMeridianGrid } from "./solve-meridian-grid.ts";
import { solveRisk } from "./solve-risk.ts";
import { solveRobyn } from "./solve-robyn.ts";
import { solveSeed } from "./solve-seed.ts";
import { solveSeparable } from "./solve-separable.ts";
import type { OnSearchIteration } from "./solve-smooth.ts";
import type { SolvedPlan } from "./solved.ts";
import type { TabulatedWorth } from "./tabulated-worth.ts";
import { verified } from "./verify.ts";
import { frequencySentence } from "./words.ts";

/** Draws a plan is judged by, evenly thinned. */
const defaultPlanDraws = 1000;
/** Draws a search without a table goes over before all of them finish it. */
const defaultSearchDraws = 200;

export interface PlannerOptions {
  readonly window?: PlanWindow;
  /** `optimal`: contacts of channels with reach are bought at the frequency that returns most; as they were by default. */
  readonly frequency?: "own" | "optimal";
  /** 1,000 by default. */
  readonly draws?: number;
  /** 200 by default; only where there is no table of channels. */
  readonly searchDraws?: number;
}

export interface OptimizeOptions {
  /** Asks the model itself about the plan that was found on the table; true by default. */
  readonly verify?: boolean;
  /** Draws whose own best plans are sought for the expected regret; 0 by default. */
  readonly regretDraws?: number;
  readonly maxIterations?: number;
  /** Called after each iteration of a search that has no table. */
  readonly onIteration?: OnSearchIteration;
  /** Share of the draws that intervals hold; 0.9 by default. */
  readonly level?: number;
}

export interface Planner {
  readonly horizon: Horizon;
  /** Whether the problem is solved on a table of channels, which the first such problem makes and later ones use. */
  isTabulated(problem: BudgetProblem): boolean;
  /**
   * Makes the table that a problem needs, bit by bit, so that a caller can show how far it is and stop: the share that is done.
   * Optimizing without it does the same at once.
   */
  prepare(problem: BudgetProblem): Generator<number, void>;
  /** The problem in money, and what plans are worth, for who looks for a plan of several fits at once. @throws SpecError likewise */
  pose(problem: BudgetProblem): PosedProblem;
  /** @throws SpecError with everything that is wrong with the problem, or the limits that cannot hold together */
  optimize(problem: BudgetProblem, options?: OptimizeOptions): Optimization;
}

export interface PosedProblem {
  readonly settled: SettledProblem;
  readonly worth: PlanWorth;
  /** The same from a table of channels, where there is one. */
  readonly table: TabulatedWorth | undefined;
}

/** @throws SpecError for a window that is none */
export function openPlanner(
  fit: Fit,
  { window, frequency = "own", draws = defaultPlanDraws, searchDraws }: PlannerOptions = {},
): Planner {
  const opened = openHorizon(fit, window);
  const outcome = opened.fit.open({ maxDraws: draws });
  const { choices, frequencies } = frequency === "own" ? {} : chooseFrequencies(opened, outcome);
  const horizon = frequencies === undefined ? opened : { ...opened, frequencies };
  const tables = new Map<Float64Array, ChannelTable>();
  const ones = countedOnes(horizon);
  const kpiWeights = horizon.weights.every((weight, cell) => weight === ones[cell]) ? horizon.weights : ones;
  const tableOf = (weights: Float64Array): ChannelTable => {
    const table = tables.get(weights) ?? channelTable(outcome, multiples(horizon), weights);
    tables.set(weights, table);
    return table;
  };
  let searched: OutcomeFunction | undefined;
  let everywhere: ChannelTable | undefined;
  const planning: Planning = {
    horizon,
    outcome,
    kpiWeights,
    search: () => {
      searched ??= horizon.fit.open({ maxDraws: Math.min(draws, searchDraws ?? defaultSearchDraws) });
      return searched;
    },
    tableOf,
    everywhere: () => {
      everywhere ??= isWhole(horizon) ? tableOf(horizon.weights) : tableEverywhere(horizon, outcome);
      return everywhere;
    },
  };
  return {
    horizon,
    isTabulated: ({ decide = "channels" }) => outcome.separable && decide === "channels",
    prepare: (problem) => prepareSteps(planning, problem),
    pose: (problem) => posed(planning, problem),
    optimize: (problem, options = {}) => {
      if (choices === undefined) return optimizeOn(planning, problem, options);
      requireFrequencies(problem);
      return withFrequencies(optimizeOn(planning, problem, options), choices);
    },
  };
}

/** @throws SpecError for methods whose curves know no frequency */
function requireFrequencies({ method = "carryover" }: BudgetProblem): void {
  if (method === "carryover" || method === "meridian-grid") return;
  const found = `method ${method} knows no frequency to choose`;
  const remedy = "Use the method carryover or meridian-grid, or leave optimal-frequency out";
  throw new SpecError([{ code: "plan-method", severity: "error", found, remedy }]);
}

function withFrequencies(plan: Optimization, choices: readonly FrequencyChoice[]): Optimization {
  const [first, ...rest] = plan.sentences;
  return { ...plan, frequencies: choices, sentences: [first, frequencySentence(choices, plan), ...rest] };
}

function* prepareSteps(planning: Planning, problem: BudgetProblem): Generator<number, void> {
  const { outcome, horizon } = planning;
  const settled = settle(problem, horizon);
  if (!outcome.separable || settled.variables.decide !== "channels") return;
  const [least, most] = multiplierRange(settled);
  const table = planning.tableOf(horizon.weights);
  const ends = tableEnds(least, most);
  for (const [index, end] of ends.entries()) {
    table.extend(least, end);
    yield (index + 1) / ends.length;
  }
}

function posed(planning: Planning, problem: BudgetProblem): PosedProblem {
  const { horizon, outcome } = planning;
  const settled = settle(problem, horizon);
  const hasTable = outcome.separable && settled.variables.decide === "channels";
  if (hasTable) {
    const table = tabulated(planning, settled, horizon.weights, settled.value);
    return { settled, worth: table, table };
  }
  const weights = horizon.weights.map((weight) => weight * settled.value);
  return { settled, worth: exactWorth({ outcome, variables: settled.variables, weights }), table: undefined };
}

const searchIterations = 300;
const defaultLevel = 0.9;

function optimizeOn(planning: Planning, problem: BudgetProblem, options: OptimizeOptions): Optimization {
  const startedMs = performance.now();
  const { horizon, outcome } = planning;
  const { method = "carryover" } = problem;
  const settled = settle(problem, horizon);
  const hasTable = outcome.separable && settled.variables.decide === "channels";
  const table = hasTable ? tabulated(planning, settled, horizon.weights, settled.value) : undefined;
  // The table is kept for the next problem; the time to make it is not this one's.
  const readyMs = performance.now();
  const found =
    table === undefined
      ? withoutTable(planning, settled, method, options)
      : withTable(planning, settled, table, method, options);
  const described = describe({ method, horizon, settled, ...found });
  const milliseconds = performance.now() - (table === undefined ? startedMs : readyMs);
  if (table === undefined || options.verify === false) return { ...described, milliseconds, verification: null };
  return verified({
    planning,
    settled,
    method,
    worth: table,
    found,
    milliseconds,
    regretDraws: options.regretDraws ?? 0,
  });
}

function withTable(
  planning: Planning,
  settled: SettledProblem,
  worth: TabulatedWorth,
  method: BudgetMethod,
  { maxIterations = searchIterations, level = defaultLevel }: OptimizeOptions,
): FoundPlan {
  const current = evaluateOnTable(worth, settled.variables, settled.variables.current);
  const measure = riskMeasure(settled.objective, current.worth);
  const equal = new Float64Array(worth.draws).fill(1 / worth.draws);
  const solve = (): SolvedPlan => {
    if (method === "meridian-grid") return solveMeridianGrid(planning, settled, worth);
    if (method === "robyn-allocator") return solveRobyn(planning.horizon, settled, worth);
    if (method !== "carryover") return solveSeed(planning.horizon, settled, { method, worth, current });
    if (settled.budget.kind === "reach") return reach(planning, settled, equal, settled.budget.outcome);
    return measure.isLinear
      ? solveSeparable({ settled, worth, drawWeights: equal })
      : solveRisk({ settled, worth, measure, maxIterations });
  };
  const solved = solve();
  const plan = evaluateOnTable(worth, settled.variables, solved.amounts);
  requireMinimumRoi(settled, plan);
  return { solved, measure, plan, current, expectedRegret: null, searchDraws: worth.draws, level };
}

/** @throws SpecError when the best plan returns less in the mean than the whole must */
function requireMinimumRoi({ minimumRoi }: SettledProblem, { worth, amounts }: EvaluatedPlan): void {
  if (minimumRoi === undefined) return;
  const mean = meanOf(worth);
  const returned = mean / sum(amounts);
  if (returned >= minimumRoi * (1 - 1e-9)) return;
  const found = `the best plan returns ${returned.toPrecision(4)} per unit of money, less than the minimum of ${minimumRoi}`;
  const remedy = "Lower the minimum, spend less, or let the spend follow a target ROI";
  throw new SpecError([{ code: "plan-target", severity: "error", found, remedy }]);
}

function reach(planning: Planning, settled: SettledProblem, drawWeights: Float64Array, outcome: number): SolvedPlan {
  const worth = tabulated(planning, settled, planning.kpiWeights, 1);
  return solveSeparable({ settled, worth, drawWeights, target: outcome - kpiWithoutMedia(planning, settled) });
}

function withoutTable(
  planning: Planning,
  settled: SettledProblem,
  method: BudgetMethod,
  { maxIterations = searchIterations, level = defaultLevel, onIteration }: OptimizeOptions,
): FoundPlan {
  const { outcome, horizon } = planning;
  const { variables } = settled;
  const weights = horizon.weights.map((weight) => weight * settled.value);
  const worth = exactWorth({ outcome, variables, weights });
  const current = evaluateExactly({ outcome, worth, variables, weights }, variables.current);
  const measure = riskMeasure(settled.objective, current.worth);
  const solve = (): SolvedPlan => {
    if (method === "meridian-grid") return solveMeridianGrid(planning, settled, worth);
    if (method === "robyn-allocator") return solveRobyn(horizon, settled, worth);
    if (method !== "carryover") return solveSeed(horizon, settled, { method, worth, current });
    return solveExactly({ planning, settled, worth, weights, maxIterations, onIteration });
  };
  const solved = solve();
  const plan = evaluateExactly({ outcome, worth, variables, weights }, solved.amounts);
  return { solved, measure, plan, current, expectedRegret: null, searchDraws: planning.search().draws, level };
}
