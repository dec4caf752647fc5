// Numbers as people read them: three significant figures, thin-space groups, true minus signs, money, shares, periods, dates.
import { periodWord } from "../calendar/periods.ts";
import type { Frequency } from "../data/panel.ts";
import { currencySymbol } from "./currency.ts";

/** Narrow no-break space: groups digits and joins a number to its unit without ever breaking the line. */
export const thinSpace = "\u202f";

const minus = "\u2212";
const superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** 31447455 → `31 447 455`; `decimals` digits after the point. Non-finite numbers read `n/a`. */
export function formatFixed(value: number, decimals: number): string {
  if (!Number.isFinite(value)) return "n/a";
  const digits = Math.abs(value).toFixed(Math.min(Math.max(decimals, 0), 20));
  const [whole, fraction] = digits.split(".");
  const grouped = whole!.replace(/\B(?=(\d{3})+$)/g, thinSpace);
  const sign = value < 0 && Number(digits) !== 0 ? minus : "";
  return `${sign}${grouped}${fraction === undefined ? "" : `.${fraction}`}`;
}

/** Whole numbers with thin-space groups: counts, draws, days. */
export function formatCount(value: number): string {
  return formatFixed(value, 0);
}

/** Power of ten of the first digit of `value`, after rounding to `figures`: 999.7 at 3 figures has 3. */
function exponentOf(value: number, figures: number): number {
  return Number(
    Math.abs(value)
      .toExponential(figures - 1)
      .split("e")[1],
  );
}

/**
 * Three significant figures by default: 1234567 → `1 230 000`, 0.04567 → `0.0457`, −8 → `−8.00`.
 * Outside 1e−4 … 1e15 as a power of ten: `1.23 × 10⁻⁶`. Non-finite numbers read `n/a`.
 */
export function formatNumber(value: number, figures = 3): string {
  if (!Number.isFinite(value)) return "n/a";
  if (value === 0) return "0";
  const exponent = exponentOf(value, figures);
  if (exponent < -4 || exponent >= 15) {
    const power = [...String(Math.abs(exponent))].map((digit) => superscripts[Number(digit)]).join("");
    const mantissa = formatFixed(Number(value.toExponential(figures - 1).split("e")[0]), figures - 1);
    return `${mantissa}${thinSpace}×${thinSpace}10${exponent < 0 ? "⁻" : ""}${power}`;
  }
  return formatFixed(Number(value.toPrecision(figures)), Math.max(0, figures - 1 - exponent));
}

/** The power of a thousand a group of numbers is told in: 31 200 000 → { divisor: 1e6, word: "million", letter: "M" }. */
export interface Magnitude {
  readonly divisor: number;
  readonly word: string;
  readonly letter: string;
}

const magnitudes: readonly Magnitude[] = [
  { divisor: 1e12, word: "trillion", letter: "T" },
  { divisor: 1e9, word: "billion", letter: "B" },
  { divisor: 1e6, word: "million", letter: "M" },
  { divisor: 1e3, word: "thousand", letter: "k" },
];

/** The magnitude for numbers whose largest absolute value is `largest`; below `from` none. */
export function magnitudeOf(largest: number, from = 1e3): Magnitude {
  const shown = Number(Math.abs(largest).toPrecision(3));
  const found = magnitudes.find((magnitude) => shown >= magnitude.divisor && shown >= from);
  return Number.isFinite(largest) && found !== undefined ? found : { divisor: 1, word: "", letter: "" };
}

/** 31234567 → `31.2 million`; thousands are written out. */
export function formatWords(value: number): string {
  const { divisor, word } = magnitudeOf(value, 1e6);
  return word === "" ? formatNumber(value) : `${formatNumber(value / divisor)} ${word}`;
}

/** Sets a currency symbol before a formatted number, the minus sign staying first; codes of letters get a space. */
export function withCurrency(text: string, currency: string): string {
  const symbol = currencySymbol(currency);
  const joined = /[A-Za-z]{2}$/.test(symbol) ? `${symbol}${thinSpace}` : symbol;
  return text.startsWith(minus) ? `${minus}${joined}${text.slice(1)}` : `${joined}${text}`;
}

/** Money in words: `$31.2 million`, `€1 230`, `−$0.490`. */
export function formatMoney(value: number, currency: string): string {
  return Number.isFinite(value) ? withCurrency(formatWords(value), currency) : "n/a";
}

/** Money for cards and narrow columns: `$31.2 M`, `$84.4 k`. */
export function formatShortMoney(value: number, currency: string): string {
  return Number.isFinite(value) ? withCurrency(formatShort(value), currency) : "n/a";
}

/** 31234567 → `31.2 M`. */
export function formatShort(value: number): string {
  const { divisor, letter } = magnitudeOf(value);
  return letter === "" ? formatNumber(value) : `${formatNumber(value / divisor)}${thinSpace}${letter}`;
}

/** A share as percent with three figures at most and one decimal at most: 0.3194 → `31.9 %`, 0.0041 → `0.4 %`. */
export function formatShare(share: number): string {
  if (!Number.isFinite(share)) return "n/a";
  const percent = 100 * share;
  const decimals = Math.abs(percent) >= 99.95 ? 0 : 1;
  return `${formatFixed(percent, decimals)}${thinSpace}%`;
}

/** The mass of an interval as percent with as many digits as it has: 0.9 → `90 %`, 0.995 → `99.5 %`. */
export function formatLevel(level: number): string {
  return `${Number((100 * level).toPrecision(6))}${thinSpace}%`;
}

/** A probability with two decimals that never claims certainty: `0.93`, `> 0.99`, `< 0.01`. */
export function formatProbability(probability: number): string {
  if (!Number.isFinite(probability)) return "n/a";
  if (probability > 0.99) return `>${thinSpace}0.99`;
  if (probability < 0.01) return `<${thinSpace}0.01`;
  return probability.toFixed(2);
}

/** 3.21 daily → `3.2 days`; exactly one period stays singular. */
export function formatPeriods(periods: number, frequency: Frequency): string {
  const text = formatFixed(periods, Math.abs(periods) >= 10 || Number.isInteger(periods) ? 0 : 1);
  return `${text}${thinSpace}${periodWord(frequency)}${text === "1" ? "" : "s"}`;
}

const monthNames = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
] as const;

/** `2023-11-05` or `2023-11` → `November 2023`. */
export function formatMonth(date: string): string {
  return `${monthNames[Number(date.slice(5, 7)) - 1] ?? ""} ${date.slice(0, 4)}`.trim();
}

/** `2023-11-05` → `5 Nov 2023`. */
export function formatDate(date: string): string {
  const month = monthNames[Number(date.slice(5, 7)) - 1] ?? "";
  return `${Number(date.slice(8, 10))}${thinSpace}${month.slice(0, 3)}${thinSpace}${date.slice(0, 4)}`;
}

const smallNumbers = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"] as const;

/** 5 → `five`; above ten in digits. */
export function countWord(count: number): string {
  return smallNumbers[count] ?? formatCount(count);
}

/** `countOf(2, "finding")` → `two findings`. */
export function countOf(count: number, noun: string): string {
  return `${countWord(count)} ${noun}${count === 1 ? "" : "s"}`;
}

/** `["a", "b", "c"]` → `a, b and c`. */
export function joinNames(names: readonly string[]): string {
  return names.length < 2 ? (names[0] ?? "") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

/** First letter upper case, the rest as it is. */
export function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
