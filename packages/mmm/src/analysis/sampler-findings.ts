// What is wrong with the sampler's path: divergences, saturated trees, slow energy, observations LOO cannot judge.
import type { Draws, ScalarDraws } from "@carryover/engine";
import type { ModelKind } from "../model/spec.ts";
import { diagnosticThresholds as limits } from "./diagnostic-thresholds.ts";
import { meanOf, standardDeviationOf } from "./estimates.ts";
import type { DiagnosticFinding } from "./evaluation.ts";
import { formatDiagnostic, formatList, formatShare } from "./format.ts";
import { capitalize, groupByCause, raisedTargetAccept, structuralRemedy } from "./remedies.ts";
import { sum } from "./totals.ts";

export interface DivergenceInput {
  readonly draws: Draws;
  readonly scalars: readonly ScalarDraws[];
  readonly targetAccept: number;
  readonly channels: readonly string[];
  readonly kind: ModelKind;
}

/** Divergent transitions, and the parameter in whose corner they gather. */
export function divergenceFindings(input: DivergenceInput): DiagnosticFinding[] {
  const { draws, scalars, targetAccept, channels, kind } = input;
  const { divergent } = draws.statistics;
  const count = sum(divergent);
  if (count === 0) return [];
  const corner = divergentCorner(scalars, divergent);
  const where = corner === null ? "" : `; they gather where ${corner.label} is ${corner.side}`;
  const structural = corner === null ? null : structuralRemedy(groupByCause([corner.label], channels)[0], kind);
  const raised = raisedTargetAccept(targetAccept);
  const raise =
    raised > targetAccept ? `raise target acceptance from ${targetAccept} to ${raised}` : "tighten the widest priors";
  const further = structural === null ? "" : `; should they persist, ${structural}`;
  return [
    {
      check: "divergences",
      severity: count / divergent.length < limits.divergentShareFail ? "caution" : "fail",
      subjects: corner === null ? [] : [corner.label],
      found: `${count} of ${divergent.length} draws ${count === 1 ? "is" : "are"} divergent, none is allowed: part of the posterior may be missing${where}.`,
      remedy: `${capitalize(raise)}${further}.`,
    },
  ];
}

/** Fewer divergences than this say nothing about where they come from. */
const leastDivergences = 5;
/** Distance of their mean from the mean of all draws, in standard deviations, from which a corner is named. */
const leastShift = 0.5;

/** The parameter whose value among divergent draws differs most from its value among all. */
export function divergentCorner(
  scalars: readonly ScalarDraws[],
  divergent: Uint8Array,
): { readonly label: string; readonly side: "low" | "high" } | null {
  if (sum(divergent) < leastDivergences) return null;
  let best: { label: string; shift: number } | null = null;
  for (const { label, values } of scalars) {
    const mean = meanOf(values);
    const sd = standardDeviationOf(values, mean);
    if (!(sd > 0)) continue;
    const shift = (meanOf(values.filter((_, index) => divergent[index] === 1)) - mean) / sd;
    if (Math.abs(shift) >= Math.max(leastShift, Math.abs(best?.shift ?? 0))) best = { label, shift };
  }
  return best === null ? null : { label: best.label, side: best.shift < 0 ? "low" : "high" };
}

/** Trajectories cut off at the largest tree depth: right, but dear. */
export function treeDepthFindings(draws: Draws): DiagnosticFinding[] {
  const { depthSaturated } = draws.statistics;
  const count = sum(depthSaturated);
  if (count === 0) return [];
  return [
    {
      check: "tree-depth",
      severity: "caution",
      subjects: chainsWhere(draws, depthSaturated),
      found: `${count} of ${depthSaturated.length} draws (${formatShare(count / depthSaturated.length)}) stopped at the largest tree depth: the draws are valid but expensive and correlated.`,
      remedy:
        "Give more warm-up so that the metric fits the posterior, or tighten the priors of parameters that trade off.",
    },
  ];
}

/** Chains whose energy moves slower than the posterior's varies. */
export function bfmiFindings(bfmi: ArrayLike<number>): DiagnosticFinding[] {
  const low = Array.from(bfmi, (value, chain) => ({ value, chain })).filter(({ value }) => value < limits.bfmi);
  if (low.length === 0) return [];
  const smallest = Math.min(...low.map(({ value }) => value));
  const chains = low.map(({ chain }) => `chain ${chain + 1}`);
  return [
    {
      check: "bfmi",
      severity: smallest >= limits.bfmiFail ? "caution" : "fail",
      subjects: chains,
      found: `${capitalize(formatList(chains))} ${chains.length === 1 ? "has" : "have"} E-BFMI as low as ${formatDiagnostic(smallest)}, the limit is ${limits.bfmi}: the tails are explored slowly.`,
      remedy: "Tighten wide priors (effects, noise) or write hierarchical parts non-centered, and draw longer.",
    },
  ];
}

/**
 * Observations that move the posterior too much for LOO to tell how well they would have been predicted.
 *
 * @param labels  of the observations, such as their dates
 */
export function paretoFindings(
  paretoK: ArrayLike<number>,
  goodK: number,
  labels: readonly string[],
): DiagnosticFinding[] {
  const bad = labels
    .map((label, index) => ({ label, k: paretoK[index] }))
    .filter(({ k }) => k > goodK)
    .toSorted((left, right) => right.k - left.k);
  if (bad.length === 0) return [];
  const subjects = bad.map(({ label }) => label);
  return [
    {
      check: "pareto-k",
      severity: "caution",
      subjects,
      found: `${bad.length} of ${labels.length} observations have a Pareto k above ${formatDiagnostic(goodK)} (${formatList(subjects)}): they move the posterior a lot and LOO cannot judge them.`,
      remedy:
        "Look at these dates for an event the model does not know, or knows from them alone, and give it a control; compare models on a holdout instead of LOO.",
    },
  ];
}

function chainsWhere(draws: Draws, flags: Uint8Array): string[] {
  return Array.from({ length: draws.chains }, (_, chain) => chain)
    .filter((chain) => sum(flags.subarray(chain * draws.draws, (chain + 1) * draws.draws)) > 0)
    .map((chain) => `chain ${chain + 1}`);
}
