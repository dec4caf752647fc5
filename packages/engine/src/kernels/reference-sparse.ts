// Kernels on sparse vectors as plain loops.
import type { SparseKernels } from "./kernels.ts";

export const referenceSparse: SparseKernels = {
  sparseDot(indices, values, vector) {
    let [even, odd] = [0, 0];
    for (let j = 0; j < values.length; j += 1) {
      if (j % 2 === 0) even += values[j] * vector[indices[j]];
      else odd += values[j] * vector[indices[j]];
    }
    return even + odd;
  },
  addSparse(weight, indices, values, target) {
    for (let j = 0; j < values.length; j += 1) target[indices[j]] += weight * values[j];
  },
  gather(indices, source, output) {
    for (let j = 0; j < output.length; j += 1) output[j] = source[indices[j]];
  },
  addScattered(source, indices, target) {
    for (let j = 0; j < source.length; j += 1) target[indices[j]] += source[j];
  },
};
