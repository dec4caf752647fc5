// Operations element by element. Inputs have equal lengths, or length one, which stands for every element.
import type { Linearity, Operation } from "./operation.ts";

/** The length that inputs of one length, or of length one, have together. @throws RangeError when they do not fit. */
export function broadcastLength(name: string, lengths: readonly number[]): number {
  const longest = Math.max(...lengths);
  if (lengths.some((length) => length !== longest && length !== 1)) {
    throw new RangeError(`${name}: lengths ${lengths.join(" and ")} do not fit; each must be ${longest} or 1`);
  }
  return longest;
}

interface Binary {
  readonly name: string;
  readonly linearity: Linearity;
  value(a: number, b: number): number;
  /** ∂value/∂a and ∂value/∂b. */
  slopeA(a: number, b: number): number;
  slopeB(a: number, b: number): number;
}

function binary({ name, linearity, value, slopeA, slopeB }: Binary): Operation {
  return {
    name,
    linearity,
    outputLength: (lengths) => broadcastLength(name, lengths),
    forward([a, b], output) {
      const strideA = a.length === 1 ? 0 : 1;
      const strideB = b.length === 1 ? 0 : 1;
      for (let i = 0; i < output.length; i += 1) output[i] = value(a[i * strideA], b[i * strideB]);
    },
    adjoint([a, b], output, outputAdjoint, [adjointA, adjointB]) {
      const strideA = a.length === 1 ? 0 : 1;
      const strideB = b.length === 1 ? 0 : 1;
      if (adjointA !== null) {
        for (let i = 0; i < output.length; i += 1) {
          adjointA[i * strideA] += outputAdjoint[i] * slopeA(a[i * strideA], b[i * strideB]);
        }
      }
      if (adjointB !== null) {
        for (let i = 0; i < output.length; i += 1) {
          adjointB[i * strideB] += outputAdjoint[i] * slopeB(a[i * strideA], b[i * strideB]);
        }
      }
    },
  };
}

interface Unary {
  readonly name: string;
  readonly linearity?: Linearity;
  value(a: number): number;
  /** ∂value/∂a, from the input and the output. */
  slope(a: number, output: number): number;
}

function unary({ name, linearity, value, slope }: Unary): Operation {
  return {
    name,
    ...(linearity === undefined ? {} : { linearity }),
    outputLength: ([length]) => length,
    forward([a], output) {
      for (let i = 0; i < output.length; i += 1) output[i] = value(a[i]);
    },
    adjoint([a], output, outputAdjoint, [adjointA]) {
      if (adjointA === null) return;
      for (let i = 0; i < output.length; i += 1) adjointA[i] += outputAdjoint[i] * slope(a[i], output[i]);
    },
  };
}

/** Written out, like `multiply`, because these two are what every evaluation spends its elementwise time on. */
export const add: Operation = {
  name: "add",
  linearity: "jointly",
  outputLength: (lengths) => broadcastLength("add", lengths),
  forward([a, b], output) {
    const strideA = a.length === 1 ? 0 : 1;
    const strideB = b.length === 1 ? 0 : 1;
    for (let i = 0; i < output.length; i += 1) output[i] = a[i * strideA] + b[i * strideB];
  },
  adjoint([a, b], _output, outputAdjoint, [adjointA, adjointB]) {
    addTo(adjointA, a.length === 1 ? 0 : 1, outputAdjoint);
    addTo(adjointB, b.length === 1 ? 0 : 1, outputAdjoint);
  },
};

function addTo(adjoint: Float64Array | null, stride: number, outputAdjoint: Float64Array): void {
  if (adjoint === null) return;
  for (let i = 0; i < outputAdjoint.length; i += 1) adjoint[i * stride] += outputAdjoint[i];
}

export const subtract: Operation = binary({
  name: "subtract",
  linearity: "jointly",
  value: (a, b) => a - b,
  slopeA: () => 1,
  slopeB: () => -1,
});

export const multiply: Operation = {
  name: "multiply",
  linearity: "each",
  outputLength: (lengths) => broadcastLength("multiply", lengths),
  forward([a, b], output) {
    const strideA = a.length === 1 ? 0 : 1;
    const strideB = b.length === 1 ? 0 : 1;
    for (let i = 0; i < output.length; i += 1) output[i] = a[i * strideA] * b[i * strideB];
  },
  adjoint([a, b], _output, outputAdjoint, [adjointA, adjointB]) {
    addProductTo(adjointA, a.length === 1 ? 0 : 1, outputAdjoint, b);
    addProductTo(adjointB, b.length === 1 ? 0 : 1, outputAdjoint, a);
  },
};

function addProductTo(
  adjoint: Float64Array | null,
  stride: number,
  outputAdjoint: Float64Array,
  other: Float64Array,
): void {
  if (adjoint === null) return;
  const otherStride = other.length === 1 ? 0 : 1;
  for (let i = 0; i < outputAdjoint.length; i += 1) adjoint[i * stride] += outputAdjoint[i] * other[i * otherStride];
}

export const divide: Operation = binary({
  name: "divide",
  linearity: "first",
  value: (a, b) => a / b,
  slopeA: (_, b) => 1 / b,
  slopeB: (a, b) => -a / (b * b),
});

export const exponential: Operation = unary({ name: "exponential", value: Math.exp, slope: (_, output) => output });

export const logarithm: Operation = unary({ name: "logarithm", value: Math.log, slope: (a) => 1 / a });
