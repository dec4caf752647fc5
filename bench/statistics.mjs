// Plain statistics of a bench's figures.

/** Part of the members for which it holds. */
export function share(members, holds) {
  return members.filter(holds).length / members.length;
}

export function sum(values) {
  return values.reduce((total, value) => total + value, 0);
}

export function mean(values) {
  return sum(values) / values.length;
}

/** Interpolated between the two nearest values. */
export function quantile(values, probability) {
  const sorted = values.toSorted((left, right) => left - right);
  const position = probability * (sorted.length - 1);
  const below = Math.floor(position);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
}
