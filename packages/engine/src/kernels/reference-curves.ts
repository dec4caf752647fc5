// Curves of one or two parameters as plain loops; sums go by two, as in the WebAssembly kernels.
import { exp, log, log1p, logistic, tanh } from "../math/exponentials.ts";
import type { CurveKernels } from "./kernels.ts";
import { referenceHill } from "./reference-hill.ts";

export const referenceCurves: CurveKernels = {
  ...referenceHill,

  tanhScaled(rate, input, output) {
    for (let i = 0; i < output.length; i += 1) output[i] = tanh(rate * input[i]);
  },
  tanhScaledAdjoint(rate, input, output, outputAdjoint, inputAdjoint) {
    let [even, odd] = [0, 0];
    for (let i = 0; i < output.length; i += 1) {
      const a = outputAdjoint[i] * (1 - output[i] * output[i]);
      if (i % 2 === 0) even += a * input[i];
      else odd += a * input[i];
      if (inputAdjoint !== null) inputAdjoint[i] += rate * a;
    }
    return even + odd;
  },

  hyperbola(half, input, output) {
    for (let i = 0; i < output.length; i += 1) output[i] = input[i] / (half + input[i]);
  },
  hyperbolaAdjoint(half, input, output, outputAdjoint, inputAdjoint) {
    let [even, odd] = [0, 0];
    for (let i = 0; i < output.length; i += 1) {
      const a = outputAdjoint[i] / (half + input[i]);
      if (i % 2 === 0) even -= a * output[i];
      else odd -= a * output[i];
      if (inputAdjoint !== null) inputAdjoint[i] += a * (1 - output[i]);
    }
    return even + odd;
  },
  hyperbolaSlopes(half, slope, output, outputAdjoint, sums) {
    const along = [0, 0];
    const across = [0, 0];
    for (let i = 0; i < output.length; i += 1) {
      const rest = 1 - output[i];
      const a = outputAdjoint[i] * rest;
      along[i % 2] += a * rest * slope[i];
      across[i % 2] -= a * output[i];
    }
    sums[0] += (along[0] + along[1]) / half;
    sums[1] += (across[0] + across[1]) / half;
  },

  log1pScaled(scale, input, output) {
    for (let i = 0; i < output.length; i += 1) output[i] = log1p(input[i] / scale);
  },
  log1pScaledAdjoint(scale, input, outputAdjoint, inputAdjoint) {
    let [even, odd] = [0, 0];
    for (let i = 0; i < input.length; i += 1) {
      const a = outputAdjoint[i] / (scale + input[i]);
      if (i % 2 === 0) even -= a * input[i];
      else odd -= a * input[i];
      if (inputAdjoint !== null) inputAdjoint[i] += a;
    }
    return (even + odd) / scale;
  },

  power(exponent, input, output, logs) {
    for (let i = 0; i < output.length; i += 1) {
      logs[i] = log(input[i]);
      output[i] = input[i] === 0 ? 0 : exp(exponent * logs[i]);
    }
  },
  powerAdjoint(exponent, input, output, logs, outputAdjoint, inputAdjoint) {
    let [even, odd] = [0, 0];
    for (let i = 0; i < output.length; i += 1) {
      const a = outputAdjoint[i] * output[i];
      const term = a === 0 ? 0 : a * logs[i];
      if (i % 2 === 0) even += term;
      else odd += term;
      if (inputAdjoint !== null) inputAdjoint[i] += a === 0 ? 0 : (a * exponent) / input[i];
    }
    return even + odd;
  },

  logisticStep(rateOf, midpointOf, input, output) {
    const rate = rateOf[0];
    const midpoint = midpointOf[0];
    const offset = logistic(rate * (0 - midpoint));
    for (let i = 0; i < output.length; i += 1) output[i] = logistic(rate * (input[i] - midpoint)) - offset;
  },
  logisticStepAdjoint(rateOf, midpointOf, input, output, outputAdjoint, inputAdjoint, rateAdjoint, midpointAdjoint) {
    const rate = rateOf[0];
    const midpoint = midpointOf[0];
    const offset = logistic(rate * (0 - midpoint));
    const offsetSlope = offset * (1 - offset);
    const atZero = offsetSlope * midpoint;
    let [evenRate, oddRate, evenMidpoint, oddMidpoint] = [0, 0, 0, 0];
    for (let i = 0; i < output.length; i += 1) {
      const g = outputAdjoint[i];
      const raw = output[i] + offset;
      const slope = raw * (1 - raw);
      const byRate = g * (slope * (input[i] - midpoint) + atZero);
      const byMidpoint = g * (slope - offsetSlope);
      if (i % 2 === 0) {
        evenRate += byRate;
        evenMidpoint -= byMidpoint;
      } else {
        oddRate += byRate;
        oddMidpoint -= byMidpoint;
      }
      if (inputAdjoint !== null) inputAdjoint[i] += g * rate * slope;
    }
    if (rateAdjoint !== null) rateAdjoint[0] += evenRate + oddRate;
    if (midpointAdjoint !== null) midpointAdjoint[0] += rate * (evenMidpoint + oddMidpoint);
  },
};
