// Linear operations that gather or combine: sum, one element, weighted sums of vectors or of constant columns.
import type { Operation } from "./operation.ts";

/** The sum of all elements, as a vector of length one. */
export const sum: Operation = {
  name: "sum",
  linearity: "jointly",
  outputLength: () => 1,
  forward([a], output, _scratch, kernels) {
    output[0] = kernels.sum(a);
  },
  adjoint(_inputs, _output, outputAdjoint, [adjointA], _scratch, kernels) {
    if (adjointA !== null) kernels.addConstant(outputAdjoint[0], adjointA);
  },
};

/** One element, as a vector of length one. @throws RangeError when the vector is too short. */
export function element(index: number): Operation {
  return {
    name: `element ${index}`,
    linearity: "jointly",
    outputLength([length]) {
      if (index < 0 || index >= length) throw new RangeError(`element ${index} of a vector of length ${length}`);
      return 1;
    },
    forward([a], output) {
      output[0] = a[index];
    },
    adjoint(_inputs, _output, outputAdjoint, [adjointA]) {
      if (adjointA !== null) adjointA[index] += outputAdjoint[0];
    },
  };
}

/** A matrix, stored column after column (columns, rows), times a vector: one weighted sum per row. */
export const matrixVector: Operation = {
  name: "matrix times vector",
  linearity: "each",
  outputLength([matrix, columns]) {
    if (!Number.isInteger(matrix / columns)) {
      throw new RangeError(`a matrix of ${matrix} numbers times a vector of length ${columns}`);
    }
    return matrix / columns;
  },
  forward([matrix, vector], output, _scratch, kernels) {
    output.fill(0);
    kernels.addColumns(matrix, vector, output);
  },
  scratchLength: ([, columns]) => columns,
  adjoint([matrix, vector], _output, outputAdjoint, [adjointMatrix, adjointVector], scratch, kernels) {
    if (adjointVector !== null) {
      kernels.projectOnColumns(matrix, outputAdjoint, scratch);
      kernels.addScaled(1, scratch, adjointVector);
    }
    if (adjointMatrix === null) return;
    const rows = outputAdjoint.length;
    for (let column = 0; column < vector.length; column += 1) {
      for (let row = 0; row < rows; row += 1) adjointMatrix[column * rows + row] += vector[column] * outputAdjoint[row];
    }
  },
};

/** Σ weights[k] · vector[k]: the first input holds the weights, the others are the vectors, all of one length. */
export const linearCombination: Operation = {
  name: "linear combination",
  linearity: "first",
  outputLength([weights, ...lengths]) {
    if (weights !== lengths.length || lengths.some((length) => length !== lengths[0])) {
      throw new RangeError(`linear combination: ${weights} weights for vectors of lengths ${lengths.join(", ")}`);
    }
    return lengths[0];
  },
  forward(inputs, output, _scratch, kernels) {
    const weights = inputs[0];
    kernels.scale(weights[0], inputs[1], output);
    for (let k = 1; k < weights.length; k += 1) kernels.addScaled(weights[k], inputs[k + 1], output);
  },
  adjoint(inputs, _output, outputAdjoint, inputAdjoints, _scratch, kernels) {
    const weights = inputs[0];
    const weightsAdjoint = inputAdjoints[0];
    for (let k = 0; k < weights.length; k += 1) {
      const vectorAdjoint = inputAdjoints[k + 1];
      if (weightsAdjoint !== null) weightsAdjoint[k] += kernels.dot(inputs[k + 1], outputAdjoint);
      if (vectorAdjoint !== null) kernels.addScaled(weights[k], outputAdjoint, vectorAdjoint);
    }
  },
};

/** Scalars side by side as one vector. */
export const concatenate: Operation = {
  name: "concatenate",
  linearity: "jointly",
  outputLength: (lengths) => lengths.reduce((total, length) => total + length, 0),
  forward(inputs, output) {
    let start = 0;
    for (const input of inputs) {
      output.set(input, start);
      start += input.length;
    }
  },
  adjoint(inputs, _output, outputAdjoint, inputAdjoints) {
    let start = 0;
    for (let k = 0; k < inputs.length; k += 1) {
      const adjoint = inputAdjoints[k];
      const length = inputs[k].length;
      if (adjoint !== null) for (let i = 0; i < length; i += 1) adjoint[i] += outputAdjoint[start + i];
      start += length;
    }
  },
};

/** A scalar input for each place: output[i] = inputs[places[i]]. @throws RangeError when a place has no scalar input */
export function gather(places: readonly number[]): Operation {
  return {
    name: "gather",
    linearity: "jointly",
    outputLength(lengths) {
      const bad = places.find((place) => lengths[place] !== 1);
      if (bad !== undefined) throw new RangeError(`gather: input ${bad} has length ${lengths[bad] ?? 0}, not 1`);
      return places.length;
    },
    forward(inputs, output) {
      for (let i = 0; i < places.length; i += 1) output[i] = inputs[places[i]][0];
    },
    adjoint(_inputs, _output, outputAdjoint, inputAdjoints) {
      for (let i = 0; i < places.length; i += 1) {
        const adjoint = inputAdjoints[places[i]];
        if (adjoint !== null) adjoint[0] += outputAdjoint[i];
      }
    },
  };
}

/** Some elements of a vector, in the order of `places`. @throws RangeError when the vector has no such place */
export function take(places: Int32Array): Operation {
  const largest = places.reduce((most, place) => Math.max(most, place), -1);
  return {
    name: "take",
    linearity: "jointly",
    outputLength([length]) {
      if (largest >= length) throw new RangeError(`take: place ${largest} of a vector of length ${length}`);
      return places.length;
    },
    forward([vector], output) {
      for (let i = 0; i < places.length; i += 1) output[i] = vector[places[i]];
    },
    adjoint(_inputs, _output, outputAdjoint, [adjoint]) {
      if (adjoint === null) return;
      for (let i = 0; i < places.length; i += 1) adjoint[places[i]] += outputAdjoint[i];
    },
  };
}
