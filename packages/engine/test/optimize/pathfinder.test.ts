import { describe, expect, test } from "vitest";
import { inverseHessian } from "../../src/optimize/inverse-hessian.ts";
import type { CurvaturePair } from "../../src/optimize/lbfgs.ts";
import {
  denseCovariance,
  lowRankNormal,
  marginalVariance,
  multiplyBy,
} from "../../src/optimize/low-rank-covariance.ts";
import { pathfinder } from "../../src/optimize/pathfinder.ts";
import { openStream } from "../../src/random/philox.ts";
import { autoregression } from "../support/densities.ts";

const stream = () => openStream({ seed: 4, chain: 0, purpose: "initial" });

describe("a covariance that is diagonal but for a few directions", () => {
  const root = Math.SQRT1_2;
  const covariance = {
    variance: Float64Array.of(4, 1, 0.25),
    vectors: Float64Array.of(root, root, 0),
    values: Float64Array.of(3),
  };
  // S (I + 2 v vᵀ) S with S = diag(2, 1, ½) and v = (1, 1, 0)/√2.
  const full = [8, 2, 0, 2, 2, 0, 0, 0, 0.25];

  test("in full it is S (I + Vᵀ(Λ − I)V) S, and products and variances agree with it", () => {
    denseCovariance(covariance).forEach((value, index) => {
      expect(value).toBeCloseTo(full[index], 12);
    });
    expect(Array.from(marginalVariance(covariance))).toEqual([8, 2, 0.25].map((value) => expect.closeTo(value, 12)));
    const x = Float64Array.of(1, 2, 3);
    multiplyBy(covariance, x);
    expect(Array.from(x)).toEqual([12, 6, 0.75].map((value) => expect.closeTo(value, 12)));
  });

  test("a draw's density is that of its place under that covariance", () => {
    const normal = lowRankNormal(Float64Array.of(1, 2, 3), covariance);
    const position = new Float64Array(3);
    const told = normal.draw(stream(), position);
    expect(normal.logDensity(position)).toBeCloseTo(told, 10);
    // |Σ| = 8·2·¼ − 2·2·¼ = 3, and (2, 0, ½)ᵀ Σ⁻¹ (2, 0, ½) = 4·(2·¼)/3 + 1 = 5/3.
    const expected = -1.5 * Math.log(2 * Math.PI) - 0.5 * Math.log(3) - 0.5 * (5 / 3);
    expect(normal.logDensity(Float64Array.of(3, 2, 3.5))).toBeCloseTo(expected, 10);
  });
});

test("with as many pairs as dimensions the inverse Hessian of a quadratic is exact", () => {
  // Precision [[2, 1], [1, 3]]; pairs along conjugate directions (1, 0) and (−½, 1) make BFGS exact.
  const pair = (step: number[]): CurvaturePair => {
    const gradientChange = Float64Array.of(2 * step[0] + step[1], step[0] + 3 * step[1]);
    const curvature = step[0] * gradientChange[0] + step[1] * gradientChange[1];
    return { step: Float64Array.from(step), gradientChange, inverseCurvature: 1 / curvature };
  };
  const found = inverseHessian(Float64Array.of(0.7, 1.9), [pair([1, 0]), pair([-0.5, 1])]);
  denseCovariance(found).forEach((value, index) => {
    expect(value).toBeCloseTo([0.6, -0.2, -0.2, 0.4][index], 10);
  });
});

test("of a normal density Pathfinder finds the mean, and draws with its covariance", () => {
  const density = autoregression(4, 0.6);
  const found = pathfinder(density, Float64Array.of(3, -2, 5, 1), stream(), {
    historySize: 12,
    elboDraws: 200,
  });
  if (found === undefined) throw new Error("no approximation was found");
  for (const value of found.normal.mean) expect(Math.abs(value)).toBeLessThan(0.01);
  // Up to its constant, the density is 2π² √(1 − 0.36)³ times the normal one: the ELBO is the logarithm of that,
  // up to the divergence that the ascent left open and the noise of the best of several estimates from 200 draws.
  const evidence = 2 * Math.log(2 * Math.PI) + 1.5 * Math.log(1 - 0.36);
  expect(Math.abs(found.elbo - evidence)).toBeLessThan(0.1);
  const position = new Float64Array(4);
  const source = stream();
  let cross = 0;
  for (let draw = 0; draw < 4000; draw += 1) {
    found.normal.draw(source, position);
    cross += (position[0] * position[1]) / 4000;
  }
  // 4,000 products of standard deviation √(1 + 0.36): 5 standard errors, and 0.05 for what the ascent left open.
  expect(Math.abs(cross - 0.6)).toBeLessThan((5 * Math.sqrt(1.36)) / Math.sqrt(4000) + 0.05);
});

test("from a point without a finite density there is no approximation", () => {
  const broken = { dim: 1, evaluate: () => Number.NaN };
  expect(pathfinder(broken, Float64Array.of(0), stream())).toBeUndefined();
});
