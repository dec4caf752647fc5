// One series through adstock and Hill, as often as a search needs it: nothing is allocated on the way.
import { type Kernels, openBestKernels, power } from "@carryover/engine";
import { robynWeibullScale } from "../../media/robyn-adstock.ts";
import { weibullCdfWeights, weibullPdfWeights } from "../../media/weights-weibull.ts";
import type { RobynAdstockKind } from "../../model/robyn-spec.ts";

/** Transforms series of one length, with their weights counted over so many periods. */
export class SeriesTransform {
  readonly #adstock: RobynAdstockKind;
  readonly #periods: number;
  readonly #kernels: Kernels;
  readonly #values: Float64Array;
  readonly #weights: Float64Array;
  readonly #adstocked: Float64Array;
  readonly #parameters = new Float64Array(2);
  /** Adstocked media in the window, Hill of them, and what the kernel leaves beside it. */
  readonly #window: Float64Array;
  readonly #curve: Float64Array;
  readonly #ratios: Float64Array;
  readonly #half: Float64Array;
  readonly #slope: Float64Array;
  /** What the own period contributes to adstocked media, per unit. */
  immediate = 1;
  inflexion = 0;

  /**
   * @param periods  of the series that a Weibull scale is a share of
   * @param length  of the series
   */
  constructor(adstock: RobynAdstockKind, periods: number, length: number) {
    this.#adstock = adstock;
    this.#periods = periods;
    this.#kernels = openBestKernels({ vectors: 8, doubles: 6 * length + 2 });
    const vector = (size: number): Float64Array => this.#kernels.allocate(size);
    this.#values = vector(length);
    this.#weights = vector(length);
    this.#adstocked = vector(length);
    this.#window = vector(length);
    this.#curve = vector(length);
    this.#ratios = vector(length);
    this.#half = vector(1);
    this.#slope = vector(1);
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
    this.#parameters[0] = decay;
    this.#parameters[1] = robynWeibullScale(this.#periods, scale);
    const family = this.#adstock === "weibull-cdf" ? weibullCdfWeights : weibullPdfWeights;
    family.weights(this.#parameters, this.#weights);
    this.immediate = this.#weights[0];
    this.#values.set(values);
    const felt = this.#weights.subarray(0, feltLags(this.#weights));
    this.#kernels.causalConvolution(this.#values, felt, values.length, adstocked);
    return adstocked;
  }

  /** Writes Hill of adstocked media in the window, its inflexion `gamma` times their greatest value there; zeros without media. */
  saturate(adstocked: Float64Array, start: number, alpha: number, gamma: number, out: Float64Array): void {
    const count = out.length;
    let greatest = 0;
    for (let row = 0; row < count; row += 1) {
      const value = adstocked[start + row];
      this.#window[row] = value;
      if (value > greatest) greatest = value;
    }
    this.inflexion = greatest * gamma;
    if (!(this.inflexion > 0)) {
      out.fill(0);
      return;
    }
    // What follows the window in the buffer is transformed, too, and not looked at.
    this.#half[0] = this.inflexion;
    this.#slope[0] = alpha;
    this.#kernels.hill(this.#window, this.#half, this.#slope, this.#curve, this.#ratios);
    for (let row = 0; row < count; row += 1) out[row] = this.#curve[row];
  }
}

/** Lags up to the last whose weight is above 2⁻⁷⁰ of the greatest: what comes after is lost in rounding. */
function feltLags(weights: Float64Array): number {
  let greatest = 0;
  for (let lag = 0; lag < weights.length; lag += 1) greatest = Math.max(greatest, weights[lag]);
  let lags = weights.length;
  while (lags > 1 && weights[lags - 1] <= greatest * 2 ** -70) lags -= 1;
  return lags;
}

/** a^alpha / (a^alpha + inflexion^alpha); 0 for no media. */
export function hill(adstocked: number, alpha: number, inflexion: number): number {
  return adstocked > 0 ? 1 / (1 + power(inflexion / adstocked, alpha)) : 0;
}
