// The table a reader looks at first: one row per scalar with its posterior and how far to trust it.
import { type Draws, scalars } from "../draws/draws.ts";
import { mean, quantileSorted, standardDeviation } from "../math/statistics.ts";
import { essBulk, essTail } from "./effective-sample-size.ts";
import { mcseMean, mcseSd } from "./mcse.ts";
import { rhat } from "./rhat.ts";

export interface SummaryOptions {
  /** Which quantiles to give, each in [0, 1]. */
  readonly probabilities: readonly number[];
}

export const defaultSummaryOptions: SummaryOptions = { probabilities: [0.05, 0.25, 0.5, 0.75, 0.95] };

export interface SummaryRow {
  /** `name` or `name[label,label]`. */
  readonly label: string;
  readonly mean: number;
  readonly sd: number;
  /** In the order of `SummaryOptions.probabilities`. */
  readonly quantiles: readonly number[];
  /** Monte Carlo standard error of `mean`. */
  readonly mcseMean: number;
  /** Monte Carlo standard error of `sd`. */
  readonly mcseSd: number;
  readonly essBulk: number;
  readonly essTail: number;
  readonly rhat: number;
}

/** One row per scalar element of every variable, in the order of `scalars`. */
export function summarize(draws: Draws, options: Partial<SummaryOptions> = {}): SummaryRow[] {
  const { probabilities } = { ...defaultSummaryOptions, ...options };
  return scalars(draws).map(({ label, values }) => {
    const sorted = values.toSorted();
    return {
      label,
      mean: mean(values),
      sd: standardDeviation(values),
      quantiles: probabilities.map((probability) => quantileSorted(sorted, probability)),
      mcseMean: mcseMean(values, draws),
      mcseSd: mcseSd(values, draws),
      essBulk: essBulk(values, draws),
      essTail: essTail(values, draws),
      rhat: rhat(values, draws),
    };
  });
}
