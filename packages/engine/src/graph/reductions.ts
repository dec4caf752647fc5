// Linear operations that gather or combine: sum, one element, weighted sums of vectors or of constant columns.
import type { Operation } from "./operation.ts";

/** The sum of all elements, as a vector of length one. */
export const sum: Operation = {
  name: "sum",
  linearity: "jointly",
  outputLength: () => 1,
  forward([a], output) {
    let total = 0;
    for (let i = 0; i < a.length; i += 1) total += a[i];
    output[0] = total;
  },
  adjoint(_inputs, _output, outputAdjoint, [adjointA]) {
    if (adjointA === null) return;
    for (let i = 0; i < adjointA.length; i += 1) adjointA[i] += outputAdjoint[0];
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

/** One weighted sum per row: a constant matrix, given by columns (column-major, rows × columns), times a vector. */
export function matrixVector(matrix: Float64Array, rows: number): Operation {
  const columns = matrix.length / rows;
  return {
    name: "matrix times vector",
    linearity: "jointly",
    outputLength([length]) {
      if (length !== columns) throw new RangeError(`a ${rows} × ${columns} matrix times a vector of length ${length}`);
      return rows;
    },
    forward([a], output) {
      output.fill(0);
      for (let column = 0; column < columns; column += 1) {
        const weight = a[column];
        const start = column * rows;
        for (let row = 0; row < rows; row += 1) output[row] += weight * matrix[start + row];
      }
    },
    adjoint(_inputs, _output, outputAdjoint, [adjointA]) {
      if (adjointA === null) return;
      for (let column = 0; column < columns; column += 1) {
        const start = column * rows;
        let total = 0;
        for (let row = 0; row < rows; row += 1) total += matrix[start + row] * outputAdjoint[row];
        adjointA[column] += total;
      }
    },
  };
}

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
  forward(inputs, output) {
    const weights = inputs[0];
    output.fill(0);
    for (let k = 0; k < weights.length; k += 1) {
      const weight = weights[k];
      const vector = inputs[k + 1];
      for (let i = 0; i < output.length; i += 1) output[i] += weight * vector[i];
    }
  },
  adjoint(inputs, _output, outputAdjoint, inputAdjoints) {
    const weights = inputs[0];
    const weightsAdjoint = inputAdjoints[0];
    for (let k = 0; k < weights.length; k += 1) {
      const weight = weights[k];
      const vector = inputs[k + 1];
      const vectorAdjoint = inputAdjoints[k + 1];
      if (weightsAdjoint !== null) {
        let total = 0;
        for (let i = 0; i < outputAdjoint.length; i += 1) total += vector[i] * outputAdjoint[i];
        weightsAdjoint[k] += total;
      }
      if (vectorAdjoint !== null) {
        for (let i = 0; i < outputAdjoint.length; i += 1) vectorAdjoint[i] += weight * outputAdjoint[i];
      }
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
