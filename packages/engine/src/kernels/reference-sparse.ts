// Kernels on sparse columns as plain loops.
import type { SparseKernels } from "./kernels.ts";

export const referenceSparse: SparseKernels = {
  projectOnSparse({ starts, rows, values }, vector, products) {
    for (let column = 0; column < products.length; column += 1) {
      let [even, odd] = [0, 0];
      const start = starts[column];
      const end = starts[column + 1];
      let j = start;
      for (; j + 2 <= end; j += 2) {
        even += values[j] * vector[rows[j]];
        odd += values[j + 1] * vector[rows[j + 1]];
      }
      if (j < end) even += values[j] * vector[rows[j]];
      products[column] = even + odd;
    }
  },
  subtractSparse({ starts, rows, values }, weights, target) {
    for (let column = 0; column < weights.length; column += 1) {
      for (let j = starts[column]; j < starts[column + 1]; j += 1) target[rows[j]] -= weights[column] * values[j];
    }
  },
};
