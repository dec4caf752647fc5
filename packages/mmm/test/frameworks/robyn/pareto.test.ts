import fc from "fast-check";
import { expect, test } from "vitest";
import { dominatedVolume, dominates, paretoFronts } from "../../../src/frameworks/robyn/pareto.ts";
import { survivors } from "../../../src/frameworks/robyn/survivors.ts";

const coordinate = fc.integer({ min: 0, max: 8 }).map((value) => value / 10);
const clouds = fc
  .constantFrom(2, 3)
  .chain((size) =>
    fc.array(fc.array(coordinate, { minLength: size, maxLength: size }), { minLength: 1, maxLength: 25 }),
  );

test("fronts are those of their definition: peeled off one after another", () => {
  fc.assert(
    fc.property(clouds, (points) => {
      let left = points.map((_, index) => index);
      for (const front of paretoFronts(points)) {
        const best = left.filter((index) => !left.some((other) => dominates(points[other], points[index])));
        expect(front.toSorted((a, b) => a - b)).toEqual(best);
        left = left.filter((index) => !best.includes(index));
      }
      expect(left).toEqual([]);
    }),
    { numRuns: 300, seed: 2 },
  );
});

test("fronts after those that hold enough points are not given", () => {
  const points = Array.from({ length: 10 }, (_, index) => [index, index]);
  expect(paretoFronts(points, 3)).toEqual([[0], [1], [2]]);
});

test("the dominated volume is the number of small boxes that some point dominates", () => {
  fc.assert(
    fc.property(clouds, (points) => {
      const size = points[0].length;
      // Coordinates are tenths, so that boxes of a tenth are dominated as a whole or not at all.
      let count = 0;
      for (let box = 0; box < 10 ** size; box += 1) {
        const low = Array.from({ length: size }, (_, i) => Math.floor(box / 10 ** i) % 10);
        if (points.some((point) => point.every((value, i) => Math.round(10 * value) <= low[i]))) count += 1;
      }
      expect(dominatedVolume(points, new Array(size).fill(1))).toBeCloseTo(count / 10 ** size, 10);
    }),
    { numRuns: 60, seed: 3 },
  );
});

test("survivors are the first fronts, the ends of the one that is cut among them", () => {
  const line = Array.from({ length: 9 }, (_, index) => [index, 8 - index]);
  const behind = line.map(([a, b]) => [a + 9, b + 9]);
  const kept = survivors([...behind, ...line], 5);
  expect(kept).toHaveLength(5);
  expect(kept.every((index) => index >= 9)).toBe(true);
  expect(kept).toContain(9);
  expect(kept).toContain(17);
  expect(survivors([...behind, ...line], 12)).toHaveLength(12);
  const cube = Array.from({ length: 8 }, (_, index) => [index, (index * 3) % 8, 7 - index]);
  expect(survivors(cube, 4)).toHaveLength(4);
});

test("of points that are the same or infinitely bad the most are let go", () => {
  const points = [
    [1, 1],
    [1, 1],
    [0, 2],
    [2, 0],
    [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
  ];
  expect(
    survivors(points, 3)
      .map((index) => points[index])
      .sort(),
  ).toEqual([
    [0, 2],
    [1, 1],
    [2, 0],
  ]);
});
