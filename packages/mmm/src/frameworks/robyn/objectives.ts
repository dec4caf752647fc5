// What a search in Robyn's manner makes small: the error of the fit, unlikely shares, and the distance from lift tests.
import type { RobynRefreshSpec } from "../../model/robyn-spec.ts";

/** A share below this counts as no effect: it is 0 when rounded to four digits. */
const NO_EFFECT = 0.00005;

/** Root mean squared error over the range of the KPI, in the rows from `from` up to but without `to`; NaN for no rows. */
export function normalizedError(response: Float64Array, predicted: Float64Array, from: number, to: number): number {
  let squares = 0;
  let least = Number.POSITIVE_INFINITY;
  let greatest = Number.NEGATIVE_INFINITY;
  for (let row = from; row < to; row += 1) {
    squares += (response[row] - predicted[row]) ** 2;
    least = Math.min(least, response[row]);
    greatest = Math.max(greatest, response[row]);
  }
  return Math.sqrt(squares / (to - from)) / (greatest - least);
}

/**
 * R² adjusted for the number of regressors, in Robyn's degrees of freedom: 1 − (1 − R²)(n − 1)/(n − p − 1), n the rows that
 * train, and n in place of n − 1 without an intercept.
 */
export function adjustedRSquared(
  response: Float64Array,
  predicted: Float64Array,
  rows: { readonly from: number; readonly to: number },
  freedom: { readonly trained: number; readonly regressors: number; readonly hasIntercept: boolean },
): number {
  let mean = 0;
  for (let row = rows.from; row < rows.to; row += 1) mean += response[row] / (rows.to - rows.from);
  let left = 0;
  let total = 0;
  for (let row = rows.from; row < rows.to; row += 1) {
    left += (response[row] - predicted[row]) ** 2;
    total += (response[row] - mean) ** 2;
  }
  const { trained, regressors, hasIntercept } = freedom;
  const free = trained - regressors - 1;
  return free > 0 ? 1 - ((left / total) * (trained - (hasIntercept ? 1 : 0))) / free : Number.NaN;
}

/**
 * DECOMP.RSSD: the root of Σ (effect share − spend share)² over paid channels, shares among them; times one plus the
 * share of channels without effect, where that is asked for. Infinite where no channel has an effect, 0 where there is no
 * channel.
 */
export function shareDistance(effects: Float64Array, spend: Float64Array, penalizesNoEffect: boolean): number {
  if (effects.length === 0) return 0;
  let totalEffect = 0;
  let totalSpend = 0;
  for (let channel = 0; channel < effects.length; channel += 1) {
    totalEffect += effects[channel];
    totalSpend += spend[channel];
  }
  if (totalEffect === 0 || totalSpend === 0) return Number.POSITIVE_INFINITY;
  let squares = 0;
  let without = 0;
  for (let channel = 0; channel < effects.length; channel += 1) {
    const share = effects[channel] / totalEffect;
    squares += (share - spend[channel] / totalSpend) ** 2;
    if (Math.abs(share) <= NO_EFFECT) without += 1;
  }
  return Math.sqrt(squares) * (penalizesNoEffect ? 1 + without / effects.length : 1);
}

/**
 * DECOMP.RSSD of a refresh: the root mean squared change of the shares of paid channels, plus that of all other shares over one
 * minus the share of the window that is new.
 *
 * @param shares  of the prediction, paid channels first
 * @param names  of them
 */
export function shareChange(
  shares: ArrayLike<number>,
  names: readonly string[],
  paid: number,
  { previousShares, steps }: RobynRefreshSpec,
  periods: number,
): number {
  let media = 0;
  let others = 0;
  for (let index = 0; index < names.length; index += 1) {
    const squared = (shares[index] - (previousShares[names[index]] ?? 0)) ** 2;
    if (index < paid) media += squared / paid;
    else others += squared / (names.length - paid);
  }
  return Math.sqrt(media) + Math.sqrt(others) / (1 - steps / periods);
}
