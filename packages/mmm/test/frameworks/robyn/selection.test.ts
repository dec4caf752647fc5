import { openStream } from "@carryover/engine";
import { expect, test } from "vitest";
import { candidateFronts } from "../../../src/frameworks/robyn/candidate-fronts.ts";
import { clusterPoints } from "../../../src/frameworks/robyn/cluster-candidates.ts";
import { convergenceOf } from "../../../src/frameworks/robyn/convergence.ts";
import { errorScores } from "../../../src/frameworks/robyn/error-score.ts";
import { kMeans } from "../../../src/frameworks/robyn/k-means.ts";
import { rowSplit } from "../../../src/frameworks/robyn/row-split.ts";
import { spreadIntervals } from "../../../src/frameworks/robyn/spread-interval.ts";
import { robynPort } from "../../support/robyn-weekly.ts";

const stream = () => openStream({ seed: 4, chain: 0, purpose: "data" });

test.each([
  ["even weights", [1, 1, 1], 0.1, [0, 0.1443376, 0.2886751, 0.4330127, 0.5773503, 0.4714045]],
  ["twice NRMSE", [2, 1, 1], 0.1, [0, 0.1530931, 0.3061862, 0.4592793, 0.6123724, 0.559017]],
  ["without validation", [1, 1, 1], 0.15, [0, 0.1354006, 0.2708013, 0.4062019, 0.5416026, 0.4714045]],
])(
  "error scores, %s: Robyn's rule, with infinite errors the greatest and missing ones none",
  (_, weights, first, expected) => {
    const nrmse = [0, 0.1, 0.2, 0.3, 0.4].map((step) => first + step);
    const scores = errorScores(
      [
        [...nrmse, first === 0.1 ? Number.POSITIVE_INFINITY : 0.65],
        [0.2, 0.3, 0.4, 0.5, 0.6, Number.POSITIVE_INFINITY],
        [0.05, 0.1, 0.15, 0.2, 0.25, Number.NaN],
      ],
      weights,
    );
    expect(scores).toHaveLength(6);
    for (const [index, score] of scores.entries()) expect(score).toBeCloseTo(expected[index], 7);
  },
);

const small = robynPort.small;
const iterations = Array.from(small.nrmse, (_, model) => (model % small.iterations) + 1);

test("convergence cuts the port's search as the port does, and says the same of it", () => {
  for (const [objective, errors, name] of [
    ["rssd", small.rssd, "DECOMP.RSSD"],
    ["nrmse", small.nrmse, "NRMSE"],
  ] as const) {
    const found = convergenceOf(objective, iterations, errors);
    for (const [index, cut] of found.cuts.entries()) {
      expect(cut.models).toBe(50);
      expect(cut.median).toBeCloseTo(small.cuts[name][index][0], 12);
      expect(cut.standardDeviation).toBeCloseTo(small.cuts[name][index][1], 12);
    }
  }
  const rssd = convergenceOf("rssd", iterations, small.rssd);
  expect(rssd.standardDeviation).toBeLessThan(rssd.standardDeviationLimit);
  expect(rssd.median).toBeGreaterThan(rssd.medianLimit);
  expect(rssd.converged).toBe(false);
});

test("a number of iterations that twenty does not divide is cut where the port's equal bins end", () => {
  const few = Array.from({ length: 50 }, (_, index) => index + 1);
  const { cuts } = convergenceOf("nrmse", few, few);
  // Bins of 2.5: up to 2, 5, 7, 10, … inclusive.
  expect(cuts.map(({ models }) => models)).toEqual(Array.from({ length: 20 }, (_, cut) => (cut % 2 === 0 ? 2 : 3)));
  expect(cuts[1].median).toBe(4);
});

test("errors that fall and then stay have converged; infinite ones are not counted", () => {
  const falling = iterations.map((iteration) => 0.1 + Math.exp(-iteration / 20) * (1 + (iteration % 3)));
  falling[3] = Number.POSITIVE_INFINITY;
  const found = convergenceOf("nrmse", iterations, falling);
  expect(found.converged).toBe(true);
  expect(found.cuts[0].models).toBe(49);
});

function zeros(length: number): Float64Array {
  return new Float64Array(length);
}

test("of the port's search as many fronts are taken, with as many candidates, as by the port", () => {
  const { candidates, fronts, front } = candidateFronts(
    { nrmse: Float64Array.from(small.nrmse), rssd: Float64Array.from(small.rssd), mapeLift: zeros(small.nrmse.length) },
    { fronts: "auto", candidates: 100, isCalibrated: false },
  );
  expect(fronts).toBe(small.fronts);
  expect(candidates).toHaveLength(small.candidates);
  expect([...front].filter((place) => place > 0)).toHaveLength(small.candidates);
});

test("a stated number of fronts is taken, however few candidates they hold", () => {
  const errors = { nrmse: Float64Array.of(1, 2, 3), rssd: Float64Array.of(1, 2, 3), mapeLift: zeros(3) };
  expect(candidateFronts(errors, { fronts: 2, candidates: 100, isCalibrated: false }).candidates).toEqual([0, 1]);
});

test("with lift tests candidates are near them and not among the worst otherwise; infinite and equal errors are left out", () => {
  const count = 200;
  const random = stream();
  const nrmse = Float64Array.from({ length: count }, () => random.uniform());
  const rssd = Float64Array.from({ length: count }, () => random.uniform());
  const mapeLift = Float64Array.from({ length: count }, (_, index) => index / count);
  rssd[0] = Number.POSITIVE_INFINITY;
  [nrmse[2], rssd[2], mapeLift[2]] = [nrmse[1], rssd[1], mapeLift[1]];
  const found = candidateFronts({ nrmse, rssd, mapeLift }, { fronts: "auto", candidates: 1000, isCalibrated: true });
  expect(found.candidates).not.toContain(0);
  expect(found.candidates).not.toContain(2);
  expect(found.candidates.every((model) => mapeLift[model] < 0.11)).toBe(true);
  expect(found.candidates.length).toBeGreaterThan(8);
});

test("k-means finds groups that lie apart, and more centers never leave more within", () => {
  const random = stream();
  const points = Array.from({ length: 60 }, (_, index) =>
    Float64Array.from({ length: 3 }, (_, i) => (index % 4 === i ? 1 : 0) + 0.02 * random.normal()),
  );
  const { assignment } = kMeans(points, 4, stream());
  for (let index = 4; index < 60; index += 1) expect(assignment[index]).toBe(assignment[index % 4]);
  expect(new Set(assignment).size).toBe(4);
  const within = [1, 2, 3, 4, 5].map((count) => kMeans(points, count, stream()).within);
  for (let i = 1; i < within.length; i += 1) expect(within[i]).toBeLessThanOrEqual(within[i - 1]);
  expect(new Set(clusterPoints(points, "auto", stream())).size).toBe(4);
  expect(new Set(clusterPoints(points, 2, stream())).size).toBe(2);
  expect([...clusterPoints(points.slice(0, 1), "auto", stream())]).toEqual([0]);
});

test("a cluster's interval is about mean ± t · standard deviation of its models, and not below its floor", () => {
  const values = [1, 2, 3, 4, 5, 6];
  const [found, floored, none] = spreadIntervals(
    [
      { values, floor: Number.NEGATIVE_INFINITY },
      { values, floor: 0 },
      { values: values.map(() => Number.NaN), floor: 0 },
    ],
    stream(),
  );
  // t(.975, 5) = 2.5706; resamples' means have the standard deviation of the values with n as divisor, over √n.
  const half = 2.5706 * Math.sqrt(35 / 12);
  expect(found?.mean).toBe(3.5);
  expect(found?.high).toBeGreaterThan(3.5 + 0.92 * half);
  expect(found?.high).toBeLessThan(3.5 + 1.08 * half);
  expect(floored?.low).toBe(0);
  expect(none).toBeNull();
  expect(spreadIntervals([{ values: [1], floor: 0 }], stream())).toEqual([null]);
});

test("rows train, validate and test in the order of time", () => {
  expect(rowSplit(157, 1)).toEqual({ trained: 157, validated: 157 });
  expect(rowSplit(157, 0.65)).toEqual({ trained: 101, validated: 101 + 27 });
});
