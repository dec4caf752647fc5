// The kernels as plain loops: what the WebAssembly kernels must equal, and what runs where there is none.
import type { Kernels, OpenKernels } from "./kernels.ts";

/** Plain loops reach every vector: there is no room to run out of. */
export const openReferenceKernels: OpenKernels = () => referenceKernels;

export const referenceKernels: Kernels = {
  kind: "reference",
  allocate: (length) => new Float64Array(length),
  dot,
  addScaled,
  addProduct(a, b, target) {
    for (let i = 0; i < target.length; i += 1) target[i] += a[i] * b[i];
  },
  projectOnColumns(columns, vector, products) {
    const rows = vector.length;
    for (let k = 0; k < products.length; k += 1) {
      const start = k * rows;
      let sum = 0;
      for (let t = 0; t < rows; t += 1) sum += columns[start + t] * vector[t];
      products[k] = sum;
    }
  },
  addColumns(columns, weights, target) {
    const rows = target.length;
    for (let k = 0; k < weights.length; k += 1) {
      const weight = weights[k];
      const start = k * rows;
      for (let t = 0; t < rows; t += 1) target[t] += weight * columns[start + t];
    }
  },
};

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += a[i] * b[i];
  return sum;
}

function addScaled(weight: number, source: Float64Array, target: Float64Array): void {
  for (let i = 0; i < target.length; i += 1) target[i] += weight * source[i];
}
