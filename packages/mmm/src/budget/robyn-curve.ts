// Robyn's view of a channel in its allocator: Hill of a period's mean spend upon the mean of what was carried over.
import type { CurvePoint } from "@carryover/engine";
import { channelParameterDraws } from "../analysis/channel-parameters.ts";
import type { Fit } from "../fit.ts";
import { adstock, adstockParameters, adstockWeights } from "../media/adstock.ts";
import type { Horizon } from "./horizon.ts";

/** The response of one period to its spend, in the mean over the fit's draws; KPI units by money. */
export interface RobynCurve {
  /** Mean over draws of what was carried over into a period of the window, in the unit of spend. */
  readonly meanCarryover: number;
  /** Writes response, slope and curvature at a spend per period, ≥ 0. */
  evaluate(spend: number, out: CurvePoint): void;
}

/** A model of the ensemble, and the share of the draws that are it. */
interface CurveModel {
  readonly share: number;
  readonly coefficient: number;
  readonly slope: number;
  readonly inflexion: number;
  readonly carryover: number;
}

/**
 * coef · (x + c)^alpha / ((x + c)^alpha + inflexion^alpha), with c the mean over the window of adstocked less immediate spend.
 * One carryover stands for all periods: a pause before, or a burst, does not show.
 *
 * @param channel  position in the specification's channels
 * @throws RangeError when the fit is none of Robyn's
 */
export function robynCurve({ fit, start, end }: Horizon, channel: number): RobynCurve {
  const { spec, panel } = fit;
  const { name, adstock: carry } = spec.channels[channel];
  const draws = (parameter: string): Float64Array => {
    const values = channelParameterDraws(fit, name, parameter);
    if (values === null) throw new RangeError(`the fit has no ${parameter} of channel "${name}"`);
    return values;
  };
  const [coefficient, slope, inflexion] = ["coefficient", "slope", "halfSaturation"].map(draws);
  const adstocks = adstockParameters(carry).map(draws);
  const before = panel.history?.media[channel]?.exposure ?? new Float64Array(0);
  const spend = Float64Array.from(
    [...before, ...panel.media[channel].exposure],
    (value) => value / spec.scales.media[channel],
  );
  const carriedOver = (parameters: readonly number[]): number => {
    const [immediate] = adstockWeights(carry, parameters, 1);
    const adstocked = adstock(carry, spend, parameters);
    let total = 0;
    for (let row = before.length + start; row < before.length + end; row += 1) {
      total += adstocked[row] - immediate * spend[row];
    }
    return total / (end - start);
  };
  const models = distinctModels(fit, [...adstocks, coefficient, slope, inflexion]).map(
    ({ draw, share }): CurveModel => ({
      share,
      coefficient: coefficient[draw],
      slope: slope[draw],
      inflexion: inflexion[draw],
      carryover: carriedOver(adstocks.map((values) => values[draw])),
    }),
  );
  return {
    meanCarryover: models.reduce((sum, { share, carryover }) => sum + share * carryover, 0),
    evaluate(x, out) {
      [out.value, out.slope, out.curvature] = [0, 0, 0];
      for (const model of models) addResponse(model, x, out);
    },
  };
}

function addResponse(
  { share, coefficient, slope, inflexion, carryover }: CurveModel,
  x: number,
  out: CurvePoint,
): void {
  const height = share * coefficient;
  if (height === 0) return;
  const adstocked = x + carryover;
  if (!(adstocked > 0)) {
    // Where nothing was carried over a curve begins level, or as steep as can be.
    if (slope < 1) [out.slope, out.curvature] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    else if (slope === 1) out.slope += height / inflexion;
    return;
  }
  const saturated = 1 / (1 + (inflexion / adstocked) ** slope);
  const bend = (slope * saturated * (1 - saturated)) / adstocked;
  out.value += height * saturated;
  out.slope += height * bend;
  out.curvature += (height * bend * (slope * (1 - 2 * saturated) - 1)) / adstocked;
}

/** Draws that differ in these parameters, each with the share of the draws that are like it. */
function distinctModels(
  { draws }: Fit,
  parameters: readonly Float64Array[],
): { readonly draw: number; readonly share: number }[] {
  const total = draws.chains * draws.draws;
  const counts = new Map<string, { draw: number; count: number }>();
  for (let draw = 0; draw < total; draw += 1) {
    const key = parameters.map((values) => values[draw]).join();
    const known = counts.get(key);
    if (known === undefined) counts.set(key, { draw, count: 1 });
    else known.count += 1;
  }
  return [...counts.values()].map(({ draw, count }) => ({ draw, share: count / total }));
}
