// Every family against scipy.stats: log density, quantile, mean, standard deviation.
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { distributionByName, distributionNames } from "../../src/distributions/registry.ts";

interface Case {
  readonly name: string;
  readonly args: readonly (number | string)[];
  readonly mean: number | null;
  readonly sd: number | null;
  readonly points: readonly (readonly [x: number, logDensity: number, cdf: number])[];
}

const { cases } = JSON.parse(readFileSync(new URL("../reference/distributions.json", import.meta.url), "utf8")) as {
  cases: Case[];
};

test("every family has reference cases", () => {
  expect(new Set(cases.map((each) => each.name))).toEqual(new Set(distributionNames));
});

describe.each(cases.map((each) => ({ ...each, label: `${each.name}(${each.args.join(", ")})` })))("$label", (each) => {
  const family = distributionByName(each.name)!;
  const args = each.args.map(Number);

  test("is a valid choice of parameters", () => {
    expect(family.problem(args)).toBeUndefined();
    expect(args).toHaveLength(family.parameters.length);
  });

  test("has scipy's log density", () => {
    for (const [x, logDensity] of each.points) {
      const found = family.logDensity(x, args, new Float64Array(1 + args.length));
      // scipy's own truncnorm and t lose a few digits; densities here range over e^±40
      expect(Math.abs(found - logDensity), `at ${x}`).toBeLessThan(1e-10 * Math.max(1, Math.abs(logDensity)));
    }
  });

  test("has scipy's quantiles", () => {
    for (const [x, , cdf] of each.points) {
      // Where the distribution function is steep or flat its own rounding moves x: compare in the wider of both scales.
      const density = Math.exp(family.logDensity(x, args, new Float64Array(1 + args.length)));
      const slack = 1e-9 * Math.max(Math.abs(x), 1e-300) + 1e-13 / density;
      expect(Math.abs(family.quantile(cdf, args) - x), `at ${cdf}`).toBeLessThan(slack);
    }
  });

  test("has scipy's mean and standard deviation, or none", () => {
    if (each.mean === null) expect(family.mean(args)).not.toSatisfy(Number.isFinite);
    else expect(Math.abs(family.mean(args) - each.mean)).toBeLessThan(1e-9 * Math.max(1, Math.abs(each.mean)));
    if (each.sd === null) expect(family.standardDeviation(args)).not.toSatisfy(Number.isFinite);
    // scipy's standard deviation of a log-normal is a difference of exponentials and good to 1e-7
    else expect(Math.abs(family.standardDeviation(args) / each.sd - 1)).toBeLessThan(1e-7);
  });
});
