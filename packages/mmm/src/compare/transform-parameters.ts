// What a framework says of carryover and saturation, in units that all frameworks share: periods, and money per period.

import { effectShares, halfLife } from "../analysis/carryover.ts";
import { channelParameterDraws } from "../analysis/channel-parameters.ts";
import { type ChannelResponse, channelResponse, steadyGain } from "../analysis/channel-response.ts";
import { sum } from "../analysis/totals.ts";
import { type Fit, thinnedDraws } from "../fit.ts";
import { type Quantity, quantityOf } from "./quantity.ts";

export interface TransformParameters {
  readonly adstock: {
    readonly kind: string;
    /** Periods until half of an exposure's effect has come. */
    readonly halfLife: Quantity;
    /** Mean over the effect of the periods it comes after the exposure. */
    readonly meanLag: Quantity;
    /** Mean share of the effect felt 0, 1, 2, … periods later. */
    readonly weights: readonly number[];
  };
  readonly saturation: {
    readonly kind: string;
    /** Steady national spend per period at which half of the curve's ceiling is reached; null where it has none, or money buys reach. */
    readonly halfSaturation: Quantity | null;
    /** Exponent of a Hill curve; null for other curves. */
    readonly slope: Quantity | null;
    /** Per cent more effect for one per cent more steady spend, at the mean spend per period. */
    readonly elasticity: Quantity;
  };
}

/** Enough for means and 90 % intervals of parameters. */
const parameterDraws = 300;
/** Lags whose share of the effect is told, at most. */
const toldLags = 60;

/**
 * @param channel  position in the specification's channels
 * @throws RangeError when the posterior lacks a parameter of the channel's transforms
 */
export function transformParameters(fit: Fit, channel: number): TransformParameters {
  const { spec, draws } = fit;
  const { name, adstock, saturation, order, frequencyScale } = spec.channels[channel];
  const kept = thinnedDraws(draws.chains * draws.draws, parameterDraws);
  const response = channelResponse(fit, channel, kept);
  const [lives, lags] = [new Float64Array(kept.length), new Float64Array(kept.length)];
  const weights: number[] = [];
  kept.forEach((_, draw) => {
    const parameters = response.adstock.map((values) => values[draw]);
    const shares = effectShares(adstock, parameters);
    lives[draw] = halfLife(shares);
    lags[draw] = shares.reduce((total, share, lag) => total + share * lag, 0);
    shares.slice(0, toldLags).forEach((share, lag) => {
      weights[lag] = (weights[lag] ?? 0) + share / kept.length;
    });
  });
  const steady = steadyCurve(fit, channel, response);
  const halves = new Float64Array(kept.length);
  const elasticities = new Float64Array(kept.length);
  kept.forEach((_, draw) => {
    elasticities[draw] = steady.elasticity(draw);
    const ceiling = response.ceiling(draw);
    const after =
      order === "adstock-first"
        ? 1
        : steadyGain(
            adstock,
            response.adstock.map((values) => values[draw]),
          );
    halves[draw] = ceiling === null ? Number.NaN : steady.spendAt(draw, 0.5 * ceiling * after * steady.exposedGeos);
  });
  const hasHalf = frequencyScale === undefined && halves.every(Number.isFinite);
  const slope = saturation.kind === "hill" ? channelParameterDraws(fit, name, "slope") : null;
  return {
    adstock: { kind: adstock.kind, halfLife: quantityOf(lives), meanLag: quantityOf(lags), weights },
    saturation: {
      kind: saturation.kind,
      halfSaturation: hasHalf ? quantityOf(halves) : null,
      slope: slope === null ? null : quantityOf(Float64Array.from(kept, (draw) => slope[draw])),
      elasticity: quantityOf(elasticities),
    },
  };
}

interface SteadyCurve {
  /** Geos with any exposure: each has a curve of its own, and all have the same ceiling. */
  readonly exposedGeos: number;
  elasticity(draw: number): number;
  /** Spend per period at which the response, summed over geos, is this much; NaN where no spend within a million times the mean does. */
  spendAt(draw: number, wanted: number): number;
}

/** The response to steady national spend, divided among geos and turned into exposure as over the whole window. */
function steadyCurve({ panel, spec }: Fit, channel: number, response: ChannelResponse): SteadyCurve {
  const { name } = spec.channels[channel];
  const media = panel.media.find((each) => each.name === name);
  if (media === undefined) throw new RangeError(`the panel has no media "${name}"`);
  const [geos, periods] = [panel.geos.length, panel.dates.length];
  const spent = sum(media.spend);
  const current = spent / periods;
  const perMoney = Array.from({ length: geos }, (_, geo) =>
    spent === 0 ? 0 : sum(media.exposure.subarray(geo * periods, (geo + 1) * periods)) / spent,
  );
  const at = (draw: number, spend: number): number =>
    sum(
      response.steady(
        draw,
        perMoney.map((ratio) => ratio * spend),
      ),
    );
  return {
    exposedGeos: perMoney.filter((ratio) => ratio > 0).length,
    elasticity(draw) {
      const [here, more] = [at(draw, current), at(draw, 1.01 * current)];
      return here > 0 && more > 0 ? Math.log(more / here) / Math.log(1.01) : 0;
    },
    spendAt(draw, wanted) {
      let [low, high] = [Math.log(1e-6 * current), Math.log(1e6 * current)];
      if (!(current > 0) || at(draw, Math.exp(high)) < wanted) return Number.NaN;
      for (let step = 0; step < 50; step += 1) {
        const middle = 0.5 * (low + high);
        if (at(draw, Math.exp(middle)) < wanted) low = middle;
        else high = middle;
      }
      return Math.exp(0.5 * (low + high));
    },
  };
}
