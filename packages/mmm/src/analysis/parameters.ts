// The parameter table: every scalar of the posterior with its summary and how far to trust it.
import { type Draws, summarize } from "@carryover/engine";
import type { ParameterRow } from "./evaluation.ts";

const probabilities = [0.03, 0.1, 0.25, 0.5, 0.75, 0.9, 0.97] as const;

/** One row per scalar element of every variable, from all draws. */
export function parameterRows(draws: Draws): ParameterRow[] {
  return summarize(draws, { probabilities }).map(({ label, mean, sd, quantiles, rhat, essBulk, essTail, mcseMean }) => {
    const [q03, q10, q25, median, q75, q90, q97] = quantiles;
    return {
      label,
      estimate: { mean, median, sd, interval50: [q25, q75], interval80: [q10, q90], interval94: [q03, q97] },
      rhat,
      essBulk,
      essTail,
      mcseMean,
    };
  });
}
