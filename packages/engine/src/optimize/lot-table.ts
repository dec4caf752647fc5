// The exact best split when every term is bought in whole multiples of one lot: dynamic programming over the lots.
import type { PricedTerm } from "./term-maximum.ts";
import { lotSlack } from "./term-shape.ts";

/** More additions than this take too long; the search has to do. */
const mostWork = 3e7;

/** The best point, or undefined: no split keeps the budget. */
export interface LotResult {
  readonly best: { readonly x: Float64Array; readonly value: number } | undefined;
}

/** Undefined where the terms do not share one lot, or the table would be too large. */
export function tryLotTable(terms: readonly PricedTerm[], budget: number, atMost: boolean): LotResult | undefined {
  const lot = terms[0]?.lot ?? 0;
  if (
    lot <= 0 ||
    terms.some((term) => term.lot !== lot || !allowedLots(term).every((each) => Number.isSafeInteger(each)))
  )
    return undefined;
  const choices = terms.map(allowedLots);
  const least = choices.reduce((sum, [first]) => sum + first, 0);
  const most = choices.reduce((sum, each) => sum + each[each.length - 1], 0);
  const asked = budget / lot;
  const units = Math.min(most, Math.floor(asked + lotSlack * Math.max(1, Math.abs(asked))));
  if (units < least || (!atMost && Math.abs(asked - units) > lotSlack * Math.max(1, Math.abs(asked))))
    return { best: undefined };
  const width = units - least + 1;
  if (choices.reduce((sum, each) => sum + each.length * width, 0) > mostWork) return undefined;
  return { best: fill(terms, choices, width, atMost) };
}

function allowedLots({ shape, lot }: PricedTerm): number[] {
  const first = Math.round(shape.lower / lot);
  const count = Math.round(shape.upper / lot) - first + 1;
  const lots = Array.from({ length: Math.max(1, Math.min(count, 1e6)) }, (_, k) => first + k);
  return shape.mayBeUnused ? [0, ...lots] : lots;
}

/** best[u]: the most value with u lots beyond the least number, over the terms so far. */
function fill(
  terms: readonly PricedTerm[],
  choices: readonly number[][],
  width: number,
  atMost: boolean,
): LotResult["best"] {
  let best = new Float64Array(width).fill(Number.NEGATIVE_INFINITY);
  best[0] = 0;
  const taken = terms.map((term, i) => {
    const [first] = choices[i];
    const values = choices[i].filter((lots) => lots - first < width).map((lots) => term.at(lots * term.lot).value);
    const next = new Float64Array(width).fill(Number.NEGATIVE_INFINITY);
    const choice = new Int32Array(width).fill(-1);
    values.forEach((value, k) => {
      const extra = choices[i][k] - first;
      for (let u = extra; u < width; u += 1) {
        const sum = best[u - extra] + value;
        if (sum > next[u]) {
          next[u] = sum;
          choice[u] = k;
        }
      }
    });
    best = next;
    return choice;
  });
  let used = width - 1;
  if (atMost) for (let u = 0; u < width; u += 1) if (best[u] > best[used]) used = u;
  if (best[used] === Number.NEGATIVE_INFINITY) return undefined;
  const value = best[used];
  const x = new Float64Array(terms.length);
  for (let i = terms.length - 1; i >= 0; i -= 1) {
    const k = taken[i][used];
    x[i] = choices[i][k] * terms[i].lot;
    used -= choices[i][k] - choices[i][0];
  }
  return { x, value };
}
