// Feasible points are feasible, conflicts conflict, and nothing in a conflict is there for nothing.
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findFeasible, only } from "../../src/optimize/feasibility.ts";
import { activity, type LinearConstraint, type LinearRegion } from "../../src/optimize/linear-constraints.ts";

const infinity = Number.POSITIVE_INFINITY;
const vector = (...values: number[]): Float64Array => Float64Array.from(values);

const three = { lower: vector(0, 0, 0), upper: vector(10, 20, 30), names: ["tv", "radio", "search"] };
const sum = (name: string, coefficients: Float64Array, lower: number, upper: number): LinearConstraint => ({
  name,
  coefficients,
  lower,
  upper,
});

describe("a conflict", () => {
  test("of a budget above all upper bounds names the budget and each bound, and how much is missing", () => {
    const found = findFeasible({ ...three, constraints: [sum("budget", vector(1, 1, 1), 100, 100)] });
    expect(found).toEqual({
      feasible: false,
      conflict: {
        members: [
          { kind: "constraint", name: "budget", index: 0, side: "lower", limit: 100 },
          { kind: "bound", name: "tv", index: 0, side: "upper", limit: 10 },
          { kind: "bound", name: "radio", index: 1, side: "upper", limit: 20 },
          { kind: "bound", name: "search", index: 2, side: "upper", limit: 30 },
        ],
        shortfall: 40,
      },
    });
  });

  test("leaves out bounds and constraints that have no part in it", () => {
    const constraints = [
      sum("budget", vector(1, 1, 1), 50, 50),
      sum("loose", vector(1, 0, 1), -infinity, 39),
      sum("offline", vector(1, 1, 0), -infinity, 15),
    ];
    const found = findFeasible({ ...three, constraints });
    const named = found.feasible ? [] : found.conflict.members.map(({ name, side }) => `${name} ${side}`);
    expect(named).toEqual(["budget lower", "offline upper", "search upper"]);
    expect(found.feasible ? 0 : found.conflict.shortfall).toBeCloseTo(5, 12);
  });

  test("of bounds or limits that cross is the two sides", () => {
    const bounds = findFeasible({ lower: vector(3), upper: vector(1), constraints: [] });
    expect(bounds.feasible ? undefined : [bounds.conflict.members.length, bounds.conflict.shortfall]).toEqual([2, 2]);
    const limits = findFeasible({ ...three, constraints: [sum("group", vector(1, 1, 0), 5, 4)] });
    expect(limits.feasible ? "" : limits.conflict.members.map(({ name }) => name)).toEqual(["group", "group"]);
  });
});

test("what is not a number is refused by name", () => {
  expect(() => findFeasible({ ...three, constraints: [sum("budget", vector(1, Number.NaN, 1), 0, 1)] })).toThrow(
    /budget/,
  );
  expect(() => findFeasible({ ...three, constraints: [sum("budget", vector(1, 1), 0, 1)] })).toThrow(
    /2 coefficients for 3/,
  );
  expect(() => findFeasible({ ...three, upper: vector(1, Number.NaN, 1), constraints: [] })).toThrow(/radio/);
  expect(() => findFeasible({ ...three, upper: vector(1, 1), constraints: [] })).toThrow(/3 lower bounds/);
});

/** Small whole numbers: a region of whole numbers that has a point at all has one on a grid of fractions only by luck, so points are checked. */
const regions: fc.Arbitrary<LinearRegion> = fc
  .record({
    dimension: fc.integer({ min: 1, max: 6 }),
    rows: fc.integer({ min: 0, max: 5 }),
    seed: fc.infiniteStream(fc.integer({ min: 0, max: 11 })),
  })
  .map(({ dimension, rows, seed }) => {
    const next = (): number => seed.next().value as number;
    const lower = Float64Array.from({ length: dimension }, () => (next() < 2 ? -infinity : next() - 4));
    const upper = lower.map((low) => (next() < 2 ? infinity : (Number.isFinite(low) ? low : 0) + (next() % 6)));
    const constraints = Array.from({ length: rows }, (_, k) => {
      const low = 3 * next() - 12;
      return {
        name: `row ${k}`,
        coefficients: Float64Array.from({ length: dimension }, () => (next() < 4 ? 0 : (next() % 5) - 1)),
        lower: next() < 4 ? -infinity : low,
        upper: next() < 4 ? infinity : low + (next() < 4 ? 0 : next()),
      };
    });
    return { lower, upper, constraints };
  });

test("property: points keep everything; of a conflict, all together fail and all but any one hold", () => {
  fc.assert(
    fc.property(regions, (region) => {
      const found = findFeasible(region);
      if (found.feasible) {
        found.x.forEach((x, i) => {
          expect(x).toBeGreaterThanOrEqual(region.lower[i]);
          expect(x).toBeLessThanOrEqual(region.upper[i]);
        });
        for (const row of region.constraints) {
          expect(activity(row, found.x)).toBeGreaterThan(row.lower - 1e-9);
          expect(activity(row, found.x)).toBeLessThan(row.upper + 1e-9);
        }
        return;
      }
      const { members, shortfall } = found.conflict;
      expect(shortfall).toBeGreaterThan(0);
      expect(findFeasible(only(region, members)).feasible).toBe(false);
      for (const member of members) {
        const rest = members.filter((each) => each !== member);
        expect(findFeasible(only(region, rest)).feasible).toBe(true);
      }
    }),
    { numRuns: 300, seed: 5 },
  );
});

test("property: a region built around a point is found to have one", () => {
  fc.assert(
    fc.property(regions, fc.infiniteStream(fc.integer({ min: -5, max: 5 })), (region, offsets) => {
      const x = region.lower.map((low, i) => Math.min(region.upper[i], Math.max(low, offsets.next().value as number)));
      const constraints = region.constraints.map((row, k) => {
        const value = activity(row, x);
        return { ...row, lower: k % 2 === 0 ? value : value - 3, upper: k % 2 === 0 ? value : value + 1 };
      });
      expect(findFeasible({ ...region, constraints }).feasible).toBe(true);
    }),
    { numRuns: 300, seed: 6 },
  );
});
