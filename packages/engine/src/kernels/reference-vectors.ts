// Vector kernels as plain loops, adding up in the order of the WebAssembly kernels: eight sums at a time.
import { exp, expm1, log, log1p, logistic, softplus, tanh } from "../math/exponentials.ts";
import type { ElementwiseFunction, SeriesKernels, VectorKernels } from "./kernels.ts";

/** Σ a[startA + i] b[startB + i] over `length` elements. */
export function dotOf(a: Float64Array, startA: number, b: Float64Array, startB: number, length: number): number {
  let [sum0, sum1, sum2, sum3, sum4, sum5, sum6, sum7] = [0, 0, 0, 0, 0, 0, 0, 0];
  let i = 0;
  for (; i + 8 <= length; i += 8) {
    const p = startA + i;
    const q = startB + i;
    sum0 += a[p] * b[q];
    sum1 += a[p + 1] * b[q + 1];
    sum2 += a[p + 2] * b[q + 2];
    sum3 += a[p + 3] * b[q + 3];
    sum4 += a[p + 4] * b[q + 4];
    sum5 += a[p + 5] * b[q + 5];
    sum6 += a[p + 6] * b[q + 6];
    sum7 += a[p + 7] * b[q + 7];
  }
  for (; i + 2 <= length; i += 2) {
    sum0 += a[startA + i] * b[startB + i];
    sum1 += a[startA + i + 1] * b[startB + i + 1];
  }
  if (i < length) sum0 += a[startA + i] * b[startB + i];
  return sum0 + sum2 + (sum4 + sum6) + (sum1 + sum3 + (sum5 + sum7));
}

function sumOf(a: Float64Array, start: number, length: number): number {
  let [sum0, sum1, sum2, sum3, sum4, sum5, sum6, sum7] = [0, 0, 0, 0, 0, 0, 0, 0];
  let i = start;
  const end = start + length;
  for (; i + 8 <= end; i += 8) {
    sum0 += a[i];
    sum1 += a[i + 1];
    sum2 += a[i + 2];
    sum3 += a[i + 3];
    sum4 += a[i + 4];
    sum5 += a[i + 5];
    sum6 += a[i + 6];
    sum7 += a[i + 7];
  }
  for (; i + 2 <= end; i += 2) {
    sum0 += a[i];
    sum1 += a[i + 1];
  }
  if (i < end) sum0 += a[i];
  return sum0 + sum2 + (sum4 + sum6) + (sum1 + sum3 + (sum5 + sum7));
}

function addScaledAt(weight: number, source: Float64Array, start: number, target: Float64Array, at: number): void {
  const length = Math.min(source.length - start, target.length - at);
  for (let i = 0; i < length; i += 1) target[at + i] += weight * source[start + i];
}

const values: Readonly<Record<ElementwiseFunction, (x: number) => number>> = {
  exp,
  log,
  log1p,
  expm1,
  tanh,
  softplus,
  logistic,
  reciprocal: (x) => 1 / x,
};

/** g · f′(x), with y = f(x). */
const pulled: Readonly<Record<ElementwiseFunction, (x: number, y: number, g: number) => number>> = {
  exp: (_x, y, g) => g * y,
  log: (x, _y, g) => g / x,
  log1p: (x, _y, g) => g / (1 + x),
  expm1: (_x, y, g) => g * (y + 1),
  tanh: (_x, y, g) => g * (1 - y * y),
  softplus: (x, _y, g) => g * logistic(x),
  logistic: (_x, y, g) => g * (y * (1 - y)),
  reciprocal: (_x, y, g) => -(g * (y * y)),
};

/** Applies `f` to every pair; a vector of length one stands for every element. */
function combine(f: (a: number, b: number) => number): VectorKernels["add"] {
  return (a, b, output) => {
    const stepA = a.length === 1 ? 0 : 1;
    const stepB = b.length === 1 ? 0 : 1;
    for (let i = 0; i < output.length; i += 1) output[i] = f(a[i * stepA], b[i * stepB]);
  };
}

export const referenceVectors: VectorKernels = {
  sum: (a) => sumOf(a, 0, a.length),
  dot: (a, b) => dotOf(a, 0, b, 0, a.length),
  addScaled: (weight, source, target) => addScaledAt(weight, source, 0, target, 0),
  addProduct(a, b, target) {
    for (let i = 0; i < target.length; i += 1) target[i] += a[i] * b[i];
  },
  addQuotient(a, b, target) {
    for (let i = 0; i < target.length; i += 1) target[i] += a[i] / b[i];
  },
  addConstant(value, target) {
    for (let i = 0; i < target.length; i += 1) target[i] += value;
  },
  scale(weight, source, output) {
    for (let i = 0; i < output.length; i += 1) output[i] = weight * source[i];
  },
  add: combine((a, b) => a + b),
  subtract: combine((a, b) => a - b),
  multiply: combine((a, b) => a * b),
  divide: combine((a, b) => a / b),
  map(f, input, output) {
    const value = values[f];
    for (let i = 0; i < output.length; i += 1) output[i] = value(input[i]);
  },
  mapAdjoint(f, input, output, outputAdjoint, inputAdjoint) {
    const pull = pulled[f];
    for (let i = 0; i < output.length; i += 1) inputAdjoint[i] += pull(input[i], output[i], outputAdjoint[i]);
  },
  projectOnColumns(columns, vector, products) {
    const rows = vector.length;
    for (let k = 0; k < products.length; k += 1) products[k] = dotOf(columns, k * rows, vector, 0, rows);
  },
  addColumns(columns, weights, target) {
    const rows = target.length;
    let k = 0;
    for (; k + 4 <= weights.length; k += 4) {
      const start = k * rows;
      for (let t = 0; t < rows; t += 1) {
        const p = start + t;
        target[t] +=
          weights[k] * columns[p] +
          weights[k + 1] * columns[p + rows] +
          (weights[k + 2] * columns[p + 2 * rows] + weights[k + 3] * columns[p + 3 * rows]);
      }
    }
    for (; k < weights.length; k += 1) addScaledAt(weights[k], columns, k * rows, target, 0);
  },
};

export const referenceSeries: SeriesKernels = {
  addSeriesDots(a, b, target) {
    const period = a.length / target.length;
    for (let g = 0; g < target.length; g += 1) target[g] += dotOf(a, g * period, b, g * period, period);
  },
  scaleSeries(weights, source, output) {
    const period = output.length / weights.length;
    for (let i = 0; i < output.length; i += 1) output[i] = weights[Math.floor(i / period)] * source[i];
  },
  addScaledSeries(weights, source, target) {
    const period = target.length / weights.length;
    for (let i = 0; i < target.length; i += 1) target[i] += weights[Math.floor(i / period)] * source[i];
  },
};
