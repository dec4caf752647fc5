// Climbs to a local maximum of a separable sum under one budget, by projected Newton steps.
import type { PricedTerm } from "./term-maximum.ts";

/** A point, its value and how far it is from the Karush–Kuhn–Tucker conditions. */
export interface SeparablePoint {
  readonly x: Float64Array;
  readonly value: number;
  readonly price: number;
  /** Largest violation of slope = price (≤ at lower bounds, ≥ at upper ones), over the largest slope. */
  readonly residual: number;
}

const maxSteps = 60;
const tolerance = 1e-13;
/** As a share of the range. */
const nearEnd = 1e-11;
/** Curvature below this share of slope / width counts as this, so that steps stay finite. */
const leastCurvature = 1e-9;

/** The moving range of each term: terms that do not move have low = high. */
export interface Ranges {
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/**
 * Maximizes Σ f_i(x_i) over low ≤ x ≤ high with Σ x = budget (or ≤, where `atMost`). Each step solves
 *
 *   max Σ slope·d − ½·|curvature|·d²   with Σ d = what is left of the budget, low ≤ x + d ≤ high
 *
 * exactly, by a search for the price; near a solution with a single convex term it is Newton's step with the true curvature.
 *
 * @param start  any point; it is brought into the ranges and onto the budget first
 */
export class BudgetAscent {
  readonly #terms: readonly PricedTerm[];
  readonly #budget: number;
  readonly #atMost: boolean;
  readonly #slope: Float64Array;
  readonly #curvature: Float64Array;
  readonly #weight: Float64Array;
  readonly #step: Float64Array;
  readonly #trial: Float64Array;

  constructor(terms: readonly PricedTerm[], budget: number, atMost: boolean) {
    this.#terms = terms;
    this.#budget = budget;
    this.#atMost = atMost;
    const vector = (): Float64Array => new Float64Array(terms.length);
    this.#slope = vector();
    this.#curvature = vector();
    this.#weight = vector();
    this.#step = vector();
    this.#trial = vector();
  }

  /** Undefined when the ranges cannot keep the budget. */
  climb(start: Float64Array, ranges: Ranges): SeparablePoint | undefined {
    const x = Float64Array.from(start);
    if (!this.#place(x, ranges)) return undefined;
    let value = this.#evaluate(x);
    if (this.#snap(x, ranges)) {
      this.#spendRest(x, ranges);
      value = this.#evaluate(x);
    }
    let best = this.#judge(x, ranges);
    for (let iteration = 0; iteration < maxSteps && best.residual > tolerance; iteration += 1) {
      const moved = this.#move(x, value, best.residual, ranges);
      if (moved === undefined) break;
      x.set(this.#trial);
      value = moved;
      best = this.#judge(x, ranges);
    }
    if (Math.abs(this.#budget - sum(x)) > 1e-10 * sumAbsolute(x) && !this.#place(x, ranges)) return undefined;
    this.#snap(x, ranges);
    this.#spendRest(x, ranges);
    value = this.#evaluate(x);
    return { x, value, ...this.#judge(x, ranges) };
  }

  /**
   * Terms within rounding of an end toward which they are pulled, by the price the others agree on, are put there; whether any
   * was.
   */
  #snap(x: Float64Array, { low, high }: Ranges): boolean {
    let [most, least] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
    const near = (i: number, end: number): boolean => Math.abs(x[i] - end) <= nearEnd * (high[i] - low[i]);
    for (let i = 0; i < x.length; i += 1) {
      if (low[i] === high[i] || near(i, low[i]) || near(i, high[i])) continue;
      most = Math.max(most, this.#slope[i]);
      least = Math.min(least, this.#slope[i]);
    }
    let snapped = false;
    for (let i = 0; i < x.length; i += 1) {
      const end = near(i, low[i]) ? low[i] : near(i, high[i]) ? high[i] : x[i];
      if (end === x[i] || !(end === low[i] ? this.#slope[i] < least : this.#slope[i] > most)) continue;
      x[i] = end;
      snapped = true;
    }
    return snapped && most > Number.NEGATIVE_INFINITY;
  }

  /** The last rounding errors of an exact budget go to the term with the most room. */
  #spendRest(x: Float64Array, { low, high }: Ranges): void {
    for (let round = 0; round < 3; round += 1) {
      const rest = this.#budget - sum(x);
      if (rest === 0 || (this.#atMost && rest > 1e-12 * Math.abs(this.#budget))) return;
      let [widest, room] = [-1, 0];
      for (let i = 0; i < x.length; i += 1) {
        const free = Math.min(x[i] - low[i], high[i] - x[i]);
        if (free > room) [widest, room] = [i, free];
      }
      if (widest < 0 || room <= Math.abs(rest)) return;
      x[widest] += rest;
    }
  }

  /** Into the ranges, then onto the budget by moving all terms by the same amount as far as their ranges let them. */
  #place(x: Float64Array, { low, high }: Ranges): boolean {
    for (let i = 0; i < x.length; i += 1) x[i] = Math.min(high[i], Math.max(low[i], x[i]));
    for (let round = 0; round < 50; round += 1) {
      const rest = this.#budget - sum(x);
      if (this.#atMost && rest >= 0) return true;
      if (Math.abs(rest) <= 1e-15 * Math.abs(this.#budget)) return true;
      const room = (i: number): number => (rest > 0 ? high[i] - x[i] : x[i] - low[i]);
      let open = 0;
      let largest = 0;
      for (let i = 0; i < x.length; i += 1) {
        if (room(i) > 0) open += 1;
        largest = Math.max(largest, room(i));
      }
      if (open === 0) return Math.abs(rest) <= 1e-11 * Math.max(Math.abs(this.#budget), sumAbsolute(x));
      const each = Math.abs(rest) / open;
      for (let i = 0; i < x.length; i += 1) {
        x[i] = rest > 0 ? Math.min(high[i], x[i] + each) : Math.max(low[i], x[i] - each);
      }
    }
    return Math.abs(this.#budget - sum(x)) <= 1e-11 * Math.max(Math.abs(this.#budget), sumAbsolute(x));
  }

  #evaluate(x: Float64Array): number {
    let value = 0;
    for (let i = 0; i < x.length; i += 1) {
      const point = this.#terms[i].at(x[i]);
      value += point.value;
      this.#slope[i] = Math.min(Number.MAX_VALUE, Math.max(-Number.MAX_VALUE, point.slope));
      this.#curvature[i] = point.curvature;
    }
    return value;
  }

  /** The price that the slopes agree on best, and by how much they miss it. */
  #judge(x: Float64Array, { low, high }: Ranges): { price: number; residual: number } {
    return agreedPrice(x, this.#slope, low, high, this.#atMost && sum(x) < this.#budget * (1 - 1e-12), this.#atMost);
  }

  /** The new value with the point in #trial and its derivatives in place; undefined when nothing better was found. */
  #move(x: Float64Array, value: number, residual: number, ranges: Ranges): number | undefined {
    const before = { slope: Float64Array.from(this.#slope), curvature: Float64Array.from(this.#curvature) };
    for (const exact of [true, false]) {
      if (!(exact ? this.#newton(x, ranges) : this.#quadratic(x, ranges))) continue;
      let gain = 0;
      for (let i = 0; i < x.length; i += 1) gain += before.slope[i] * this.#step[i];
      const rounding = 1e-15 * Math.max(1e-300, Math.abs(value));
      for (let length = 1; length > 1e-6; length /= 4) {
        for (let i = 0; i < x.length; i += 1) {
          this.#trial[i] = Math.min(ranges.high[i], Math.max(ranges.low[i], x[i] + length * this.#step[i]));
        }
        const next = this.#evaluate(this.#trial);
        const enough = next - value >= 1e-4 * length * gain && gain > 8 * rounding;
        if (enough) return next;
        // Where the value no longer tells points apart, the conditions still do.
        if (length === 1 && next >= value - 8 * rounding && this.#judge(this.#trial, ranges).residual < 0.5 * residual)
          return next;
        if (exact) break;
      }
      this.#slope.set(before.slope);
      this.#curvature.set(before.curvature);
    }
    return undefined;
  }

  /** Newton's step on the terms inside their ranges; false where it does not lead to a maximum or out of a range. */
  #newton(x: Float64Array, { low, high }: Ranges): boolean {
    let [inverse, weighted, bent] = [0, 0, 0];
    const step = this.#step;
    const { price } = this.#judge(x, { low, high });
    for (let i = 0; i < x.length; i += 1) {
      if (!this.#isFree(i, x, low, high, price)) continue;
      const curvature = this.#curvature[i];
      if (curvature === 0 || !Number.isFinite(curvature)) return false;
      if (curvature > 0) bent += 1;
      inverse -= 1 / curvature;
      weighted -= this.#slope[i] / curvature;
    }
    const rest = this.#budget - sum(x);
    const slack = this.#atMost && (rest > 1e-12 * Math.abs(this.#budget) || price === 0);
    if (bent > 1 || (bent === 1 && (slack || inverse >= 0)) || inverse === 0) return false;
    const next = slack ? 0 : (weighted - rest) / inverse;
    for (let i = 0; i < x.length; i += 1) {
      step[i] = this.#isFree(i, x, low, high, price) ? (this.#slope[i] - next) / -this.#curvature[i] : 0;
      const moved = x[i] + step[i];
      if (moved < low[i] || moved > high[i]) return false;
    }
    return !slack || sum(step) <= rest;
  }

  #isFree(i: number, x: Float64Array, low: Float64Array, high: Float64Array, price: number): boolean {
    if (low[i] === high[i]) return false;
    if (x[i] <= low[i]) return this.#slope[i] > price;
    if (x[i] >= high[i]) return this.#slope[i] < price;
    return true;
  }

  #quadratic(x: Float64Array, { low, high }: Ranges): boolean {
    const [step, weight] = [this.#step, this.#weight];
    for (let i = 0; i < x.length; i += 1) {
      const width = high[i] - low[i];
      const least = (leastCurvature * Math.abs(this.#slope[i])) / Math.max(width, Number.MIN_VALUE);
      weight[i] = Math.min(1e290, Math.max(Math.abs(this.#curvature[i]), least, 1e-290));
      if (Number.isNaN(this.#curvature[i])) weight[i] = 1e290;
    }
    const rest = this.#budget - sum(x);
    const spent = (price: number): number => {
      let used = 0;
      for (let i = 0; i < x.length; i += 1) {
        step[i] = Math.min(high[i] - x[i], Math.max(low[i] - x[i], (this.#slope[i] - price) / weight[i]));
        used += step[i];
      }
      return used;
    };
    if (this.#atMost && spent(0) <= rest) return true;
    // What is spent falls with the price, in straight pieces between the prices at which a term meets an end.
    const corners: number[] = [];
    for (let i = 0; i < x.length; i += 1) {
      if (low[i] === high[i]) continue;
      corners.push(this.#slope[i] - weight[i] * (high[i] - x[i]), this.#slope[i] - weight[i] * (low[i] - x[i]));
    }
    if (corners.length === 0) return false;
    const sorted = Float64Array.from(corners).sort();
    let [from, to] = [0, sorted.length - 1];
    while (to - from > 1) {
      const middle = (from + to) >> 1;
      if (spent(sorted[middle]) > rest) from = middle;
      else to = middle;
    }
    const [more, less] = [spent(sorted[from]), spent(sorted[to])];
    const share = more > less ? Math.min(1, Math.max(0, (more - rest) / (more - less))) : 0;
    // The end is reached as such: its price may be too large to interpolate.
    const price = share === 1 ? sorted[to] : sorted[from] + share * (sorted[to] - sorted[from]);
    this.#adjust(x, { low, high }, rest - spent(price), price);
    return true;
  }

  /** What rounding left of the step's budget goes to terms that can take it, those first whose slope after the step is nearest the price. */
  #adjust(x: Float64Array, { low, high }: Ranges, missing: number, price: number): void {
    let rest = missing;
    for (let round = 0; round < x.length && Math.abs(rest) > 1e-16 * Math.abs(this.#budget); round += 1) {
      let [nearest, room, least] = [-1, 0, Number.POSITIVE_INFINITY];
      for (let i = 0; i < x.length; i += 1) {
        const free = rest > 0 ? high[i] - x[i] - this.#step[i] : x[i] + this.#step[i] - low[i];
        const off = Math.abs(
          this.#slope[i] - this.#weight[i] * (this.#step[i] + Math.sign(rest) * Math.min(free, Math.abs(rest))) - price,
        );
        if (free > 0 && off < least) [nearest, room, least] = [i, free, off];
      }
      if (nearest < 0) return;
      const move = Math.sign(rest) * Math.min(room, Math.abs(rest));
      this.#step[nearest] += move;
      rest -= move;
    }
  }
}

/**
 * The price p that makes max(|slope − p| inside, slope − p at lower ends, p − slope at upper ends) least, and that maximum over the
 * largest |slope|. Terms that cannot move have no say.
 */
function agreedPrice(
  x: Float64Array,
  slope: Float64Array,
  low: Float64Array,
  high: Float64Array,
  slack: boolean,
  atMost: boolean,
): { price: number; residual: number } {
  let [most, least, size] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, 1e-300];
  for (let i = 0; i < x.length; i += 1) {
    if (low[i] === high[i]) continue;
    size = Math.max(size, Math.abs(slope[i]));
    if (x[i] < high[i]) most = Math.max(most, slope[i]);
    if (x[i] > low[i]) least = Math.min(least, slope[i]);
  }
  let price = slack ? 0 : (most + least) / 2;
  if (!Number.isFinite(price)) price = Number.isFinite(most) ? most : Number.isFinite(least) ? least : 0;
  if (atMost && price < 0) price = 0;
  return { price, residual: Math.max(0, most - price, price - least) / size };
}

function sum(values: Float64Array): number {
  let total = 0;
  for (let i = 0; i < values.length; i += 1) total += values[i];
  return total;
}

function sumAbsolute(values: Float64Array): number {
  let total = 0;
  for (let i = 0; i < values.length; i += 1) total += Math.abs(values[i]);
  return total;
}
