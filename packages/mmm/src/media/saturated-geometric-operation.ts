// Geometric adstock over a window, then Michaelis–Menten, as one differentiable operation: what Meridian does to every channel.
import type { Operation } from "@carryover/engine";
import { weightSum, weightSumSlope } from "./geometric-operation.ts";
import { mediaLength } from "./input-lengths.ts";
import { scratchParts } from "./scratch-parts.ts";

const parameters = ["retention", "halfSaturation"] as const;
const name = "windowed geometric adstock and michaelis-menten saturation";

/** The adstock before normalization, its derivative by the retention, the adjoint of both, and two sums. */
const parts = scratchParts((whole) => {
  const length = (whole - 2) / 4;
  return [length, length, length, length, 2];
});

/**
 * a / (halfSaturation + a) of a[t] = Σ_{l<window} retention^l · media[t−l], divided by the sum of the weights when normalized.
 * That division is one of the half-saturation: a / w / (k + a / w) = a / (k w + a). Inputs media (geo, time), retention in
 * [0, 1], halfSaturation > 0.
 */
export function saturatedGeometricOperation(window: number, normalize: boolean, geos: number): Operation {
  const heightOf = (retention: number): number => (normalize ? weightSum(retention, window) : 1);
  return {
    name,
    outputLength: (lengths) => mediaLength(name, lengths, geos, parameters),
    scratchLength: ([length]) => 4 * length + 2,
    forward(inputs, output, scratch, kernels) {
      const [adstocked, slope] = parts(scratch);
      const retention = inputs[1][0];
      kernels.truncatedFilter(inputs[0], retention, window, output.length / geos, adstocked, slope);
      kernels.hyperbola(inputs[2][0] * heightOf(retention), adstocked, output);
    },
    adjoint(inputs, output, outputAdjoint, inputAdjoints, scratch, kernels) {
      const [adstocked, slope, adstockedAdjoint, transposed, sums] = parts(scratch);
      const retention = inputs[1][0];
      const half = inputs[2][0];
      const height = heightOf(retention);
      const [mediaAdjoint, retentionAdjoint, halfAdjoint] = inputAdjoints;
      if (mediaAdjoint !== null) {
        adstockedAdjoint.fill(0);
        kernels.hyperbolaAdjoint(half * height, adstocked, output, outputAdjoint, adstockedAdjoint);
        kernels.truncatedFilterTranspose(adstockedAdjoint, retention, window, output.length / geos, transposed);
        kernels.addScaled(1, transposed, mediaAdjoint);
      }
      sums.fill(0);
      kernels.hyperbolaSlopes(half * height, slope, output, outputAdjoint, sums);
      if (halfAdjoint !== null) halfAdjoint[0] += height * sums[1];
      if (retentionAdjoint === null) return;
      retentionAdjoint[0] += sums[0];
      if (normalize) retentionAdjoint[0] += half * weightSumSlope(retention, window) * sums[1];
    },
  };
}
