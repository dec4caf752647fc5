// The engine's public surface.
export { bfmi } from "./diagnostics/bfmi.ts";
export type { ChainShape } from "./diagnostics/chains.ts";
export { essBulk, essMean, essQuantile, essSd, essTail } from "./diagnostics/effective-sample-size.ts";
export type { Interval } from "./diagnostics/intervals.ts";
export { equalTailedInterval, highestDensityInterval } from "./diagnostics/intervals.ts";
export type { LeaveOneOut } from "./diagnostics/loo.ts";
export { leaveOneOut, relativeEfficiency } from "./diagnostics/loo.ts";
export { mcseMean, mcseQuantile, mcseSd } from "./diagnostics/mcse.ts";
export type { LogLikelihood, PredictiveDensity } from "./diagnostics/predictive-density.ts";
export type { SmoothedWeights } from "./diagnostics/psis.ts";
export { goodParetoK, logSumExp as logSumOfExponentials, smoothWeights } from "./diagnostics/psis.ts";
export { rhat } from "./diagnostics/rhat.ts";
export type { SummaryOptions, SummaryRow } from "./diagnostics/summarize.ts";
export { defaultSummaryOptions, summarize } from "./diagnostics/summarize.ts";
export type { WidelyApplicableInformation } from "./diagnostics/waic.ts";
export { waicVarianceLimit, widelyApplicableInformation } from "./diagnostics/waic.ts";
export { beta } from "./distributions/beta.ts";
export { bijectionFor } from "./distributions/bijection.ts";
export { cauchy } from "./distributions/cauchy.ts";
export { type DistributionDescription, describeDistribution, parseDistribution } from "./distributions/description.ts";
export type { Bijection, Distribution, DistributionFamily, Support } from "./distributions/distribution.ts";
export { exponential as exponentialDistribution } from "./distributions/exponential.ts";
export { flat } from "./distributions/flat.ts";
export { gamma } from "./distributions/gamma.ts";
export { halfCauchy } from "./distributions/half-cauchy.ts";
export { halfNormal } from "./distributions/half-normal.ts";
export { halfStudentT } from "./distributions/half-student-t.ts";
export { inverseGamma } from "./distributions/inverse-gamma.ts";
export { laplace } from "./distributions/laplace.ts";
export {
  type LogNormalParameters,
  logNormal,
  logNormalFromMeanSd,
  logNormalFromRange,
} from "./distributions/log-normal.ts";
export { negativeBinomialLogDensity, sampleNegativeBinomial } from "./distributions/negative-binomial.ts";
export { normal } from "./distributions/normal.ts";
export { distributionByName, distributionNames } from "./distributions/registry.ts";
export { shiftedLogNormal } from "./distributions/shifted-log-normal.ts";
export { studentT } from "./distributions/student-t.ts";
export { truncatedNormal } from "./distributions/truncated-normal.ts";
export { uniform } from "./distributions/uniform.ts";
export type { Draws, SampleStatistics, ScalarDraws, Variable } from "./draws/draws.ts";
export { elementLabel, scalars, scalarsOf, variable } from "./draws/draws.ts";
export { SamplingError, unreachable } from "./errors.ts";
export { type CompileOptions, compile } from "./graph/compile.ts";
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
export { group, groupedColumns, groupSums, scaleGroups } from "./graph/grouped.ts";
export { joinGroups } from "./graph/join-groups.ts";
export type { LogDensity, Posterior, RecordedVariable } from "./graph/log-density.ts";
export { logSumExp } from "./graph/log-sum-exp.ts";
export { negativeBinomialLikelihood } from "./graph/negative-binomial-likelihood.ts";
export type { Linearity, Operation } from "./graph/operation.ts";
export { orderedParameter } from "./graph/ordered.ts";
export { concatenate, element, linearCombination, matrixVector, sum, take } from "./graph/reductions.ts";
export { studentTLikelihood } from "./graph/student-t-likelihood.ts";
export { openBestKernels } from "./kernels/best.ts";
export type { ElementwiseFunction, Kernels, OpenKernels } from "./kernels/kernels.ts";
export { openReferenceKernels, referenceKernels } from "./kernels/reference.ts";
export { hasWebAssemblyKernels, openWebAssemblyKernels } from "./kernels/webassembly.ts";
export {
  erf,
  erfc,
  logNormalCdf,
  normalCdf,
  normalQuantile,
} from "./math/error-function.ts";
export { exp, expm1, log, log1p, power, softplus, tanh } from "./math/exponentials.ts";
export { autocovariance, fft } from "./math/fft.ts";
export { regularizedGammaQ } from "./math/incomplete-gamma.ts";
export {
  choleskyInPlace,
  choleskyInverse,
  choleskyLogDeterminant,
  choleskySolve,
  crossProduct,
  dot,
  solveLower,
  solveLowerTransposed,
} from "./math/linear-algebra.ts";
export { elementCount } from "./math/shape.ts";
export { digamma, log1pExp, logBeta, logGamma, logistic } from "./math/special.ts";
export {
  correlation,
  mean,
  median,
  quantile,
  quantileSorted,
  ranks,
  standardDeviation,
  variance,
} from "./math/statistics.ts";
export type { SymmetricEigen } from "./math/symmetric-eigen.ts";
export { symmetricEigen } from "./math/symmetric-eigen.ts";
export { cos, sin } from "./math/trigonometric.ts";
export { allocateSeparable, defaultSeparableOptions } from "./optimize/allocate-separable.ts";
export { type Feasibility, findFeasible } from "./optimize/feasibility.ts";
export type { CurvaturePair, LbfgsOptions, LbfgsReason, LbfgsResult, Objective } from "./optimize/lbfgs.ts";
export { defaultLbfgsOptions, maximize } from "./optimize/lbfgs.ts";
export type { Conflict, ConstraintSide, LinearConstraint, LinearRegion } from "./optimize/linear-constraints.ts";
export { defaultProgramOptions, maximizeProgram } from "./optimize/maximize-program.ts";
export type {
  CurvePoint,
  SeparableBudget,
  SeparableOptions,
  SeparableProblem,
  SeparableSolution,
  SeparableStatus,
  SeparableTerm,
} from "./optimize/separable-problem.ts";
export type {
  ActiveConstraint,
  ProgramMultipliers,
  ProgramOptions,
  ProgramSolution,
  ProgramStatus,
  SmoothConstraint,
  SmoothProgram,
} from "./optimize/smooth-program.ts";
export { defaultPreviewOptions, type PreviewOptions, type PreviewResult, preview } from "./preview/preview.ts";
export { openStream } from "./random/philox.ts";
export type { RandomStream, StreamKey } from "./random/random-stream.ts";
export { CoordinateDescent } from "./regression/coordinate-descent.ts";
export { lambdaSequence, regressionPath } from "./regression/lambda-path.ts";
export { dualityGap, type PenalizedQuadratic } from "./regression/penalized-quadratic.ts";
export {
  greatestLambda,
  type PenalizedRegression,
  type PenalizedRegressionOptions,
  penalizedRegression,
} from "./regression/penalized-regression.ts";
export { type RegressionMoments, regressionMoments } from "./regression/regression-moments.ts";
export type { ChainAdaptation, ChainBlock, ChainStart, ChainState } from "./sampler/chain-state.ts";
export type { ChainCommand } from "./sampler/control.ts";
export type { EssReached } from "./sampler/ess-target.ts";
export type { PosteriorLayout } from "./sampler/layout.ts";
export type { MetricKind } from "./sampler/metric.ts";
export {
  type ChainProgress,
  defaultSampleOptions,
  type SampleOptions,
  warmStartWarmup,
} from "./sampler/options.ts";
export type { ChainHost, ChainTask } from "./sampler/run-chains.ts";
export { type ChainRunner, type RunningChains, type RunRequest, sameThreadRunner } from "./sampler/runner.ts";
export { sample } from "./sampler/sample.ts";
export {
  type Inspection,
  type SampleRequest,
  type SampleResult,
  type Sampling,
  startSampling,
} from "./sampler/sampling.ts";
export type { Adaptation, SamplingCheckpoint } from "./sampler/sampling-start.ts";
export type { StopSignal } from "./sampler/stop-signal.ts";
export { type OpenTask, sameThreadTasks, type TaskParts, type TaskRequest, type TaskRunner } from "./tasks/task.ts";
