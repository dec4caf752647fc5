// One series through adstock and Hill, as often as a search needs it: nothing is allocated on the way.
import { power } from "@carryover/engine";
import { robynWeibullScale } from "../../media/robyn-adstock.ts";
import { weibullCdfWeights, weibullPdfWeights } from "../../media/weights-weibull.ts";
import type { RobynAdstockKind } from "../../model/robyn-spec.ts";

/** Transforms series of one length, with their weights counted over so many periods. */
export class SeriesTransform {
  readonly #adstock: RobynAdstockKind;
  readonly #periods: number;
  readonly #weights: Float64Array;
  readonly #parameters = new Float64Array(2);
  readonly #adstocked: Float64Array;
  /** What the own period contributes to adstocked media, per unit. */
  immediate = 1;
  inflexion = 0;

  /** @param periods  of the series that a Weibull scale is a share of */
  constructor(adstock: RobynAdstockKind, periods: number, length: number) {
    this.#adstock = adstock;
    this.#periods = periods;
    this.#weights = new Float64Array(length);
    this.#adstocked = new Float64Array(length);
  }

  /** Adstocked media in all periods; valid until the next call. `decay` is theta, or the Weibull shape. */
  adstock(values: Float64Array, decay: number, scale: number): Float64Array {
    const adstocked = this.#adstocked;
    this.immediate = 1;
    if (this.#adstock === "geometric") {
      let carried = 0;
      for (let period = 0; period < values.length; period += 1) {
        carried = values[period] + decay * carried;
        adstocked[period] = carried;
      }
      return adstocked;
    }
    if (decay === 0 || scale === 0) {
      adstocked.set(values);
      return adstocked;
    }
    const weights = this.#weights;
    this.#parameters[0] = decay;
    this.#parameters[1] = robynWeibullScale(this.#periods, scale);
    (this.#adstock === "weibull-cdf" ? weibullCdfWeights : weibullPdfWeights).weights(this.#parameters, weights);
    this.immediate = weights[0];
    let lags = weights.length;
    while (lags > 1 && weights[lags - 1] === 0) lags -= 1;
    for (let period = 0; period < values.length; period += 1) {
      let total = 0;
      const reach = Math.min(lags, period + 1);
      for (let lag = 0; lag < reach; lag += 1) total += weights[lag] * values[period - lag];
      adstocked[period] = total;
    }
    return adstocked;
  }

  /** Writes Hill of adstocked media in the window, its inflexion `gamma` times their greatest value there; zeros without media. */
  saturate(adstocked: Float64Array, start: number, alpha: number, gamma: number, out: Float64Array): void {
    let greatest = 0;
    for (let row = 0; row < out.length; row += 1) greatest = Math.max(greatest, adstocked[start + row]);
    this.inflexion = greatest * gamma;
    for (let row = 0; row < out.length; row += 1) out[row] = hill(adstocked[start + row], alpha, this.inflexion);
  }
}

/** a^alpha / (a^alpha + inflexion^alpha); 0 for no media. */
export function hill(adstocked: number, alpha: number, inflexion: number): number {
  return adstocked > 0 ? 1 / (1 + power(inflexion / adstocked, alpha)) : 0;
}
