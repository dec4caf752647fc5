// A number with its uncertainty, written with as many digits as the uncertainty deserves.
import type { Estimate, Evaluation } from "../analysis/evaluation.ts";
import { sureWord } from "../analysis/format.ts";
import { formatFixed, magnitudeOf, thinSpace, withCurrency } from "./format.ts";

/** Three numbers written alike: same rounding, same unit. */
export interface IntervalText {
  readonly mean: string;
  readonly lower: string;
  readonly upper: string;
}

/**
 * The step numbers are rounded to: three significant figures of the largest, coarser when the interval is wide (two
 * figures of its width are all it supports), finer when the ends would otherwise read the same.
 */
function roundingStep(numbers: readonly number[], width: number): number {
  const largest = Math.max(...numbers.map(Math.abs));
  if (largest === 0) return 1;
  const threeFigures = 10 ** (Math.floor(Math.log10(largest)) - 2);
  if (!(width > 0)) return threeFigures;
  const twoOfWidth = 10 ** (Math.floor(Math.log10(width)) - 1);
  return width < 3 * threeFigures ? twoOfWidth : Math.max(threeFigures, twoOfWidth);
}

function roundedAlike(mean: number, interval: readonly [number, number], wrap: (text: string) => string): IntervalText {
  const numbers = [mean, interval[0], interval[1]];
  if (!numbers.every(Number.isFinite)) return { mean: "n/a", lower: "n/a", upper: "n/a" };
  const step = roundingStep(numbers, interval[1] - interval[0]);
  const decimals = Math.max(0, -Math.round(Math.log10(step)));
  const write = (value: number): string => wrap(formatFixed(Math.round(value / step) * step, decimals));
  return { mean: write(mean), lower: write(interval[0]), upper: write(interval[1]) };
}

/** Plain numbers (ROAS, parameters): `0.49`, `0.42`, `0.56`. */
export function numberInterval(estimate: Pick<Estimate, "mean">, interval: readonly [number, number]): IntervalText {
  return roundedAlike(estimate.mean, interval, (text) => text);
}

/** Shares as percent: `32 %`, `28 %`, `36 %`. */
export function shareInterval(estimate: Estimate, interval: readonly [number, number]): IntervalText {
  return roundedAlike(100 * estimate.mean, [100 * interval[0], 100 * interval[1]], (text) => `${text}${thinSpace}%`);
}

/** Amounts in words, with a currency when one is given: `$31.2 million`, `$28.1 million`, `$34.5 million`. */
export function amountInterval(
  estimate: Estimate,
  interval: readonly [number, number],
  currency: string | null,
): IntervalText {
  const { divisor, word } = magnitudeOf(Math.max(Math.abs(interval[0]), Math.abs(interval[1])), 1e6);
  return roundedAlike(estimate.mean / divisor, [interval[0] / divisor, interval[1] / divisor], (text) => {
    const amount = currency === null ? text : withCurrency(text, currency);
    return word === "" ? amount : `${amount} ${word}`;
  });
}

/** `94 % sure between 0.42 and 0.56`; of selected models, whose spread is no degree of belief, `94 % of the models between …`. */
export function sureBetween(text: IntervalText, { sampling }: Pick<Evaluation, "sampling">): string {
  return `94${thinSpace}% ${sureWord(sampling.ensemble)} between ${text.lower} and ${text.upper}`;
}
