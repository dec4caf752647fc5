// How alike two orderings of the same things are.
import { correlation, ranks } from "@carryover/engine";

/** Pearson's correlation of the ranks; null where one side is all ties, or has fewer than two values. */
export function spearman(left: readonly number[], right: readonly number[]): number | null {
  const found = correlation(ranks(left), ranks(right));
  return Number.isNaN(found) ? null : found;
}

/** Kendall's tau-b: pairs in the same order less pairs in the other, over those that are no ties; null where one side is all ties. */
export function kendall(left: readonly number[], right: readonly number[]): number | null {
  let [agreeing, untiedLeft, untiedRight] = [0, 0, 0];
  for (let i = 0; i < left.length; i += 1) {
    for (let j = i + 1; j < left.length; j += 1) {
      const [a, b] = [Math.sign(left[i] - left[j]), Math.sign(right[i] - right[j])];
      agreeing += a * b;
      untiedLeft += Math.abs(a);
      untiedRight += Math.abs(b);
    }
  }
  const size = Math.sqrt(untiedLeft * untiedRight);
  return size > 0 ? agreeing / size : null;
}
