// sin, cos and tan of our own: the same bits on every host, where those of the language differ in the last place.
//
// Errors below 1 unit in the last place of 1 for |x| ≤ 10⁵, tested in test/math/trigonometric.test.ts; the absolute error grows in
// proportion beyond.

/** π/2 in three parts; the first two have 33 bits, so that their products with whole numbers below 2²⁰ are exact. */
const quarterTurnHigh = 1.5707963267341256;
const quarterTurnMiddle = 6.077100506303966e-11;
const quarterTurnLow = 2.0222662487959506e-21;

/** Coefficients of the Taylor series, which at |r| ≤ π/4 is exact to a double after these. */
const sineSeries: readonly number[] = Array.from({ length: 9 }, (_, k) => coefficient(2 * k + 1));
const cosineSeries: readonly number[] = Array.from({ length: 9 }, (_, k) => coefficient(2 * k));

/** (−1)^⌊n/2⌋ / n!, and every factorial up to 18! is a double. */
function coefficient(n: number): number {
  let factorial = 1;
  for (let factor = 2; factor <= n; factor += 1) factorial *= factor;
  return (n % 4 < 2 ? 1 : -1) / factorial;
}

export function sin(x: number): number {
  return turned(x, 0);
}

export function cos(x: number): number {
  return turned(x, 1);
}

export function tan(x: number): number {
  return sin(x) / cos(x);
}

/** sin(x + quarters · π/2): x = n · π/2 + r, |r| ≤ π/4, and the series for the quarter it lies in. */
function turned(x: number, quarters: number): number {
  const n = Math.round(x / (Math.PI / 2));
  // Exact: its two numbers are close, and the product has no more than 53 bits.
  const start = x - n * quarterTurnHigh;
  const middle = n * quarterTurnMiddle;
  const first = start - middle;
  const rest = start - first - middle - n * quarterTurnLow;
  const r = first + rest;
  const lost = first - r + rest;
  const quarter = (((n + quarters) % 4) + 4) % 4;
  const value = quarter % 2 === 0 ? sineNearZero(r, lost) : cosineNearZero(r, lost);
  return quarter < 2 ? value : -value;
}

/** sin(r + lost) for a `lost` below the last place of r. */
function sineNearZero(r: number, lost: number): number {
  const r2 = r * r;
  return r + (r * r2 * series(sineSeries, 1, r2) + lost * (1 - 0.5 * r2));
}

/** cos(r + lost), with 1 − r²/2 made exact by its rounding error. */
function cosineNearZero(r: number, lost: number): number {
  const r2 = r * r;
  const half = 0.5 * r2;
  const first = 1 - half;
  return first + (1 - first - half + (r2 * r2 * series(cosineSeries, 2, r2) - r * lost));
}

/** Σ coefficients[from + k] · z^k. */
function series(coefficients: readonly number[], from: number, z: number): number {
  let sum = 0;
  for (let k = coefficients.length - 1; k >= from; k -= 1) sum = sum * z + coefficients[k];
  return sum;
}
