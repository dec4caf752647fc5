// The engine's public surface.
export type { Bijection, Distribution, DistributionFamily, Support } from "./distributions/distribution.ts";
export type { Draws, SampleStatistics, ScalarDraws, Variable } from "./draws/draws.ts";
export { elementLabel, scalars, scalarsOf, variable } from "./draws/draws.ts";
export { SamplingError, unreachable } from "./errors.ts";
export { compile, type CompileOptions } from "./graph/compile.ts";
export { add, divide, exponential, logarithm, multiply, subtract } from "./graph/elementwise.ts";
export { GraphEvaluator } from "./graph/evaluator.ts";
export {
  type ConstantNode,
  type Graph,
  GraphBuilder,
  type Node,
  type NormalObservation,
  type OperationNode,
  type ParameterNode,
  type ParameterOptions,
  type Prior,
} from "./graph/graph.ts";
export type { LogDensity, Posterior, RecordedVariable } from "./graph/log-density.ts";
export type { Linearity, Operation } from "./graph/operation.ts";
export { concatenate, element, linearCombination, matrixVector, sum } from "./graph/reductions.ts";
export { autocovariance, fft } from "./math/fft.ts";
export {
  choleskyInPlace,
  choleskyInverse,
  choleskyLogDeterminant,
  choleskySolve,
  crossProduct,
  solveLower,
  solveLowerTransposed,
} from "./math/linear-algebra.ts";
export type { SymmetricEigen } from "./math/symmetric-eigen.ts";
export { symmetricEigen } from "./math/symmetric-eigen.ts";
export type { CurvaturePair, LbfgsOptions, LbfgsReason, LbfgsResult, Objective } from "./optimize/lbfgs.ts";
export { defaultLbfgsOptions, maximize } from "./optimize/lbfgs.ts";
export { openStream } from "./random/philox.ts";
export type { RandomStream, StreamKey } from "./random/random-stream.ts";
export type { ChainDraws } from "./sampler/chain.ts";
export type { MetricKind } from "./sampler/metric.ts";
export { type ChainProgress, defaultSampleOptions, type SampleOptions } from "./sampler/options.ts";
export {
  type ChainRunner,
  type RunRequest,
  type SampleRequest,
  type SampleResult,
  sameThreadRunner,
  sample,
} from "./sampler/sample.ts";
