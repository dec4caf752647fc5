// What the diagnostics say of draws, and how far these are from what is true.
import {
  bfmi,
  type Draws,
  mcseMean,
  mcseQuantile,
  mcseSd,
  mean,
  quantile,
  scalars,
  standardDeviation,
  summarize,
} from "@carryover/engine";
import { verdictOf } from "../../src/analysis/diagnostics.ts";
import type { DiagnosticFinding, DiagnosticsReport, ParameterRow } from "../../src/analysis/evaluation.ts";
import { mixingFindings } from "../../src/analysis/mixing-findings.ts";
import { bfmiFindings, divergenceFindings, treeDepthFindings } from "../../src/analysis/sampler-findings.ts";
import type { Truth } from "./targets.ts";

export interface Verdict {
  readonly verdict: DiagnosticsReport["verdict"];
  readonly checks: readonly DiagnosticFinding["check"][];
}

/** The verdict a fit with these draws would get, LOO apart. */
export function verdictOn(draws: Draws, targetAccept: number): Verdict {
  const rows = summarize(draws).map((row): ParameterRow => {
    const { mean: center, sd, quantiles } = row;
    const [low, , median, , high] = quantiles;
    // Findings read none of the intervals.
    const estimate = { mean: center, median, sd, interval50: [low, high], interval80: [low, high] } as const;
    return { ...row, estimate: { ...estimate, interval94: [low, high] } };
  });
  const about = { channels: [], kind: "default" } as const;
  const findings = [
    ...divergenceFindings({ draws, scalars: scalars(draws), targetAccept, ...about }),
    ...mixingFindings({ rows, chains: draws.chains, drawsPerChain: draws.draws, ...about }),
    ...bfmiFindings(bfmi(draws.statistics.energy, draws)),
    ...treeDepthFindings(draws),
  ].toSorted((left, right) => Number(right.severity === "fail") - Number(left.severity === "fail"));
  return { verdict: verdictOf(findings, 0), checks: [...new Set(findings.map(({ check }) => check))] };
}

/** The largest distance of an estimate from the truth, in Monte Carlo standard errors. */
export function furthest(draws: Draws, truths: readonly Truth[]): number {
  const byLabel = new Map(scalars(draws).map(({ label, values }) => [label, values]));
  let largest = 0;
  for (const truth of truths) {
    const values = byLabel.get(truth.label);
    if (values === undefined) throw new RangeError(`no draws of ${truth.label}`);
    const off = (estimate: number, right: number | undefined, error: number): void => {
      if (right !== undefined) largest = Math.max(largest, Math.abs(estimate - right) / error);
    };
    off(mean(values), truth.mean, mcseMean(values, draws));
    off(standardDeviation(values), truth.sd, mcseSd(values, draws));
    [0.05, 0.5, 0.95].forEach((p, index) => {
      off(quantile(values, p), truth.quantiles?.[index], mcseQuantile(values, draws, p));
    });
  }
  return largest;
}
