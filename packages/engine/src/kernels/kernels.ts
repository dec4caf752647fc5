// The inner loops of an evaluation: one interface, carried out by WebAssembly or by plain loops.

/** Functions applied element by element. `softplus` is log(1 + e^x), `logistic` 1 / (1 + e^−x). */
export type ElementwiseFunction = "exp" | "log" | "log1p" | "expm1" | "tanh" | "softplus" | "logistic" | "reciprocal";

/**
 * All vectors handed to one set of kernels come from its own `allocate`, or are subarrays of such, so that nothing is
 * copied for a call; their lengths must fit each other, which nothing checks. No kernel allocates. Outputs are overwritten;
 * targets and adjoints are added to; an adjoint that is null was not asked for. Outputs do not overlap inputs.
 *
 * Matrices are stored column after column, (columns, rows), each column contiguous. A `period` is the length of the series
 * of which a vector holds several, one after the other; nothing passes from one series to the next.
 *
 * Both sets give the same bits: the plain loops add up in the order of the two-lane loops, without fused operations.
 */
export interface Kernels
  extends VectorKernels,
    SeriesKernels,
    FilterKernels,
    CurveKernels,
    SparseKernels,
    ArrowKernels {
  readonly kind: "webassembly" | "reference";
  /** A vector of zeros within reach of these kernels. @throws RangeError when the announced room is used up. */
  allocate(length: number): Float64Array;
}

export interface VectorKernels {
  /** Σ a[i]. */
  sum(a: Float64Array): number;
  /** Σ a[i] b[i]. */
  dot(a: Float64Array, b: Float64Array): number;
  /** target += weight · source. */
  addScaled(weight: number, source: Float64Array, target: Float64Array): void;
  /** target += a · b, element by element. */
  addProduct(a: Float64Array, b: Float64Array, target: Float64Array): void;
  /** target += a / b, element by element. */
  addQuotient(a: Float64Array, b: Float64Array, target: Float64Array): void;
  /** target += value, in every element. */
  addConstant(value: number, target: Float64Array): void;
  /** output = weight · source; output may be the source. */
  scale(weight: number, source: Float64Array, output: Float64Array): void;
  /** output = a + b, where a or b of length one stands for every element. So the next three. */
  add(a: Float64Array, b: Float64Array, output: Float64Array): void;
  subtract(a: Float64Array, b: Float64Array, output: Float64Array): void;
  multiply(a: Float64Array, b: Float64Array, output: Float64Array): void;
  divide(a: Float64Array, b: Float64Array, output: Float64Array): void;
  /** output = f(input), element by element. */
  map(f: ElementwiseFunction, input: Float64Array, output: Float64Array): void;
  /** inputAdjoint += outputAdjoint · f′(input), given output = f(input). */
  mapAdjoint(
    f: ElementwiseFunction,
    input: Float64Array,
    output: Float64Array,
    outputAdjoint: Float64Array,
    inputAdjoint: Float64Array,
  ): void;
  /** products[k] = Σ_t columns[k, t] · vector[t]. */
  projectOnColumns(columns: Float64Array, vector: Float64Array, products: Float64Array): void;
  /** target[t] += Σ_k weights[k] · columns[k, t]. */
  addColumns(columns: Float64Array, weights: Float64Array, target: Float64Array): void;
}

/** On series of equal length; their number is that of the shorter vector's elements. */
export interface SeriesKernels {
  /** target[g] += Σ_t a[g, t] b[g, t]. */
  addSeriesDots(a: Float64Array, b: Float64Array, target: Float64Array): void;
  /** output[g, t] = weights[g] · source[g, t]. */
  scaleSeries(weights: Float64Array, source: Float64Array, output: Float64Array): void;
  /** target[g, t] += weights[g] · source[g, t]. */
  addScaledSeries(weights: Float64Array, source: Float64Array, target: Float64Array): void;
}

export interface FilterKernels {
  /** output[t] = gain · input[t] + feedback · output[t−1]. */
  recursiveFilter(input: Float64Array, feedback: number, gain: number, period: number, output: Float64Array): void;
  /**
   * Adjoint of the above by the reverse recursion λ[t] = outputAdjoint[t] + feedback · λ[t+1].
   * @param gainSlope  derivative of the gain by the feedback
   * @returns          derivative by the feedback, Σ λ[t] (output[t−1] + gainSlope · input[t])
   */
  recursiveFilterAdjoint(
    input: Float64Array,
    feedback: number,
    gain: number,
    gainSlope: number,
    period: number,
    output: Float64Array,
    outputAdjoint: Float64Array,
    inputAdjoint: Float64Array | null,
  ): number;
  /**
   * output[t] = Σ_{l<window} feedback^l · input[t−l] in O(log window) passes (one where there are few
   * terms), and slope = ∂output/∂feedback. Adds only, so
   * inputs ≥ 0 leave no rounding residue behind.
   */
  truncatedFilter(
    input: Float64Array,
    feedback: number,
    window: number,
    period: number,
    output: Float64Array,
    slope: Float64Array,
  ): void;
  /** output[t] = Σ_{l<window} feedback^l · input[t+l]: the transpose of the above. */
  truncatedFilterTranspose(
    input: Float64Array,
    feedback: number,
    window: number,
    period: number,
    output: Float64Array,
  ): void;
  /** output[t] = Σ_l weights[l] · input[t−l]. */
  causalConvolution(input: Float64Array, weights: Float64Array, period: number, output: Float64Array): void;
  /** weightAdjoint[l] += Σ_t outputAdjoint[t] · input[t−l]. */
  causalConvolutionWeightAdjoint(
    input: Float64Array,
    period: number,
    outputAdjoint: Float64Array,
    weightAdjoint: Float64Array,
  ): void;
  /** inputAdjoint[t] += Σ_l weights[l] · outputAdjoint[t+l]. */
  causalConvolutionInputAdjoint(
    weights: Float64Array,
    period: number,
    outputAdjoint: Float64Array,
    inputAdjoint: Float64Array,
  ): void;
}

/** Curves through zero. Adjoints return the derivative by the one parameter, or add to those of two. */
export interface CurveKernels {
  /**
   * output = u^slope / (half^slope + u^slope) for inputs u ≥ 0; half and slope have length one, half > 0. Any u below 2⁻¹⁰²²
   * counts as that, but u = 0 gives exactly 0. Relative error below (4 + slope · (2 + |log₂ u| + |log₂ half|)) · 2⁻⁵¹, held in
   * test/kernels/hill.test.ts; where (half / u)^slope leaves 2^±1022, the output ends at less than 2⁻¹⁰²¹, or at 1.
   * @param logRatio  filled with log₂(u / half), for the adjoint
   */
  hill(
    input: Float64Array,
    half: Float64Array,
    slope: Float64Array,
    output: Float64Array,
    logRatio: Float64Array,
  ): void;
  /** At u = 0 all derivatives count as zero. */
  hillAdjoint(
    input: Float64Array,
    half: Float64Array,
    slope: Float64Array,
    output: Float64Array,
    logRatio: Float64Array,
    outputAdjoint: Float64Array,
    inputAdjoint: Float64Array | null,
    halfAdjoint: Float64Array | null,
    slopeAdjoint: Float64Array | null,
  ): void;
  /** output = tanh(rate · input). */
  tanhScaled(rate: number, input: Float64Array, output: Float64Array): void;
  tanhScaledAdjoint(
    rate: number,
    input: Float64Array,
    output: Float64Array,
    outputAdjoint: Float64Array,
    inputAdjoint: Float64Array | null,
  ): number;
  /** output = input / (half + input). */
  hyperbola(half: number, input: Float64Array, output: Float64Array): void;
  hyperbolaAdjoint(
    half: number,
    input: Float64Array,
    output: Float64Array,
    outputAdjoint: Float64Array,
    inputAdjoint: Float64Array | null,
  ): number;
  /**
   * For output = input / (half + input) with an input that depends on one number: adds to sums the derivatives by that number,
   * `slope` being ∂input, and by the half.
   */
  hyperbolaSlopes(
    half: number,
    slope: Float64Array,
    output: Float64Array,
    outputAdjoint: Float64Array,
    sums: Float64Array,
  ): void;
  /** output = log(1 + input / scale). */
  log1pScaled(scale: number, input: Float64Array, output: Float64Array): void;
  log1pScaledAdjoint(
    scale: number,
    input: Float64Array,
    outputAdjoint: Float64Array,
    inputAdjoint: Float64Array | null,
  ): number;
  /** output = input^exponent, inputs ≥ 0; 0 at input 0, with all derivatives. @param logs  filled with log(input) */
  power(exponent: number, input: Float64Array, output: Float64Array, logs: Float64Array): void;
  powerAdjoint(
    exponent: number,
    input: Float64Array,
    output: Float64Array,
    logs: Float64Array,
    outputAdjoint: Float64Array,
    inputAdjoint: Float64Array | null,
  ): number;
  /** output = logistic(rate · (input − midpoint)) − logistic(−rate · midpoint); rate and midpoint have length one. */
  logisticStep(rate: Float64Array, midpoint: Float64Array, input: Float64Array, output: Float64Array): void;
  logisticStepAdjoint(
    rate: Float64Array,
    midpoint: Float64Array,
    input: Float64Array,
    output: Float64Array,
    outputAdjoint: Float64Array,
    inputAdjoint: Float64Array | null,
    rateAdjoint: Float64Array | null,
    midpointAdjoint: Float64Array | null,
  ): void;
}

/** Columns with few nonzero rows, side by side: column k has the places starts[k] … starts[k + 1], rows ascending. */
export interface SparseColumns {
  readonly starts: Int32Array;
  readonly rows: Int32Array;
  readonly values: Float64Array;
}

export interface SparseKernels {
  /** products[k] = Σ_t column_k[t] · vector[t]. */
  projectOnSparse(columns: SparseColumns, vector: Float64Array, products: Float64Array): void;
  /** target −= Σ_k weights[k] · column_k. */
  subtractSparse(columns: SparseColumns, weights: Float64Array, target: Float64Array): void;
}

/**
 * A symmetric positive definite matrix in the shape of an arrow, [ B  C ; Cᵀ  D ]: groups that touch what is shared, but not each
 * other. Of blocks and corner the lower triangles count. The number of shared rows is a multiple of four, those that
 * nobody needs having a one on the diagonal and zeros elsewhere.
 */
export interface ArrowParts {
  /** Members of each group. */
  readonly sizes: Int32Array;
  /** The groups' own blocks one after another, each (size, size). */
  readonly blocks: Float64Array;
  /** (member, shared). */
  readonly coupling: Float64Array;
  /** (shared, shared). */
  readonly corner: Float64Array;
}

export interface ArrowKernels {
  /** Replaces A by L with A = L Lᵀ; the coupling by L⁻¹ C. @returns false when A is not positive definite */
  factorArrow(arrow: ArrowParts): boolean;
  /** Solves L x = b in place, after `factorArrow`; the vector's members come before what is shared. */
  solveArrowLower(arrow: ArrowParts, vector: Float64Array): void;
  /** Solves Lᵀ x = b in place, after `factorArrow`. */
  solveArrowLowerTransposed(arrow: ArrowParts, vector: Float64Array): void;
  /**
   * diagonal = that of A⁻¹, after `factorArrow`: A⁻¹ᵢᵢ = ‖L⁻¹ eᵢ‖².
   * @param rows  filled with the shared part of each L⁻¹ eᵢ: (shared, shared), then (member, shared) with the other sign
   */
  arrowInverseDiagonal(arrow: ArrowParts, rows: Float64Array, diagonal: Float64Array): void;
}

/** Opens a set of kernels with room for `vectors` vectors of `doubles` numbers in all. */
export type OpenKernels = (room: { readonly vectors: number; readonly doubles: number }) => Kernels;
