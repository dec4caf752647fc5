// What a sampler needs of a model, and what it records of it.
import type { Kernels } from "../kernels/kernels.ts";
import type { RandomStream } from "../random/random-stream.ts";

export interface LogDensity {
  readonly dim: number;
  /** Returns log p(position) up to a constant and writes ∂/∂position into `gradient`. Never allocates. */
  evaluate(position: Float64Array, gradient: Float64Array): number;
}

/** A recorded variable: its place in a draw's record. */
export interface RecordedVariable {
  readonly name: string;
  readonly dims: readonly string[];
  readonly shape: readonly number[];
  /** First place in the record. */
  readonly offset: number;
}

/** A log density on the whole real line whose positions stand for labeled variables. */
export interface Posterior extends LogDensity {
  readonly variables: readonly RecordedVariable[];
  readonly coordinates: Readonly<Record<string, readonly string[]>>;
  /** Who carries out the inner loops, where the posterior runs on kernels. */
  readonly kernels?: Kernels["kind"];
  /** Numbers in one draw's record. */
  readonly recordLength: number;
  /** A position to start from, drawn from the prior. */
  initialPosition(stream: RandomStream): Float64Array;
  /**
   * Writes the variables at `position` into `record`. What was integrated out is drawn exactly from its conditional
   * distribution, with `stream`.
   */
  record(position: Float64Array, stream: RandomStream, record: Float64Array): void;
}
