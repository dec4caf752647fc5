// Power-scaling against closed forms of the normal, and against ArviZ.
import { normalCdf, normalQuantile } from "@carryover/engine";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { weightedMean } from "../../src/analysis/estimates.ts";
import { cumulativeJensenShannon, powerScaling, powerWeights } from "../../src/trust/power-scaling.ts";

/** Prior N(prior, τ²) and data of mean `data` with variance s²: the posterior with the prior raised to α, the data to β. */
interface Conjugate {
  readonly prior: number;
  readonly priorSd: number;
  readonly data: number;
  readonly dataSd: number;
}

function posterior({ prior, priorSd, data, dataSd }: Conjugate, alpha = 1, beta = 1): { mean: number; sd: number } {
  const [fromPrior, fromData] = [alpha / priorSd ** 2, beta / dataSd ** 2];
  const precision = fromPrior + fromData;
  return { mean: (fromPrior * prior + fromData * data) / precision, sd: 1 / Math.sqrt(precision) };
}

/** Evenly spread quantiles instead of draws: no sampling error. */
function drawsOf({ mean, sd }: { mean: number; sd: number }, count = 4000): Float64Array {
  return Float64Array.from({ length: count }, (_, index) => mean + sd * normalQuantile((index + 0.5) / count));
}

const logNormal = (at: number, sd: number) => (value: number) => -0.5 * ((value - at) / sd) ** 2;

const conflict: Conjugate = { prior: 0, priorSd: 1, data: 4, dataSd: 1 };

describe("weights", () => {
  test.each([0.8, 1.25])("turn the posterior into that of a prior to the power of %d", (alpha) => {
    const draws = drawsOf(posterior(conflict));
    const { weights, paretoK } = powerWeights(draws.map(logNormal(conflict.prior, conflict.priorSd)), alpha);
    const scaled = posterior(conflict, alpha);
    const mean = weightedMean(draws, weights);
    // The largest of 4,000 weights are smoothed, and the tail beyond the outermost quantile is missing.
    expect(mean).toBeCloseTo(scaled.mean, 2);
    const variance = weightedMean(
      draws.map((value) => (value - mean) ** 2),
      weights,
    );
    expect(Math.sqrt(variance)).toBeCloseTo(scaled.sd, 2);
    expect(paretoK).toBeLessThan(0.7);
  });

  test("sum to one", () => {
    const { weights } = powerWeights(
      Float64Array.from({ length: 300 }, (_, index) => Math.sin(index)),
      1.3,
    );
    expect(weights.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 12);
  });
});

describe("sensitivity", () => {
  const of = (case_: Conjugate): { prior: ReturnType<typeof powerScaling>; data: ReturnType<typeof powerScaling> } => {
    const draws = drawsOf(posterior(case_));
    return {
      prior: powerScaling(draws, draws.map(logNormal(case_.prior, case_.priorSd))),
      data: powerScaling(draws, draws.map(logNormal(case_.data, case_.dataSd))),
    };
  };

  test("the mean moves by ln 2 · w(1 − w)(prior − data) per doubling, in posterior standard deviations", () => {
    for (const case_ of [conflict, { prior: 1, priorSd: 2, data: -0.5, dataSd: 0.7 }]) {
      const weight = case_.priorSd ** -2 / (case_.priorSd ** -2 + case_.dataSd ** -2);
      const exact = (Math.LN2 * weight * (1 - weight) * (case_.prior - case_.data)) / posterior(case_).sd;
      const { prior, data } = of(case_);
      // A finite step of 1 %, symmetric: its error is of second order.
      expect(prior.shift).toBeCloseTo(exact, 2);
      expect(data.shift).toBeCloseTo(-exact, 2);
    }
  });

  test("is the distance between the closed-form distributions, per doubling", () => {
    const draws = drawsOf(posterior(conflict), 20_000);
    const found = powerScaling(draws, draws.map(logNormal(conflict.prior, conflict.priorSd))).sensitivity;
    const base = posterior(conflict);
    const distance = (alpha: number): number => {
      const scaled = posterior(conflict, alpha);
      // From below by the distribution functions, from above by what they leave.
      const along = (sign: number): number => {
        let [divergence, bound] = [0, 0];
        for (let x = draws[0]; x < draws[draws.length - 1]; x += 1e-3) {
          const p = normalCdf((sign * (x - base.mean)) / base.sd);
          const q = normalCdf((sign * (x - scaled.mean)) / scaled.sd);
          divergence += p * Math.log2((2 * p) / (p + q)) + q * Math.log2((2 * q) / (p + q));
          bound += p + q;
        }
        return Math.sqrt(divergence / bound);
      };
      return Math.max(along(1), along(-1));
    };
    const exact = (distance(1.01) + distance(1 / 1.01)) / (2 * Math.log2(1.01));
    // Sums over draws against sums over a grid.
    expect(Math.abs(found / exact - 1)).toBeLessThan(0.01);
  });

  test("a conflict between prior and data shows in both, agreement in neither as much", () => {
    const apart = of(conflict);
    const agreed = of({ ...conflict, data: 0 });
    expect(apart.prior.sensitivity).toBeGreaterThan(0.05);
    expect(apart.data.sensitivity).toBeGreaterThan(0.05);
    expect(agreed.prior.sensitivity).toBeLessThan(apart.prior.sensitivity / 2);
    // Rounding of a difference of means that the step of 1 % divides by.
    expect(Math.abs(agreed.prior.shift)).toBeLessThan(1e-3);
  });

  test("a wide prior does not matter, and data that say nothing do not either", () => {
    expect(of({ prior: 0, priorSd: 100, data: 1, dataSd: 1 }).prior.sensitivity).toBeLessThan(0.001);
    const silent = of({ prior: 0, priorSd: 1, data: 1, dataSd: 100 });
    expect(silent.data.sensitivity).toBeLessThan(0.001);
    expect(silent.prior.sensitivity).toBeGreaterThan(0.05);
  });

  test("equals ArviZ", () => {
    // arviz 0.22.0, az.psens of the same 400 draws with log_prior = −(x − 1)²/2 and log_likelihood = −2(x + 0.3)².
    const draws = Float64Array.from({ length: 400 }, (_, index) => (index - 199.5) / 100 + Math.sin(index));
    const prior = powerScaling(
      draws,
      draws.map((x) => -0.5 * (x - 1) ** 2),
    ).sensitivity;
    const data = powerScaling(
      draws,
      draws.map((x) => -2 * (x + 0.3) ** 2),
    ).sensitivity;
    expect(prior).toBeCloseTo(0.34100307922970857, 4);
    expect(data).toBeCloseTo(0.7416434838461302, 4);
  });
});

describe("distance", () => {
  const distance = (draws: Float64Array, weights: Float64Array): number =>
    cumulativeJensenShannon(
      draws,
      weights,
      Int32Array.from(draws.keys()).sort((left, right) => draws[left] - draws[right]),
    );

  test("is 0 under equal weights and for constant draws, and between 0 and 1 otherwise", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.double({ min: -9, max: 9, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true })), {
          minLength: 2,
          maxLength: 40,
        }),
        (pairs) => {
          const draws = Float64Array.from(pairs, ([value]) => value);
          const total = pairs.reduce((sum, [, weight]) => sum + weight, 0);
          fc.pre(total > 1e-6);
          const even = new Float64Array(draws.length).fill(1 / draws.length);
          expect(distance(draws, even)).toBeLessThan(1e-6);
          const found = distance(
            draws,
            Float64Array.from(pairs, ([, weight]) => weight / total),
          );
          expect(found).toBeGreaterThanOrEqual(0);
          expect(found).toBeLessThanOrEqual(1);
        },
      ),
      { numRuns: 50 },
    );
    expect(distance(new Float64Array(5).fill(2), Float64Array.of(1, 0, 0, 0, 0))).toBe(0);
  });
});
