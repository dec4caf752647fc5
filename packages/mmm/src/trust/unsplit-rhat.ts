// The R-hat that Meridian reads: chains as wholes, values as they are.

/**
 * The potential scale reduction of Brooks and Gelman (1998) with whole chains, not its root, as TensorFlow Probability computes
 * it: ((m + 1) / m) · ((n − 1) / n · W + B / n) / W − (n − 1) / (m n), with m chains of n draws, W the mean variance within chains
 * and B / n the variance of their means. A chain that drifts in the middle of its way is not seen, nor are heavy tails.
 *
 * @param values  (chain, draw)
 * @returns  NaN with less than two chains or draws, and where no chain varies
 */
export function unsplitRhat(values: ArrayLike<number>, chains: number, draws: number): number {
  if (chains < 2 || draws < 2) return Number.NaN;
  const means = new Float64Array(chains);
  let within = 0;
  for (let chain = 0; chain < chains; chain += 1) {
    for (let draw = 0; draw < draws; draw += 1) means[chain] += values[chain * draws + draw] / draws;
    let squares = 0;
    for (let draw = 0; draw < draws; draw += 1) squares += (values[chain * draws + draw] - means[chain]) ** 2;
    within += squares / (draws - 1) / chains;
  }
  if (!(within > 0)) return Number.NaN;
  const mean = means.reduce((sum, value) => sum + value, 0) / chains;
  const between = means.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (chains - 1);
  const pooled = ((draws - 1) / draws) * within + between;
  return (((chains + 1) / chains) * pooled) / within - (draws - 1) / (chains * draws);
}
