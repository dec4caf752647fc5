// The seed's two ways to divide a budget, under their names: greedy swaps, and a local constrained program.
import { maximizeProgram } from "@carryover/engine";
import { sum } from "../analysis/totals.ts";
import type { SeedCurve } from "./seed-curve.ts";

export interface SeedRequest {
  readonly curves: readonly SeedCurve[];
  readonly current: Float64Array;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  readonly budget: number;
  /** slsqp only: least worth per unit of money. */
  readonly minimumRoi?: number | undefined;
}

export interface SeedPlan {
  readonly amounts: Float64Array;
  readonly search: string;
}

/** Money is moved in steps of this share of the budget. */
const greedyStep = 1 / 200;
const mostSwaps = 10_000;

/**
 * From the current plan scaled to the budget, moves a 200th of the budget at a time from the channel that loses least by it to the one
 * that gains most, as long as that is a gain.
 */
export function greedySwaps({ curves, current, lower, upper, budget }: SeedRequest): SeedPlan {
  const step = budget * greedyStep;
  const amounts = scaledStart(current, lower, upper, budget);
  let swaps = 0;
  for (; swaps < mostSwaps; swaps += 1) {
    let [giver, taker, least, most] = [-1, -1, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    curves.forEach((curve, index) => {
      const here = curve.value(amounts[index]);
      const loss = here - curve.value(amounts[index] - step);
      const gain = curve.value(amounts[index] + step) - here;
      if (amounts[index] - step >= lower[index] && loss < least) [giver, least] = [index, loss];
      if (amounts[index] + step <= upper[index] && gain > most) [taker, most] = [index, gain];
    });
    if (giver === -1 || taker === -1 || giver === taker || most <= least) break;
    amounts[giver] -= step;
    amounts[taker] += step;
  }
  return { amounts, search: `the seed's greedy swaps, ${swaps} of a 200th of the budget each` };
}

/** A local constrained program on the same kinked curves, from the current plan scaled to the budget. */
export function localProgram({ curves, current, lower, upper, budget, minimumRoi }: SeedRequest): SeedPlan {
  const unit = budget / curves.length;
  const worth = (x: Float64Array, gradient: Float64Array): number => {
    let total = 0;
    curves.forEach((curve, index) => {
      total += curve.value(x[index] * unit);
      gradient[index] = unit * curve.slope(x[index] * unit);
    });
    return total;
  };
  const solution = maximizeProgram(
    {
      dimension: curves.length,
      lower: lower.map((value) => value / unit),
      upper: upper.map((value) => value / unit),
      constraints: [
        {
          name: "budget",
          coefficients: new Float64Array(curves.length).fill(1),
          lower: curves.length,
          upper: curves.length,
        },
      ],
      evaluate: worth,
      nonlinear:
        minimumRoi === undefined
          ? []
          : [{ name: "the minimum ROI", value: (x, gradient) => worth(x, gradient) - minimumRoi * budget }],
    },
    {
      start: scaledStart(current, lower, upper, budget).map((value) => value / unit),
      tolerance: 1e-9,
      maxIterations: 1000,
    },
  );
  return {
    amounts: solution.x.map((value) => value * unit),
    search: `the seed's local program on lines between 100 points, ${solution.iterations} iterations (${solution.status})`,
  };
}

/** The current plan times one number, inside the bounds and summing to the budget. */
export function scaledStart(
  current: Float64Array,
  lower: Float64Array,
  upper: Float64Array,
  budget: number,
): Float64Array {
  const at = (factor: number): Float64Array =>
    current.map((value, index) => Math.min(upper[index], Math.max(lower[index], factor * value)));
  const spent = (factor: number): number => sum(at(factor));
  let [low, high] = [0, 1];
  while (spent(high) < budget && high < 1e12) high *= 2;
  for (let turn = 0; turn < 200 && high - low > 1e-15 * high; turn += 1) {
    const middle = 0.5 * (low + high);
    if (spent(middle) < budget) low = middle;
    else high = middle;
  }
  return at(high);
}
