// Meridian's optimizer: its own arithmetic on stated outcomes, and what it is worth on a real model.
import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import {
  climbGrid,
  type GridColumn,
  type GridStop,
  gridRange,
  gridSpends,
  roundFactor,
} from "../../src/budget/meridian-grid.ts";
import { openPlanner } from "../../src/budget/planner.ts";
import type { BudgetProblem } from "../../src/budget/problem.ts";
import { SpecError } from "../../src/errors.ts";
import { meanOf, statedWorld, sumOf } from "./stated-world.ts";

interface GridCase {
  readonly history: readonly number[];
  readonly budget: number;
  readonly tolerance: number;
  readonly less: number;
  readonly more: number;
  /** 0: β x / (x + h); 1: β x² / (x² + h²); 2: β x. */
  readonly kinds: readonly number[];
  readonly betas: readonly number[];
  readonly halves: readonly number[];
  readonly stop: GridStop["kind"];
  readonly target: number | null;
  readonly roundFactor: number;
  readonly lower: readonly number[];
  readonly upper: readonly number[];
  readonly before: readonly number[];
  readonly after: readonly number[];
}

const path = new URL("../fixtures/meridian-grid.json", import.meta.url);
const { cases }: { cases: readonly GridCase[] } = JSON.parse(await readFile(path, "utf8"));

function outcome(kind: number, beta: number, half: number, x: number): number {
  if (kind === 0) return (beta * x) / (x + half);
  return kind === 1 ? (beta * (x * x)) / (x * x + half * half) : beta * x;
}

test(`allocates as Meridian 2.1 does on ${cases.length} stated grids, curves that first turn upward among them`, () => {
  expect(cases.length).toBeGreaterThan(40);
  for (const each of cases) {
    const digits = roundFactor(each.budget, each.tolerance);
    expect(digits).toBe(each.roundFactor);
    const spent = sumOf(each.history);
    const factors = [Math.max(0, 1 - each.less), 1 + each.more] as const;
    const ranges = each.history.map((money) => gridRange((each.budget * money) / spent, factors, 10 ** -digits));
    expect(ranges.map(({ lower }) => lower)).toEqual(each.lower);
    expect(ranges.map(({ upper }) => upper)).toEqual(each.upper);
    expect(ranges.map(({ before }) => before)).toEqual(each.before);
    const columns = ranges.map((range, index): GridColumn => {
      const spends = gridSpends(range, 10 ** -digits);
      const { kinds, betas, halves } = each;
      return { spends, outcomes: spends.map((x) => outcome(kinds[index], betas[index], halves[index], x)) };
    });
    const stop: GridStop =
      each.stop === "fixed"
        ? { kind: "fixed", amount: sumOf(each.before) }
        : { kind: each.stop, roi: each.target ?? Number.NaN };
    const { rows } = climbGrid(columns, stop);
    expect(rows.map((row, index) => columns[index].spends[row])).toEqual(each.after);
  }
});

test("rounds a budget to the digits the original rounds it to", () => {
  expect([1e-6, 1e-5, 1e-4, 1e-3, 1e-2].map((tolerance) => roundFactor(10_000, tolerance))).toEqual([0, 0, -1, -2, -3]);
  expect(roundFactor(220e6, 1e-4)).toBe(-5);
  expect(roundFactor(1e6, 1e-4)).toBe(-3);
  expect(roundFactor(5000, 1e-4)).toBe(0);
  expect(roundFactor(123_456, 0.01)).toBe(-4);
});

const line = (lower: number, upper: number, slope: number): GridColumn => {
  const spends = gridSpends({ before: 0, lower, upper }, 100);
  return { spends, outcomes: spends.map((money) => slope * money) };
};

test("a fixed budget is not exceeded; a target ends the climb before it is missed", () => {
  const spentBy = (columns: readonly GridColumn[], stop: GridStop): number[] =>
    climbGrid(columns, stop).rows.map((row, index) => columns[index].spends[row]);
  const two = [line(0, 1000, 3), line(0, 1000, 1)];
  expect(spentBy(two, { kind: "fixed", amount: 1000 })).toEqual([1000, 0]);
  expect(spentBy(two, { kind: "fixed", amount: 1350 })).toEqual([1000, 300]);
  expect(spentBy(two, { kind: "target-marginal-roi", roi: 2 })).toEqual([1000, 0]);
  expect(spentBy(two, { kind: "target-roi", roi: 2.5 })).toEqual([1000, 300]);
  expect(spentBy(two, { kind: "target-roi", roi: 0.5 })).toEqual([1000, 1000]);
  const lows = [0.5, 0.4, 0.3, 0.2, 0.1].map((share, index) =>
    line(1000 * (1 - share), 1000 * (1 + share), 0.1 * (index + 1)),
  );
  expect(spentBy(lows, { kind: "target-marginal-roi", roi: 2 })).toEqual([500, 600, 700, 800, 900]);
  // A step that returns more than the whole is taken even while the whole returns less than it should.
  expect(spentBy(lows, { kind: "target-roi", roi: 2 })).toEqual([500, 600, 700, 1200, 1100]);
});

describe("on a model", () => {
  const { panel, fit } = statedWorld({ kind: "pymc-marketing" }, 8, 35);
  const planner = openPlanner(fit, { window: { carryOut: false } });
  const spends = panel.media.map(({ spend }) => sumOf(spend));
  const plan = planner.optimize({ method: "meridian-grid" });

  test("spends lie on the grid, within 30 % of the current plan, and sum to no more than the rounded budget", () => {
    const grid = plan.grid!;
    expect(grid.roundFactor).toBe(roundFactor(sumOf(spends), 1e-4));
    for (const [index, channel] of grid.channels.entries()) {
      expect(Number.isInteger(channel.after / grid.step)).toBe(true);
      expect(Math.abs(channel.lower - 0.7 * spends[index])).toBeLessThanOrEqual(2 * grid.step);
      expect(Math.abs(channel.upper - 1.3 * spends[index])).toBeLessThanOrEqual(2 * grid.step);
      expect(plan.allocation[channel.name]).toBe(channel.after);
    }
    expect(plan.budget).toBeLessThanOrEqual(grid.budget!);
    expect(plan.method).toBe("meridian-grid");
  });

  test("outcomes are the model's own means, and none on the grid at that money is better", () => {
    const meanWorth = (amounts: readonly number[]): number => {
      const at = (factors: readonly number[]): number => {
        const exposure = panel.media.map((media, index) => media.exposure.map((value) => factors[index] * value));
        return sumOf(fit.outcome({ exposure }).values) / 8;
      };
      return at(amounts.map((money, index) => money / spends[index])) - at([0, 0]);
    };
    const grid = plan.grid!;
    expect(grid.outcomeAfter / meanWorth(grid.channels.map(({ after }) => after))).toBeCloseTo(1, 7);
    expect(grid.outcomeBefore / meanWorth(grid.channels.map(({ before }) => before))).toBeCloseTo(1, 7);
    const [first, second] = grid.channels;
    for (let money = first.lower; money <= first.upper; money += 100 * grid.step) {
      const rest = grid.budget! - money;
      if (rest < second.lower || rest > second.upper) continue;
      // The last step may stay unspent, for a jump that does not fit ends the climb.
      expect(meanWorth([money, rest])).toBeLessThanOrEqual(grid.outcomeAfter * (1 + 1e-4));
    }
  });

  test("our plan at the same limits and money brings at least as much", () => {
    const ours = planner.optimize({
      bounds: plan.grid!.channels.map(({ name, lower, upper }) => ({ channels: [name], unit: "money", lower, upper })),
      budget: { kind: "amount", amount: plan.budget },
    });
    expect(ours.objective.plan).toBeGreaterThanOrEqual(plan.objective.plan * (1 - 1e-9));
    // The gap is what the grid leaves of the money that it spends, which it rounds.
    const left = ours.objective.plan - plan.objective.plan;
    expect(Math.abs((plan.dualityGap ?? Number.NaN) - left)).toBeLessThan(1e-6 * ours.objective.plan);
  });

  test("a window's outcome counts nothing after it, and multiplies media before it too", () => {
    const [from, to] = [panel.dates[12], panel.dates[21]];
    const { grid } = openPlanner(fit, { window: { from, to } }).optimize({ method: "meridian-grid" });
    const inside = (values: Float64Array): number =>
      sumOf(values.filter((_, cell) => cell % 35 >= 12 && cell % 35 < 22));
    const own = panel.media.map(({ spend }) => inside(spend));
    const worth = panel.media.map((_, index) => {
      const factor = grid!.channels[index].after / own[index];
      const at = (multiplier: number): number => {
        const exposure = panel.media.map((media, each) =>
          each === index ? media.exposure.map((value) => multiplier * value) : media.exposure,
        );
        return inside(fit.outcome({ exposure }).values) / 8;
      };
      return at(factor) - at(0);
    });
    expect(grid!.outcomeAfter / sumOf(worth)).toBeCloseTo(1, 7);
  });

  test("free channels may double or end; a marginal target is met by the last jump", () => {
    const { grid } = planner.optimize({ method: "meridian-grid", budget: { kind: "target-marginal-roi", roi: 1e9 } });
    expect(grid!.channels.map(({ after }) => after)).toEqual([0, 0]);
    expect(grid!.budget).toBeNull();
    const all = planner.optimize({ method: "meridian-grid", budget: { kind: "target-marginal-roi", roi: 1e-9 } });
    for (const channel of all.grid!.channels) expect(channel.after).toBeGreaterThan(1.9 * channel.before);
  });

  test("where the best jump does not fit the money the original stops at once, and leaves it unspent; ours spends it", () => {
    const convex = openPlanner(statedWorld({}, 8, 35).fit, { window: { carryOut: false } });
    const stopped = convex.optimize({ method: "meridian-grid" });
    expect(stopped.grid!.jumps).toBe(0);
    expect(stopped.budget).toBeLessThan(0.71 * stopped.currentBudget);
    const ours = convex.optimize({ bounds: [{ unit: "relative", lower: 0.7, upper: 1.3 }] });
    expect(ours.budget).toBeCloseTo(ours.currentBudget, 4);
    expect(ours.objective.plan).toBeGreaterThan(stopped.objective.plan);
  });

  test("what the original cannot be asked is refused", () => {
    const refused = (problem: BudgetProblem): string => {
      try {
        planner.optimize({ method: "meridian-grid", ...problem });
        return "";
      } catch (error) {
        if (!(error instanceof SpecError)) throw error;
        return error.message;
      }
    };
    expect(refused({ objective: { kind: "cvar", probability: 0.1 } })).toContain("no more than bounds of channels");
    expect(refused({ budget: { kind: "reach", outcome: 1e5 } })).toContain("no more than bounds");
    expect(refused({ lots: { tv: 10 } })).toContain("no more than bounds");
    const world = statedWorld({ likelihood: "log-normal" }, 4, 40);
    expect(() => openPlanner(world.fit).optimize({ method: "meridian-grid" })).toThrow(/multiply each other/);
  });

  test("locked channels and a larger budget keep to the grid", () => {
    const { grid } = planner.optimize({
      method: "meridian-grid",
      locked: ["tv"],
      budget: { kind: "relative", factor: 1.1 },
      bounds: [{ channels: ["search"], unit: "relative", lower: 0.5, upper: 3 }],
    });
    const tv = grid!.channels.find(({ name }) => name === "tv")!;
    expect(tv.lower).toBe(tv.upper);
    expect(meanOf([sumOf(grid!.channels.map(({ after }) => after))])).toBeLessThanOrEqual(grid!.budget!);
  });
});
