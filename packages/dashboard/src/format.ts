// Numbers and times as a reader of the pages sees them.

/** `2026-11-22 21:04 UTC` */
export function dateTime(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
}

/** `0.49 (0.42 to 0.56)`: the mean and its 94 % interval. */
export function roas(estimate: { readonly mean: number; readonly lower: number; readonly upper: number }): string {
  return `${short(estimate.mean)} (${short(estimate.lower)} to ${short(estimate.upper)})`;
}

/** `3.5 s`, `42 s`, `2 min 5 s` */
export function seconds(value: number): string {
  if (value < 10) return `${value.toFixed(1)} s`;
  const whole = Math.round(value);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/** Three significant digits, at most three decimals. */
function short(value: number): string {
  const magnitude = Math.abs(value);
  if (magnitude >= 100) return value.toFixed(0);
  return value.toFixed(magnitude >= 10 ? 1 : 2);
}
