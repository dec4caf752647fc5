// What all checks look at, computed once: draws of the ROIs, of the expected KPI, of what could have been observed.
import { channelContributions } from "../analysis/contributions.ts";
import { meanOf } from "../analysis/estimates.ts";
import type { Evaluation } from "../analysis/evaluation.ts";
import { type PosteriorSums, posteriorSums } from "../analysis/posterior-sums.ts";
import { meanOverDraws } from "../analysis/quality.ts";
import { roasDraws } from "../analysis/roas.ts";
import { overGeos, sum } from "../analysis/totals.ts";
import type { Fit } from "../fit.ts";
import { seenCells } from "../model/model-graph.ts";

export interface TrustFacts {
  readonly fit: Fit;
  readonly evaluation: Evaluation;
  readonly sums: PosteriorSums;
  /** Each channel's place among the panel's media, in the order of the specification. */
  readonly places: readonly number[];
  /** ROI of each channel, (draw), in the order of the specification. */
  readonly roi: readonly Float64Array[];
  /** Posterior mean of each channel's effect, (geo, time), per head of geo where the model has sizes. */
  readonly effects: readonly Float64Array[];
  /** 1 for each cell (geo, time) whose KPI the likelihood has seen. */
  readonly seen: Uint8Array;
  /** Observed less posterior mean of the expected KPI, (geo, time). */
  readonly residuals: Float64Array;
  readonly seed: number;
}

/** Draws behind the mean shape of a channel's effect: it need not be known to the last digit. */
const shapeDraws = 100;

/** @param draws  at most so many of the posterior's, evenly thinned */
export function trustFacts(fit: Fit, evaluation: Evaluation, draws: number): TrustFacts {
  const { panel, spec } = fit;
  const sums = posteriorSums(fit, draws);
  const places = spec.channels.map(({ name }) => panel.media.findIndex((media) => media.name === name));
  const cells = panel.kpi.values.length;
  const mean = meanOverDraws(sums.expected, cells);
  return {
    fit,
    evaluation,
    sums,
    places,
    roi: places.map((place) =>
      roasDraws(overGeos(sums.media[place].money, panel.geos.length), sum(panel.media[place].spend)),
    ),
    effects: meanEffects(fit, places),
    seen: seenMask(fit),
    residuals: panel.kpi.values.map((value, cell) => value - mean[cell]),
    seed: evaluation.sampling.seed,
  };
}

function seenMask({ panel, spec }: Fit): Uint8Array {
  const mask = new Uint8Array(panel.kpi.values.length);
  for (const cell of seenCells(panel, spec)) mask[cell] = 1;
  return mask;
}

function meanEffects(fit: Fit, places: readonly number[]): Float64Array[] {
  const { panel, spec } = fit;
  const options = { maxDraws: shapeDraws };
  const contributions = channelContributions(fit, fit.components(options), options);
  return places.map((place) =>
    meanOverDraws(contributions[place], panel.kpi.values.length).map(
      (value, cell) => value / (spec.geo?.sizes[Math.floor(cell / panel.dates.length)] ?? 1),
    ),
  );
}

/** Mean and standard deviation about it (divided by n), for what is compared with itself under weights. */
export function momentsOf(values: ArrayLike<number>): { readonly mean: number; readonly sd: number } {
  const mean = meanOf(values);
  let squares = 0;
  for (let index = 0; index < values.length; index += 1) squares += (values[index] - mean) ** 2;
  return { mean, sd: Math.sqrt(squares / values.length) };
}
