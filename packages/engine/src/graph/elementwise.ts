// Operations element by element. Inputs have equal lengths, or length one, which stands for every element.
import type { ElementwiseFunction, Kernels } from "../kernels/kernels.ts";
import type { Operation } from "./operation.ts";

export function broadcastLength(name: string, lengths: readonly number[]): number {
  const longest = Math.max(...lengths);
  if (lengths.some((length) => length !== longest && length !== 1)) {
    throw new RangeError(`${name}: lengths ${lengths.join(" and ")} do not fit; each must be ${longest} or 1`);
  }
  return longest;
}

/** adjoint += weight · outputAdjoint, summed up where one number stands for every element. */
function addTo(adjoint: Float64Array | null, weight: number, outputAdjoint: Float64Array, kernels: Kernels): void {
  if (adjoint === null) return;
  if (adjoint.length === outputAdjoint.length) kernels.addScaled(weight, outputAdjoint, adjoint);
  else adjoint[0] += weight * kernels.sum(outputAdjoint);
}

export const add: Operation = {
  name: "add",
  linearity: "jointly",
  outputLength: (lengths) => broadcastLength("add", lengths),
  forward([a, b], output, _scratch, kernels) {
    if (a.length === b.length) {
      kernels.add(a, b, output);
      return;
    }
    const [long, short] = a.length > b.length ? [a, b] : [b, a];
    output.set(long);
    kernels.addConstant(short[0], output);
  },
  adjoint(_inputs, _output, outputAdjoint, [adjointA, adjointB], _scratch, kernels) {
    addTo(adjointA, 1, outputAdjoint, kernels);
    addTo(adjointB, 1, outputAdjoint, kernels);
  },
};

export const subtract: Operation = {
  name: "subtract",
  linearity: "jointly",
  outputLength: (lengths) => broadcastLength("subtract", lengths),
  forward([a, b], output, _scratch, kernels) {
    if (a.length === b.length) kernels.subtract(a, b, output);
    else if (b.length === 1) {
      output.set(a);
      kernels.addConstant(-b[0], output);
    } else {
      kernels.scale(-1, b, output);
      kernels.addConstant(a[0], output);
    }
  },
  adjoint(_inputs, _output, outputAdjoint, [adjointA, adjointB], _scratch, kernels) {
    addTo(adjointA, 1, outputAdjoint, kernels);
    addTo(adjointB, -1, outputAdjoint, kernels);
  },
};

export const multiply: Operation = {
  name: "multiply",
  linearity: "each",
  outputLength: (lengths) => broadcastLength("multiply", lengths),
  forward([a, b], output, _scratch, kernels) {
    if (a.length === b.length) kernels.multiply(a, b, output);
    else if (b.length === 1) kernels.scale(b[0], a, output);
    else kernels.scale(a[0], b, output);
  },
  adjoint([a, b], _output, outputAdjoint, [adjointA, adjointB], _scratch, kernels) {
    addProductTo(adjointA, b, outputAdjoint, kernels);
    addProductTo(adjointB, a, outputAdjoint, kernels);
  },
};

/** adjoint += other · outputAdjoint, with one number on either side standing for every element. */
function addProductTo(
  adjoint: Float64Array | null,
  other: Float64Array,
  outputAdjoint: Float64Array,
  kernels: Kernels,
): void {
  if (adjoint === null) return;
  const { length } = outputAdjoint;
  if (adjoint.length < length) adjoint[0] += kernels.dot(outputAdjoint, other);
  else if (other.length < length) kernels.addScaled(other[0], outputAdjoint, adjoint);
  else kernels.addProduct(outputAdjoint, other, adjoint);
}

export const divide: Operation = {
  name: "divide",
  linearity: "first",
  outputLength: (lengths) => broadcastLength("divide", lengths),
  forward([a, b], output, _scratch, kernels) {
    if (a.length === b.length) kernels.divide(a, b, output);
    else if (b.length === 1) kernels.scale(1 / b[0], a, output);
    else for (let i = 0; i < output.length; i += 1) output[i] = a[0] / b[i];
  },
  adjoint([, b], output, outputAdjoint, [adjointA, adjointB], _scratch, kernels) {
    if (adjointA !== null) {
      if (b.length === 1) addTo(adjointA, 1 / b[0], outputAdjoint, kernels);
      else if (adjointA.length > 1) kernels.addQuotient(outputAdjoint, b, adjointA);
      else for (let i = 0; i < b.length; i += 1) adjointA[0] += outputAdjoint[i] / b[i];
    }
    if (adjointB === null) return;
    if (b.length === 1) adjointB[0] -= kernels.dot(outputAdjoint, output) / b[0];
    else for (let i = 0; i < b.length; i += 1) adjointB[i] -= (outputAdjoint[i] * output[i]) / b[i];
  },
};

function unary(name: string, f: ElementwiseFunction): Operation {
  return {
    name,
    outputLength: ([length]) => length,
    forward([a], output, _scratch, kernels) {
      kernels.map(f, a, output);
    },
    adjoint([a], output, outputAdjoint, [adjointA], _scratch, kernels) {
      if (adjointA !== null) kernels.mapAdjoint(f, a, output, outputAdjoint, adjointA);
    },
  };
}

export const exponential: Operation = unary("exponential", "exp");

export const logarithm: Operation = unary("logarithm", "log");
