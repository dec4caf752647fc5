// The convex problem behind ridge, lasso and elastic net, and what is left to gain at a point of it.

/**
 * Minimize ½ bᵀG b − cᵀb + Σ absolute_j |b_j| + ½ Σ square_j b_j² with lower ≤ b ≤ upper. G = XᵀX is symmetric and positive
 * semi-definite, c = Xᵀy; every lower limit is at most 0, every upper one at least 0.
 */
export interface PenalizedQuadratic {
  /** Number of coefficients, p. */
  readonly size: number;
  /** G, (p, p). */
  readonly gram: Float64Array;
  /** c, (p). */
  readonly linear: Float64Array;
  /** yᵀy. */
  readonly power: number;
  /** (p) each, ≥ 0; infinite for a coefficient that is to be 0. */
  readonly absolute: Float64Array;
  readonly square: Float64Array;
  /** (p) each, infinite where there is no limit. */
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

/** As a share of the greatest slope that a column and a response of these powers can have. */
const SLOPE_ROUNDING = 1e-11;

/** The value of one coefficient that minimizes ½ curvature b² − slope b + absolute |b| within its limits. */
export function coordinateMinimum(
  slope: number,
  curvature: number,
  absolute: number,
  lower: number,
  upper: number,
): number {
  const shrunk = slope > absolute ? slope - absolute : slope < -absolute ? slope + absolute : 0;
  if (shrunk === 0) return 0;
  return Math.min(upper, Math.max(lower, shrunk / curvature));
}

/**
 * The duality gap at `coefficients`: the objective is at most this much above its minimum. Where a penalty or a limit leaves the
 * dual unbounded, the residual is scaled into the dual's region first (El Ghaoui, Viallon and Rabbani 2012); slopes that are 1e-11 of the
 * greatest possible above it count as in it.
 */
export function dualityGap(problem: PenalizedQuadratic, coefficients: Float64Array): number {
  const { size, gram, linear, power, absolute, square, lower, upper } = problem;
  const slopes = new Float64Array(size); // Xᵀ(y − X b)
  let fitted = 0; // bᵀG b
  let explained = 0; // cᵀb
  let penalty = 0;
  let scale = 1;
  for (let j = 0; j < size; j += 1) {
    let slope = linear[j];
    for (let k = 0; k < size; k += 1) slope -= gram[j * size + k] * coefficients[k];
    slopes[j] = slope;
    const own = coefficients[j];
    fitted += own * (linear[j] - slope);
    explained += own * linear[j];
    if (own !== 0) penalty += absolute[j] * Math.abs(own) + 0.5 * square[j] * own * own;
    const isUnbounded = square[j] === 0 && (slope > 0 ? upper[j] : -lower[j]) === Number.POSITIVE_INFINITY;
    const excess = Math.abs(slope) - absolute[j];
    if (isUnbounded && excess > SLOPE_ROUNDING * Math.sqrt(gram[j * size + j] * power)) {
      scale = Math.min(scale, absolute[j] / Math.abs(slope));
    }
  }
  const residualPower = power - 2 * explained + fitted;
  const residualResponse = power - explained;
  let dual = scale * residualResponse - 0.5 * scale * scale * residualPower;
  for (let j = 0; j < size; j += 1) dual -= penaltyConjugate(problem, j, scale * slopes[j]);
  return 0.5 * residualPower + penalty - dual;
}

/** The greatest value of slope·b − absolute |b| − ½ square b² within the limits of a coefficient. */
function penaltyConjugate({ absolute, square, lower, upper }: PenalizedQuadratic, j: number, slope: number): number {
  if (Math.abs(slope) <= absolute[j]) return 0;
  const limit = slope > 0 ? upper[j] : lower[j];
  // No more than rounding lies between this slope and one that no coefficient follows.
  if (square[j] === 0 && !Number.isFinite(limit)) return 0;
  const best = square[j] === 0 ? limit : coordinateMinimum(slope, square[j], absolute[j], lower[j], upper[j]);
  return best === 0 ? 0 : slope * best - absolute[j] * Math.abs(best) - 0.5 * square[j] * best * best;
}
