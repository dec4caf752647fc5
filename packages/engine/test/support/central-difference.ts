// Central differences of an operation, the yardstick of every adjoint.
import { expect } from "vitest";
import type { Operation } from "../../src/graph/operation.ts";

/**
 * Checks the adjoint of Σ weights · output against central differences.
 * @param tolerance  relative to the size of the derivatives; differences of step h carry an error of order h² and ulp/h
 */
export function expectAdjointMatches(
  operation: Operation,
  inputs: readonly Float64Array[],
  { step = 1e-5, tolerance = 1e-6 }: { step?: number; tolerance?: number } = {},
): void {
  const lengths = inputs.map((input) => input.length);
  const length = operation.outputLength(lengths);
  const scratch = new Float64Array(operation.scratchLength?.(lengths) ?? 0);
  const output = new Float64Array(length);
  const weights = Float64Array.from({ length }, (_, i) => Math.cos(1 + i));
  const weighted = (): number => {
    operation.forward(inputs, output, scratch);
    return output.reduce((total, value, i) => total + weights[i] * value, 0);
  };
  weighted();
  const adjoints = inputs.map((input) => new Float64Array(input.length));
  operation.adjoint(inputs, output, weights, adjoints, scratch);

  inputs.forEach((input, which) => {
    for (let i = 0; i < input.length; i += 1) {
      const at = input[i];
      const h = step * Math.max(1, Math.abs(at));
      input[i] = at + h;
      const above = weighted();
      input[i] = at - h;
      const below = weighted();
      input[i] = at;
      const difference = (above - below) / (2 * h);
      const error = Math.abs(adjoints[which][i] - difference) / Math.max(1, Math.abs(difference));
      expect(error, `input ${which}, element ${i}: ${adjoints[which][i]} against ${difference}`).toBeLessThan(
        tolerance,
      );
    }
  });
}
