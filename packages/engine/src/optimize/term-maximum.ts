// The best value of f(x) − price·x over part of a term's domain, whatever the shape of f.
import type { CurvePoint, SeparableTerm } from "./separable-problem.ts";
import { type ConcaveStretch, lotSlack, shapeOf, type TermShape } from "./term-shape.ts";

/** Where f(x) − price·x is largest. */
export interface PricedChoice {
  x: number;
  /** f(x). */
  value: number;
  /** f(x) − price·x, rounded up by what the refinement of x may have left. */
  surplus: number;
  /** f″(x) where x follows the price smoothly, 0 where it sits at an end of the part or at a lot. */
  curvature: number;
}

const maxRefinements = 60;

/** One term, its shape and the count of its evaluations. */
export class PricedTerm {
  readonly term: SeparableTerm;
  readonly shape: TermShape;
  readonly lot: number;
  /** Largest |f| seen while the shape was found: what rounding is measured by. */
  readonly scale: number;
  evaluations = 0;
  readonly #point: CurvePoint = { value: 0, slope: 0, curvature: 0 };

  constructor(term: SeparableTerm) {
    this.term = term;
    this.lot = term.lot ?? 0;
    this.shape = shapeOf(term, (x, out) => {
      this.evaluations += 1;
      term.evaluate(x, out);
    });
    this.scale = this.shape.nodes.reduce((most, node) => Math.max(most, Math.abs(node.value)), 0);
  }

  /** f and its derivatives at x; the object is only lent. */
  at(x: number): CurvePoint {
    this.evaluations += 1;
    this.term.evaluate(x, this.#point);
    return this.#point;
  }

  /** The allowed points nearest to x from below and above within [low, high], which are allowed themselves. */
  neighbors(x: number, low: number, high: number): [number, number] {
    let [below, above] = [Math.min(high, Math.max(low, x)), Math.min(high, Math.max(low, x))];
    if (this.lot > 0) {
      below = Math.max(low, Math.floor(below / this.lot + lotSlack) * this.lot);
      above = Math.min(high, Math.ceil(above / this.lot - lotSlack) * this.lot);
    }
    if (this.shape.mayBeUnused) {
      if (below < this.shape.lower) below = Math.max(low, 0);
      if (above < this.shape.lower && above > 0) above = Math.min(high, this.shape.lower);
    }
    return [below, above];
  }

  /**
   * Writes the best choice within [low, high] at the price. `lowValue` and `highValue` are f at the ends, which are allowed
   * points.
   */
  choose(price: number, low: number, high: number, lowValue: number, highValue: number, out: PricedChoice): void {
    out.x = low;
    out.value = lowValue;
    out.surplus = lowValue - price * low;
    out.curvature = 0;
    if (low === high) return;
    if (highValue - price * high > out.surplus) {
      out.x = high;
      out.value = highValue;
      out.surplus = highValue - price * high;
    }
    const { shape } = this;
    if (shape.mayBeUnused && low < shape.lower && high > shape.lower) this.#offer(price, shape.lower, out);
    for (const stretch of shape.concave) {
      const last = stretch.x.length - 1;
      if (stretch.x[last] <= low || stretch.x[0] >= high) continue;
      if (stretch.slope[0] > price && price > stretch.slope[last])
        this.#offerStationary(price, stretch, low, high, out);
    }
    if (this.lot > 0) {
      for (const turn of shape.turns) {
        for (const x of this.neighbors(turn, low, high)) this.#offer(price, x, out);
      }
    }
  }

  #offer(price: number, x: number, out: PricedChoice): void {
    const { value } = this.at(x);
    const surplus = value - price * x;
    if (surplus <= out.surplus) return;
    out.x = x;
    out.value = value;
    out.surplus = surplus;
    out.curvature = 0;
  }

  /** The point of a concave stretch where the slope is the price: bisection over the nodes, then Newton. */
  #offerStationary(price: number, stretch: ConcaveStretch, low: number, high: number, out: PricedChoice): void {
    let [from, to] = [0, stretch.x.length - 1];
    while (to - from > 1) {
      const middle = (from + to) >> 1;
      if (stretch.slope[middle] > price) from = middle;
      else to = middle;
    }
    let [a, b] = [stretch.x[from], stretch.x[to]];
    if (b <= low || a >= high) return;
    const pole = stretch.slope[from] === Number.POSITIVE_INFINITY && price > 0;
    const start = a;
    let x = firstGuess(price, stretch, from);
    for (let step = 0; step < maxRefinements; step += 1) {
      const { value, slope, curvature } = this.at(x);
      const excess = slope - price;
      // What a parabola through here would still gain: Newton's decrement.
      const gain = curvature < 0 ? (excess * excess) / (-2 * curvature) : 0;
      const width = b - a;
      if (
        excess === 0 ||
        (curvature < 0 && Math.abs(excess / curvature) <= 1e-9 * (pole ? x - start : Math.max(Math.abs(x), width))) ||
        width <= 4e-16 * Math.max(Math.abs(a), Math.abs(b)) ||
        width < 1e-290
      ) {
        const better = curvature < 0 ? x - excess / curvature : x;
        this.#settle(price, better >= a && better <= b ? better : x, x, value, gain, curvature, low, high, out);
        return;
      }
      if (excess > 0) a = x;
      else b = x;
      // Toward an infinite slope the slope is close to a power of the distance: Newton's step on logarithms.
      const newton = pole
        ? start + (x - start) * Math.exp((Math.log(price / slope) * slope) / ((x - start) * curvature))
        : x - excess / curvature;
      const halfway = pole && a === start ? start + 1e-3 * (b - start) : (a + b) / 2;
      x = curvature < 0 && newton > a && newton < b && step % 8 !== 7 ? newton : halfway;
    }
    const { value } = this.at(x);
    this.#settle(price, x, x, value, 0, 0, low, high, out);
  }

  #settle(
    price: number,
    x: number,
    seenAt: number,
    value: number,
    gain: number,
    curvature: number,
    low: number,
    high: number,
    out: PricedChoice,
  ): void {
    if (this.lot > 0) {
      for (const neighbor of this.neighbors(x, low, high)) this.#offer(price, neighbor, out);
      return;
    }
    // The slope falls on the stretch: beyond an end of the part, that end is the part's best.
    if (x <= low || x >= high) return;
    if (this.shape.mayBeUnused && x < this.shape.lower) return;
    const surplus = value - price * seenAt + gain;
    if (surplus <= out.surplus) return;
    out.x = x;
    out.value = surplus + price * x;
    out.surplus = surplus;
    out.curvature = curvature;
  }
}

/** Cubic interpolation of x over the slope between two nodes where derivatives are finite, the middle else. */
function firstGuess(price: number, stretch: ConcaveStretch, from: number): number {
  const [a, b] = [stretch.x[from], stretch.x[from + 1]];
  const [slopeA, slopeB] = [stretch.slope[from], stretch.slope[from + 1]];
  const width = slopeB - slopeA;
  const share = (price - slopeA) / width;
  const middle = (a + b) / 2;
  if (!(share > 0 && share < 1) || !Number.isFinite(width)) return middle;
  const straight = a + share * (b - a);
  const [perSlopeA, perSlopeB] = [width / stretch.curvature[from], width / stretch.curvature[from + 1]];
  // Monotone where both end derivatives are at most three times the chord's.
  if (!(perSlopeA > 0 && perSlopeB > 0 && perSlopeA < 3 * (b - a) && perSlopeB < 3 * (b - a))) return straight;
  const [s, t] = [share, 1 - share];
  const cubic = a * t * t * (1 + 2 * s) + b * s * s * (3 - 2 * s) + perSlopeA * s * t * t - perSlopeB * s * s * t;
  return cubic > a && cubic < b ? cubic : straight;
}
