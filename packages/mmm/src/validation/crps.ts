// The continuous ranked probability score of draws: how far a predicted distribution is from what came, in the KPI's unit.

/**
 *   crps = mean |x_i − y| − spread / 2,  spread = mean |x_i − x_j|
 *
 * `fair` takes the mean over the M (M − 1) pairs of different draws: then the score's expectation is that of the
 * distribution the draws come from, however few they are (Ferro 2014). `plain` takes it over all M² pairs: the score of the
 * draws as a distribution of M points. Smaller is better; for a single certain number it is the absolute error.
 *
 * @param sorted  draws, ascending, two or more
 * @see Gneiting & Raftery (2007), Strictly proper scoring rules, prediction, and estimation, equation 21
 */
export function crps(sorted: Float64Array, observed: number, kind: "fair" | "plain" = "fair"): number {
  const count = sorted.length;
  // Distances are taken from the observation, so that a large level does not cancel.
  let distance = 0;
  let spread = 0;
  for (let rank = 0; rank < count; rank += 1) {
    const offset = sorted[rank] - observed;
    distance += Math.abs(offset);
    spread += (2 * rank + 1 - count) * offset;
  }
  return distance / count - spread / (count * (kind === "fair" ? count - 1 : count));
}
