// The interface of a univariate distribution family and of a distribution with numbers filled in.
import type { RandomStream } from "../random/random-stream.ts";

/** Where a variable lives; decides the bijection used to sample it on the whole real line. */
export type Support =
  | { readonly kind: "real" }
  | { readonly kind: "above"; readonly lower: number }
  | { readonly kind: "interval"; readonly lower: number; readonly upper: number };

/** A family such as the normal, with its parameters named. Stateless; all functions are pure but for `derivatives`. */
export interface DistributionFamily {
  readonly name: string;
  /** Names of the parameters, in the order of `args`. */
  readonly parameters: readonly string[];
  /** Values of the parameters that a description may leave out. */
  readonly defaults?: Readonly<Record<string, number>>;
  support(args: ArrayLike<number>): Support;
  /** The map that turns a standard normal into this distribution, for families and parameters that have a simple one. */
  fromStandardNormal?(args: ArrayLike<number>): Bijection | undefined;
  /**
   * Normalized log density at x. Writes ∂/∂x into derivatives[0] and ∂/∂args[i] into derivatives[1 + i];
   * with derivatives of length 1 only ∂/∂x, which spares the digammas of a prior whose parameters are constants.
   * Outside the support: −∞ with zero derivatives. Never allocates.
   */
  logDensity(x: number, args: ArrayLike<number>, derivatives: Float64Array): number;
  sample(stream: RandomStream, args: ArrayLike<number>): number;
  mean(args: ArrayLike<number>): number;
  standardDeviation(args: ArrayLike<number>): number;
  /** Quantile function, p in (0, 1). */
  quantile(p: number, args: ArrayLike<number>): number;
  /** What is wrong with these parameters, in words that name the parameter and its range; undefined when fine. */
  problem(args: ArrayLike<number>): string | undefined;
}

/** A family with its parameters fixed. */
export interface Distribution {
  readonly family: DistributionFamily;
  readonly args: readonly number[];
}

/** A one-to-one map from the whole real line onto a support. */
export interface Bijection {
  /** Writes [x, dx/du, log|dx/du|, d log|dx/du| / du] for the unconstrained value u. Never allocates. */
  forward(u: number, out: Float64Array): void;
  inverse(x: number): number;
}
