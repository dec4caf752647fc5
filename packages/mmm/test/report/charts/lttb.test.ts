// Thinning keeps what the eye looks for.
import fc from "fast-check";
import { expect, test } from "vitest";
import { thinnedPositions } from "../../../src/report/charts/lttb.ts";

const series = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 800 });

test("ends and extremes stay, positions ascend and are at most as many as asked for", () => {
  fc.assert(
    fc.property(series, fc.integer({ min: 5, max: 200 }), (values, limit) => {
      const positions = thinnedPositions([values], limit);
      expect(positions.length).toBeLessThanOrEqual(Math.max(limit, 0));
      expect(positions).toEqual([...new Set(positions)].sort((left, right) => left - right));
      expect(positions[0]).toBe(0);
      expect(positions.at(-1)).toBe(values.length - 1);
      const kept = positions.map((position) => values[position]);
      expect(Math.max(...kept)).toBe(Math.max(...values));
      expect(Math.min(...kept)).toBe(Math.min(...values));
    }),
  );
});

test("a short series is kept whole, an empty one stays empty", () => {
  expect(thinnedPositions([[3, 1, 2]], 5)).toEqual([0, 1, 2]);
  expect(thinnedPositions([[]], 5)).toEqual([]);
});

test("a lone spike in any of several series is kept", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 998 }), fc.boolean(), (at, second) => {
      const smooth = Array.from({ length: 1000 }, (_, index) => Math.sin(index / 50));
      const spiked = smooth.map((value, index) => (index === at ? value + 5 : value));
      const pair = second ? [smooth, spiked] : [spiked, smooth];
      expect(thinnedPositions(pair, 60)).toContain(at);
    }),
  );
});

test("it follows a curve better than taking every k-th point of a jagged one", () => {
  const values = Array.from({ length: 1000 }, (_, index) => (index % 97 === 13 ? 10 : Math.sin(index / 40)));
  const spikes = values.flatMap((value, index) => (value === 10 ? [index] : []));
  const kept = new Set(thinnedPositions([values], 100));
  expect(spikes.every((spike) => kept.has(spike))).toBe(true);
});

test("constant series and too small limits are handled", () => {
  expect(thinnedPositions([new Array<number>(100).fill(2)], 10).length).toBeLessThanOrEqual(10);
  expect(() => thinnedPositions([new Array<number>(100).fill(2)], 4)).toThrow(RangeError);
});
