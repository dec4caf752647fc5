// Filter kernels as plain loops, in the order of the WebAssembly kernels: the recursion four elements at a time.
import type { FilterKernels } from "./kernels.ts";
import { dotOf } from "./reference-vectors.ts";

/** Up to so many terms of a truncated filter are added by Horner's rule. */
const mostByHorner = 16;

export const referenceFilters: FilterKernels = {
  recursiveFilter(input, feedback, gain, period, output) {
    const squared = feedback * feedback;
    const cubed = feedback * squared;
    const fourth = squared * squared;
    // What a two-lane loop adds where nothing came before: zero, unless the feedback is not finite.
    const nothing = feedback * 0;
    for (let start = 0; start < output.length; start += period) {
      const end = start + period;
      let carried = 0;
      let i = start;
      for (; i + 4 <= end; i += 4) {
        const y0 = gain * input[i] + nothing;
        const y1 = gain * input[i + 1] + feedback * (gain * input[i]);
        const y2 = gain * input[i + 2] + nothing + feedback * y1;
        const y3 = gain * input[i + 3] + feedback * (gain * input[i + 2]) + squared * y1;
        output[i] = y0 + feedback * carried;
        output[i + 1] = y1 + squared * carried;
        output[i + 2] = y2 + cubed * carried;
        carried = y3 + fourth * carried;
        output[i + 3] = carried;
      }
      for (; i < end; i += 1) {
        carried = gain * input[i] + feedback * carried;
        output[i] = carried;
      }
    }
  },

  recursiveFilterAdjoint(input, feedback, gain, gainSlope, period, output, outputAdjoint, inputAdjoint) {
    const squared = feedback * feedback;
    const cubed = feedback * squared;
    const fourth = squared * squared;
    const nothing = feedback * 0;
    let [sum0, sum1, sum2, sum3, rest] = [0, 0, 0, 0, 0];
    for (let start = 0; start < output.length; start += period) {
      const before = (i: number): number => {
        const last = i === start ? 0 : output[i - 1];
        return gainSlope === 0 ? last : last + gainSlope * input[i];
      };
      let i = start + period;
      let carried = 0;
      while ((i - start) % 4 !== 0) {
        i -= 1;
        carried = outputAdjoint[i] + feedback * carried;
        rest += carried * before(i);
        if (inputAdjoint !== null) inputAdjoint[i] += gain * carried;
      }
      while (i > start) {
        i -= 4;
        const g3 = outputAdjoint[i + 3] + nothing;
        const g2 = outputAdjoint[i + 2] + feedback * outputAdjoint[i + 3];
        const g1 = outputAdjoint[i + 1] + nothing;
        const g0 = outputAdjoint[i] + feedback * outputAdjoint[i + 1];
        const l0 = g0 + squared * g2 + fourth * carried;
        const l1 = g1 + feedback * g2 + cubed * carried;
        const l2 = g2 + squared * carried;
        const l3 = g3 + feedback * carried;
        carried = l0;
        sum0 += l0 * before(i);
        sum1 += l1 * before(i + 1);
        sum2 += l2 * before(i + 2);
        sum3 += l3 * before(i + 3);
        if (inputAdjoint === null) continue;
        inputAdjoint[i] += gain * l0;
        inputAdjoint[i + 1] += gain * l1;
        inputAdjoint[i + 2] += gain * l2;
        inputAdjoint[i + 3] += gain * l3;
      }
    }
    return sum0 + sum2 + (sum1 + sum3) + rest;
  },

  truncatedFilter(input, feedback, window, period, output, slope) {
    if (window <= mostByHorner) {
      for (let i = 0; i < output.length; i += 1) {
        const lags = Math.min(window - 1, i % period);
        let y = input[i - lags];
        let d = 0;
        for (let lag = lags - 1; lag >= 0; lag -= 1) {
          d = y + feedback * d;
          y = input[i - lag] + feedback * y;
        }
        output[i] = y;
        slope[i] = d;
      }
      return;
    }
    output.set(input);
    slope.fill(0);
    for (let start = 0; start < output.length; start += period) {
      const end = start + period;
      let terms = 1;
      let power = feedback;
      let powerSlope = 1;
      for (let digit = secondDigit(window); digit >= 1; digit /= 2) {
        for (let i = end - 1; i >= start + terms; i -= 1) {
          slope[i] += power * slope[i - terms] + powerSlope * output[i - terms];
          output[i] += power * output[i - terms];
        }
        terms *= 2;
        powerSlope = 2 * power * powerSlope;
        power *= power;
        if (Math.floor(window / digit) % 2 === 0) continue;
        for (let i = end - 1; i > start; i -= 1) {
          slope[i] = output[i - 1] + feedback * slope[i - 1];
          output[i] = input[i] + feedback * output[i - 1];
        }
        slope[start] = 0;
        output[start] = input[start];
        terms += 1;
        powerSlope = power + feedback * powerSlope;
        power *= feedback;
      }
    }
  },

  truncatedFilterTranspose(input, feedback, window, period, output) {
    output.set(input);
    for (let start = 0; start < output.length; start += period) {
      const end = start + period;
      let terms = 1;
      let power = feedback;
      for (let digit = secondDigit(window); digit >= 1; digit /= 2) {
        for (let i = start; i < end - terms; i += 1) output[i] += power * output[i + terms];
        terms *= 2;
        power *= power;
        if (Math.floor(window / digit) % 2 === 0) continue;
        for (let i = start; i < end - 1; i += 1) output[i] = input[i] + feedback * output[i + 1];
        output[end - 1] = input[end - 1];
        terms += 1;
        power *= feedback;
      }
    }
  },

  causalConvolution(input, weights, period, output) {
    for (let start = 0; start < output.length; start += period) {
      for (let t = 0; t < period; t += 1) {
        const lags = Math.min(weights.length, t + 1);
        let sum = 0;
        for (let lag = 0; lag < lags; lag += 1) sum += weights[lag] * input[start + t - lag];
        output[start + t] = sum;
      }
    }
  },

  causalConvolutionWeightAdjoint(input, period, outputAdjoint, weightAdjoint) {
    const lags = Math.min(weightAdjoint.length, period);
    for (let start = 0; start < outputAdjoint.length; start += period) {
      for (let lag = 0; lag < lags; lag += 1) {
        weightAdjoint[lag] += dotOf(outputAdjoint, start + lag, input, start, period - lag);
      }
    }
  },

  causalConvolutionInputAdjoint(weights, period, outputAdjoint, inputAdjoint) {
    for (let start = 0; start < inputAdjoint.length; start += period) {
      for (let t = 0; t < period; t += 1) {
        const lags = Math.min(weights.length, period - t);
        let sum = 0;
        for (let lag = 0; lag < lags; lag += 1) sum += weights[lag] * outputAdjoint[start + t + lag];
        inputAdjoint[start + t] += sum;
      }
    }
  },
};

/** The value of the second binary digit of a whole number ≥ 1; below one where there is none. */
function secondDigit(window: number): number {
  return 2 ** (30 - Math.clz32(window));
}
