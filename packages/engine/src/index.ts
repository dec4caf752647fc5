// The engine's public surface.
export type { Bijection, Distribution, DistributionFamily, Support } from "./distributions/distribution.ts";
export type { Draws, SampleStatistics, ScalarDraws, Variable } from "./draws/draws.ts";
export { elementLabel, scalars, scalarsOf, variable } from "./draws/draws.ts";
export { SamplingError, unreachable } from "./errors.ts";
export type { Operation } from "./graph/operation.ts";
export { openStream } from "./random/philox.ts";
export type { RandomStream, StreamKey } from "./random/random-stream.ts";
