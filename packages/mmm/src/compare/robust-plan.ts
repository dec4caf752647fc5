// Plans of one budget under several fits: best in the weighted mean, and best for the fit it serves worst.
import { type LinearConstraint, maximizeProgram, type SmoothConstraint } from "@carryover/engine";
import { sum } from "../analysis/totals.ts";
import type { SettledProblem } from "../budget/settled-problem.ts";
import { solveSeparable } from "../budget/solve-separable.ts";
import { refuse } from "../budget/solved.ts";
import type { JointWorth } from "./joint-worth.ts";

/** A plan, and what is known of how good it can be. */
export interface FoundJointPlan {
  /** Money, by variable. */
  readonly amounts: Float64Array;
  readonly value: number;
  /** Of the search's last point; null where no search bettered a plan that is best for some weighting. */
  readonly kktResidual: number | null;
  /** What a better plan could at most add to the value; null where nothing bounds it. */
  readonly dualityGap: number | null;
}

export interface JointProblem {
  readonly settled: SettledProblem;
  readonly joint: JointWorth;
  /** Plans to begin a search at, besides the current one. */
  readonly starts: readonly Float64Array[];
}

const searchIterations = 300;
const tolerance = 1e-8;

/** The plan with the largest Σ_k weight_k · mean worth under fit k: globally where all fits have tables. */
export function weightedPlan({ settled, joint, starts }: JointProblem, weights: readonly number[]): FoundJointPlan {
  const drawWeights = joint.drawWeights(weights);
  const weightedMeanOf = (worth: Float64Array): number =>
    worth.reduce((total, each, draw) => total + drawWeights[draw] * each, 0);
  if (joint.table !== undefined) {
    const { amounts, kktResidual, dualityGap } = solveSeparable({ settled, worth: joint.table, drawWeights });
    return { amounts, value: weightedMeanOf(joint.table.worth(amounts)), kktResidual, dualityGap };
  }
  const mean: Lines = (amounts) => {
    const { worth, gradient } = joint.worth.gradient(amounts, drawWeights);
    return [{ value: weightedMeanOf(worth), gradient }];
  };
  return bestOf(settled, [settled.variables.current, ...starts], mean, ["the weighted worth"]);
}

/** What a plan is for each fit: value and its derivatives by variable. */
type Lines = (amounts: Float64Array) => readonly { readonly value: number; readonly gradient: Float64Array }[];

/** A plan's gain over the current one under each fit is counted in these, money. */
export type GainScales = readonly number[];

/** Rounds of weighting the fits and solving for that weighting. */
const rounds = 60;

/**
 * The plan with the largest min_k (worth_k(plan) − worth_k(current)) / scale_k. For any weighting λ of the fits, summing to one,
 * no plan has a larger minimum than max_plan Σ λ_k · gain_k, which a table gives globally: the least of these bounds less what
 * the plan reaches is the gap. The weightings are those of multiplicative updates toward the fits served worst.
 */
export function maximinPlan({ settled, joint, starts }: JointProblem, scales: GainScales): FoundJointPlan {
  const { current } = settled.variables;
  const fits = scales.length;
  const at = joint.table ?? joint.worth;
  const currentWorth = meansOf(joint, at.worth(current));
  const gains = (amounts: Float64Array): number[] =>
    meansOf(joint, at.worth(amounts)).map((worth, fit) => (worth - currentWorth[fit]) / scales[fit]);
  const candidates = [current, ...starts];
  let bound = Number.POSITIVE_INFINITY;
  if (joint.table !== undefined) {
    const lambda = new Array<number>(fits).fill(1 / fits);
    const average = new Float64Array(current.length);
    for (let round = 1; round <= rounds; round += 1) {
      const drawWeights = joint.drawWeights(lambda.map((share, fit) => share / scales[fit]));
      const solved = solveSeparable({ settled, worth: joint.table, drawWeights });
      const gained = gains(solved.amounts);
      const value = gained.reduce((total, gain, fit) => total + lambda[fit] * gain, 0);
      bound = Math.min(bound, value + (solved.dualityGap ?? 0));
      candidates.push(solved.amounts);
      solved.amounts.forEach((amount, index) => {
        average[index] += (amount - average[index]) / round;
      });
      const least = Math.min(...gained);
      const step = 1 / Math.sqrt(round);
      gained.forEach((gain, fit) => {
        lambda[fit] *= Math.exp(-step * (gain - least));
      });
      const total = sum(lambda);
      lambda.forEach((share, fit) => {
        lambda[fit] = share / total;
      });
    }
    candidates.push(average);
  }
  const leastOf = (amounts: Float64Array): number => Math.min(...gains(amounts));
  const ordered = candidates.toSorted((left, right) => leastOf(right) - leastOf(left));
  const lines: Lines = (amounts) =>
    scales.map((scale, fit) => {
      const only = scales.map((_, other) => (other === fit ? 1 / scale : 0));
      const { worth, gradient } = at.gradient(amounts, joint.drawWeights(only));
      return { value: (meansOf(joint, worth)[fit] - currentWorth[fit]) / scale, gradient };
    });
  const names = scales.map((_, fit) => `the gain under fit ${fit + 1}`);
  const found = bestOf(settled, ordered.slice(0, polishedStarts), lines, names);
  const known: FoundJointPlan = {
    amounts: ordered[0],
    value: leastOf(ordered[0]),
    kktResidual: null,
    dualityGap: null,
  };
  const best = known.value > found.value ? known : found;
  return { ...best, dualityGap: Number.isFinite(bound) ? Math.max(0, bound - best.value) : null };
}

/** Candidates a smooth search begins at. */
const polishedStarts = 3;

/** Mean over each fit's draws. */
export function meansOf({ starts }: Pick<JointWorth, "starts">, worth: Float64Array): number[] {
  return starts.slice(1).map((end, fit) => sum(worth.subarray(starts[fit], end)) / (end - starts[fit]));
}

/** Maximizes the least of the lines, each start in turn, as a program in the amounts and that least value. */
function bestOf(
  settled: SettledProblem,
  starts: readonly Float64Array[],
  lines: Lines,
  names: readonly string[],
): FoundJointPlan {
  let best: FoundJointPlan | undefined;
  for (const start of starts) {
    const found = search(settled, start, lines, names);
    if (found !== undefined && (best === undefined || found.value > best.value)) best = found;
  }
  return best ?? refuse(undefined, settled);
}

function search(
  settled: SettledProblem,
  start: Float64Array,
  lines: Lines,
  names: readonly string[],
): FoundJointPlan | undefined {
  const { lower, upper, budget, constraints, currentBudget } = settled;
  const dimension = lower.length;
  const unit = currentBudget / dimension;
  const scale = Math.max(1e-12, ...lines(start).map(({ value }) => Math.abs(value)));
  const money = (x: Float64Array): Float64Array => x.slice(0, dimension).map((value) => value * unit);
  const widened = (coefficients: ArrayLike<number>): Float64Array => {
    const wide = new Float64Array(dimension + 1);
    wide.set(Array.from(coefficients));
    return wide;
  };
  const total: LinearConstraint = {
    name: "budget",
    coefficients: widened(new Float64Array(dimension).fill(1)),
    lower: budget.kind === "fixed" ? budget.amount / unit : Number.NEGATIVE_INFINITY,
    upper: (budget.kind === "fixed" ? budget.amount : sum(upper)) / unit,
  };
  // Lines of one point are asked one after the other.
  let asked: { readonly key: string; readonly answer: ReturnType<Lines> } | undefined;
  const answerAt = (x: Float64Array): ReturnType<Lines> => {
    const amounts = money(x);
    const key = amounts.join(" ");
    if (asked?.key !== key) asked = { key, answer: lines(amounts) };
    return asked.answer;
  };
  const above = names.map(
    (name, line): SmoothConstraint => ({
      name,
      value(x, gradient) {
        const { value, gradient: slopes } = answerAt(x)[line];
        for (let index = 0; index < dimension; index += 1) gradient[index] = (unit * slopes[index]) / scale;
        gradient[dimension] = -1;
        return value / scale - x[dimension];
      },
    }),
  );
  const begin = widened(start.map((amount) => amount / unit));
  begin[dimension] = Math.min(...lines(start).map(({ value }) => value)) / scale;
  const { status, x, kktResidual, conflict } = maximizeProgram(
    {
      dimension: dimension + 1,
      lower: widenedBound(lower, unit, Number.NEGATIVE_INFINITY),
      upper: widenedBound(upper, unit, Number.POSITIVE_INFINITY),
      names: [...settled.variables.variables.map(({ name }) => name), "the least gain"],
      constraints: [
        total,
        ...constraints.map((each) => ({
          ...each,
          coefficients: widened(each.coefficients),
          lower: each.lower / unit,
          upper: each.upper / unit,
        })),
      ],
      evaluate(point, gradient) {
        gradient.fill(0);
        gradient[dimension] = 1;
        return point[dimension];
      },
      nonlinear: above,
    },
    { start: begin, maxIterations: searchIterations, tolerance },
  );
  // The least gain is found again from the amounts: where no value of it kept the lines, the amounts are allowed all the same.
  if (conflict !== undefined || status === "unusable") return undefined;
  const amounts = money(x);
  return { amounts, value: Math.min(...lines(amounts).map(({ value }) => value)), kktResidual, dualityGap: null };
}

function widenedBound(values: Float64Array, unit: number, last: number): Float64Array {
  return Float64Array.of(...values.map((value) => value / unit), last);
}
