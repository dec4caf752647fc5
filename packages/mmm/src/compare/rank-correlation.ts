// How alike two orderings of the same things are.

/** Ranks from 1, ties sharing the mean of theirs. */
export function midRanks(values: readonly number[]): number[] {
  return values.map((value) => {
    const below = values.filter((other) => other < value).length;
    const equal = values.filter((other) => other === value).length;
    return below + (equal + 1) / 2;
  });
}

/** Pearson's correlation of the ranks; null where one side is all ties, or has fewer than two values. */
export function spearman(left: readonly number[], right: readonly number[]): number | null {
  const [a, b] = [midRanks(left), midRanks(right)];
  const center = (a.length + 1) / 2;
  const product = (x: readonly number[], y: readonly number[]): number =>
    x.reduce((total, value, index) => total + (value - center) * (y[index] - center), 0);
  const size = Math.sqrt(product(a, a) * product(b, b));
  return size > 0 ? product(a, b) / size : null;
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
