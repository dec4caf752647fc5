// Verdicts from numbers, and the gravest of several.
import type { Limits } from "./thresholds.ts";
import type { TrustNumber, Verdict } from "./trust-report.ts";

const ranks: Readonly<Record<Verdict, number>> = { pass: 0, caution: 1, fail: 2 };

export function gravest(verdicts: readonly Verdict[]): Verdict {
  return verdicts.reduce((worst, each) => (ranks[each] > ranks[worst] ? each : worst), "pass" as Verdict);
}

/** Gravest first; equal ones stay in their order. */
export function byGravity<Item extends { readonly verdict: Verdict }>(items: readonly Item[]): Item[] {
  return items.toSorted((left, right) => ranks[right.verdict] - ranks[left.verdict]);
}

/** For a number that should be small. What is not a number fails. */
export function aboveIsBad(value: number, { caution, fail }: Limits): Verdict {
  if (!(value < fail)) return "fail";
  return value < caution ? "pass" : "caution";
}

/** For a number that should be large. What is not a number fails. */
export function belowIsBad(value: number, { caution, fail }: Limits): Verdict {
  if (!(value > fail)) return "fail";
  return value > caution ? "pass" : "caution";
}

/** A named number, as JSON can hold it. */
export function numbered(name: string, value: number): TrustNumber {
  return { name, value: Number.isFinite(value) ? value : null };
}

/** A number in a sentence, with two digits where it matters: `12`, `5.8`, `0.53`, `less than 0.01`. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return "not a number";
  const size = Math.abs(value);
  if (size > 0 && size < 0.01) return value < 0 ? "almost 0" : "less than 0.01";
  return value.toFixed(size >= 10 ? 0 : size >= 1 ? 1 : 2);
}

/** A p-value in a sentence: `p = 0.31`, `p < 0.01`. */
export function probability(p: number): string {
  return p < 0.01 ? "p < 0.01" : `p = ${figure(p)}`;
}
