import { expect, test } from "vitest";
import { logLevel } from "../../src/media/level-operation.ts";
import { expectGradient, run } from "./check-operation.ts";

test("the level of a series is its mean, each period weighing as much as it holds", () => {
  expect(run(logLevel, [Float64Array.of(0, 1, 3)]).output[0]).toBeCloseTo(Math.log(10 / 4), 14);
  expect(run(logLevel, [new Float64Array(7).fill(0.3)]).output[0]).toBeCloseTo(Math.log(0.3), 14);
});

test("its adjoint is that of its differences", () => {
  expectGradient(logLevel, [Float64Array.of(0.2, 1, 3, 0.7)], Float64Array.of(0.7));
});
