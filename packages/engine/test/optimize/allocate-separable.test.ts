// Splits against closed forms and laws that every split must keep.
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { allocateSeparable } from "../../src/optimize/allocate-separable.ts";
import type { CurvePoint, SeparableBudget, SeparableTerm } from "../../src/optimize/separable-problem.ts";
import { curves, thousandths } from "../support/curve-arbitraries.ts";
import { curveTerm } from "../support/curves.ts";

const point: CurvePoint = { value: 0, slope: 0, curvature: 0 };
const total = (values: Iterable<number>): number => [...values].reduce((sum, each) => sum + each, 0);
const worthOf = (term: SeparableTerm, x: number): number => {
  term.evaluate(x, point);
  return point.value;
};
const slopeOf = (term: SeparableTerm, x: number): number => {
  term.evaluate(x, point);
  return point.slope;
};
const equal = (amount: number): SeparableBudget => ({ amount, kind: "equal" });
const atMost = (amount: number): SeparableBudget => ({ amount, kind: "at-most" });

const problems = fc
  .record({
    rows: fc.array(curves, { minLength: 1, maxLength: 12 }),
    share: thousandths,
  })
  .map(({ rows, share }) => {
    const terms = rows.map((row, i) => curveTerm(row, `term ${i}`));
    const [least, most] = [total(terms.map(({ lower }) => lower)), total(terms.map(({ upper }) => upper))];
    return { rows, terms, amount: least + share * (most - least) };
  });

describe("laws of every split", () => {
  test("the budget is spent to 1e-9, bounds are kept, the bound is not below the value, and slopes agree", () => {
    fc.assert(
      fc.property(problems, ({ terms, amount }) => {
        const split = allocateSeparable({ terms, budget: equal(amount) });
        expect(Math.abs(total(split.x) - amount)).toBeLessThanOrEqual(1e-9 * amount);
        terms.forEach(({ lower, upper }, i) => {
          expect(split.x[i]).toBeGreaterThanOrEqual(lower);
          expect(split.x[i]).toBeLessThanOrEqual(upper);
        });
        expect(split.upperBound).toBeGreaterThanOrEqual(split.value);
        expect(split.dualityGap).toBe(split.upperBound - split.value);
        expect(split.kktResidual).toBeLessThan(1e-6);
        expect(split.value).toBeCloseTo(total(terms.map((term, i) => worthOf(term, split.x[i]))), 10);
      }),
      { numRuns: 100, seed: 1 },
    );
  });

  test("no random transfer of money between two terms gains more than the stated gap", () => {
    fc.assert(
      fc.property(problems, fc.nat(), fc.nat(), thousandths, ({ terms, amount }, a, b, share) => {
        const split = allocateSeparable({ terms, budget: equal(amount) });
        const [from, to] = [a % terms.length, b % terms.length];
        if (from === to) return;
        const moved = share * Math.min(split.x[from] - terms[from].lower, terms[to].upper - split.x[to]);
        const before = worthOf(terms[from], split.x[from]) + worthOf(terms[to], split.x[to]);
        const after =
          worthOf(terms[from], split.x[from] - moved) +
          worthOf(terms[to], Math.min(terms[to].upper, split.x[to] + moved));
        expect(after - before).toBeLessThanOrEqual(split.dualityGap + 1e-9 * Math.abs(split.value));
      }),
      { numRuns: 120, seed: 2 },
    );
  });

  test("more budget never hurts where it need not be spent, and a constraint never helps", () => {
    fc.assert(
      fc.property(problems, fc.double({ min: 0.1, max: 1, noNaN: true }), ({ terms, amount }, share) => {
        const [less, more] = [0.8, 1].map((part) => {
          const budget = Math.max(part * amount, total(terms.map(({ lower }) => lower)));
          return allocateSeparable({ terms, budget: atMost(budget) });
        });
        const tolerance = 2e-9 * Math.abs(more.value);
        expect(more.value).toBeGreaterThanOrEqual(less.value - tolerance);
        const first = Float64Array.from(terms, (_, i) => Number(i === 0));
        const limit = terms[0].lower + share * (terms[0].upper - terms[0].lower);
        const constraints = [{ name: "first", coefficients: first, lower: Number.NEGATIVE_INFINITY, upper: limit }];
        const held = allocateSeparable({ terms, budget: atMost(amount), constraints }, { maxNodes: 3 });
        expect(held.value).toBeLessThanOrEqual(more.value + tolerance);
        expect(held.upperBound).toBeGreaterThanOrEqual(held.value);
        expect(held.x[0]).toBeLessThanOrEqual(limit * (1 + 1e-12));
      }),
      { numRuns: 15, seed: 3 },
    );
  });

  test("other units of money and value give the same split", () => {
    fc.assert(
      fc.property(
        problems,
        fc.constantFrom(1e-6, 1e-3, 7, 1e6),
        fc.constantFrom(1e-5, 3, 1e7),
        ({ rows, terms, amount }, money, value) => {
          const scaled = rows.map(([kind, height, middle, steepness, lower, upper], i): SeparableTerm => {
            const inUnits = kind === "logistic" ? steepness / money : steepness;
            const high = kind === "linear" ? (height * value) / money : height * value;
            return curveTerm([kind, high, middle * money, inUnits, lower * money, upper * money], `term ${i}`);
          });
          const [plain, other] = [
            allocateSeparable({ terms, budget: equal(amount) }),
            allocateSeparable({ terms: scaled, budget: equal(amount * money) }),
          ];
          const apart = Math.abs(other.value / value - plain.value);
          expect(apart).toBeLessThanOrEqual(3e-9 * Math.abs(plain.value));
          expect(other.kktResidual).toBeLessThan(1e-6);
        },
      ),
      { numRuns: 40, seed: 4 },
    );
  });

  test("the price is what one more unit brings, by finite differences", () => {
    const terms = [
      curveTerm(["hill", 10, 30, 1.5, 0, 100], "a"),
      curveTerm(["hill", 6, 20, 0.8, 0, 100], "b"),
      curveTerm(["logistic", 8, 10, 0.1, 0, 100], "c"),
    ];
    const at = (amount: number): number => allocateSeparable({ terms, budget: equal(amount) }).value;
    const { price, x } = allocateSeparable({ terms, budget: equal(120) });
    expect((at(120.01) - at(119.99)) / 0.02).toBeCloseTo(price, 6);
    terms.forEach((term, i) => {
      const slope = (worthOf(term, x[i] + 1e-4) - worthOf(term, x[i] - 1e-4)) / 2e-4;
      expect(slope).toBeCloseTo(price, 6);
    });
  });
});

describe("cases with a known answer", () => {
  test("√x terms get money in proportion to the square of their factors", () => {
    const factors = [1, 2, 3];
    const terms = factors.map(
      (factor, i): SeparableTerm => ({
        name: `${i}`,
        lower: 0,
        upper: 1000,
        evaluate: (x, out) => {
          out.value = factor * Math.sqrt(x);
          out.slope = factor / (2 * Math.sqrt(x));
          out.curvature = -factor / (4 * x ** 1.5);
        },
      }),
    );
    const split = allocateSeparable({ terms, budget: equal(140) });
    expect(split.status).toBe("optimal");
    [10, 40, 90].forEach((expected, i) => {
      expect(split.x[i]).toBeCloseTo(expected, 9);
    });
    expect(split.price).toBeCloseTo(1 / (2 * Math.sqrt(10)), 12);
  });

  test("one term takes the whole budget; without a budget it goes to its best point", () => {
    const term = curveTerm(["logistic", 5, 40, 0.1, 0, 100], "only");
    const whole = allocateSeparable({ terms: [term], budget: equal(33) });
    expect([...whole.x]).toEqual([33]);
    expect(whole.dualityGap).toBe(0);
    const hump: SeparableTerm = {
      name: "hump",
      lower: 0,
      upper: 10,
      evaluate: (x, out) => Object.assign(out, { value: -((x - 3) ** 2), slope: -2 * (x - 3), curvature: -2 }),
    };
    const free = allocateSeparable({ terms: [hump] });
    expect(free.x[0]).toBeCloseTo(3, 12);
    expect(free.price).toBe(0);
    const short = allocateSeparable({ terms: [hump], budget: atMost(5) });
    expect(short.x[0]).toBeCloseTo(3, 12);
  });

  test("equal S-shaped terms: money goes to as many as it pays to fill, and ties cost no search", () => {
    const terms = Array.from({ length: 60 }, (_, i) => curveTerm(["hill", 1, 10, 4, 0, 100], `${i}`));
    const split = allocateSeparable({ terms, budget: equal(200) });
    const used = [...split.x].filter((x) => x > 0);
    // Spread over k terms the value is k·hill(200/k): largest at k = 15 of all whole numbers.
    const spread = (k: number): number => k * worthOf(terms[0], 200 / k);
    const best = Array.from({ length: 60 }, (_, k) => k + 1).reduce((a, b) => (spread(b) > spread(a) ? b : a));
    expect(used.length).toBe(best);
    expect(split.value).toBeCloseTo(spread(best), 9);
    expect(split.status).toBe("optimal");
    expect(split.nodes).toBeLessThan(200);
  });

  test("budgets at the sums of the bounds are those bounds", () => {
    const terms = [curveTerm(["hill", 5, 20, 0.5, 0.1, 0.3], "a"), curveTerm(["hill", 5, 20, 3, 0.2, 0.7], "b")];
    expect([...allocateSeparable({ terms, budget: equal(0.1 + 0.2) }).x]).toEqual([0.1, 0.2]);
    expect([...allocateSeparable({ terms, budget: equal(0.3 + 0.7) }).x]).toEqual([0.3, 0.7]);
  });

  test("active bounds are named with their side and what they cost", () => {
    const terms = [
      curveTerm(["linear", 2, 0, 0, 0, 10], "good"),
      curveTerm(["linear", 0.1, 0, 0, 5, 90], "bad"),
      curveTerm(["hill", 40, 20, 1, 0, 90], "curve"),
    ];
    const { active, price } = allocateSeparable({ terms, budget: equal(50) });
    expect(active.filter(({ kind }) => kind === "bound").map(({ name, side }) => `${name} ${side}`)).toEqual([
      "good upper",
      "bad lower",
    ]);
    expect(active[0].multiplier).toBeCloseTo(2 - price, 10);
    expect(active[1].multiplier).toBeCloseTo(price - 0.1, 10);
    expect(slopeOf(terms[2], 35)).toBeCloseTo(price, 10);
  });
});

describe("what cannot be", () => {
  const terms = [curveTerm(["hill", 5, 20, 2, 10, 40], "tv"), curveTerm(["hill", 5, 20, 2, 0, 30], "search")];

  test("a budget out of reach comes back with the bounds in its way", () => {
    const split = allocateSeparable({ terms, budget: equal(100) });
    expect(split.status).toBe("infeasible");
    expect(split.conflict?.members.map(({ name, side }) => `${name} ${side}`)).toEqual([
      "budget lower",
      "tv upper",
      "search upper",
    ]);
    expect(split.conflict?.shortfall).toBeCloseTo(30, 12);
    expect(allocateSeparable({ terms, budget: atMost(5) }).conflict?.members.map(({ name }) => name)).toEqual([
      "budget",
      "tv",
      "search",
    ]);
  });

  test("a budget that lots do not add up to names the lots", () => {
    const lots = terms.map((term) => ({ ...term, lower: 0, lot: 10 }));
    const members = allocateSeparable({ terms: lots, budget: equal(25) }).conflict?.members ?? [];
    expect(members.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      "constraint budget",
      "constraint budget",
      "lot tv",
      "lot search",
    ]);
  });

  test("numbers that are none are refused by name", () => {
    const [tv, search] = terms;
    expect(() => allocateSeparable({ terms: [{ ...tv, upper: Number.POSITIVE_INFINITY }, search] })).toThrow(
      /tv: bounds/,
    );
    expect(() => allocateSeparable({ terms: [tv, { ...search, lot: 0 }] })).toThrow(/search: a lot/);
    expect(() => allocateSeparable({ terms: [tv, { ...search, minimumIfUsed: -1 }] })).toThrow(/search: a least buy/);
    expect(() => allocateSeparable({ terms, budget: equal(Number.NaN) })).toThrow(/budget/);
    const broken: SeparableTerm = {
      ...tv,
      name: "broken",
      evaluate: (_, out) => Object.assign(out, { value: Number.NaN, slope: 0, curvature: 0 }),
    };
    expect(() => allocateSeparable({ terms: [broken, search] })).toThrow(/broken: the value/);
  });

  test("an aborted search says so and keeps what it has", () => {
    const many = Array.from({ length: 30 }, (_, i) => curveTerm(["hill", 5 + i, 60 + i, 5, 0, 50], `${i}`));
    const split = allocateSeparable({ terms: many, budget: equal(220) }, { signal: { aborted: true }, relativeGap: 0 });
    expect(["stopped", "optimal"]).toContain(split.status);
    expect(total(split.x)).toBeCloseTo(220, 9);
    const short = allocateSeparable({ terms: many, budget: equal(220) }, { maxNodes: 1, relativeGap: 0 });
    expect(short.upperBound).toBeGreaterThanOrEqual(split.value);
  });
});
