// The Hill curve as plain loops, with the logarithm and the power to base two of the WebAssembly kernel.
import * as c from "../math/exponential-coefficients.ts";
import type { CurveKernels } from "./kernels.ts";

const smallestNormal = 2 ** -1022;
/** 3 · 2⁵¹ + 1023: adding it rounds to a whole number n, and puts the exponent of 2^n into the lowest bits. */
const rounder = 6755399441056767;

const asNumber: Float64Array = new Float64Array(1);
const asBits: Uint32Array = new Uint32Array(asNumber.buffer);

/** Sums of four lanes, used within one call. */
const sums: Float64Array = new Float64Array(4);
const weighted: Float64Array = new Float64Array(4);

function positive(x: number): number {
  return Math.max(x, smallestNormal);
}

/** log₂ of a normal number x = m · 2^k, √½ ≤ m < √2. */
function binaryLog(x: number): number {
  asNumber[0] = x;
  const upper = asBits[1] - 0x3fe6a09e - (asBits[0] < 0x667f3bcd ? 1 : 0);
  const k = upper >> 20;
  asBits[1] -= k * 0x100000;
  const m = asNumber[0];
  const s = (m - 1) / (m + 1);
  const z = s * s;
  let p = z * c.binaryLog6 + c.binaryLog5;
  p = z * p + c.binaryLog4;
  p = z * p + c.binaryLog3;
  p = z * p + c.binaryLog2;
  p = z * p + c.binaryLog1;
  p = z * p + c.binaryLog0;
  return k + s * p;
}

/** 1 / (1 + 2^y). */
function saturated(exponent: number): number {
  const y = exponent < -1022 ? -1022 : Math.min(exponent, 1022);
  const t = y + rounder;
  const r = y - (t - rounder);
  let p = r * c.power10 + c.power9;
  p = r * p + c.power8;
  p = r * p + c.power7;
  p = r * p + c.power6;
  p = r * p + c.power5;
  p = r * p + c.power4;
  p = r * p + c.power3;
  p = r * p + c.power2;
  p = r * p + c.power1;
  p = r * p + c.power0;
  asNumber[0] = t;
  asBits[1] = asBits[0] << 20;
  asBits[0] = 0;
  return 1 / (1 + p * asNumber[0]);
}

export const referenceHill: Pick<CurveKernels, "hill" | "hillAdjoint"> = {
  hill(input, half, slope, output, logRatio) {
    const logHalf = Number.isNaN(half[0]) ? half[0] : binaryLog(positive(half[0]));
    const steepness = -slope[0];
    for (let i = 0; i < output.length; i += 1) {
      const u = input[i];
      logRatio[i] = Number.isNaN(u) ? u : binaryLog(positive(u)) - logHalf;
      output[i] = u === 0 ? 0 : saturated(steepness * logRatio[i]);
    }
  },

  hillAdjoint(input, half, slope, output, logRatio, outputAdjoint, inputAdjoint, halfAdjoint, slopeAdjoint) {
    sums.fill(0);
    weighted.fill(0);
    const steepness = slope[0];
    const { length } = output;
    const blocks = length - (length % 4);
    for (let i = 0; i < length; i += 1) {
      const s = output[i];
      const a = outputAdjoint[i] * (s * (1 - s));
      const lane = i < blocks ? i % 4 : i % 2;
      sums[lane] += a;
      weighted[lane] += a * logRatio[i];
      if (inputAdjoint !== null) inputAdjoint[i] += (a * steepness) / positive(input[i]);
    }
    const sum = sums[0] + sums[2] + (sums[1] + sums[3]);
    if (halfAdjoint !== null) halfAdjoint[0] -= (steepness * sum) / Math.max(half[0], smallestNormal);
    if (slopeAdjoint !== null) {
      slopeAdjoint[0] += Math.LN2 * (weighted[0] + weighted[2] + (weighted[1] + weighted[3]));
    }
  },
};
