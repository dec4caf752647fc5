// What a model's priors say of the baseline and of each channel before any KPI is seen: Meridian's last exploratory check.
import { meanOf } from "../analysis/estimates.ts";
import { posteriorSums } from "../analysis/posterior-sums.ts";
import { overGeos } from "../analysis/totals.ts";
import type { Panel } from "../data/panel.ts";
import type { ModelSpec } from "../model/spec.ts";
import { baselineWorth } from "./baseline-worth.ts";
import { priorFit } from "./prior-draws.ts";

export interface PriorBeliefs {
  /** Probability that the total worth of the baseline is below zero. */
  readonly negativeBaseline: number;
  /** Mean share of the worth of the known KPI, by paid channel. */
  readonly shares: Readonly<Record<string, number>>;
  readonly draws: number;
}

/** @param draws  from the prior */
export function priorBeliefs(panel: Panel, spec: ModelSpec, draws: number, seed: number): PriorBeliefs {
  const fit = priorFit(panel, spec, draws, seed);
  const sums = posteriorSums(fit, draws);
  const baseline = baselineWorth(fit, sums);
  const { values, revenuePerKpi } = panel.kpi;
  const worth = values.reduce(
    (total, value, cell) => (Number.isNaN(value) ? total : total + value * revenuePerKpi[cell]),
    0,
  );
  return {
    negativeBaseline: baseline.filter((value) => value < 0).length / baseline.length,
    shares: Object.fromEntries(
      panel.media.map(({ name }, index) => [
        name,
        worth === 0 ? 0 : meanOf(overGeos(sums.media[index].money, panel.geos.length)) / worth,
      ]),
    ),
    draws,
  };
}
