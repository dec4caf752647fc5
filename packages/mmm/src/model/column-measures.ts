// What scales are made of: means and standard deviations of columns.

/** Mean, and standard deviation about it (divided by n). */
export function centerAndScale(values: Float64Array): { readonly center: number; readonly scale: number } {
  const center = mean(values);
  return { center, scale: Math.sqrt(mean(values.map((value) => (value - center) ** 2))) };
}

export function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Mean over periods with any exposure: pauses do not make a channel small. */
export function positiveMean(values: Float64Array): number {
  return mean(values.filter((value) => value > 0));
}
