// One number with its uncertainty, of one framework's draws or of several frameworks' draws mixed by weight.
import { meanOf, quantileOfSorted, standardDeviationOf } from "../analysis/estimates.ts";

/** Mean, standard deviation and quantiles over draws. */
export interface Quantity {
  readonly mean: number;
  readonly sd: number;
  readonly q05: number;
  readonly q50: number;
  readonly q95: number;
}

/** Of equally weighted draws, at least one. Quantiles interpolate between order statistics, as NumPy's and R's default does. */
export function quantityOf(draws: ArrayLike<number>): Quantity {
  const sorted = Float64Array.from(draws).sort();
  const mean = meanOf(sorted);
  return {
    mean,
    sd: standardDeviationOf(sorted, mean),
    q05: quantileOfSorted(sorted, 0.05),
    q50: quantileOfSorted(sorted, 0.5),
    q95: quantileOfSorted(sorted, 0.95),
  };
}

/**
 * Of the mixture Σ_k weight_k · p_k, p_k being the distribution of the draws of part k: each of its draws counts
 * weight_k / number of draws. The variance is the mixture's own, that between the parts included; a quantile is the least
 * value up to which at least so much of the weight lies.
 *
 * @param weights  of the parts, ≥ 0, summing to one
 */
export function mixtureQuantity(parts: readonly ArrayLike<number>[], weights: readonly number[]): Quantity {
  const heavy = parts.map((values, part) => ({ values, each: weights[part] / values.length }));
  const entries = heavy.flatMap(({ values, each }) =>
    each > 0 ? Array.from(values, (value) => ({ value, weight: each })) : [],
  );
  entries.sort((left, right) => left.value - right.value);
  const mean = entries.reduce((total, { value, weight }) => total + weight * value, 0);
  const variance = entries.reduce((total, { value, weight }) => total + weight * (value - mean) ** 2, 0);
  const quantile = (probability: number): number => {
    let come = 0;
    // Rounding of the sum must not carry a quantile to the next value.
    for (const { value, weight } of entries) {
      come += weight;
      if (come >= probability - 1e-12) return value;
    }
    return entries[entries.length - 1].value;
  };
  return { mean, sd: Math.sqrt(variance), q05: quantile(0.05), q50: quantile(0.5), q95: quantile(0.95) };
}

/** Share of a mixture's weight above a threshold; what lies on it counts half. */
export function mixtureShareAbove(
  parts: readonly ArrayLike<number>[],
  weights: readonly number[],
  threshold: number,
): number {
  return parts.reduce((total, values, part) => total + weights[part] * shareAbove(values, threshold), 0);
}

/** Share of draws above a threshold; a draw on it counts half. */
export function shareAbove(values: ArrayLike<number>, threshold: number): number {
  let above = 0;
  for (let index = 0; index < values.length; index += 1) {
    above += values[index] > threshold ? 1 : values[index] === threshold ? 0.5 : 0;
  }
  return above / values.length;
}
