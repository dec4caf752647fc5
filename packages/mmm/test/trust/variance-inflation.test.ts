// Variance inflation against the textbook: the diagonal of the inverse correlation matrix, and statsmodels.
import { choleskyInPlace, choleskyInverse, correlation, openStream } from "@carryover/engine";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { collinearity } from "../../src/trust/check-collinearity.ts";
import { separability } from "../../src/trust/variance-inflation.ts";

const rows = 60;
const column = (of: (t: number) => number): Float64Array => Float64Array.from({ length: rows }, (_, t) => of(t));

function noises(count: number, seed: number): Float64Array[] {
  const stream = openStream({ seed, chain: 0, purpose: "data" });
  return Array.from({ length: count }, () => column(() => stream.normal()));
}

test("equals statsmodels", () => {
  // statsmodels 0.15.0, variance_inflation_factor of [1, sin t, sin t + cos(3t)/2, t/10], t from 0 to 59.
  const series = [column(Math.sin), column((t) => Math.sin(t) + 0.5 * Math.cos(3 * t)), column((t) => 0.1 * t)];
  const { inflation } = separability(series, []);
  [5.1329885217269196, 5.132844273553536, 1.00011984540812].forEach((expected, index) => {
    expect(inflation[index]).toBeCloseTo(expected, 10);
  });
});

test("is the diagonal of the inverse correlation matrix, the baseline's columns included", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e6 }), fc.double({ min: 0, max: 5, noNaN: true }), (seed, tie) => {
      const [first, second, third, control] = noises(4, seed);
      const series = [
        first,
        second.map((value, t) => value + tie * first[t]),
        third.map((value, t) => value + control[t]),
      ];
      const all = [...series, control];
      const matrix = Float64Array.from(all.flatMap((left) => all.map((right) => correlation(left, right))));
      expect(choleskyInPlace(matrix, 4)).toBe(true);
      const inverse = choleskyInverse(matrix, 4);
      separability(series, [control]).inflation.forEach((found, index) => {
        expect(found / inverse[5 * index]).toBeCloseTo(1, 8);
      });
    }),
    { numRuns: 30 },
  );
});

test("without a baseline, partial correlations are correlations; a common control is taken out", () => {
  const [first, second, control] = noises(3, 8);
  const plain = separability([first, second], []);
  expect(plain.correlation[0][1]).toBeCloseTo(correlation(first, second), 12);
  const driven = [first, second].map((each) => each.map((value, t) => value + 10 * control[t]));
  expect(correlation(driven[0], driven[1])).toBeGreaterThan(0.9);
  expect(Math.abs(separability(driven, [control]).correlation[0][1])).toBeLessThan(0.5);
});

describe("of what cannot be told apart at all", () => {
  const [first, second] = noises(2, 5);

  test("a channel that repeats another, or the baseline, is inflated without bound", () => {
    const twins = separability([first, first.map((value) => 3 * value + 7), second], []);
    expect(twins.inflation[0]).toBe(Number.POSITIVE_INFINITY);
    expect(twins.inflation[1]).toBe(Number.POSITIVE_INFINITY);
    expect(twins.inflation[2]).toBeLessThan(2);
    const constant = separability([new Float64Array(rows).fill(4), second], []);
    expect(constant.inflation[0]).toBe(Number.POSITIVE_INFINITY);
    expect(constant.correlation[0][1]).toBe(0);
    expect(separability([first], [first]).inflationByBaseline[0]).toBe(Number.POSITIVE_INFINITY);
  });
});

describe("the check", () => {
  const [first, second, third] = noises(3, 21);
  const near = first.map((value, t) => value + 0.1 * second[t]);
  const found = separability([first, near, third], []);
  const channels = (contraction: number) => ["tv", "search", "social"].map((name) => ({ name, contraction }));

  test("fails where channels move together and the data did not decide, and names the partner", () => {
    const check = collinearity(channels(0.2), found);
    expect(check.verdict).toBe("fail");
    expect(check.channels?.[0]).toMatchObject({ verdict: "fail" });
    expect(check.channels?.[0].reason).toContain("moves with search");
    expect(check.channels?.[2]).toMatchObject({ verdict: "pass" });
    expect(check.reason).toContain("tv and search");
  });

  test("cautions only where the data decided all the same", () => {
    expect(collinearity(channels(0.9), found).verdict).toBe("caution");
  });

  test("blames the baseline where it is that", () => {
    const trend = column((t) => t);
    const rising = trend.map((value, t) => value + third[t]);
    const check = collinearity([{ name: "tv", contraction: 0 }], separability([rising], [trend]));
    expect(check.channels?.[0].reason).toContain("moves with trend, season or controls");
    expect(check.verdict).toBe("fail");
  });

  test("passes independent channels", () => {
    expect(collinearity(channels(0.2), separability([first, second, third], [])).verdict).toBe("pass");
  });
});
