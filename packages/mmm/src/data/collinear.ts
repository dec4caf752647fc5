// Columns that are exact combinations of others: found by rank-revealing orthogonalization, and named with their weights.
import { dot } from "@carryover/engine";

export interface NamedColumn {
  readonly name: string;
  readonly values: Float64Array;
}

export interface Combination {
  readonly name: string;
  readonly constant: number;
  readonly terms: readonly { readonly name: string; readonly coefficient: number }[];
}

/** A column counts as a combination when what the others leave of it is below this share of its own standard deviation. */
const collinearTolerance = 1e-6;

/** A column that keeps this much of its norm has lost no digits to cancellation. */
const mostlyNew = 0.5;

interface Direction {
  readonly name: string;
  readonly mean: number;
  readonly norm: number;
  readonly unit: Float64Array;
  /** Column of the triangular factor: the centered, normed column over the earlier directions and its own. */
  readonly factor: readonly number[];
}

/**
 * Every column that is a constant plus an exact combination of the columns before it. Constant columns are passed over: they
 * are reported as such. Modified Gram–Schmidt on centered, normed columns, with a second pass where the first took most of a
 * column away ("twice is enough": Daniel, Gragg, Kaufman and Stewart 1976).
 *
 * @param columns  equally long, finite
 */
export function findCombinations(columns: readonly NamedColumn[]): Combination[] {
  const directions: Direction[] = [];
  const found: Combination[] = [];
  for (const { name, values } of columns) {
    let mean = 0;
    for (let i = 0; i < values.length; i++) mean += values[i] / values.length;
    const rest = values.map((value) => value - mean);
    const norm = Math.sqrt(dot(rest, rest));
    if (norm <= 1e-12 * Math.abs(mean) * Math.sqrt(values.length)) continue;
    for (let i = 0; i < rest.length; i++) rest[i] /= norm;
    const weights = new Array<number>(directions.length).fill(0);
    let left = 1;
    for (let pass = 0; pass < 2; pass++) {
      for (let j = 0; j < directions.length; j++) {
        const { unit } = directions[j];
        const weight = dot(rest, unit);
        weights[j] += weight;
        for (let i = 0; i < rest.length; i++) rest[i] -= weight * unit[i];
      }
      left = Math.sqrt(dot(rest, rest));
      if (left > mostlyNew) break;
    }
    if (left > collinearTolerance) {
      for (let i = 0; i < rest.length; i++) rest[i] /= left;
      directions.push({ name, mean, norm, unit: rest, factor: [...weights, left] });
    } else {
      found.push(combination(name, mean, norm, weights, directions));
    }
  }
  return found;
}

/** Back substitution through the triangular factor, from weights on directions to weights on columns. */
function combination(
  name: string,
  mean: number,
  norm: number,
  weights: readonly number[],
  directions: readonly Direction[],
): Combination {
  const remaining = [...weights];
  const terms: { name: string; coefficient: number }[] = [];
  let constant = mean;
  for (let j = directions.length - 1; j >= 0; j--) {
    const direction = directions[j];
    const share = remaining[j] / direction.factor[j];
    for (let i = 0; i < j; i++) remaining[i] -= share * direction.factor[i];
    // Rounding in the data leaves weights of this order on columns that play no part.
    if (Math.abs(share) < 10 * collinearTolerance) continue;
    const coefficient = (share * norm) / direction.norm;
    constant -= coefficient * direction.mean;
    terms.push({ name: direction.name, coefficient });
  }
  return {
    name,
    constant: Math.abs(constant) < 1e-6 * Math.max(Math.abs(mean), norm) ? 0 : constant,
    terms: terms.reverse(),
  };
}

/** `total = tv + search`, `b = 2 · a − 3`. */
export function formatCombination({ name, constant, terms }: Combination): string {
  const short = (value: number): string => String(Number(value.toPrecision(4)));
  const parts = terms.map(({ name: term, coefficient }) => {
    const size = short(Math.abs(coefficient));
    return { negative: coefficient < 0, text: size === "1" ? term : `${size} · ${term}` };
  });
  if (constant !== 0) parts.push({ negative: constant < 0, text: short(Math.abs(constant)) });
  const sum = parts.map(({ negative, text }, index) =>
    index === 0 ? `${negative ? "−" : ""}${text}` : `${negative ? "−" : "+"} ${text}`,
  );
  return `${name} = ${sum.join(" ")}`;
}
