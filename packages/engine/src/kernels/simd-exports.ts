// The signatures of the WebAssembly functions: addresses of vectors in bytes, lengths in elements, 0 for no vector.

type Map = (input: number, output: number, length: number) => void;
type MapAdjoint = (input: number, output: number, outputAdjoint: number, inputAdjoint: number, length: number) => void;
type Combine = (a: number, stepA: number, b: number, stepB: number, output: number, length: number) => void;

type SolveArrow = (
  sizes: number,
  groups: number,
  blocks: number,
  coupling: number,
  members: number,
  corner: number,
  size: number,
  vector: number,
) => void;

/** The same order of parameters as in packages/engine/assembly. */
export interface SimdExports {
  sum(a: number, length: number): number;
  dot(a: number, b: number, length: number): number;
  addScaled(weight: number, source: number, target: number, length: number): void;
  addProduct(a: number, b: number, target: number, length: number): void;
  addQuotient(a: number, b: number, target: number, length: number): void;
  addConstant(value: number, target: number, length: number): void;
  scale(weight: number, source: number, output: number, length: number): void;
  plus: Combine;
  minus: Combine;
  times: Combine;
  over: Combine;
  projectOnColumns(columns: number, vector: number, rows: number, products: number, count: number): void;
  addColumns(columns: number, weights: number, count: number, target: number, rows: number): void;

  exp: Map;
  log: Map;
  log1p: Map;
  expm1: Map;
  tanh: Map;
  softplus: Map;
  logistic: Map;
  reciprocal: Map;
  expAdjoint: MapAdjoint;
  logAdjoint: MapAdjoint;
  log1pAdjoint: MapAdjoint;
  expm1Adjoint: MapAdjoint;
  tanhAdjoint: MapAdjoint;
  softplusAdjoint: MapAdjoint;
  logisticAdjoint: MapAdjoint;
  reciprocalAdjoint: MapAdjoint;

  addGroupDots(a: number, b: number, period: number, target: number, groups: number): void;
  scaleGroups(weights: number, groups: number, source: number, output: number, period: number): void;
  addScaledGroups(weights: number, groups: number, source: number, target: number, period: number): void;

  recursiveFilter(input: number, feedback: number, gain: number, period: number, output: number, length: number): void;
  recursiveFilterAdjoint(
    input: number,
    feedback: number,
    gain: number,
    gainSlope: number,
    period: number,
    output: number,
    outputAdjoint: number,
    inputAdjoint: number,
    length: number,
  ): number;
  truncatedFilter(
    input: number,
    feedback: number,
    window: number,
    period: number,
    output: number,
    slope: number,
    length: number,
  ): void;
  truncatedFilterTranspose(
    input: number,
    feedback: number,
    window: number,
    period: number,
    output: number,
    length: number,
  ): void;
  causalConvolution(
    input: number,
    weights: number,
    window: number,
    period: number,
    output: number,
    length: number,
  ): void;
  causalConvolutionWeightAdjoint(
    input: number,
    period: number,
    outputAdjoint: number,
    weightAdjoint: number,
    window: number,
    length: number,
  ): void;
  causalConvolutionInputAdjoint(
    weights: number,
    window: number,
    period: number,
    outputAdjoint: number,
    inputAdjoint: number,
    length: number,
  ): void;

  hill(input: number, half: number, slope: number, output: number, logRatio: number, length: number): void;
  hillAdjoint(
    input: number,
    half: number,
    slope: number,
    output: number,
    logRatio: number,
    outputAdjoint: number,
    inputAdjoint: number,
    halfAdjoint: number,
    slopeAdjoint: number,
    length: number,
  ): void;
  tanhScaled(rate: number, input: number, output: number, length: number): void;
  tanhScaledAdjoint(
    rate: number,
    input: number,
    output: number,
    outputAdjoint: number,
    inputAdjoint: number,
    length: number,
  ): number;
  hyperbola(half: number, input: number, output: number, length: number): void;
  hyperbolaAdjoint(
    half: number,
    input: number,
    output: number,
    outputAdjoint: number,
    inputAdjoint: number,
    length: number,
  ): number;
  hyperbolaSlopes(
    half: number,
    slope: number,
    output: number,
    outputAdjoint: number,
    sums: number,
    length: number,
  ): void;
  log1pScaled(scale: number, input: number, output: number, length: number): void;
  log1pScaledAdjoint(scale: number, input: number, outputAdjoint: number, inputAdjoint: number, length: number): number;
  power(exponent: number, input: number, output: number, logs: number, length: number): void;
  powerAdjoint(
    exponent: number,
    input: number,
    output: number,
    logs: number,
    outputAdjoint: number,
    inputAdjoint: number,
    length: number,
  ): number;
  logisticStep(rate: number, midpoint: number, input: number, output: number, length: number): void;
  logisticStepAdjoint(
    rate: number,
    midpoint: number,
    input: number,
    output: number,
    outputAdjoint: number,
    inputAdjoint: number,
    rateAdjoint: number,
    midpointAdjoint: number,
    length: number,
  ): void;

  projectOnSparse(starts: number, rows: number, values: number, vector: number, products: number, count: number): void;
  subtractSparse(starts: number, rows: number, values: number, weights: number, count: number, target: number): void;

  factorArrow(
    sizes: number,
    groups: number,
    blocks: number,
    coupling: number,
    members: number,
    corner: number,
    size: number,
  ): number;
  solveArrowLower: SolveArrow;
  solveArrowLowerTransposed: SolveArrow;
  arrowInverseDiagonal(
    sizes: number,
    groups: number,
    blocks: number,
    coupling: number,
    members: number,
    corner: number,
    size: number,
    rows: number,
    diagonal: number,
  ): void;
}
