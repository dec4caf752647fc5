// The unit an axis is told in: values are divided by a power of a thousand so that ticks read 0, 20, 40 and not 20 000 000.
import { currencySymbol } from "../currency.ts";
import { magnitudeOf } from "../format.ts";

export interface AxisScale {
  readonly divisor: number;
  /** `$ million`, `thousand`, `$`, or empty. */
  readonly unit: string;
  /** Divides and rounds to five figures of the axis' largest value: enough for any screen, and short in JSON. */
  readonly apply: (value: number) => number;
}

/**
 * Scale for values up to `largest` in absolute value; `currency` null for plain units. From half a million on the next
 * magnitude is taken, so that no tick reads 1,000.
 */
export function axisScale(largest: number, currency: string | null): AxisScale {
  const { divisor, word } = magnitudeOf(largest >= 500_000 ? 2 * largest : largest);
  const unit = [currency === null ? "" : currencySymbol(currency), word].filter((part) => part !== "").join(" ");
  const exponent = largest > 0 && Number.isFinite(largest) ? Math.floor(Math.log10(largest / divisor)) : 0;
  const step = 10 ** (4 - exponent);
  return { divisor, unit, apply: (value) => Math.round((value / divisor) * step) / step };
}

/** `Revenue per week, $ million`; no comma when there is no unit. */
export function axisName(quantity: string, scale: AxisScale): string {
  return scale.unit === "" ? quantity : `${quantity}, ${scale.unit}`;
}

/** Largest absolute value in any of the series; 0 for none. */
export function largestOf(...series: readonly (readonly number[])[]): number {
  let largest = 0;
  for (const values of series) for (const value of values) largest = Math.max(largest, Math.abs(value));
  return largest;
}
