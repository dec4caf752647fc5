// Distributions read from plain data and written back, and what is said when they cannot be.
import { describe, expect, test } from "vitest";
import { beta } from "../../src/distributions/beta.ts";
import { cauchy } from "../../src/distributions/cauchy.ts";
import { describeDistribution, parseDistribution } from "../../src/distributions/description.ts";
import type { Distribution } from "../../src/distributions/distribution.ts";
import { exponential } from "../../src/distributions/exponential.ts";
import { gamma } from "../../src/distributions/gamma.ts";
import { halfCauchy } from "../../src/distributions/half-cauchy.ts";
import { halfNormal } from "../../src/distributions/half-normal.ts";
import { halfStudentT } from "../../src/distributions/half-student-t.ts";
import { inverseGamma } from "../../src/distributions/inverse-gamma.ts";
import { laplace } from "../../src/distributions/laplace.ts";
import { logNormal } from "../../src/distributions/log-normal.ts";
import { normal } from "../../src/distributions/normal.ts";
import { distributionByName, distributionNames } from "../../src/distributions/registry.ts";
import { shiftedLogNormal } from "../../src/distributions/shifted-log-normal.ts";
import { studentT } from "../../src/distributions/student-t.ts";
import { truncatedNormal } from "../../src/distributions/truncated-normal.ts";
import { uniform } from "../../src/distributions/uniform.ts";

const all: readonly Distribution[] = [
  beta(2, 3),
  cauchy(0, 1),
  exponential(2),
  gamma(2, 3),
  halfCauchy(1),
  halfNormal(0.5),
  halfStudentT(3, 1),
  inverseGamma(3, 2),
  laplace(0, 1),
  logNormal(0.2, 0.9),
  normal(0, 1),
  shiftedLogNormal(1, 0, 1),
  studentT(4, 0, 1),
  truncatedNormal(0.8, 0.8, 0.1, 10),
  truncatedNormal(0, 1, 0),
  truncatedNormal(0, 1),
  uniform(0, 1),
];

describe("a description", () => {
  test("names the distribution and its parameters", () => {
    expect(parseDistribution({ distribution: "beta", alpha: 2, beta: 3 })).toEqual(beta(2, 3));
    expect(describeDistribution(logNormal(0.2, 0.9))).toEqual({ distribution: "log-normal", mu: 0.2, sigma: 0.9 });
  });

  test("survives JSON for every family, infinite bounds included", () => {
    expect(new Set(all.map((each) => each.family.name))).toEqual(new Set(distributionNames));
    for (const distribution of all) {
      expect(parseDistribution(JSON.parse(JSON.stringify(describeDistribution(distribution))))).toEqual(distribution);
    }
  });

  test("of a truncated normal may leave its bounds out", () => {
    const description = { distribution: "truncated-normal", mean: 1, sd: 2, lower: 0 };
    expect(parseDistribution(description).args).toEqual([1, 2, 0, Number.POSITIVE_INFINITY]);
  });
});

describe("a description that cannot be used", () => {
  test.each([
    ["halfnormal", "half-normal"],
    ["HalfNormal", "half-normal"],
    ["lognormal", "log-normal"],
    ["Bета", undefined],
    ["gama", "gamma"],
    ["poisson", undefined],
  ])("by the unknown name %s suggests %s", (distribution, suggested) => {
    const parse = (): Distribution => parseDistribution({ distribution });
    expect(parse).toThrow(RangeError);
    expect(parse).toThrow(`unknown distribution "${distribution}"`);
    expect(parse).toThrow("known are beta, cauchy");
    if (suggested === undefined) expect(parse).not.toThrow("did you mean");
    else expect(parse).toThrow(`did you mean "${suggested}"?`);
  });

  test("says all that is wrong with its parameters at once", () => {
    const parse = (): Distribution => parseDistribution({ distribution: "normal", mena: 0, sd: "wide" });
    expect(parse).toThrow('unknown parameter "mena"; did you mean "mean"?');
    expect(parse).toThrow('parameter "mean" is missing');
    expect(parse).toThrow('sd is "wide"; it must be a number');
    expect(parse).toThrow("its parameters are mean, sd");
  });

  test("says which value is out of range", () => {
    expect(() => parseDistribution({ distribution: "normal", mean: 0, sd: -1 })).toThrow(
      "normal: sd is -1; it must be a finite number above 0",
    );
    expect(() => uniform(2, 1)).toThrow("uniform: upper is 1; it must be above lower, 2");
    expect(() => truncatedNormal(0, 1, 3, 2)).toThrow("upper is 2; it must be above lower, 3");
  });
});

test("an unknown name is no family", () => {
  expect(distributionByName("poisson")).toBeUndefined();
});
