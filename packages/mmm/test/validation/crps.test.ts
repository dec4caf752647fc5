import { normalCdf, normalQuantile, openStream } from "@carryover/engine";
import fc from "fast-check";
import { expect, test } from "vitest";
import { crps } from "../../src/validation/crps.ts";

const draws = fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: 2, maxLength: 40 });
const value = fc.double({ min: -1e3, max: 1e3, noNaN: true });

/** Mean distances over all pairs, as they are defined. */
function byDefinition(values: readonly number[], observed: number, pairs: number): number {
  const count = values.length;
  const distance = values.reduce((sum, each) => sum + Math.abs(each - observed), 0) / count;
  const spread =
    values.reduce((sum, one) => sum + values.reduce((all, two) => all + Math.abs(one - two), 0), 0) / pairs;
  return distance - spread / 2;
}

test("equals its definition over all pairs", () => {
  fc.assert(
    fc.property(draws, value, (values, observed) => {
      const sorted = Float64Array.from(values).sort();
      const count = values.length;
      // Sums of up to 40 × 40 distances of at most 2,000, each rounded at 1e−13.
      expect(crps(sorted, observed, "plain")).toBeCloseTo(byDefinition(values, observed, count * count), 8);
      expect(crps(sorted, observed)).toBeCloseTo(byDefinition(values, observed, count * (count - 1)), 8);
    }),
  );
});

test("moves with the data, and is the absolute error of a certain forecast", () => {
  fc.assert(
    fc.property(draws, value, value, (values, observed, shift) => {
      const sorted = Float64Array.from(values).sort();
      expect(
        crps(
          sorted.map((each) => each + shift),
          observed + shift,
        ),
      ).toBeCloseTo(crps(sorted, observed), 8);
      expect(crps(Float64Array.of(shift, shift, shift), observed)).toBeCloseTo(Math.abs(observed - shift), 8);
    }),
  );
});

/** Of the normal distribution: σ (z (2Φ(z) − 1) + 2φ(z) − 1/√π); Gneiting & Raftery (2007), equation 21 ff. */
function normalCrps(mean: number, sd: number, observed: number): number {
  const z = (observed - mean) / sd;
  const density = Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
  return sd * (z * (2 * normalCdf(z) - 1) + 2 * density - 1 / Math.sqrt(Math.PI));
}

test.each([-3, -0.4, 0, 1, 2.5])("of many normal draws is the closed form, at z = %d", (z) => {
  const count = 20_000;
  const quantiles = Float64Array.from({ length: count }, (_, index) => 10 + 4 * normalQuantile((index + 0.5) / count));
  // Midpoint quantiles leave out a tail of probability 1/40,000.
  expect(Math.abs(crps(quantiles, 10 + 4 * z, "plain") - normalCrps(10, 4, 10 + 4 * z))).toBeLessThan(1e-3);
});

test("the fair score of few draws is right on average, the plain one too large", () => {
  const stream = openStream({ seed: 4, chain: 0, purpose: "data" });
  const [few, rounds] = [5, 20_000];
  let [fair, plain] = [0, 0];
  for (let round = 0; round < rounds; round += 1) {
    const sorted = Float64Array.from({ length: few }, () => stream.normal()).sort();
    fair += crps(sorted, 0.7) / rounds;
    plain += crps(sorted, 0.7, "plain") / rounds;
  }
  const truth = normalCrps(0, 1, 0.7);
  // The score's standard deviation is about 0.3: 4 standard errors of the mean.
  expect(Math.abs(fair - truth)).toBeLessThan(0.009);
  // E|X − X′| / 2 = 1/√π is short by a fifth.
  expect(Math.abs(plain - truth - 1 / Math.sqrt(Math.PI) / few)).toBeLessThan(0.009);
});
