// What a part of a separable problem can at best be worth, from prices put on its shared constraints.
import type { PricedChoice, PricedTerm } from "./term-maximum.ts";

/** A part of the problem: allowed points low ≤ high per term, with f at both. */
export interface SeparablePart {
  readonly low: Float64Array;
  readonly high: Float64Array;
  readonly lowValue: Float64Array;
  readonly highValue: Float64Array;
}

/** A bound on a part, and the mixture of choices that attains it. */
export interface SeparableRelaxation {
  /** No point of the part is worth more. */
  readonly bound: number;
  /** Of the budget (first, where there is one) and of each further constraint. */
  readonly prices: Float64Array;
  /** Keeps budget and constraints; each term inside its part, but maybe between allowed points. */
  readonly x: Float64Array;
  /** Σ is the bound: what each term would be worth at x if mixing its choices were possible. */
  readonly mixedValue: Float64Array;
  /** Points near x made of best choices, to begin local searches from. */
  readonly starts: readonly Float64Array[];
}

/** All terms' best choices at one price. */
interface Choices {
  price: number;
  readonly x: Float64Array;
  readonly value: Float64Array;
  spent: number;
  /** d spent / d price of the terms that follow the price smoothly, ≤ 0. */
  response: number;
  /** The dual function: price·budget + Σ surplus. */
  dual: number;
}

const maxPriceSteps = 120;
/** The bound may exceed the least possible one by this share of the values' size. */
const dualTolerance = 1e-13;
/** Choices further apart than this share of the part's width are a jump. */
const jump = 1e-6;

/**
 * The Lagrangian bound for a single budget:
 *
 *   bound = min over price of  price·budget + Σ_i max_{x in part} f_i(x) − price·x
 *
 * The dual function is convex in the price, its derivative what is left of the budget. Newton steps where the choices follow the
 * price smoothly, the crossing of the two nearest tangents where they jump, bisection as the last resort.
 */
export class BudgetRelaxation {
  readonly #terms: readonly PricedTerm[];
  readonly #budget: number;
  readonly #atMost: boolean;
  readonly #choice: PricedChoice = { x: 0, value: 0, surplus: 0, curvature: 0 };
  #above: Choices;
  #below: Choices;
  #trial: Choices;

  constructor(terms: readonly PricedTerm[], budget: number, atMost: boolean) {
    this.#terms = terms;
    this.#budget = budget;
    this.#atMost = atMost;
    const choices = (): Choices => ({
      price: 0,
      x: new Float64Array(terms.length),
      value: new Float64Array(terms.length),
      spent: 0,
      response: 0,
      dual: 0,
    });
    [this.#above, this.#below, this.#trial] = [choices(), choices(), choices()];
  }

  /** Undefined when the budget cannot be kept within the part. */
  solve(part: SeparablePart, guess: number): SeparableRelaxation | undefined {
    const [least, most] = [total(part.low), total(part.high)];
    const slack = 1e-12 * Math.max(Math.abs(this.#budget), absoluteTotal(part.low), absoluteTotal(part.high));
    if (least > this.#budget + slack || (!this.#atMost && most < this.#budget - slack)) return undefined;
    if (least >= this.#budget - slack) return this.#fixed(part.low, part.lowValue, guess);
    if (!this.#atMost && most <= this.#budget + slack) return this.#fixed(part.high, part.highValue, guess);
    if (this.#atMost) {
      this.#price(part, 0, this.#above);
      if (this.#above.spent <= this.#budget + slack) return this.#single(this.#above);
    }
    this.#bracket(part, guess);
    this.#narrow(part, slack);
    return this.#mix(slack);
  }

  #fixed(x: Float64Array, value: Float64Array, guess: number): SeparableRelaxation {
    const bound = total(value);
    const point = Float64Array.from(x);
    return { bound, prices: Float64Array.of(guess), x: point, mixedValue: Float64Array.from(value), starts: [point] };
  }

  #single(choices: Choices): SeparableRelaxation {
    const x = Float64Array.from(choices.x);
    const mixedValue = Float64Array.from(choices.value);
    return { bound: choices.dual, prices: Float64Array.of(choices.price), x, mixedValue, starts: [x] };
  }

  #price(part: SeparablePart, price: number, out: Choices): void {
    const choice = this.#choice;
    out.price = price;
    out.spent = 0;
    out.response = 0;
    out.dual = price * this.#budget;
    for (let i = 0; i < this.#terms.length; i += 1) {
      this.#terms[i].choose(price, part.low[i], part.high[i], part.lowValue[i], part.highValue[i], choice);
      out.x[i] = choice.x;
      out.value[i] = choice.value;
      out.spent += choice.x;
      if (choice.curvature < 0) out.response += 1 / choice.curvature;
      out.dual += choice.surplus;
    }
  }

  /** Prices at which more and less than the budget is spent. */
  #bracket(part: SeparablePart, guess: number): void {
    let price = guess;
    let reach = Math.max(Math.abs(guess) * 0.05, 1e-12 * this.#slopeScale(part));
    let [hasMore, hasLess] = [this.#atMost, false];
    for (let step = 0; !(hasMore && hasLess); step += 1) {
      if (step > 300) throw new RangeError("no price at which the budget is spent: is a term's value unbounded?");
      this.#price(part, price, this.#trial);
      const newton = -(this.#trial.spent - this.#budget) / this.#trial.response;
      const move = Number.isFinite(newton) && step < 4 ? 1.5 * Math.abs(newton) : 0;
      const from = price;
      if (this.#trial.spent >= this.#budget) {
        [this.#above, this.#trial] = [this.#trial, this.#above];
        hasMore = true;
        price = from + Math.max(reach, move);
      } else {
        [this.#below, this.#trial] = [this.#trial, this.#below];
        hasLess = true;
        price = from - Math.max(reach, move);
        if (this.#atMost && price < 0) price = 0;
        // Small positive prices are told apart by their ratio.
        else if (from > 0 && price <= 0 && step < 40) price = from / 8;
      }
      reach *= 4;
    }
  }

  #slopeScale(part: SeparablePart): number {
    let scale = 0;
    for (let i = 0; i < part.low.length; i += 1) {
      const width = part.high[i] - part.low[i];
      if (width > 0) scale = Math.max(scale, Math.abs(part.highValue[i] - part.lowValue[i]) / width);
    }
    return Math.max(scale, Number.MIN_VALUE * 1e20);
  }

  #narrow(part: SeparablePart, slack: number): void {
    let size = 0;
    for (let i = 0; i < this.#above.value.length; i += 1) size += Math.abs(this.#above.value[i]);
    for (let step = 0; step < maxPriceSteps; step += 1) {
      const [more, less] = [this.#above, this.#below];
      if (more.spent - less.spent <= slack) return;
      const width = less.price - more.price;
      if (width <= 4e-16 * Math.max(Math.abs(less.price), Math.abs(more.price))) return;
      const [over, under] = [more.spent - this.#budget, this.#budget - less.spent];
      // Tangents of the dual function cross at its least possible value.
      const cross = more.price + (more.dual - less.dual + under * width) / (over + under);
      const crossing = Math.min(less.price, Math.max(more.price, cross));
      const least = more.dual - over * (crossing - more.price);
      const best = Math.min(more.dual, less.dual);
      const smooth = Math.min(over, under) <= slack;
      if (best - least <= dualTolerance * size && (smooth || step > 8)) return;
      this.#price(part, this.#next(step, crossing), this.#trial);
      if (this.#trial.spent >= this.#budget) [this.#above, this.#trial] = [this.#trial, this.#above];
      else [this.#below, this.#trial] = [this.#trial, this.#below];
    }
  }

  #next(step: number, crossing: number): number {
    const [more, less] = [this.#above, this.#below];
    const inside = (price: number): boolean => price > more.price && price < less.price;
    if (step % 4 !== 3) {
      const near = more.spent - this.#budget < this.#budget - less.spent ? more : less;
      const newton = near.price - (near.spent - this.#budget) / near.response;
      if (step % 2 === 0 && inside(newton)) return newton;
      if (inside(crossing)) return crossing;
      if (inside(newton)) return newton;
    }
    const ratio = less.price / more.price;
    return more.price > 0 && ratio > 4 ? Math.sqrt(less.price) * Math.sqrt(more.price) : (more.price + less.price) / 2;
  }

  /** Spends what the higher price leaves by letting terms jump, one after the other, the last one part of the way. */
  #mix(slack: number): SeparableRelaxation {
    const [more, less] = [this.#above, this.#below];
    const x = Float64Array.from(less.x);
    const mixedValue = Float64Array.from(less.value);
    const smooth = Float64Array.from(less.x);
    let rest = this.#budget - less.spent;
    const jumps: number[] = [];
    let slides = 0;
    for (let i = 0; i < x.length; i += 1) {
      const { shape } = this.#terms[i];
      const step = more.x[i] - less.x[i];
      if (Math.abs(step) > jump * Math.max(shape.upper - shape.lower, Math.abs(shape.upper))) jumps.push(i);
      else slides += step;
    }
    // The smooth followers move together, as far as they can or are asked to.
    const share = slides > 0 ? Math.min(1, rest / slides) : 0;
    if (share > 0) {
      for (let i = 0; i < x.length; i += 1) {
        if (jumps.includes(i)) continue;
        x[i] += share * (more.x[i] - less.x[i]);
        mixedValue[i] += share * (more.value[i] - less.value[i]);
      }
      rest -= share * slides;
    }
    smooth.set(x);
    const starts: Float64Array[] = [];
    for (const i of jumps) {
      const step = more.x[i] - less.x[i];
      const part = Math.min(1, Math.max(0, rest / step));
      if (part > 0 && part < 1) {
        starts.push(Float64Array.from(x));
        const jumped = Float64Array.from(x);
        jumped[i] = more.x[i];
        starts.push(jumped);
      }
      x[i] += part * step;
      mixedValue[i] += part * (more.value[i] - less.value[i]);
      rest -= part * step;
      if (rest <= slack) break;
    }
    const best = more.dual < less.dual ? more : less;
    return { bound: best.dual, prices: Float64Array.of(best.price), x, mixedValue, starts: [x, ...starts] };
  }
}

function total(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i += 1) sum += values[i];
  return sum;
}

function absoluteTotal(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i += 1) sum += Math.abs(values[i]);
  return sum;
}
