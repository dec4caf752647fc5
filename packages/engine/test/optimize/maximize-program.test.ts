// Smooth programs with known solutions, and laws every solution must keep.
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { allocateSeparable } from "../../src/optimize/allocate-separable.ts";
import { maximizeProgram } from "../../src/optimize/maximize-program.ts";
import type { CurvePoint } from "../../src/optimize/separable-problem.ts";
import type { SmoothConstraint, SmoothProgram } from "../../src/optimize/smooth-program.ts";
import { curveTerm } from "../support/curves.ts";

const infinity = Number.POSITIVE_INFINITY;
const vector = (...values: number[]): Float64Array => Float64Array.from(values);
const total = (values: Iterable<number>): number => [...values].reduce((sum, each) => sum + each, 0);

/** −(100 (y − x²)² + (1 − x)²). */
const valley: SmoothProgram = {
  dimension: 2,
  lower: vector(-2, -2),
  upper: vector(2, 2),
  constraints: [],
  evaluate([x, y], gradient) {
    gradient[0] = 400 * (y - x * x) * x + 2 * (1 - x);
    gradient[1] = -200 * (y - x * x);
    return -(100 * (y - x * x) ** 2) - (1 - x) ** 2;
  },
};
const valleyHessian = ([x, y]: Float64Array, out: Float64Array): void => {
  out.set([-1200 * x * x + 400 * y - 2, 400 * x, 400 * x, -200]);
};

describe("known solutions", () => {
  test.each([
    ["gradients alone", {}],
    ["a Hessian", { hessian: valleyHessian }],
  ])("the curved valley, by %s", (_, extra) => {
    const found = maximizeProgram({ ...valley, ...extra }, { start: vector(-1.2, 1) });
    expect(found.status).toBe("optimal");
    expect(found.x[0]).toBeCloseTo(1, 7);
    expect(found.x[1]).toBeCloseTo(1, 7);
    expect(found.active).toEqual([]);
  });

  test("a bound and a constraint that stop it, with their prices", () => {
    // −(x − 3)² − (y − 2)² with x ≤ 2 and x + y ≤ 3: x = 2, y = 1.
    const found = maximizeProgram({
      dimension: 2,
      lower: vector(0, 0),
      upper: vector(2, 5),
      names: ["x", "y"],
      constraints: [{ name: "sum", coefficients: vector(1, 1), lower: -infinity, upper: 3 }],
      evaluate([x, y], gradient) {
        gradient.set([-2 * (x - 3), -2 * (y - 2)]);
        return -((x - 3) ** 2) - (y - 2) ** 2;
      },
    });
    expect(found.status).toBe("optimal");
    expect(found.x[0]).toBe(2);
    expect(found.x[1]).toBeCloseTo(1, 10);
    expect(found.multipliers.constraints[0]).toBeCloseTo(-2, 8);
    expect(found.multipliers.bounds[0]).toBeCloseTo(0, 8);
    expect(found.active.map(({ kind, name, side }) => `${kind} ${name} ${side}`)).toEqual([
      "bound x upper",
      "constraint sum upper",
    ]);
  });

  test("problem 71 of Hock and Schittkowski: a curved equality as two inequalities", () => {
    const squares = (sign: number): SmoothConstraint => ({
      name: `squares ${sign}`,
      value(x, gradient) {
        x.forEach((each, i) => {
          gradient[i] = 2 * sign * each;
        });
        return sign * (total(x.map((each) => each * each)) - 40);
      },
    });
    const found = maximizeProgram(
      {
        dimension: 4,
        lower: vector(1, 1, 1, 1),
        upper: vector(5, 5, 5, 5),
        constraints: [],
        evaluate([a, b, c, d], gradient) {
          gradient.set([-d * (2 * a + b + c), -a * d, -a * d - 1, -a * (a + b + c)]);
          return -a * d * (a + b + c) - c;
        },
        nonlinear: [
          {
            name: "product",
            value([a, b, c, d], gradient) {
              gradient.set([b * c * d, a * c * d, a * b * d, a * b * c]);
              return a * b * c * d - 25;
            },
          },
          squares(1),
          squares(-1),
        ],
      },
      { start: vector(1, 5, 5, 1) },
    );
    expect(found.status).toBe("optimal");
    expect(found.value).toBeCloseTo(-17.0140173, 6);
    [1, 4.7429994, 3.8211503, 1.3794082].forEach((expected, i) => {
      expect(found.x[i]).toBeCloseTo(expected, 5);
    });
    expect(found.active.some(({ kind, name }) => kind === "nonlinear" && name === "product")).toBe(true);
  });

  test("a saddle point is left along the direction that bends upward", () => {
    const saddle: SmoothProgram = {
      dimension: 3,
      lower: vector(-1, -1, -1),
      upper: vector(2, 1, 1),
      constraints: [{ name: "even", coefficients: vector(1, 1, 1), lower: 0, upper: 0 }],
      evaluate([x, y, z], gradient) {
        gradient.set([2 * x, -2 * y, -2 * z]);
        return x * x - y * y - z * z;
      },
      hessian: (_, out) => out.set([2, 0, 0, 0, -2, 0, 0, 0, -2]),
    };
    const found = maximizeProgram(saddle, { start: vector(0, 0, 0) });
    expect(found.status).toBe("optimal");
    // With x + y + z = 0 the value is x² − y² − z² ≤ x²/2, largest at x = 2.
    expect(found.value).toBeCloseTo(2, 8);
    const blind = maximizeProgram({ ...saddle, hessian: undefined } as unknown as SmoothProgram, {
      start: vector(0, 0, 0),
    });
    expect(blind.value).toBe(0);
  });
});

describe("hundreds of variables with carryover between them", () => {
  const [channels, weeks] = [3, 52];
  const dimension = channels * weeks;
  const [carry, half, height, slope] = [
    [0.7, 0.3, 0.5],
    [40, 20, 30],
    [10, 8, 6],
    [1.3, 1, 0.9],
  ];
  const evaluate = (x: Float64Array, gradient: Float64Array): number => {
    let value = 0;
    for (let c = 0; c < channels; c += 1) {
      const slopes = new Float64Array(weeks);
      let stock = 0;
      for (let t = 0; t < weeks; t += 1) {
        stock = carry[c] * stock + x[c * weeks + t];
        const at = Math.max(stock, 1e-9);
        const share = 1 / (1 + (half[c] / at) ** slope[c]);
        const season = height[c] * (1 + 0.3 * Math.sin(t / 8 + c));
        value += season * share;
        slopes[t] = (season * slope[c] * share * (1 - share)) / at;
      }
      let back = 0;
      for (let t = weeks - 1; t >= 0; t -= 1) {
        back = carry[c] * back + slopes[t];
        gradient[c * weeks + t] = back;
      }
    }
    return value;
  };
  const ofChannel = (c: number): Float64Array =>
    Float64Array.from({ length: dimension }, (_, i) => Number(Math.floor(i / weeks) === c));
  const program: SmoothProgram = {
    dimension,
    lower: new Float64Array(dimension),
    upper: new Float64Array(dimension).fill(40),
    constraints: [
      { name: "budget", coefficients: new Float64Array(dimension).fill(1), lower: 1500, upper: 1500 },
      { name: "first channel", coefficients: ofChannel(0), lower: 100, upper: 500 },
    ],
    evaluate,
  };

  test("the conditions hold to 1e-6, the budget to 1e-12, and no random transfer gains", () => {
    const found = maximizeProgram(program, { tolerance: 1e-6 });
    expect(found.status).toBe("optimal");
    expect(found.kktResidual).toBeLessThanOrEqual(1e-6);
    expect(Math.abs(total(found.x) - 1500)).toBeLessThanOrEqual(1e-12 * 1500);
    const gradient = new Float64Array(dimension);
    for (let trial = 0; trial < 300; trial += 1) {
      const from = (trial * 37) % dimension;
      const to = Math.floor(from / weeks) * weeks + ((trial * 11) % weeks);
      const moved = Math.min(1, found.x[from], 40 - found.x[to]);
      const other = Float64Array.from(found.x);
      other[from] -= moved;
      other[to] += moved;
      expect(evaluate(other, gradient)).toBeLessThanOrEqual(found.value + 1e-6);
    }
  });

  test("a curved constraint (a least return) is kept and active where it costs something", () => {
    const free = maximizeProgram(program, { tolerance: 1e-6 });
    const least = 1.05 * (free.value / 1500);
    const scratch = new Float64Array(dimension);
    const ratio: SmoothConstraint = {
      name: "return",
      value(x, gradient) {
        const value = evaluate(x, scratch);
        for (let i = 0; i < dimension; i += 1) gradient[i] = scratch[i] - least;
        return value - least * total(x);
      },
    };
    const constraints = program.constraints.map((row) => (row.name === "budget" ? { ...row, lower: 0 } : row));
    const held = maximizeProgram({ ...program, constraints, nonlinear: [ratio] }, { tolerance: 1e-5, start: free.x });
    expect(["optimal", "stalled"]).toContain(held.status);
    expect(held.feasibility).toBeLessThanOrEqual(1e-5);
    expect(held.kktResidual).toBeLessThanOrEqual(1e-3);
    expect(held.value).toBeLessThan(free.value);
    expect(held.value / total(held.x)).toBeGreaterThanOrEqual(least * (1 - 1e-4));
    expect(held.active.some(({ name }) => name === "return")).toBe(true);
  });
});

test("property: concave sums under a budget end where the separable solver ends", () => {
  const rows = fc.array(
    fc.record({
      height: fc.integer({ min: 1, max: 20 }),
      half: fc.integer({ min: 5, max: 80 }),
      upper: fc.integer({ min: 10, max: 90 }),
    }),
    { minLength: 2, maxLength: 15 },
  );
  fc.assert(
    fc.property(rows, fc.integer({ min: 1, max: 99 }), fc.boolean(), (drawn, percent, hessian) => {
      const terms = drawn.map(({ height, half, upper }, i) => curveTerm(["hill", height, half, 1, 0, upper], `${i}`));
      const amount = (percent / 100) * total(terms.map(({ upper }) => upper));
      const point: CurvePoint = { value: 0, slope: 0, curvature: 0 };
      const program: SmoothProgram = {
        dimension: terms.length,
        lower: Float64Array.from(terms, ({ lower }) => lower),
        upper: Float64Array.from(terms, ({ upper }) => upper),
        constraints: [
          { name: "budget", coefficients: new Float64Array(terms.length).fill(1), lower: amount, upper: amount },
        ],
        evaluate: (x, gradient) =>
          total(
            terms.map((term, i) => {
              term.evaluate(x[i], point);
              gradient[i] = point.slope;
              return point.value;
            }),
          ),
        ...(hessian
          ? {
              hessianDiagonal: (x: Float64Array, out: Float64Array) => {
                terms.forEach((term, i) => {
                  term.evaluate(x[i], point);
                  out[i] = point.curvature;
                });
              },
            }
          : {}),
      };
      const found = maximizeProgram(program);
      const split = allocateSeparable({ terms, budget: { amount, kind: "equal" } });
      expect(found.kktResidual).toBeLessThan(1e-6);
      expect(Math.abs(found.value - split.value)).toBeLessThan(1e-8 * split.value);
      expect(Math.abs(total(found.x) - amount)).toBeLessThanOrEqual(1e-12 * amount);
    }),
    { numRuns: 25, seed: 7 },
  );
});

describe("what stops it early", () => {
  test("no allowed point: the conflict, and no number that looks like an answer", () => {
    const found = maximizeProgram({
      ...valley,
      constraints: [{ name: "far", coefficients: vector(1, 1), lower: 9, upper: infinity }],
    });
    expect(found.status).toBe("infeasible");
    expect(found.conflict?.members.map(({ name }) => name)).toEqual(["far", "x0", "x1"]);
    expect(found.value).toBeNaN();
  });

  test("nonlinear constraints that nothing keeps", () => {
    const away = ([x, y]: Float64Array, gradient: Float64Array): number => {
      gradient.set([-2 * x, -2 * y]);
      return -1 - x * x - y * y;
    };
    const found = maximizeProgram({
      ...valley,
      nonlinear: [{ name: "never", value: away }],
    });
    expect(found.status).toBe("infeasible");
    expect(found.feasibility).toBeGreaterThan(0.1);
  });

  test("an aborted signal, the limit of iterations, and a function that is not finite", () => {
    const start = vector(-1.2, 1);
    expect(maximizeProgram(valley, { start, signal: { aborted: true } }).status).toBe("stopped");
    const seen: number[] = [];
    const short = maximizeProgram(valley, {
      start,
      maxIterations: 3,
      onIteration: (iteration) => seen.push(iteration),
    });
    expect(short.status).toBe("iterations");
    expect(seen).toEqual([1, 2, 3]);
    const broken = maximizeProgram({ ...valley, evaluate: () => Number.NaN }, { start });
    expect(broken.status).toBe("unusable");
  });
});
