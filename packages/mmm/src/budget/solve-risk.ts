// Measures of risk over channel multipliers: weighted means solved globally, one after the other, then polished together.
import { sum } from "../analysis/totals.ts";
import { type RiskMeasure, smoothingWidth } from "./risk.ts";
import type { SettledProblem } from "./settled-problem.ts";
import { solveSeparable } from "./solve-separable.ts";
import { solveSmooth } from "./solve-smooth.ts";
import type { SolvedPlan } from "./solved.ts";
import type { TabulatedWorth } from "./tabulated-worth.ts";

export interface RiskRequest {
  readonly settled: SettledProblem;
  readonly worth: TabulatedWorth;
  readonly measure: RiskMeasure;
  readonly maxIterations: number;
}

/** Rounds of weighting the draws by the plan at hand and solving for that weighting. */
const rounds = 8;
/** Share of the worth's standard deviation over which kinks are rounded. */
const widthShare = 0.03;
/** Hardly rounded at all. */
const exactShare = 1e-6;

/**
 * A measure's derivative in the draws' worth is a weighting of the draws, and a weighted mean can be solved globally. Measures
 * that are the least of such means (CVaR; mean less variance or standard deviation) are bounded by it from above: the gap is
 * that bound less the plan's exact measure. Quantile and probability have none.
 */
export function solveRisk({ settled, worth, measure, maxIterations }: RiskRequest): SolvedPlan {
  const equal = new Float64Array(worth.draws).fill(1 / worth.draws);
  const isFixed = settled.budget.kind === "fixed";
  const price = settled.budget.kind === "target-marginal-roi" ? settled.budget.roi : 0;
  const worthOf = (amounts: Float64Array): number => measure.exact(worth.worth(amounts)) - price * sum(amounts);
  const weightsAt = (amounts: Float64Array): Float64Array => {
    const values = worth.worth(amounts);
    const weights = new Float64Array(worth.draws);
    measure.smooth(values, smoothingWidth(values, widthShare), weights);
    return weights;
  };
  const candidates = [solveSeparable({ settled, worth, drawWeights: equal })];
  // A target return is one of the mean: other weightings know nothing of it, and are solved for at the budget that meets it.
  const { budget } = settled;
  const isTarget = budget.kind === "target-roi";
  const weighted: SettledProblem = isTarget
    ? { ...settled, budget: { kind: "fixed", amount: sum(candidates[0].amounts) } }
    : settled;
  const keeps = ({ amounts }: SolvedPlan): boolean =>
    !isTarget || sum(worth.worth(amounts)) / worth.draws >= budget.roi * sum(amounts) * (1 - 1e-9);
  // Mixtures of weightings bound the measure as each of them does, and the bounds close in on it.
  const mixed = equal.slice();
  let mixedOffset: number | null = 0;
  let bound = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round += 1) {
    const { amounts } = candidates[candidates.length - 1];
    const values = worth.worth(amounts);
    const offset = measure.boundOffset(values, smoothingWidth(values, widthShare));
    const share: number = offset === null ? 1 : 1 / (round + 1);
    weightsAt(amounts).forEach((weight, draw) => {
      mixed[draw] += share * (weight - mixed[draw]);
    });
    mixedOffset = offset === null || mixedOffset === null ? null : mixedOffset + share * (offset - mixedOffset);
    const drawWeights = normalized(mixed, settled);
    const solved = solveSeparable({ settled: weighted, worth, drawWeights });
    if (mixedOffset !== null) bound = Math.min(bound, upperBound(solved, worth, drawWeights, price) + mixedOffset);
    candidates.push(solved);
  }
  const isLumpy = [...settled.minimums, ...settled.lots].some((each) => each !== undefined);
  const best = bestOf([candidates[0], ...candidates.slice(1).filter(keeps)], worthOf);
  const starts = [
    bestOf(candidates, worthOf).amounts,
    candidates[0].amounts,
    ...(isFixed ? [settled.variables.current] : []),
  ];
  const polished = isLumpy ? best : solveSmooth({ settled, worth, measure, starts, maxIterations });
  // Plans that beat the current one alike are told apart by their mean, which the first candidate is best at.
  const isTie = settled.objective.kind === "probability" && worthOf(polished.amounts) === worthOf(best.amounts);
  // Candidates know nothing of a minimum return, which the polish keeps.
  const isKept = settled.minimumRoi !== undefined && !isLumpy;
  const isBest = !isKept && (isLumpy || isTie || worthOf(polished.amounts) < worthOf(best.amounts));
  const plan = isBest ? best : polished;
  const drawWeights = weightsAt(plan.amounts);
  return { ...plan, drawWeights, dualityGap: boundedGap(plan.amounts, bound, { settled, worth, measure }) };
}

/** Where the budget is flexible, weights of the draws that sum to one keep a unit of worth a unit of money. */
function normalized(weights: Float64Array, { budget }: SettledProblem): Float64Array {
  if (budget.kind === "fixed") return weights;
  const total = sum(weights);
  return total > 0 ? weights.map((weight) => weight / total) : weights;
}

/** The least of the bounds that weightings at the plan give, rounded and hardly rounded, less what the plan reaches. */
function boundedGap(
  amounts: Float64Array,
  known: number,
  { settled, worth, measure }: Pick<RiskRequest, "settled" | "worth" | "measure">,
): number | null {
  if (settled.budget.kind === "target-roi") return null;
  const values = worth.worth(amounts);
  const price = settled.budget.kind === "target-marginal-roi" ? settled.budget.roi : 0;
  const reached = measure.exact(values) - price * sum(amounts);
  const drawWeights = new Float64Array(worth.draws);
  let least = known;
  for (const share of measure.isSmoothed ? [widthShare, exactShare] : [widthShare]) {
    const width = smoothingWidth(values, share);
    const offset = measure.boundOffset(values, width);
    if (offset === null) return null;
    measure.smooth(values, width, drawWeights);
    const bound = solveSeparable({ settled, worth, drawWeights });
    least = Math.min(least, upperBound(bound, worth, drawWeights, price) + offset);
  }
  return Math.max(0, least - reached);
}

/** No plan has a larger weighted worth, less the price of its money. */
function upperBound(
  { amounts, dualityGap }: SolvedPlan,
  worth: TabulatedWorth,
  drawWeights: Float64Array,
  price: number,
): number {
  const weighted = worth.worth(amounts).reduce((sum, value, draw) => sum + drawWeights[draw] * value, 0);
  return weighted - price * sum(amounts) + (dualityGap ?? 0);
}

function bestOf(plans: readonly SolvedPlan[], worthOf: (amounts: Float64Array) => number): SolvedPlan {
  let best = plans[0];
  let value = worthOf(best.amounts);
  for (const plan of plans.slice(1)) {
    const here = worthOf(plan.amounts);
    if (here > value) [best, value] = [plan, here];
  }
  return best;
}
