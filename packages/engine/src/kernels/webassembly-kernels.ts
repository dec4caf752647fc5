// The kernel interface over the exports of the WebAssembly module: vectors go by address and length.
import type { ArrowParts, ElementwiseFunction, Kernels, SparseColumns } from "./kernels.ts";
import type { SimdExports } from "./simd-exports.ts";

const alignment = 16;

const adjointOf = {
  exp: "expAdjoint",
  log: "logAdjoint",
  log1p: "log1pAdjoint",
  expm1: "expm1Adjoint",
  tanh: "tanhAdjoint",
  softplus: "softplusAdjoint",
  logistic: "logisticAdjoint",
  reciprocal: "reciprocalAdjoint",
} as const;

/** Address of a vector that may be missing. */
function orZero(vector: Float64Array | null): number {
  return vector === null ? 0 : vector.byteOffset;
}

/** Bytes from one pair of elements to the next; none where one number stands for all. */
function step(vector: Float64Array): number {
  return vector.length === 1 ? 0 : 16;
}

type F = Float64Array;

export class WebAssemblyKernels implements Kernels {
  readonly kind = "webassembly";
  readonly #wasm: SimdExports;
  readonly #buffer: ArrayBuffer;
  readonly #end: number;
  #next: number;

  /** @param start  first free byte of `buffer`; @param end  where the announced room ends */
  constructor(wasm: SimdExports, buffer: ArrayBuffer, start: number, end: number) {
    this.#wasm = wasm;
    this.#buffer = buffer;
    this.#end = end;
    this.#next = start;
  }

  allocate(length: number): F {
    return new Float64Array(this.#buffer, this.#reserve(length * Float64Array.BYTES_PER_ELEMENT), length);
  }
  #reserve(bytes: number): number {
    const start = Math.ceil(this.#next / alignment) * alignment;
    if (start + bytes > this.#end) {
      throw new RangeError(`kernels: ${bytes} bytes wanted, but of the announced room ${this.#end - start} are left`);
    }
    this.#next = start + bytes;
    return start;
  }

  sum(a: F): number {
    return this.#wasm.sum(a.byteOffset, a.length);
  }
  dot(a: F, b: F): number {
    return this.#wasm.dot(a.byteOffset, b.byteOffset, a.length);
  }
  addScaled(weight: number, source: F, target: F): void {
    this.#wasm.addScaled(weight, source.byteOffset, target.byteOffset, target.length);
  }
  addProduct(a: F, b: F, target: F): void {
    this.#wasm.addProduct(a.byteOffset, b.byteOffset, target.byteOffset, target.length);
  }
  addQuotient(a: F, b: F, target: F): void {
    this.#wasm.addQuotient(a.byteOffset, b.byteOffset, target.byteOffset, target.length);
  }
  addConstant(value: number, target: F): void {
    this.#wasm.addConstant(value, target.byteOffset, target.length);
  }
  scale(weight: number, source: F, output: F): void {
    this.#wasm.scale(weight, source.byteOffset, output.byteOffset, output.length);
  }
  add(a: F, b: F, output: F): void {
    this.#wasm.plus(a.byteOffset, step(a), b.byteOffset, step(b), output.byteOffset, output.length);
  }
  subtract(a: F, b: F, output: F): void {
    this.#wasm.minus(a.byteOffset, step(a), b.byteOffset, step(b), output.byteOffset, output.length);
  }
  multiply(a: F, b: F, output: F): void {
    this.#wasm.times(a.byteOffset, step(a), b.byteOffset, step(b), output.byteOffset, output.length);
  }
  divide(a: F, b: F, output: F): void {
    this.#wasm.over(a.byteOffset, step(a), b.byteOffset, step(b), output.byteOffset, output.length);
  }
  map(f: ElementwiseFunction, input: F, output: F): void {
    this.#wasm[f](input.byteOffset, output.byteOffset, output.length);
  }
  mapAdjoint(f: ElementwiseFunction, input: F, output: F, outputAdjoint: F, inputAdjoint: F): void {
    const { length } = output;
    this.#wasm[adjointOf[f]](
      input.byteOffset,
      output.byteOffset,
      outputAdjoint.byteOffset,
      inputAdjoint.byteOffset,
      length,
    );
  }
  projectOnColumns(columns: F, vector: F, products: F): void {
    const { length } = vector;
    this.#wasm.projectOnColumns(columns.byteOffset, vector.byteOffset, length, products.byteOffset, products.length);
  }
  addColumns(columns: F, weights: F, target: F): void {
    const { length } = target;
    this.#wasm.addColumns(columns.byteOffset, weights.byteOffset, weights.length, target.byteOffset, length);
  }

  addSeriesDots(a: F, b: F, target: F): void {
    const groups = target.length;
    this.#wasm.addGroupDots(a.byteOffset, b.byteOffset, a.length / groups, target.byteOffset, groups);
  }
  scaleSeries(weights: F, source: F, output: F): void {
    const groups = weights.length;
    const period = output.length / groups;
    this.#wasm.scaleGroups(weights.byteOffset, groups, source.byteOffset, output.byteOffset, period);
  }
  addScaledSeries(weights: F, source: F, target: F): void {
    const groups = weights.length;
    const period = target.length / groups;
    this.#wasm.addScaledGroups(weights.byteOffset, groups, source.byteOffset, target.byteOffset, period);
  }

  recursiveFilter(input: F, feedback: number, gain: number, period: number, output: F): void {
    this.#wasm.recursiveFilter(input.byteOffset, feedback, gain, period, output.byteOffset, output.length);
  }
  recursiveFilterAdjoint(
    input: F,
    feedback: number,
    gain: number,
    gainSlope: number,
    period: number,
    output: F,
    outputAdjoint: F,
    inputAdjoint: F | null,
  ): number {
    return this.#wasm.recursiveFilterAdjoint(
      input.byteOffset,
      feedback,
      gain,
      gainSlope,
      period,
      output.byteOffset,
      outputAdjoint.byteOffset,
      orZero(inputAdjoint),
      output.length,
    );
  }
  truncatedFilter(input: F, feedback: number, window: number, period: number, output: F, slope: F): void {
    const { length } = output;
    this.#wasm.truncatedFilter(input.byteOffset, feedback, window, period, output.byteOffset, slope.byteOffset, length);
  }
  truncatedFilterTranspose(input: F, feedback: number, window: number, period: number, output: F): void {
    const { length } = output;
    this.#wasm.truncatedFilterTranspose(input.byteOffset, feedback, window, period, output.byteOffset, length);
  }
  causalConvolution(input: F, weights: F, period: number, output: F): void {
    const window = weights.length;
    const { length } = output;
    this.#wasm.causalConvolution(input.byteOffset, weights.byteOffset, window, period, output.byteOffset, length);
  }
  causalConvolutionWeightAdjoint(input: F, period: number, outputAdjoint: F, weightAdjoint: F): void {
    this.#wasm.causalConvolutionWeightAdjoint(
      input.byteOffset,
      period,
      outputAdjoint.byteOffset,
      weightAdjoint.byteOffset,
      weightAdjoint.length,
      input.length,
    );
  }
  causalConvolutionInputAdjoint(weights: F, period: number, outputAdjoint: F, inputAdjoint: F): void {
    this.#wasm.causalConvolutionInputAdjoint(
      weights.byteOffset,
      weights.length,
      period,
      outputAdjoint.byteOffset,
      inputAdjoint.byteOffset,
      inputAdjoint.length,
    );
  }

  hill(input: F, half: F, slope: F, output: F, logRatio: F): void {
    this.#wasm.hill(
      input.byteOffset,
      half.byteOffset,
      slope.byteOffset,
      output.byteOffset,
      logRatio.byteOffset,
      output.length,
    );
  }
  hillAdjoint(
    input: F,
    half: F,
    slope: F,
    output: F,
    logRatio: F,
    outputAdjoint: F,
    inputAdjoint: F | null,
    halfAdjoint: F | null,
    slopeAdjoint: F | null,
  ): void {
    this.#wasm.hillAdjoint(
      input.byteOffset,
      half.byteOffset,
      slope.byteOffset,
      output.byteOffset,
      logRatio.byteOffset,
      outputAdjoint.byteOffset,
      orZero(inputAdjoint),
      orZero(halfAdjoint),
      orZero(slopeAdjoint),
      output.length,
    );
  }
  tanhScaled(rate: number, input: F, output: F): void {
    this.#wasm.tanhScaled(rate, input.byteOffset, output.byteOffset, output.length);
  }
  tanhScaledAdjoint(rate: number, input: F, output: F, outputAdjoint: F, inputAdjoint: F | null): number {
    const adjoint = orZero(inputAdjoint);
    return this.#wasm.tanhScaledAdjoint(
      rate,
      input.byteOffset,
      output.byteOffset,
      outputAdjoint.byteOffset,
      adjoint,
      output.length,
    );
  }
  hyperbola(half: number, input: F, output: F): void {
    this.#wasm.hyperbola(half, input.byteOffset, output.byteOffset, output.length);
  }
  hyperbolaAdjoint(half: number, input: F, output: F, outputAdjoint: F, inputAdjoint: F | null): number {
    const adjoint = orZero(inputAdjoint);
    return this.#wasm.hyperbolaAdjoint(
      half,
      input.byteOffset,
      output.byteOffset,
      outputAdjoint.byteOffset,
      adjoint,
      output.length,
    );
  }
  hyperbolaSlopes(half: number, slope: F, output: F, outputAdjoint: F, sums: F): void {
    this.#wasm.hyperbolaSlopes(
      half,
      slope.byteOffset,
      output.byteOffset,
      outputAdjoint.byteOffset,
      sums.byteOffset,
      output.length,
    );
  }
  log1pScaled(scale: number, input: F, output: F): void {
    this.#wasm.log1pScaled(scale, input.byteOffset, output.byteOffset, output.length);
  }
  log1pScaledAdjoint(scale: number, input: F, outputAdjoint: F, inputAdjoint: F | null): number {
    const adjoint = orZero(inputAdjoint);
    return this.#wasm.log1pScaledAdjoint(scale, input.byteOffset, outputAdjoint.byteOffset, adjoint, input.length);
  }
  power(exponent: number, input: F, output: F, logs: F): void {
    this.#wasm.power(exponent, input.byteOffset, output.byteOffset, logs.byteOffset, output.length);
  }
  powerAdjoint(exponent: number, input: F, output: F, logs: F, outputAdjoint: F, inputAdjoint: F | null): number {
    return this.#wasm.powerAdjoint(
      exponent,
      input.byteOffset,
      output.byteOffset,
      logs.byteOffset,
      outputAdjoint.byteOffset,
      orZero(inputAdjoint),
      output.length,
    );
  }
  logisticStep(rate: F, midpoint: F, input: F, output: F): void {
    this.#wasm.logisticStep(rate[0], midpoint[0], input.byteOffset, output.byteOffset, output.length);
  }
  logisticStepAdjoint(
    rate: F,
    midpoint: F,
    input: F,
    output: F,
    outputAdjoint: F,
    inputAdjoint: F | null,
    rateAdjoint: F | null,
    midpointAdjoint: F | null,
  ): void {
    this.#wasm.logisticStepAdjoint(
      rate[0],
      midpoint[0],
      input.byteOffset,
      output.byteOffset,
      outputAdjoint.byteOffset,
      orZero(inputAdjoint),
      orZero(rateAdjoint),
      orZero(midpointAdjoint),
      output.length,
    );
  }

  projectOnSparse({ starts, rows, values }: SparseColumns, vector: F, products: F): void {
    this.#wasm.projectOnSparse(
      starts.byteOffset,
      rows.byteOffset,
      values.byteOffset,
      vector.byteOffset,
      products.byteOffset,
      products.length,
    );
  }
  subtractSparse({ starts, rows, values }: SparseColumns, weights: F, target: F): void {
    this.#wasm.subtractSparse(
      starts.byteOffset,
      rows.byteOffset,
      values.byteOffset,
      weights.byteOffset,
      weights.length,
      target.byteOffset,
    );
  }

  factorArrow({ sizes, blocks, coupling, corner }: ArrowParts): boolean {
    const size = Math.sqrt(corner.length);
    return (
      this.#wasm.factorArrow(
        sizes.byteOffset,
        sizes.length,
        blocks.byteOffset,
        coupling.byteOffset,
        coupling.length / size,
        corner.byteOffset,
        size,
      ) !== 0
    );
  }
  solveArrowLower(arrow: ArrowParts, vector: F): void {
    this.#solveArrow("solveArrowLower", arrow, vector);
  }
  solveArrowLowerTransposed(arrow: ArrowParts, vector: F): void {
    this.#solveArrow("solveArrowLowerTransposed", arrow, vector);
  }
  #solveArrow(
    which: "solveArrowLower" | "solveArrowLowerTransposed",
    { sizes, blocks, coupling, corner }: ArrowParts,
    vector: F,
  ): void {
    const size = Math.sqrt(corner.length);
    this.#wasm[which](
      sizes.byteOffset,
      sizes.length,
      blocks.byteOffset,
      coupling.byteOffset,
      coupling.length / size,
      corner.byteOffset,
      size,
      vector.byteOffset,
    );
  }
  arrowInverseDiagonal({ sizes, blocks, coupling, corner }: ArrowParts, rows: F, diagonal: F): void {
    const size = Math.sqrt(corner.length);
    this.#wasm.arrowInverseDiagonal(
      sizes.byteOffset,
      sizes.length,
      blocks.byteOffset,
      coupling.byteOffset,
      coupling.length / size,
      corner.byteOffset,
      size,
      rows.byteOffset,
      diagonal.byteOffset,
    );
  }
}
