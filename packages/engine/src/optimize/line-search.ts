// A line search for maximization that survives points where the function is not finite.

/** The ray that is searched, by the length of the step. */
export interface Ray {
  /** Value and slope at length 0; the slope is positive. */
  readonly value: number;
  readonly slope: number;
  readonly firstLength: number;
  readonly maxEvaluations: number;
  /** Value and slope at a length > 0; −∞ (and any slope) where the function is not usable. */
  evaluate(length: number): { readonly value: number; readonly slope: number };
}

export interface LineSearchResult {
  /** The step found; 0 when no step gains. */
  readonly length: number;
  readonly value: number;
  readonly evaluations: number;
  /** The length `evaluate` was last called with. */
  readonly lastLength: number;
}

interface Point {
  readonly length: number;
  readonly value: number;
  readonly slope: number;
}

const sufficientGain = 1e-4;
const sufficientFlattening = 0.9;
const maxTrials = 60;

/**
 * Finds a step with value ≥ start + 1e-4·length·slope and slope ≤ 0.9·starting slope: brackets by doubling, then shrinks the
 * bracket by cubic interpolation (by halving where an end is not finite). When the limit is reached first, the best gaining
 * point seen is the result. Near an optimum, where gains drown in rounding, the slope alone decides (Hager and Zhang's
 * approximate Wolfe condition).
 *
 * @see Lewis and Overton (2013), Nonsmooth optimization via quasi-Newton methods
 */
export function weakWolfeSearch(ray: Ray): LineSearchResult {
  const rounding = 4 * Number.EPSILON * Math.abs(ray.value);
  let low: Point = { length: 0, value: ray.value, slope: ray.slope };
  let high: Point | undefined;
  let length = ray.firstLength;
  let lastLength = 0;
  let evaluations = 0;
  while (evaluations < Math.min(maxTrials, ray.maxEvaluations)) {
    const { value, slope } = ray.evaluate(length);
    evaluations += 1;
    lastLength = length;
    const point = { length, value, slope };
    const gains =
      value >= ray.value + sufficientGain * length * ray.slope ||
      (value >= ray.value - rounding && slope >= -(1 - 2 * sufficientGain) * ray.slope);
    if (!gains) high = point;
    else if (slope > sufficientFlattening * ray.slope) low = point;
    else return { length, value, evaluations, lastLength };
    const next = high === undefined ? 2 * length : between(low, high);
    if (!(next > low.length) || next === high?.length || next === Number.POSITIVE_INFINITY) break;
    length = next;
  }
  return { length: low.length, value: low.value, evaluations, lastLength };
}

/** The maximum of the cubic through both ends, kept away from them by a tenth of the bracket. */
function between(low: Point, high: Point): number {
  const width = high.length - low.length;
  const middle = low.length + width / 2;
  if (!Number.isFinite(high.value) || !Number.isFinite(high.slope)) return low.length + width / 4;
  const a = low.slope + high.slope - (3 * (high.value - low.value)) / width;
  const discriminant = a * a - low.slope * high.slope;
  if (!(discriminant > 0)) return middle;
  const root = Math.sqrt(discriminant);
  const guess = high.length - (width * (high.slope - root - a)) / (high.slope - low.slope - 2 * root);
  if (!Number.isFinite(guess)) return middle;
  return Math.min(high.length - 0.1 * width, Math.max(low.length + 0.1 * width, guess));
}
