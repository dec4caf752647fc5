// What is not known of the KPI leaves every figure as if it had never been asked about.
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { knownKpi, unknownSentence } from "../../src/analysis/known-kpi.ts";
import { coverage, fitQuality, predictionErrors } from "../../src/analysis/quality.ts";
import { sharedShockFactor } from "../../src/analysis/shared-shocks.ts";
import { richWorld } from "../support/rich-panel.ts";

const cells = 12;
const draws = 9;
const numbers = (length: number): fc.Arbitrary<Float64Array> =>
  fc
    .array(fc.double({ min: -50, max: 50, noNaN: true }), { minLength: length, maxLength: length })
    .map((values) => Float64Array.from(values));
const gaps = fc.uniqueArray(fc.nat(cells - 1), { maxLength: cells - 3 });

test("errors, coverage and their draws are those of the known observations alone", () => {
  fc.assert(
    fc.property(numbers(cells), numbers(cells * draws), gaps, (observed, predicted, missing) => {
      const known = (values: Float64Array): Float64Array =>
        values.filter((_, index) => !missing.includes(index % cells));
      const lacking = observed.map((value, cell) => (missing.includes(cell) ? Number.NaN : value));
      const mean = predicted.subarray(0, cells);
      expect(predictionErrors(lacking, mean)).toEqual(predictionErrors(known(observed), known(mean)));
      expect(coverage(lacking, predicted, [0.5, 0.9])).toEqual(coverage(known(observed), known(predicted), [0.5, 0.9]));
      expect(fitQuality(lacking, predicted, predicted)).toEqual(
        fitQuality(known(observed), known(predicted), known(predicted)),
      );
    }),
    { numRuns: 40 },
  );
});

test("shared shocks are counted among the geos that are known in a period", () => {
  const residuals = Float64Array.of(1, -1, Number.NaN, 2, 2, 1, 3, Number.NaN);
  const [first, second] = [
    [1, -1, 2],
    [2, 1, 3],
  ].map((own) => Math.sqrt(own.reduce((sum, value) => sum + value * value, 0) / own.length));
  // Both are known in the first two periods alone.
  const both = [1 / first + 2 / second, -1 / first + 1 / second];
  expect(sharedShockFactor(residuals, 2)).toBeCloseTo((both[0] ** 2 / 2 + both[1] ** 2 / 2) / 2, 12);
});

test("the nation is summed over the geos that are known, observed and predicted alike", () => {
  const { panel } = richWorld("ragged");
  const known = knownKpi(panel);
  const periods = panel.dates.length;
  const predicted = panel.kpi.values.map((_, cell) => cell + 1);
  const comparable = known.comparable(predicted);
  for (let time = 0; time < periods; time += 1) {
    const there = [0, 1, 2].map((geo) => geo * periods + time).filter((cell) => !Number.isNaN(panel.kpi.values[cell]));
    const total = (values: Float64Array): number => there.reduce((sum, cell) => sum + values[cell], 0);
    expect(known.national[time]).toBeCloseTo(total(panel.kpi.values), 9);
    expect(comparable[time]).toBe(total(predicted));
  }
  expect(known.cells).toBe(180 - 18);
  expect(unknownSentence(known)).toContain("The KPI of 18 of 180 values is not known");
});

test("a period that nobody knows has no observation, and is predicted in full", () => {
  const { panel } = richWorld("national", { data: { ragged: true } }, { gaps: [7] });
  const known = knownKpi(panel);
  expect(known.national[7]).toBeNaN();
  expect(known.comparable(new Float64Array(120).fill(2))).toEqual(new Float64Array(120).fill(2));
});
