// The metric that a window of warm-up points speaks for.
import { symmetricEigen } from "../math/symmetric-eigen.ts";
import type { LowRankCovariance } from "../optimize/low-rank-covariance.ts";
import { geometricMean } from "./geometric-mean.ts";
import { leadingDirections } from "./leading-directions.ts";
import { type Metric, type MetricKind, openLowRank, openMetric } from "./metric.ts";
import { noteworthyDirections } from "./noteworthy-directions.ts";
import { rescaled, type Spread, spreadAlong, spreadOf } from "./spread.ts";
import type { WarmupPoints } from "./warmup-window.ts";

/** Fewer points say too little of a spread. */
const fewestPoints = 5;
/**
 * A covariance of this many points for each pair of dimensions weighs as much as what positions and gradients say together: in
 * few dimensions it is soon sure, and right about heavy tails; in hundreds it stays noise.
 */
const trustPerPair = 0.05;
/** Up to this dimension the whole space is looked at, beyond it the directions that stand out. */
const largestWholeSpace = 100;

/**
 * Learns from positions x and gradients g. Of a normal density with covariance Σ both tell: cov(x) = Σ and cov(g) = Σ⁻¹. On
 * the scale on which each coordinate's variance is √(var x_i / var g_i), Σ is the geometric mean of cov(x) and cov(g)⁻¹; this
 * minimizes the Fisher divergence between the density and a normal one, and is exact for a normal density from dim + 1
 * points on. Where tails are heavier than a normal density's it follows their narrow middle, and trajectories turn too
 * early for the tails. So it is what the covariance of the positions is shrunk towards, with the weight of dim²/20 points (of
 * five points for single coordinates).
 *
 * @returns undefined when the points do not say: too few, or a coordinate that did not move
 * @see Seyboldt, Carlson and Carpenter (2026), Preconditioning Hamiltonian Monte Carlo by minimizing Fisher divergence
 */
export function learnMetric(points: WarmupPoints, kind: MetricKind): Metric | undefined {
  const { count } = points;
  if (count < fewestPoints) return undefined;
  const positions = spreadOf(points.positions, count);
  const gradients = spreadOf(points.gradients, count);
  const byFisher = positions.variance.map((variance, i) => Math.sqrt(variance / gradients.variance[i]));
  const share = count / (count + fewestPoints);
  const variance = positions.variance.map((value, i) => share * value + (1 - share) * byFisher[i]);
  if (!variance.every((value) => value > 0 && Number.isFinite(value))) return undefined;
  if (kind === "diagonal") return openMetric({ kind, variance });
  return openLowRank(directionsOf(positions, gradients, variance, kind), kind);
}

/** The directions in which the points depart from their scales. */
function directionsOf(
  positions: Spread,
  gradients: Spread,
  variance: Float64Array,
  kind: MetricKind,
): LowRankCovariance {
  const dim = variance.length;
  const scale = variance.map(Math.sqrt);
  const scaledPositions = rescaled(
    positions,
    scale.map((value) => 1 / value),
  );
  const scaledGradients = rescaled(gradients, scale);
  const basis = dim <= largestWholeSpace ? identity(dim) : leadingDirections([scaledPositions, scaledGradients]);
  const size = basis.length / dim;
  const ofPositions = spreadAlong(scaledPositions, basis);
  const mean = geometricMean(ofPositions, spreadAlong(scaledGradients, basis), size);
  const share = positions.count / (positions.count + trustPerPair * dim * dim);
  const eigen = symmetricEigen(
    mean.map((value, index) => share * ofPositions[index] + (1 - share) * value),
    size,
  );
  // Of a part of the space, what lies close to the scales is as good as noise for a dense metric, too.
  const { values, vectors } = kind === "dense" && size === dim ? eigen : noteworthyDirections(eigen);
  const directions = new Float64Array(values.length * dim); // (rank, dim)
  for (let k = 0; k < values.length; k += 1) {
    for (let j = 0; j < size; j += 1) {
      const weight = vectors[k * size + j];
      for (let i = 0; i < dim; i += 1) directions[k * dim + i] += weight * basis[j * dim + i];
    }
  }
  return { variance, vectors: directions, values };
}

function identity(dim: number): Float64Array {
  const matrix = new Float64Array(dim * dim);
  for (let i = 0; i < dim; i += 1) matrix[i * dim + i] = 1;
  return matrix;
}
