// The way out of a point that is stationary but bends upward: a direction of positive curvature that the constraints allow.
import { dot } from "../math/linear-algebra.ts";
import { factorSmall, solveSmall } from "./curvature.ts";

const lanczosSteps = 30;

/**
 * The unit direction v with the largest vᵀ·H·v among those with v = 0 on held variables and rows·v = 0, by Lanczos's method.
 *
 * @param multiply  writes H·v
 * @returns         undefined where no direction bends upward by more than `least`
 */
export function upwardDirection(
  multiply: (v: Float64Array, out: Float64Array) => void,
  held: readonly boolean[],
  rows: readonly Float64Array[],
  least: number,
): Float64Array | undefined {
  const n = held.length;
  const project = projection(held, rows);
  const basis: Float64Array[] = [];
  const products: Float64Array[] = [];
  // A start that is orthogonal to nothing in particular.
  let next = Float64Array.from({ length: n }, (_, i) => 1 + 0.37 * Math.sin(1 + 12.9898 * i));
  project(next);
  for (let step = 0; step < Math.min(lanczosSteps, n); step += 1) {
    for (let pass = 0; pass < 2; pass += 1) for (const each of basis) addScaled(next, -dot(each, next), each);
    project(next);
    const size = Math.sqrt(dot(next, next));
    if (!(size > 1e-10)) break;
    const unit = next.map((each) => each / size);
    basis.push(unit);
    const product = new Float64Array(n);
    multiply(unit, product);
    project(product);
    products.push(product);
    next = Float64Array.from(product);
  }
  const best = largestRitz(basis, products);
  if (best === undefined || !(best.value > least)) return undefined;
  const direction = new Float64Array(n);
  basis.forEach((each, k) => {
    addScaled(direction, best.vector[k], each);
  });
  return direction;
}

/** Onto the directions that keep rows and held variables. */
function projection(held: readonly boolean[], rows: readonly Float64Array[]): (v: Float64Array) => void {
  const free = rows.map((row) => row.map((each, i) => (held[i] ? 0 : each))).filter((row) => dot(row, row) > 0);
  const size = free.length;
  const normal = Float64Array.from({ length: size * size }, (_, at) =>
    dot(free[Math.floor(at / size)], free[at % size]),
  );
  for (let k = 0; k < size; k += 1) normal[k * size + k] *= 1 + 1e-13;
  const factor = factorSmall(normal, size);
  return (v) => {
    for (let i = 0; i < v.length; i += 1) if (held[i]) v[i] = 0;
    if (factor === undefined || size === 0) return;
    const along = Float64Array.from(free, (row) => dot(row, v));
    solveSmall(factor, along);
    free.forEach((row, k) => {
      addScaled(v, -along[k], row);
    });
  };
}

/** The largest eigenvalue of basisᵀ·products, by power iteration on a shifted matrix of a few rows. */
function largestRitz(
  basis: readonly Float64Array[],
  products: readonly Float64Array[],
): { value: number; vector: Float64Array } | undefined {
  const size = basis.length;
  if (size === 0) return undefined;
  const small = Float64Array.from({ length: size * size }, (_, at) =>
    dot(basis[Math.floor(at / size)], products[at % size]),
  );
  let shift = 0;
  for (let i = 0; i < size; i += 1) {
    let row = 0;
    for (let j = 0; j < size; j += 1) row += Math.abs(small[i * size + j]);
    shift = Math.max(shift, row);
  }
  let vector: Float64Array = Float64Array.from({ length: size }, (_, i) => 1 / (1 + i));
  let value = Number.NEGATIVE_INFINITY;
  for (let round = 0; round < 500; round += 1) {
    const image = Float64Array.from(vector, (each, i) => {
      let total = shift * each;
      for (let j = 0; j < size; j += 1) total += small[i * size + j] * vector[j];
      return total;
    });
    const length = Math.sqrt(dot(image, image));
    if (length === 0) return undefined;
    const before = value;
    value = dot(vector, image) / dot(vector, vector) - shift;
    vector = image.map((each) => each / length);
    if (Math.abs(value - before) <= 1e-10 * Math.max(shift, 1e-300)) break;
  }
  return { value, vector };
}

function addScaled(target: Float64Array, factor: number, source: Float64Array): void {
  for (let i = 0; i < target.length; i += 1) target[i] += factor * source[i];
}
