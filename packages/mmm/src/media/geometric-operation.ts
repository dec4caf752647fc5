// Geometric adstock as differentiable operations in O(T): over the whole past, and over a window.
import type { Operation } from "@carryover/engine";
import { mediaLength } from "./input-lengths.ts";

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
    forward(inputs, output) {
      const media = inputs[0];
      const retention = inputs[1][0];
      const periods = output.length / geos;
      const gain = normalize ? 1 - retention : 1;
      for (let start = 0; start < output.length; start += periods) {
        let carried = 0;
        for (let i = start; i < start + periods; i += 1) {
          carried = gain * media[i] + retention * carried;
          output[i] = carried;
        }
      }
    },
    adjoint(inputs, output, outputAdjoint, inputAdjoints) {
      const media = inputs[0];
      const retention = inputs[1][0];
      const mediaAdjoint = inputAdjoints[0];
      const retentionAdjoint = inputAdjoints[1];
      const periods = output.length / geos;
      const gain = normalize ? 1 - retention : 1;
      let slope = 0;
      for (let start = 0; start < output.length; start += periods) {
        let adjoint = 0;
        for (let i = start + periods - 1; i > start; i -= 1) {
          adjoint = outputAdjoint[i] + retention * adjoint;
          slope += adjoint * output[i - 1];
          if (normalize) slope -= adjoint * media[i];
          if (mediaAdjoint !== null) mediaAdjoint[i] += gain * adjoint;
        }
        if (periods === 0) continue;
        adjoint = outputAdjoint[start] + retention * adjoint;
        if (normalize) slope -= adjoint * media[start];
        if (mediaAdjoint !== null) mediaAdjoint[start] += gain * adjoint;
      }
      if (retentionAdjoint !== null) retentionAdjoint[0] += slope;
    },
  };
}

/**
 * out[t] = Σ_{l<window} retention^l · media[t−l], divided by the sum of the weights when normalized, as the recursion
 *
 *   carried[t] = media[t] + retention · carried[t−1] − retention^window · media[t−window]
 *
 * The subtraction leaves rounding errors of about T · 2⁻⁵³ of the largest value; where exact arithmetic gives zero
 * (a whole window without media) so does this, and no output falls below the period's own media. retention in [0, 1].
 */
export function windowedGeometricOperation(window: number, normalize: boolean, geos: number): Operation {
  const name = "windowed geometric adstock";
  return {
    name,
    linearity: "first",
    outputLength: (lengths) => mediaLength(name, lengths, geos, parameters),
    forward(inputs, output) {
      const media = inputs[0];
      const retention = inputs[1][0];
      const periods = output.length / geos;
      const dropped = retention ** window;
      const gain = normalize ? 1 / weightSum(retention, window) : 1;
      for (let start = 0; start < output.length; start += periods) {
        const end = start + periods;
        let carried = 0;
        let quiet = 0;
        for (let i = start; i < end; i += 1) {
          carried = media[i] + retention * carried;
          if (i >= start + window) carried = Math.max(media[i], carried - dropped * media[i - window]);
          quiet = media[i] === 0 ? quiet + 1 : 0;
          if (quiet >= window) carried = 0;
          output[i] = gain * carried;
        }
      }
    },
    adjoint(inputs, output, outputAdjoint, inputAdjoints) {
      const media = inputs[0];
      const retention = inputs[1][0];
      const mediaAdjoint = inputAdjoints[0];
      const retentionAdjoint = inputAdjoints[1];
      const periods = output.length / geos;
      const dropped = retention ** window;
      const droppedSlope = window * retention ** (window - 1);
      const sum = normalize ? weightSum(retention, window) : 1;
      let recursionSlope = 0;
      let dropSlope = 0;
      let scaleSlope = 0;
      for (let start = 0; start < output.length; start += periods) {
        let adjoint = 0;
        for (let i = start + periods - 1; i >= start; i -= 1) {
          adjoint = outputAdjoint[i] + retention * adjoint;
          scaleSlope += outputAdjoint[i] * output[i];
          if (i > start) recursionSlope += adjoint * output[i - 1];
          const leaving = i - window;
          if (leaving >= start) dropSlope += adjoint * media[leaving];
          if (mediaAdjoint === null) continue;
          mediaAdjoint[i] += adjoint / sum;
          if (leaving >= start) mediaAdjoint[leaving] -= (dropped * adjoint) / sum;
        }
      }
      if (retentionAdjoint === null) return;
      retentionAdjoint[0] += recursionSlope - (droppedSlope * dropSlope) / sum;
      if (normalize) retentionAdjoint[0] -= (scaleSlope * weightSumSlope(retention, window)) / sum;
    },
  };
}

/** Σ_{l<window} retention^l, added up so that retention 1 is no special case. */
function weightSum(retention: number, window: number): number {
  let sum = 0;
  for (let lag = 0; lag < window; lag += 1) sum = 1 + retention * sum;
  return sum;
}

/** ∂/∂retention of `weightSum`: Σ_{l<window} l · retention^(l−1). */
function weightSumSlope(retention: number, window: number): number {
  let sum = 0;
  let slope = 0;
  for (let lag = 0; lag < window; lag += 1) {
    slope = sum + retention * slope;
    sum = 1 + retention * sum;
  }
  return slope;
}
