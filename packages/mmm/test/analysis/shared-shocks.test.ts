import { openStream } from "@carryover/engine";
import { expect, test } from "vitest";
import { sharedShockFactor, sharedShockFindings } from "../../src/analysis/shared-shocks.ts";

const geos = 8;
const periods = 104;

/** Residuals of geos of very different sizes, a share of whose variance is common to all. */
function residuals(share: number): Float64Array {
  const stream = openStream({ seed: 11, chain: 0, purpose: "data" });
  const common = Float64Array.from({ length: periods }, () => stream.normal());
  return Float64Array.from({ length: geos * periods }, (_, index) => {
    const size = 10 ** (Math.floor(index / periods) % 4);
    return size * (Math.sqrt(share) * common[index % periods] + Math.sqrt(1 - share) * stream.normal());
  });
}

test("independent residuals give about one, common ones up to the number of geos", () => {
  // Four standard deviations of the mean of 104 squares; with a share s in common the expectation is 1 + (G − 1)·s.
  const noise = 4 * Math.sqrt(2 / periods);
  expect(Math.abs(sharedShockFactor(residuals(0), geos) - 1)).toBeLessThan(noise);
  expect(Math.abs(sharedShockFactor(residuals(0.5), geos) / 4.5 - 1)).toBeLessThan(noise);
  expect(sharedShockFactor(residuals(1), geos)).toBeCloseTo(geos, 10);
});

test("only shocks beyond chance are a finding, with its number and what to do", () => {
  expect(sharedShockFindings(residuals(0), geos)).toEqual([]);
  const [finding] = sharedShockFindings(residuals(0.5), geos);
  expect(finding).toMatchObject({ check: "shared-shocks", severity: "caution" });
  expect(finding.found).toContain("times that of independent ones");
  expect(finding.remedy).toContain("model.knots higher, up to one a period (104)");
});

test("a national panel has nothing to share, and an exact fit no residuals", () => {
  expect(sharedShockFindings(residuals(1).subarray(0, periods), 1)).toEqual([]);
  expect(sharedShockFindings(new Float64Array(geos * periods), geos)).toEqual([]);
});
