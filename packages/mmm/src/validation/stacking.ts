// Weights of models by what they predict: stacking of predictive distributions, and pseudo-BMA with the Bayesian bootstrap.
import { openStream } from "@carryover/engine";

export interface StackingWeights {
  /** One per model, ≥ 0, summing to one. */
  readonly weights: readonly number[];
  /** How far the sum of log densities under these weights can be below the optimum: an upper bound, on the log scale. */
  readonly gap: number;
}

/** The gap, summed over observations, at which a solution is exact for every purpose. */
const exact = 1e-9;
const mostSteps = 50_000;

/**
 * The mixture of the models' predictive distributions that has the largest Σ_i log Σ_k w_k exp(elpd_ik) over the simplex: a
 * concave problem. Steps of expectation–maximization, w_k ← w_k · g_k with g_k = mean over i of p_ik / Σ_j w_j p_ij, raise the
 * sum and stay in the simplex; Σ_i log … at the optimum is at most n · log(max_k g_k) higher, which ends them.
 *
 * @param pointwise  log predictive density of each model, (model)(observation); equally many observations, at least one
 * @param enough     gap at which to stop
 * @see Yao, Vehtari, Simpson & Gelman (2018), Using stacking to average Bayesian predictive distributions, §2
 */
export function stackingWeights(pointwise: readonly Float64Array[], enough: number = exact): StackingWeights {
  const models = pointwise.length;
  const observations = pointwise[0].length;
  // Densities relative to the best model of each observation: at most one, and one for one of them.
  const relative = pointwise.map((values) =>
    values.map((value, each) => Math.exp(value - Math.max(...pointwise.map((other) => other[each])))),
  );
  const weights = new Float64Array(models).fill(1 / models);
  const gains = new Float64Array(models);
  let gap = Number.POSITIVE_INFINITY;
  for (let step = 0; step < mostSteps && gap > enough; step += 1) {
    gains.fill(0);
    for (let each = 0; each < observations; each += 1) {
      let mixture = 0;
      for (let model = 0; model < models; model += 1) mixture += weights[model] * relative[model][each];
      for (let model = 0; model < models; model += 1) gains[model] += relative[model][each] / mixture / observations;
    }
    gap = observations * Math.log(Math.max(1, ...gains));
    if (gap <= enough) break;
    let total = 0;
    for (let model = 0; model < models; model += 1) {
      weights[model] *= gains[model];
      total += weights[model];
    }
    for (let model = 0; model < models; model += 1) weights[model] /= total;
  }
  return { weights: Array.from(weights), gap };
}

/**
 * Pseudo-BMA+: weights in proportion to exp(elpd), averaged over `replications` reweightings of the observations by a flat
 * Dirichlet distribution, so that a difference within its own uncertainty does not decide everything.
 *
 * @see Yao et al. (2018), §3.4
 */
export function pseudoBmaWeights(
  pointwise: readonly Float64Array[],
  { seed, replications = 1000 }: { readonly seed: number; readonly replications?: number },
): number[] {
  const stream = openStream({ seed, chain: 0, purpose: "resample" });
  const observations = pointwise[0].length;
  const shares = new Float64Array(observations);
  const weights = pointwise.map(() => 0);
  for (let replication = 0; replication < replications; replication += 1) {
    let total = 0;
    for (let each = 0; each < observations; each += 1) {
      shares[each] = stream.exponential();
      total += shares[each];
    }
    const elpd = pointwise.map((values) => {
      let sum = 0;
      for (let each = 0; each < observations; each += 1) sum += shares[each] * values[each];
      return (observations * sum) / total;
    });
    const best = Math.max(...elpd);
    const relative = elpd.map((value) => Math.exp(value - best));
    const sum = relative.reduce((all, value) => all + value, 0);
    relative.forEach((value, model) => {
      weights[model] += value / sum / replications;
    });
  }
  return weights;
}
