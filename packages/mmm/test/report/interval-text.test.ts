// Numbers with their uncertainty.
import fc from "fast-check";
import { expect, test } from "vitest";
import { amountInterval, numberInterval, shareInterval, sureBetween } from "../../src/report/interval-text.ts";
import { asEnsemble, defaultShape, makeEstimate, makeEvaluation } from "./make-evaluation.ts";

const plain = (text: string): string => text.replace(/\u202f/g, " ");

test("digits follow the width of the interval", () => {
  const estimate = makeEstimate(0.4871, 0.03);
  expect(numberInterval(estimate, [0.4213, 0.5562])).toEqual({ mean: "0.49", lower: "0.42", upper: "0.56" });
  expect(numberInterval(makeEstimate(5.1, 3), [0.2, 10.4])).toEqual({ mean: "5", lower: "0", upper: "10" });
});

test("three figures at most where they are enough", () => {
  expect(numberInterval(makeEstimate(0.48712, 0.001), [0.48521, 0.48899])).toEqual({
    mean: "0.487",
    lower: "0.485",
    upper: "0.489",
  });
});

test("a narrow interval gets the digits its ends need to differ", () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.01, max: 1e6, noNaN: true }),
      fc.double({ min: 1e-4, max: 3, noNaN: true }),
      (mean, relative) => {
        const half = mean * relative;
        const text = numberInterval(makeEstimate(mean, half), [mean - half, mean + half]);
        expect(text.lower).not.toBe(text.upper);
        const read = (part: string): number => Number(part.replace(/\u202f/g, "").replace("−", "-"));
        // Rounding moves each end by at most a twentieth of the width (two figures of it are kept).
        expect(Math.abs(read(text.lower) - (mean - half))).toBeLessThanOrEqual(0.0501 * 2 * half + 0.005 * mean);
        expect(read(text.lower)).toBeLessThan(read(text.upper));
      },
    ),
  );
});

test("shares and amounts are told in one unit", () => {
  const share = shareInterval(makeEstimate(0.3194, 0.02), [0.281, 0.358]);
  expect(plain(share.mean)).toBe("31.9 %");
  expect(plain(share.lower)).toBe("28.1 %");
  const amount = amountInterval(makeEstimate(31.2e6, 1.6e6), [28.1e6, 34.5e6], "USD");
  expect([amount.mean, amount.lower, amount.upper].map(plain)).toEqual([
    "$31.2 million",
    "$28.1 million",
    "$34.5 million",
  ]);
  expect(plain(amountInterval(makeEstimate(812, 20), [770, 850], null).mean)).toBe("812");
});

test("a point without uncertainty and a number that could not be computed are written too", () => {
  expect(numberInterval(makeEstimate(2, 0), [2, 2]).mean).toBe("2.00");
  expect(numberInterval(makeEstimate(0, 0), [0, 0]).mean).toBe("0");
  expect(numberInterval(makeEstimate(Number.NaN, 1), [0, 1]).mean).toBe("n/a");
});

test("certainty is said with its level", () => {
  const text = { mean: "0.49", lower: "0.42", upper: "0.56" };
  const evaluation = makeEvaluation(defaultShape);
  expect(plain(sureBetween(text, evaluation))).toBe("94 % sure between 0.42 and 0.56");
  expect(plain(sureBetween(text, asEnsemble(evaluation)))).toBe("94 % of the models between 0.42 and 0.56");
});
