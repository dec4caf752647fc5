// Phase one of the simplex method with bounded variables: the least total violation of linear constraints inside a box.
import type { LinearRegion } from "./linear-constraints.ts";

/** Where the violation is least, and the prices that prove it. */
export interface LeastViolation {
  readonly x: Float64Array;
  /** Σ of the constraints' violations, each in its own units. */
  readonly violation: number;
  /** Of each constraint: > 0 where its lower limit is in the way, < 0 its upper one. */
  readonly rowPrices: Float64Array;
  /** Of each variable: > 0 where its lower bound is in the way, < 0 its upper one. */
  readonly columnPrices: Float64Array;
}

/** Reduced costs below this share of their terms are rounding. */
const priceTolerance = 1e-11;
const pivotTolerance = 1e-9;
/** Degenerate steps in a row before the smallest index decides (which cannot cycle). */
const patience = 40;

/**
 * Minimizes the total violation with lower ≤ x ≤ upper. Each constraint has its activity as one more variable, held between its
 * limits; the method walks from basis to basis with an explicit inverse, (constraints)² numbers.
 *
 * @param near  where variables begin: each at the bound nearest to it
 * @see Maros (2003), Computational Techniques of the Simplex Method, chapter 9
 */
export function leastViolation(region: LinearRegion, near?: Float64Array): LeastViolation {
  return new PhaseOne(region, near).run();
}

class PhaseOne {
  readonly #rows: number;
  readonly #columns: number;
  readonly #region: LinearRegion;
  readonly #lower: Float64Array;
  readonly #upper: Float64Array;
  /** Values of all variables: x, then activities. */
  readonly #value: Float64Array;
  /** Variable that is basic in each row. */
  readonly #basis: Int32Array;
  /** Row of a basic variable, −1 of the others. */
  readonly #place: Int32Array;
  /** (row, row): the inverse of the basis matrix. */
  readonly #inverse: Float64Array;
  readonly #scale: Float64Array;

  constructor(region: LinearRegion, near: Float64Array | undefined) {
    this.#region = region;
    const [rows, columns] = [region.constraints.length, region.lower.length];
    this.#rows = rows;
    this.#columns = columns;
    this.#lower = Float64Array.from([...region.lower, ...region.constraints.map(({ lower }) => lower)]);
    this.#upper = Float64Array.from([...region.upper, ...region.constraints.map(({ upper }) => upper)]);
    this.#value = new Float64Array(rows + columns);
    for (let j = 0; j < columns; j += 1) {
      const wanted = Math.min(region.upper[j], Math.max(region.lower[j], near?.[j] ?? 0));
      const [below, above] = [region.lower[j], region.upper[j]];
      const nearest = wanted - below <= above - wanted ? below : above;
      this.#value[j] = Number.isFinite(nearest) ? nearest : wanted;
    }
    this.#basis = Int32Array.from({ length: rows }, (_, k) => columns + k);
    this.#place = new Int32Array(rows + columns).fill(-1);
    this.#inverse = new Float64Array(rows * rows);
    this.#scale = Float64Array.from(region.constraints, ({ coefficients }) =>
      coefficients.reduce((most, each) => Math.max(most, Math.abs(each)), Number.MIN_VALUE),
    );
    for (let k = 0; k < rows; k += 1) {
      this.#place[columns + k] = k;
      this.#inverse[k * rows + k] = -1;
    }
  }

  run(): LeastViolation {
    this.#refresh();
    const limit = 50 * (this.#rows + this.#columns) + 200;
    let idle = 0;
    for (let step = 0; step < limit; step += 1) {
      const prices = this.#prices();
      const entering = this.#entering(prices, idle > patience);
      if (entering === undefined) break;
      idle = this.#pivot(entering.variable, entering.direction) ? 0 : idle + 1;
      if (step % 25 === 24) this.#refresh();
    }
    this.#refresh();
    const prices = this.#prices();
    const columnPrices = new Float64Array(this.#columns);
    for (let j = 0; j < this.#columns; j += 1) {
      const cost = this.#place[j] < 0 ? this.#reducedCost(j, prices) : 0;
      columnPrices[j] = Math.abs(cost) > priceTolerance * this.#costScale(j, prices) ? cost : 0;
    }
    return {
      x: this.#value.slice(0, this.#columns),
      violation: this.#violation(),
      rowPrices: prices.map((price) => (Math.abs(price) > priceTolerance ? price : 0)),
      columnPrices,
    };
  }

  #tolerance(variable: number): number {
    const limits = [this.#lower[variable], this.#upper[variable]].filter((each) => Number.isFinite(each)).map(Math.abs);
    return 1e-11 * Math.max(1e-290, this.#sizes[variable] ?? 0, ...limits);
  }

  /** Σ|a·x| of each activity: what its rounding is measured by. */
  #sizes: Float64Array = new Float64Array(0);

  /** The basic variables' values from the others, without the errors of the steps so far. */
  #refresh(): void {
    const { constraints } = this.#region;
    const [rows, columns] = [this.#rows, this.#columns];
    const rest = new Float64Array(rows);
    this.#sizes = new Float64Array(rows + columns);
    for (let k = 0; k < rows; k += 1) {
      for (let j = 0; j < columns; j += 1) {
        const term = constraints[k].coefficients[j] * this.#value[j];
        this.#sizes[columns + k] += Math.abs(term);
        if (this.#place[j] < 0) rest[k] -= term;
      }
      if (this.#place[columns + k] < 0) rest[k] += this.#value[columns + k];
    }
    for (let k = 0; k < rows; k += 1) {
      let value = 0;
      for (let l = 0; l < rows; l += 1) value += this.#inverse[k * rows + l] * rest[l];
      this.#value[this.#basis[k]] = value;
    }
  }

  #violation(): number {
    let total = 0;
    for (let k = 0; k < this.#rows; k += 1) {
      const variable = this.#columns + k;
      const miss = Math.max(
        this.#lower[variable] - this.#value[variable],
        this.#value[variable] - this.#upper[variable],
      );
      if (miss > this.#tolerance(variable)) total += miss;
    }
    return total;
  }

  /** −1 below its range, 1 above, 0 inside. */
  #side(variable: number): number {
    if (this.#value[variable] < this.#lower[variable] - this.#tolerance(variable)) return -1;
    return this.#value[variable] > this.#upper[variable] + this.#tolerance(variable) ? 1 : 0;
  }

  /** What one more unit of each row's right-hand side would add to the violation. */
  #prices(): Float64Array {
    const rows = this.#rows;
    const prices = new Float64Array(rows);
    for (let k = 0; k < rows; k += 1) {
      const side = this.#side(this.#basis[k]);
      if (side !== 0) for (let l = 0; l < rows; l += 1) prices[l] += side * this.#inverse[k * rows + l];
    }
    return prices;
  }

  #entry(row: number, variable: number): number {
    if (variable < this.#columns) return this.#region.constraints[row].coefficients[variable];
    return variable - this.#columns === row ? -1 : 0;
  }

  #reducedCost(variable: number, prices: Float64Array): number {
    let cost = 0;
    for (let k = 0; k < this.#rows; k += 1) cost -= prices[k] * this.#entry(k, variable);
    return cost;
  }

  #costScale(variable: number, prices: Float64Array): number {
    let scale = 0;
    for (let k = 0; k < this.#rows; k += 1) scale += Math.abs(prices[k] * this.#entry(k, variable));
    return scale;
  }

  #entering(prices: Float64Array, smallestIndex: boolean): { variable: number; direction: number } | undefined {
    let best: { variable: number; direction: number } | undefined;
    let steepest = 0;
    for (let variable = 0; variable < this.#place.length; variable += 1) {
      if (this.#place[variable] >= 0 || this.#lower[variable] === this.#upper[variable]) continue;
      const cost = this.#reducedCost(variable, prices);
      if (Math.abs(cost) <= priceTolerance * this.#costScale(variable, prices)) continue;
      const direction = cost < 0 ? 1 : -1;
      const room =
        direction > 0 ? this.#upper[variable] - this.#value[variable] : this.#value[variable] - this.#lower[variable];
      if (!(room > 0)) continue;
      if (Math.abs(cost) > steepest) {
        best = { variable, direction };
        steepest = Math.abs(cost);
        if (smallestIndex) return best;
      }
    }
    return best;
  }

  /** Moves a variable until something stops it; whether the step had a length. */
  #pivot(variable: number, direction: number): boolean {
    const rows = this.#rows;
    const rates = new Float64Array(rows);
    for (let k = 0; k < rows; k += 1) {
      let rate = 0;
      for (let l = 0; l < rows; l += 1) rate -= this.#inverse[k * rows + l] * this.#entry(l, variable);
      rates[k] = rate * direction;
    }
    let length = this.#upper[variable] - this.#lower[variable];
    let [leaving, pivot] = [-1, 0];
    let limit = 0;
    for (let k = 0; k < rows; k += 1) {
      const basic = this.#basis[k];
      if (Math.abs(rates[k]) <= pivotTolerance * Math.min(1, this.#scale[k])) continue;
      const stop = this.#stop(basic, rates[k]);
      const reach = Math.max(0, (stop - this.#value[basic]) / rates[k]);
      if (reach < length * (1 - 1e-12) || (reach <= length * (1 + 1e-12) && Math.abs(rates[k]) > Math.abs(pivot))) {
        [leaving, pivot, limit] = [k, rates[k], stop];
        length = Math.min(length, reach);
      }
    }
    if (length === Number.POSITIVE_INFINITY) return false;
    for (let k = 0; k < rows; k += 1) this.#value[this.#basis[k]] += length * rates[k];
    this.#value[variable] += direction * length;
    if (leaving < 0) {
      this.#value[variable] = direction > 0 ? this.#upper[variable] : this.#lower[variable];
      return true;
    }
    this.#value[this.#basis[leaving]] = limit;
    this.#exchange(leaving, variable, -pivot * direction);
    return length > 0;
  }

  /** The value at which a moving basic variable must be looked at again. */
  #stop(variable: number, rate: number): number {
    const side = this.#side(variable);
    if (rate > 0) {
      if (side < 0) return this.#lower[variable];
      return side > 0 ? Number.POSITIVE_INFINITY : this.#upper[variable];
    }
    if (side > 0) return this.#upper[variable];
    return side < 0 ? Number.NEGATIVE_INFINITY : this.#lower[variable];
  }

  #exchange(row: number, variable: number, pivot: number): void {
    const rows = this.#rows;
    const column = new Float64Array(rows);
    for (let k = 0; k < rows; k += 1) {
      for (let l = 0; l < rows; l += 1) column[k] += this.#inverse[k * rows + l] * this.#entry(l, variable);
    }
    column[row] = pivot;
    for (let l = 0; l < rows; l += 1) this.#inverse[row * rows + l] /= pivot;
    for (let k = 0; k < rows; k += 1) {
      if (k === row || column[k] === 0) continue;
      for (let l = 0; l < rows; l += 1) this.#inverse[k * rows + l] -= column[k] * this.#inverse[row * rows + l];
    }
    this.#place[this.#basis[row]] = -1;
    this.#basis[row] = variable;
    this.#place[variable] = row;
  }
}
