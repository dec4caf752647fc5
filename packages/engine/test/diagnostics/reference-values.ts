// The stored answers of ArviZ, read as the tests need them.
import { readFileSync } from "node:fs";

/** JSON has no NaN: null stands for it. */
type Stored = number | null;

/** What ArviZ says about one scalar; the arrays are in the order of `probabilities`. */
interface Answers {
  readonly rhat: Stored;
  readonly essBulk: Stored;
  readonly essTail: Stored;
  readonly essMean: Stored;
  readonly essSd: Stored;
  readonly essQuantile: readonly Stored[];
  readonly mcseMean: Stored;
  readonly mcseSd: Stored;
  readonly mcseQuantile: readonly Stored[];
  readonly mean: number;
  readonly sd: number;
  readonly quantile: readonly number[];
  readonly hdi90: readonly [number, number];
}

interface StoredChains {
  readonly chains: number;
  readonly draws: number;
  readonly values: readonly number[];
}

interface StoredLoo {
  readonly relativeEfficiency: number;
  readonly elpd: number;
  readonly standardError: number;
  readonly effectiveParameters: number;
  readonly goodK: number;
  readonly pointwise: readonly number[];
  readonly paretoK: readonly number[];
}

interface Reference {
  readonly probabilities: readonly number[];
  readonly cases: readonly (StoredChains & {
    readonly name: string;
    readonly arviz: Answers;
    readonly arvizStats: Omit<Answers, "mcseSd" | "hdi90" | "mean" | "sd" | "quantile"> & {
      readonly eti90: readonly [number, number];
    };
  })[];
  readonly energy: StoredChains & { readonly bfmi: readonly number[] };
  readonly logLikelihood: StoredChains & {
    readonly observations: number;
    readonly parameter: readonly number[];
    readonly loo: Readonly<Record<"independent" | "correlated" | "estimated", StoredLoo>>;
    readonly psis: { readonly observation: number; readonly logWeights: readonly number[]; readonly paretoK: number };
    readonly waic: Omit<StoredLoo, "goodK" | "paretoK" | "relativeEfficiency">;
  };
}

export const reference: Reference = JSON.parse(
  readFileSync(new URL("../reference/diagnostics.json", import.meta.url), "utf8"),
);

/** The largest relative difference from ArviZ that any of these tests allows. */
export const agreement = 1e-6;

/** |actual − expected| / max(|expected|, tiny); 0 when both are NaN or equal, Infinity when only one is NaN. */
export function relativeDifference(actual: number, expected: Stored): number {
  if (expected === null) return Number.isNaN(actual) ? 0 : Number.POSITIVE_INFINITY;
  if (Object.is(actual, expected) || actual === expected) return 0;
  const difference = Math.abs(actual - expected) / Math.max(Math.abs(expected), 1e-12);
  return Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference;
}

/** The largest relative difference over two lists of the same length. */
export function largestDifference(actual: ArrayLike<number>, expected: readonly Stored[]): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  return Math.max(...expected.map((value, index) => relativeDifference(actual[index] ?? Number.NaN, value)));
}
