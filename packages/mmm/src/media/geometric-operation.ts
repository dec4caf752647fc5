// Geometric adstock as differentiable operations: over the whole past in O(T), and over a window in O(T log window).
import type { Operation } from "@carryover/engine";
import { mediaLength } from "./input-lengths.ts";
import { scratchParts } from "./scratch-parts.ts";

const parameters = ["retention"] as const;

/**
 * out[t] = gain · media[t] + retention · out[t−1], with gain 1, or 1 − retention when normalized.
 * Adjoint by the reverse recursion. retention in [0, 1].
 */
export function geometricOperation(normalize: boolean, geos: number): Operation {
  const name = "geometric adstock";
  return {
    name,
    linearity: "first",
    outputLength: (lengths) => mediaLength(name, lengths, geos, parameters),
    forward(inputs, output, _scratch, kernels) {
      const retention = inputs[1][0];
      kernels.recursiveFilter(inputs[0], retention, normalize ? 1 - retention : 1, output.length / geos, output);
    },
    adjoint(inputs, output, outputAdjoint, inputAdjoints, _scratch, kernels) {
      const retention = inputs[1][0];
      const gain = normalize ? 1 - retention : 1;
      const slope = kernels.recursiveFilterAdjoint(
        inputs[0],
        retention,
        gain,
        normalize ? -1 : 0,
        output.length / geos,
        output,
        outputAdjoint,
        inputAdjoints[0],
      );
      const retentionAdjoint = inputAdjoints[1];
      if (retentionAdjoint !== null) retentionAdjoint[0] += slope;
    },
  };
}

/** Halves of the scratch space: ∂(unnormalized output)/∂retention, and room for the adjoint by the media. */
const halves = scratchParts((whole) => [whole / 2, whole / 2]);

/**
 * out[t] = Σ_{l<window} retention^l · media[t−l], divided by the sum of the weights when normalized; retention in [0, 1].
 * Nothing is ever subtracted: a window without media gives exactly zero, and no output falls below the period's own
 * media before normalization.
 */
export function windowedGeometricOperation(window: number, normalize: boolean, geos: number): Operation {
  const name = "windowed geometric adstock";
  return {
    name,
    linearity: "first",
    outputLength: (lengths) => mediaLength(name, lengths, geos, parameters),
    scratchLength: ([length]) => 2 * length,
    forward(inputs, output, scratch, kernels) {
      const retention = inputs[1][0];
      kernels.truncatedFilter(inputs[0], retention, window, output.length / geos, output, halves(scratch)[0]);
      if (normalize) kernels.scale(1 / weightSum(retention, window), output, output);
    },
    adjoint(inputs, output, outputAdjoint, inputAdjoints, scratch, kernels) {
      const retention = inputs[1][0];
      const [slope, transposed] = halves(scratch);
      const gain = normalize ? 1 / weightSum(retention, window) : 1;
      const mediaAdjoint = inputAdjoints[0];
      const retentionAdjoint = inputAdjoints[1];
      if (mediaAdjoint !== null) {
        kernels.truncatedFilterTranspose(outputAdjoint, retention, window, output.length / geos, transposed);
        kernels.addScaled(gain, transposed, mediaAdjoint);
      }
      if (retentionAdjoint === null) return;
      retentionAdjoint[0] += gain * kernels.dot(outputAdjoint, slope);
      if (normalize) {
        retentionAdjoint[0] -= gain * weightSumSlope(retention, window) * kernels.dot(outputAdjoint, output);
      }
    },
  };
}

/** Σ_{l<window} retention^l, added up so that retention 1 is no special case. */
export function weightSum(retention: number, window: number): number {
  let sum = 0;
  for (let lag = 0; lag < window; lag += 1) sum = 1 + retention * sum;
  return sum;
}

/** ∂/∂retention of `weightSum`: Σ_{l<window} l · retention^(l−1). */
export function weightSumSlope(retention: number, window: number): number {
  let sum = 0;
  let slope = 0;
  for (let lag = 0; lag < window; lag += 1) {
    slope = sum + retention * slope;
    sum = 1 + retention * sum;
  }
  return slope;
}
