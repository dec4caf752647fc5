// One number for several errors, by which models of the same fronts are compared.

/**
 * √ Σ (w_i · scaled error_i)²: each error scaled to [0, 1] over the models, infinite ones taken for the greatest that is finite,
 * undefined ones for none; weights made to sum to one. Lower is better.
 *
 * @param errors  by kind, then by model
 * @see Robyn's `errors_scores`
 */
export function errorScores(errors: readonly ArrayLike<number>[], weights: readonly number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const scaled = errors.map(scaledToUnit);
  return Array.from({ length: errors.at(0)?.length ?? 0 }, (_, model) =>
    Math.hypot(...scaled.map((values, kind) => (weights[kind] / total) * values[model])),
  );
}

function scaledToUnit(errors: ArrayLike<number>): number[] {
  let least = Number.POSITIVE_INFINITY;
  let greatest = Number.NEGATIVE_INFINITY;
  for (let model = 0; model < errors.length; model += 1) {
    if (!Number.isFinite(errors[model])) continue;
    least = Math.min(least, errors[model]);
    greatest = Math.max(greatest, errors[model]);
  }
  return Array.from(errors, (error) => {
    if (Number.isNaN(error) || !(greatest > least)) return 0;
    return (Math.min(error, greatest) - least) / (greatest - least);
  });
}
