// What not knowing which draw is true costs: each draw's own best plan against the one chosen.
import { thinnedDraws } from "../fit.ts";
import type { SettledProblem } from "./settled-problem.ts";
import { solveSeparable } from "./solve-separable.ts";
import type { TabulatedWorth } from "./tabulated-worth.ts";

export interface RegretRequest {
  readonly settled: SettledProblem;
  readonly worth: TabulatedWorth;
  /** Of the chosen plan, by draw. */
  readonly plan: Float64Array;
  /** How many draws are solved for, evenly thinned. */
  readonly draws: number;
}

/** Mean over draws of worth(the draw's own best plan) − worth(plan); null where the budget is not fixed. */
export function expectedRegret({ settled, worth, plan, draws }: RegretRequest): number | null {
  if (settled.budget.kind !== "fixed") return null;
  const kept = thinnedDraws(worth.draws, draws);
  const drawWeights = new Float64Array(worth.draws);
  let total = 0;
  for (const draw of kept) {
    drawWeights.fill(0);
    drawWeights[draw] = 1;
    const best = solveSeparable({ settled, worth, drawWeights });
    total += Math.max(0, worth.worth(best.amounts)[draw] - plan[draw]);
  }
  return total / kept.length;
}
