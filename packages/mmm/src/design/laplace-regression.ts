// The most probable regression whose noise is estimated, some coefficients normal and some Laplace a priori: exact.
import { choleskyInPlace, choleskySolve, crossProduct, log } from "@carryover/engine";
import { solveLasso } from "./lasso.ts";

export interface LaplaceRegression {
  readonly outcome: Float64Array;
  /** (outcome, column): columns whose coefficients are normal about 0 a priori. */
  readonly normal: Float64Array;
  /** Standard deviation of each of these coefficients. */
  readonly normalSds: Float64Array;
  /** (outcome, column): columns whose coefficients are Laplace about 0 a priori. */
  readonly laplace: Float64Array;
  readonly laplaceScale: number;
  /** Scale of the half-normal prior of the noise. */
  readonly noiseScale: number;
  /** The noise is never less: an outcome that the columns explain wholly has no most probable noise. */
  readonly leastNoise: number;
}

export interface LaplaceRegressionFit {
  readonly normal: Float64Array;
  readonly laplace: Float64Array;
  readonly noise: number;
  /** Log density of outcome and parameters, without constants. */
  readonly logDensity: number;
}

const mostRounds = 1000;
const settled = 1e-12;

/** The noise that searches start from: few coefficients at one end, nearly all at the other. */
const starts = [1, 0.3, 0.1, 0.03, 0.01, 0.003];

/**
 * Coefficients and noise in turn, each exactly given the other, until neither moves: the density only ever rises. Of the
 * modes so found the most probable; one whose noise is the least allowed only when there is no other.
 */
export function fitLaplaceRegression(problem: LaplaceRegression): LaplaceRegressionFit {
  const joined = joinColumns(problem);
  const gram = crossProduct(joined, problem.outcome.length);
  const modes = starts.map((noise) => modeFrom(problem, joined, gram, noise));
  const proper = modes.filter(({ noise }) => noise > problem.leastNoise);
  return (proper.length > 0 ? proper : modes).reduce((best, each) => (each.logDensity > best.logDensity ? each : best));
}

function modeFrom(
  problem: LaplaceRegression,
  joined: Float64Array,
  gram: Float64Array,
  start: number,
): LaplaceRegressionFit {
  const rows = problem.outcome.length;
  let noise = start;
  let laplace: Float64Array = new Float64Array(problem.laplace.length / rows);
  for (let round = 1; ; round += 1) {
    const given = coefficientsGiven(problem, gram, noise, laplace);
    laplace = given.laplace;
    const squares = residualSquares(joined, rows, given);
    const next = Math.max(mostProbableNoise(squares, rows, problem.noiseScale), problem.leastNoise);
    const moved = Math.abs(next - noise) > settled * noise;
    noise = next;
    if (moved && round < mostRounds) continue;
    return { ...given, noise, logDensity: logDensityAt(problem, given, noise, squares) };
  }
}

interface Coefficients {
  readonly normal: Float64Array;
  readonly laplace: Float64Array;
}

/** (outcome, normal columns, Laplace columns, outcome). */
function joinColumns({ outcome, normal, laplace }: LaplaceRegression): Float64Array {
  const rows = outcome.length;
  const [left, right] = [normal.length / rows, laplace.length / rows];
  const width = left + right + 1;
  const joined = new Float64Array(rows * width);
  for (let row = 0; row < rows; row += 1) {
    joined.set(normal.subarray(row * left, (row + 1) * left), row * width);
    joined.set(laplace.subarray(row * right, (row + 1) * right), row * width + left);
    joined[row * width + width - 1] = outcome[row];
  }
  return joined;
}

/** The most probable coefficients at this noise: normal ones solved for, what is left of the others a lasso. */
function coefficientsGiven(
  { normalSds, laplaceScale }: LaplaceRegression,
  gram: Float64Array,
  noise: number,
  start: Float64Array,
): Coefficients {
  const [p, q] = [normalSds.length, start.length];
  const width = p + q + 1;
  const precision = 1 / (noise * noise);
  const factor = new Float64Array(p * p);
  for (let i = 0; i < p; i += 1) {
    for (let j = 0; j <= i; j += 1) factor[i * p + j] = precision * gram[i * width + j];
    factor[i * p + i] += 1 / (normalSds[i] * normalSds[i]);
  }
  choleskyInPlace(factor, p);
  // What the normal columns say of each Laplace column and of the outcome.
  const explained = Array.from({ length: q + 1 }, (_, column) => {
    const solution = Float64Array.from({ length: p }, (_, i) => precision * gram[(p + column) * width + i]);
    choleskySolve(factor, p, solution);
    return solution;
  });
  const rest = (left: number, right: number): number => {
    let total = gram[(p + left) * width + p + right];
    for (let i = 0; i < p; i += 1) total -= gram[(p + left) * width + i] * explained[right][i];
    return precision * total;
  };
  const quadratic = new Float64Array(q * q);
  for (let i = 0; i < q; i += 1) for (let j = 0; j < q; j += 1) quadratic[i * q + j] = rest(i, j);
  const linear = Float64Array.from({ length: q }, (_, i) => rest(i, q));
  const laplace = solveLasso(quadratic, linear, 1 / laplaceScale, start);
  const normal = explained[q].map((value, i) => {
    let total = value;
    for (let j = 0; j < q; j += 1) total -= explained[j][i] * laplace[j];
    return total;
  });
  return { normal, laplace };
}

function residualSquares(joined: Float64Array, rows: number, { normal, laplace }: Coefficients): number {
  const width = normal.length + laplace.length + 1;
  let squares = 0;
  for (let row = 0; row < rows; row += 1) {
    const at = row * width;
    let rest = joined[at + width - 1];
    for (let i = 0; i < normal.length; i += 1) rest -= joined[at + i] * normal[i];
    for (let j = 0; j < laplace.length; j += 1) rest -= joined[at + normal.length + j] * laplace[j];
    squares += rest * rest;
  }
  return squares;
}

/** Where −n·log σ − squares/2σ² − σ²/2s² is highest: the positive root of σ⁴/s² + n·σ² = squares. */
function mostProbableNoise(squares: number, rows: number, scale: number): number {
  return Math.sqrt((2 * squares) / (rows + Math.sqrt(rows * rows + (4 * squares) / (scale * scale))));
}

function logDensityAt(
  { outcome, normalSds, laplaceScale, noiseScale }: LaplaceRegression,
  { normal, laplace }: Coefficients,
  noise: number,
  squares: number,
): number {
  const ofNormal = normal.reduce((total, value, i) => total + (value / normalSds[i]) ** 2 / 2, 0);
  const ofLaplace = laplace.reduce((total, value) => total + Math.abs(value) / laplaceScale, 0);
  const ofOutcome = outcome.length * log(noise) + squares / (2 * noise * noise);
  return -ofOutcome - ofNormal - ofLaplace - (noise / noiseScale) ** 2 / 2;
}
