// L-BFGS on functions whose maximum is known.
import { describe, expect, test } from "vitest";
import { type LbfgsOptions, maximize, type Objective } from "../../src/optimize/lbfgs.ts";

/** −(100 (y − x²)² + (1 − x)²) summed over neighbors; maximum 0 at all ones. */
const rosenbrock = (dim: number): Objective => ({
  dim,
  evaluate(x, gradient) {
    let value = 0;
    gradient.fill(0);
    for (let i = 0; i + 1 < dim; i += 1) {
      const valley = x[i + 1] - x[i] * x[i];
      value -= 100 * valley * valley + (1 - x[i]) ** 2;
      gradient[i] += 400 * valley * x[i] + 2 * (1 - x[i]);
      gradient[i + 1] -= 200 * valley;
    }
    return value;
  },
});

/** −½ Σ c_i (x_i − i)², with c from 1 to `condition`. */
const quadratic = (dim: number, condition: number): Objective => ({
  dim,
  evaluate(x, gradient) {
    let value = 0;
    for (let i = 0; i < dim; i += 1) {
      const curvature = condition ** (i / (dim - 1));
      gradient[i] = -curvature * (x[i] - i);
      value -= 0.5 * curvature * (x[i] - i) ** 2;
    }
    return value;
  },
});

/** log x − x below a cliff: undefined for x ≤ 0, maximum at 1 in every coordinate. */
const halfLine = (dim: number, outside: number): Objective => ({
  dim,
  evaluate(x, gradient) {
    if (x.some((each) => each <= 0)) {
      gradient.fill(Number.NaN);
      return outside;
    }
    let value = 0;
    for (let i = 0; i < dim; i += 1) {
      value += Math.log(x[i]) - x[i];
      gradient[i] = 1 / x[i] - 1;
    }
    return value;
  },
});

const counted = (objective: Objective): Objective & { calls: number } => ({
  dim: objective.dim,
  calls: 0,
  evaluate(x, gradient) {
    this.calls += 1;
    return objective.evaluate(x, gradient);
  },
});

const largestError = (found: Float64Array, truth: (i: number) => number): number =>
  found.reduce((worst, each, i) => Math.max(worst, Math.abs(each - truth(i))), 0);

describe("maximize", () => {
  test.each([2, 10, 50])("finds the top of Rosenbrock's valley in %s dimensions", (dim) => {
    const start = new Float64Array(dim).map((_, i) => (i % 2 === 0 ? -1.2 : 1));
    const result = maximize(rosenbrock(dim), start);
    // the gradient stops at 1e-8 and the smallest curvature at the top is about 0.5
    expect(largestError(result.position, () => 1)).toBeLessThan(1e-6);
    expect(result.evaluations).toBeLessThan(40 * dim);
  });

  // scipy 1.17's L-BFGS-B with the same memory needs 2233 evaluations
  test("solves a quadratic of condition number 1e6 in 2000 evaluations", () => {
    const options = { historySize: 20, maxIterations: 2000, maxEvaluations: 2000 };
    const result = maximize(quadratic(20, 1e6), new Float64Array(20).fill(50), options);
    expect(largestError(result.position, (i) => i)).toBeLessThan(1e-5);
  });

  test.each([
    ["−∞", Number.NEGATIVE_INFINITY],
    ["NaN", Number.NaN],
    ["+∞", Number.POSITIVE_INFINITY],
  ])("backs away from regions where the value is %s", (_, outside) => {
    const result = maximize(halfLine(3, outside), Float64Array.of(0.001, 40, 3));
    expect(largestError(result.position, () => 1)).toBeLessThan(1e-6);
    expect(["gradient", "value"]).toContain(result.reason);
  });

  test("climbs to the edge of a cliff and reports the best point it stood on", () => {
    const cliff: Objective = {
      dim: 1,
      evaluate(x, gradient) {
        gradient[0] = 1;
        return x[0] < 1 ? x[0] : Number.NEGATIVE_INFINITY;
      },
    };
    const result = maximize(cliff, Float64Array.of(-3));
    expect(result.value).toBeCloseTo(1, 6);
    expect(result.value).toBeLessThan(1);
    expect(result.position[0]).toBe(result.value);
  });

  test("climbs a slope that starts a million scales away", () => {
    const result = maximize(quadratic(3, 1), Float64Array.of(1e6, -1e6, 1e6));
    expect(largestError(result.position, (i) => i)).toBeLessThan(1e-6);
  });

  test("reports a start without a finite value", () => {
    const result = maximize(halfLine(1, Number.NaN), Float64Array.of(-1));
    expect(result.reason).toBe("start");
    expect(result.position).toEqual(Float64Array.of(-1));
  });

  test("leaves the start as it is", () => {
    const start = Float64Array.of(-1.2, 1);
    maximize(rosenbrock(2), start);
    expect(start).toEqual(Float64Array.of(-1.2, 1));
  });

  test("stops at once where the gradient vanishes", () => {
    const result = maximize(rosenbrock(2), Float64Array.of(1, 1));
    expect(result).toMatchObject({ reason: "gradient", iterations: 0, evaluations: 1 });
  });

  test("honors the limit of iterations", () => {
    const result = maximize(rosenbrock(2), Float64Array.of(-1.2, 1), { maxIterations: 5 });
    expect(result).toMatchObject({ reason: "iterations", iterations: 5 });
  });

  test.each([2, 3, 7, 20])("honors a limit of %s evaluations and counts every one", (maxEvaluations) => {
    const objective = counted(rosenbrock(2));
    const result = maximize(objective, Float64Array.of(-1.2, 1), { maxEvaluations });
    expect(result.reason).toBe("evaluations");
    expect(objective.calls).toBe(result.evaluations);
    expect(objective.calls).toBeLessThanOrEqual(maxEvaluations);
  });

  test("never loses value from one step to the next, and reports the point it calls best", () => {
    const values: number[] = [];
    const options: Partial<LbfgsOptions> = { onStep: (_, __, value) => values.push(value) };
    const objective = rosenbrock(6);
    const result = maximize(objective, new Float64Array(6).fill(-1), options);
    values.forEach((value, index) => {
      expect(value).toBeGreaterThanOrEqual(values[index - 1] ?? Number.NEGATIVE_INFINITY);
    });
    const gradient = new Float64Array(6);
    expect(objective.evaluate(result.position, gradient)).toBe(result.value);
    expect(result.gradient).toEqual(gradient);
  });

  test("stops when a gradient of the wrong sign admits no gain", () => {
    const wrong: Objective = {
      dim: 1,
      evaluate(x, gradient) {
        gradient[0] = x[0];
        return -0.5 * x[0] * x[0];
      },
    };
    const result = maximize(wrong, Float64Array.of(1));
    expect(["line-search", "value"]).toContain(result.reason); // "value" when the last halving of the step rounds to no loss
    expect(result.value).toBeCloseTo(-0.5, 10);
  });

  test("keeps the newest curvature pairs, each with positive curvature", () => {
    const result = maximize(rosenbrock(10), new Float64Array(10).fill(-1), { historySize: 5 });
    expect(result.history).toHaveLength(5);
    for (const { step, gradientChange, inverseCurvature } of result.history) {
      const curvature = step.reduce((sum, each, i) => sum + each * gradientChange[i], 0);
      expect(curvature).toBeGreaterThan(0);
      expect(inverseCurvature * curvature).toBeCloseTo(1, 10);
    }
  });
});
