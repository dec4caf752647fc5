// Meridian's search on a grid of spends: its rounding, its climb by the steepest secant, and where it stops.

/** Spends of one channel, ascending, and what each is expected to bring. */
export interface GridColumn {
  readonly spends: Float64Array;
  readonly outcomes: Float64Array;
}

/** When the climb ends. */
export type GridStop =
  /** Before more than this is spent. */
  | { readonly kind: "fixed"; readonly amount: number }
  /** Before the whole returns less than `roi` by a step that itself returns less than the whole. */
  | { readonly kind: "target-roi"; readonly roi: number }
  /** Before a step that returns less than `roi`. */
  | { readonly kind: "target-marginal-roi"; readonly roi: number };

export interface GridClimb {
  /** Row of each channel's column. */
  readonly rows: readonly number[];
  readonly steps: number;
}

/**
 * Digits a budget is rounded to, of money: −3 for thousands. The grid's step is 10 to its negative.
 * @param tolerance  share of the budget a rounding may move, below 1
 */
export function roundFactor(budget: number, tolerance: number): number {
  const moved = budget * tolerance;
  return moved < 1 ? 0 : -Math.trunc(Math.log10(moved)) - 1;
}

/** To a multiple of `step`, halves to the even one. */
function roundedTo(value: number, step: number): number {
  return halfEven(value / step) * step;
}

function halfEven(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  if (rest !== 0.5) return Math.round(value);
  return below % 2 === 0 ? below : below + 1;
}

/** A channel's rounded spend and the rounded ends of its column. */
export interface GridRange {
  readonly before: number;
  readonly lower: number;
  readonly upper: number;
}

/** @param factors  least and most spend, as multiples of `money` */
export function gridRange(money: number, factors: readonly [number, number], step: number): GridRange {
  const before = roundedTo(money, step);
  return { before, lower: roundedTo(factors[0] * before, step), upper: roundedTo(factors[1] * before, step) };
}

/** Every `step` of money from `lower` to `upper`. */
export function gridSpends({ lower, upper }: GridRange, step: number): Float64Array {
  return Float64Array.from({ length: Math.round((upper - lower) / step) + 1 }, (_, row) => lower + row * step);
}

/**
 * From the first row of every column, again and again takes the jump to any later row of any column that returns most per unit
 * of money, so that a curve which first turns upward is crossed at once; among equals the earliest row, then the earliest
 * channel. A step that would break the limit is not taken, and ends the climb: smaller ones are not tried.
 */
export function climbGrid(columns: readonly GridColumn[], stop: GridStop): GridClimb {
  const rows = columns.map(() => 0);
  const next = columns.map((column) => steepest(column, 0));
  for (let steps = 0; ; steps += 1) {
    let chosen = -1;
    next.forEach((jump, index) => {
      if (jump === null) return;
      const best = next[chosen];
      if (best === undefined || best === null || jump.slope > best.slope) chosen = index;
      else if (jump.slope === best.slope && jump.row < best.row) chosen = index;
    });
    const jump = next[chosen];
    if (jump === undefined || jump === null) return { rows, steps };
    const after = rows.with(chosen, jump.row);
    if (breaks(columns, after, jump.slope, stop)) return { rows, steps };
    rows[chosen] = jump.row;
    next[chosen] = steepest(columns[chosen], jump.row);
  }
}

interface Jump {
  readonly row: number;
  /** Outcome per unit of money, to eight decimals: what differs by less counts as equal. */
  readonly slope: number;
}

function steepest({ spends, outcomes }: GridColumn, from: number): Jump | null {
  let best: Jump | null = null;
  let beaten = Number.NEGATIVE_INFINITY;
  for (let row = from + 1; row < spends.length; row += 1) {
    const raw = (outcomes[row] - outcomes[from]) / (spends[row] - spends[from]);
    if (raw < beaten) continue;
    const slope = halfEven(raw * 1e8) / 1e8;
    if (best !== null && slope <= best.slope) continue;
    best = { row, slope };
    beaten = slope; // what is below a rounded slope does not round above it
  }
  return best;
}

function breaks(columns: readonly GridColumn[], rows: readonly number[], slope: number, stop: GridStop): boolean {
  const total = (of: (column: GridColumn) => Float64Array): number =>
    columns.reduce((sum, column, index) => sum + of(column)[rows[index]], 0);
  const spent = total(({ spends }) => spends);
  switch (stop.kind) {
    case "fixed":
      return spent > stop.amount;
    case "target-roi": {
      const roi = total(({ outcomes }) => outcomes) / spent;
      return roi < stop.roi && slope < roi;
    }
    default:
      return slope < stop.roi;
  }
}
