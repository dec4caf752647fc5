// What a fit predicts for cells it has not seen, and how likely it held what came.
import { logSumOfExponentials, relativeEfficiency } from "@carryover/engine";
import { observedPlan } from "../analysis/media-plan.ts";
import type { Panel } from "../data/panel.ts";
import type { Fit } from "../fit.ts";
import type { Forecast } from "./forecast-scores.ts";
import type { PeriodLikelihood } from "./leave-future-out.ts";

export interface AskedCells {
  /** The training panel, or one that continues it, with the media that were shown. */
  readonly asked: Panel;
  readonly cells: readonly number[];
}

/** Posterior predictive draws of the cells under the media that were shown, noise included. All draws of the fit. */
export function modelForecast(fit: Fit, { asked, cells }: AskedCells, seed: number): Forecast {
  const over = fit.over(asked);
  const { draws, values: expected } = over.outcome(observedPlan(asked));
  const predictive = over.predictive(expected, seed);
  const values = pickCells(predictive, draws, cells);
  const likelihood = pickCells(over.pointwiseLogLikelihood(), draws, cells);
  const column = new Float64Array(draws); // (draw)
  const logDensity = Float64Array.from(cells, (_, cell) => {
    for (let draw = 0; draw < draws; draw += 1) column[draw] = likelihood[draw * cells.length + cell];
    return logSumOfExponentials(column) - Math.log(draws);
  });
  return { draws, values, logDensity };
}

/** The likelihood of whole periods of the asked panel from one up to its end, summed over the geos whose KPI is known. */
export function periodLikelihood(fit: Fit, asked: Panel, from: number): PeriodLikelihood {
  const all = asked.dates.length;
  const cells = asked.geos.length * all;
  const pointwise = fit.over(asked).pointwiseLogLikelihood();
  const draws = pointwise.length / cells;
  const periods = all - from;
  const values = new Float64Array(draws * periods); // (draw, period)
  for (let draw = 0; draw < draws; draw += 1) {
    for (let cell = 0; cell < cells; cell += 1) {
      const period = (cell % all) - from;
      if (period >= 0 && !Number.isNaN(asked.kpi.values[cell]))
        values[draw * periods + period] += pointwise[draw * cells + cell];
    }
  }
  return { draws, periods, values, relativeEfficiency: relativeEfficiency(fit.draws) };
}

/** (draw, cell of all) to (draw, cell asked for). */
function pickCells(values: Float64Array, draws: number, cells: readonly number[]): Float64Array {
  const all = values.length / draws;
  const picked = new Float64Array(draws * cells.length);
  for (let draw = 0; draw < draws; draw += 1) {
    cells.forEach((cell, index) => {
      picked[draw * cells.length + index] = values[draw * all + cell];
    });
  }
  return picked;
}
