// The Lagrangian bound of a separable problem with several linear constraints: prices by Newton steps, then a bundle method.
import { factorSmall, LowRankCurvature, solveSmall } from "./curvature.ts";
import type { LinearConstraint } from "./linear-constraints.ts";
import { solveQuadratic } from "./quadratic-program.ts";
import type { SeparablePart, SeparableRelaxation } from "./separable-relaxation.ts";
import type { PricedChoice, PricedTerm } from "./term-maximum.ts";

/** All terms' best choices at some prices, with the dual function's value and a subgradient. */
interface Cut {
  readonly prices: Float64Array;
  readonly x: Float64Array;
  readonly value: Float64Array;
  readonly dual: number;
  /** ∂ dual / ∂ prices. */
  readonly slope: Float64Array;
  /** (constraint, constraint): second derivatives where the choices follow the prices smoothly. */
  readonly curvature: Float64Array;
}

const newtonSteps = 12;
const bundleSteps = 30;
const mostCuts = 24;
const tolerance = 1e-11;

/**
 *   bound = min over prices of  Σ_k max(price_k·lower_k, price_k·upper_k) + Σ_i max_{x in part} f_i(x) − (Σ_k price_k·a_ki)·x
 *
 * with price ≥ 0 where there is no lower limit and ≤ 0 where there is no upper one. Every price gives a valid bound; the best one found
 * is returned, with the mixture of choices that its bundle proves it by.
 *
 * @see Kiwiel (1990), Proximity control in bundle methods for convex nondifferentiable minimization
 */
export class ConstrainedRelaxation {
  readonly #terms: readonly PricedTerm[];
  readonly #constraints: readonly LinearConstraint[];
  readonly #choice: PricedChoice = { x: 0, value: 0, surplus: 0, curvature: 0 };

  constructor(terms: readonly PricedTerm[], constraints: readonly LinearConstraint[]) {
    this.#terms = terms;
    this.#constraints = constraints;
  }

  /** Undefined where the bound falls without end: no point of the part keeps the constraints. */
  solve(part: SeparablePart, guess: Float64Array): SeparableRelaxation | undefined {
    let best = this.#cut(part, guess);
    if (guess.some((each) => each !== 0)) {
      const free = this.#cut(part, new Float64Array(guess.length));
      if (free.dual < best.dual) best = free;
    }
    const size = best.value.reduce((sum, each) => sum + Math.abs(each), 1e-300);
    for (let step = 0; step < newtonSteps; step += 1) {
      const next = this.#newton(part, best, size);
      if (next === undefined) break;
      const gained = best.dual - next.dual;
      best = next;
      if (gained <= 1e-13 * size) break;
    }
    return this.#bundle(part, best, size);
  }

  #cut(part: SeparablePart, prices: Float64Array): Cut {
    const [n, m] = [this.#terms.length, this.#constraints.length];
    const x = new Float64Array(n);
    const value = new Float64Array(n);
    const curvature = new Float64Array(m * m);
    const slope = Float64Array.from(this.#constraints, ({ lower, upper }, k) =>
      prices[k] > 0 || lower === Number.NEGATIVE_INFINITY
        ? upper
        : prices[k] < 0 || upper === Number.POSITIVE_INFINITY
          ? lower
          : 0,
    );
    let dual = 0;
    for (let k = 0; k < m; k += 1) if (prices[k] !== 0) dual += prices[k] * slope[k];
    const choice = this.#choice;
    for (let i = 0; i < n; i += 1) {
      let price = 0;
      for (let k = 0; k < m; k += 1) price += prices[k] * this.#constraints[k].coefficients[i];
      this.#terms[i].choose(price, part.low[i], part.high[i], part.lowValue[i], part.highValue[i], choice);
      x[i] = choice.x;
      value[i] = choice.value;
      dual += choice.surplus;
      for (let k = 0; k < m; k += 1) {
        const coefficient = this.#constraints[k].coefficients[i];
        slope[k] -= coefficient * choice.x;
        if (choice.curvature < 0) {
          for (let l = 0; l < m; l += 1) {
            curvature[k * m + l] -= (coefficient * this.#constraints[l].coefficients[i]) / choice.curvature;
          }
        }
      }
    }
    // A price of 0 on a range: any slope between those of its two sides will do.
    this.#constraints.forEach(({ lower, upper }, k) => {
      if (prices[k] !== 0 || !Number.isFinite(lower) || !Number.isFinite(upper)) return;
      const used = -slope[k];
      slope[k] = used > upper ? upper - used : used < lower ? lower - used : 0;
    });
    return { prices: Float64Array.from(prices), x, value, dual, slope, curvature };
  }

  #allowed(k: number, price: number): number {
    const { lower, upper } = this.#constraints[k];
    if (lower === Number.NEGATIVE_INFINITY && upper === Number.POSITIVE_INFINITY) return 0;
    if (lower === Number.NEGATIVE_INFINITY) return Math.max(0, price);
    return upper === Number.POSITIVE_INFINITY ? Math.min(0, price) : price;
  }

  #newton(part: SeparablePart, at: Cut, size: number): Cut | undefined {
    const m = this.#constraints.length;
    const moving = [...at.slope.keys()].filter(
      (k) => at.slope[k] !== 0 && this.#allowed(k, at.prices[k] - 1e-9 * Math.sign(at.slope[k])) !== at.prices[k],
    );
    if (moving.length === 0) return undefined;
    let largest = 0;
    for (let k = 0; k < m; k += 1) largest = Math.max(largest, at.curvature[k * m + k]);
    if (largest === 0) return undefined;
    const matrix = new Float64Array(moving.length ** 2);
    moving.forEach((k, a) => {
      moving.forEach((l, b) => {
        matrix[a * moving.length + b] = at.curvature[k * m + l] + (a === b ? 1e-10 * largest : 0);
      });
    });
    const step = Float64Array.from(moving, (k) => -at.slope[k]);
    const factor = factorSmall(matrix, moving.length);
    if (factor === undefined) return undefined;
    solveSmall(factor, step);
    for (let length = 1; length > 1e-3; length /= 3) {
      const prices = Float64Array.from(at.prices);
      moving.forEach((k, a) => {
        prices[k] = this.#allowed(k, at.prices[k] + length * step[a]);
      });
      const next = this.#cut(part, prices);
      if (next.dual < at.dual - 1e-15 * size) return next;
    }
    return undefined;
  }

  #bundle(part: SeparablePart, first: Cut, size: number): SeparableRelaxation | undefined {
    let [center, cuts] = [first, [first]];
    const scale = this.#priceScale(first, size);
    let [reach, zoom] = [1, 1];
    let mixture: Float64Array = Float64Array.of(1);
    for (let step = 0; step < bundleSteps; step += 1) {
      const model = this.#model(cuts, center, scale, reach, size, zoom);
      if (model === undefined) break;
      mixture = model.weights;
      const expected = center.dual - model.least;
      zoom = Math.min(1, Math.max(1e-12, expected / size));
      if (expected <= tolerance * size) break;
      const next = this.#cut(part, model.prices);
      const gained = center.dual - next.dual;
      // Weightless cuts go first.
      if (cuts.length >= mostCuts) {
        const lightest = mixture.indexOf(Math.min(...mixture));
        cuts = cuts.filter((_, at) => at !== lightest);
        mixture = mixture.filter((_, at) => at !== lightest);
      }
      cuts = [...cuts, next];
      mixture = Float64Array.of(...mixture, 0);
      if (gained >= 0.1 * expected) {
        center = next;
        reach *= gained >= 0.5 * expected ? 4 : 1;
      } else if (gained < 0) reach = Math.max(reach / 2, 1e-6);
      if (center.dual < -1e6 * size) return undefined;
    }
    return this.#mixed(center, cuts, mixture);
  }

  /** Typical changes of the prices: what moves the dual function by its own size. */
  #priceScale(first: Cut, size: number): Float64Array {
    return Float64Array.from(this.#constraints, ({ coefficients, lower, upper }) => {
      let most = Math.max(
        Number.isFinite(lower) ? Math.abs(lower) : 0,
        Number.isFinite(upper) ? Math.abs(upper) : 0,
        1e-290,
      );
      coefficients.forEach((coefficient, i) => {
        most = Math.max(most, Math.abs(coefficient * this.#terms[i].shape.upper), Math.abs(coefficient * first.x[i]));
      });
      return size / most;
    });
  }

  /** Minimizes the largest cut plus a pull toward the center, in prices and values divided by their scales times the zoom. */
  #model(
    cuts: readonly Cut[],
    center: Cut,
    scale: Float64Array,
    reach: number,
    size: number,
    zoom: number,
  ): { prices: Float64Array; weights: Float64Array; least: number } | undefined {
    const m = scale.length;
    const infinite = Number.POSITIVE_INFINITY;
    const limit = (k: number, sign: 1 | -1): number =>
      this.#allowed(k, sign * infinite) === 0 ? -center.prices[k] / (scale[k] * zoom) : sign * infinite;
    const height = (cut: Cut): number => {
      let value = cut.dual - center.dual;
      for (let k = 0; k < m; k += 1) value += cut.slope[k] * (center.prices[k] - cut.prices[k]);
      return value / (size * zoom);
    };
    const solved = solveQuadratic({
      gradient: Float64Array.from({ length: m + 1 }, (_, k) => (k < m ? 0 : -1)),
      curvature: new LowRankCurvature(Float64Array.from({ length: m + 1 }, (_, k) => (k < m ? zoom / reach : 1e-9))),
      lower: Float64Array.from({ length: m + 1 }, (_, k) => (k < m ? limit(k, -1) : -infinite)),
      upper: Float64Array.from({ length: m + 1 }, (_, k) => (k < m ? limit(k, 1) : infinite)),
      rows: cuts.map((cut) =>
        Float64Array.from({ length: m + 1 }, (_, k) => (k < m ? (-cut.slope[k] * scale[k]) / size : 1)),
      ),
      rowLower: Float64Array.from(cuts, height),
      rowUpper: new Float64Array(cuts.length).fill(infinite),
    });
    if (solved === undefined) return undefined;
    const prices = Float64Array.from(scale, (each, k) =>
      this.#allowed(k, center.prices[k] + solved.d[k] * zoom * each),
    );
    const weights = solved.rowPrices.map((weight) => Math.max(0, weight));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    if (!(total > 0)) return undefined;
    return { prices, weights: weights.map((weight) => weight / total), least: center.dual + solved.d[m] * size * zoom };
  }

  #mixed(center: Cut, cuts: readonly Cut[], weights: Float64Array): SeparableRelaxation {
    const n = this.#terms.length;
    const x = new Float64Array(n);
    const mixedValue = new Float64Array(n);
    cuts.forEach((cut, at) => {
      for (let i = 0; i < n; i += 1) {
        x[i] += weights[at] * cut.x[i];
        mixedValue[i] += weights[at] * cut.value[i];
      }
    });
    const heaviest = [...weights.keys()].sort((a, b) => weights[b] - weights[a]).slice(0, 3);
    const starts = [x, ...heaviest.filter((at) => weights[at] < 1 - 1e-9 && weights[at] > 0).map((at) => cuts[at].x)];
    return { bound: center.dual, prices: center.prices, x, mixedValue, starts };
  }
}
