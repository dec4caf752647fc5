// What can be said of a preview's draws: chains do not exist, so that one figure stands for all checks.
import type { PreviewFacts } from "../fit.ts";
import { diagnosticThresholds as limits } from "./diagnostic-thresholds.ts";
import type { DiagnosticFinding, DiagnosticsReport, ParameterRow } from "./evaluation.ts";

/** What chains alone have, and LOO, which needs draws of a posterior: NaN, or 0 where it is a count. */
export const notOfChains: Omit<DiagnosticsReport, "verdict" | "sentence" | "findings"> = {
  maxRhat: Number.NaN,
  minEssBulk: Number.NaN,
  minEssTail: Number.NaN,
  divergences: 0,
  depthSaturated: 0,
  minBfmi: Number.NaN,
  elpdLoo: Number.NaN,
  elpdLooSe: Number.NaN,
  pLoo: Number.NaN,
  badParetoK: 0,
  paretoKLimit: Number.NaN,
  elpdWaic: Number.NaN,
  pWaic: Number.NaN,
};

/** Never a pass: a preview is for looking ahead. */
export function previewDiagnostics({ paretoK }: PreviewFacts): DiagnosticsReport {
  const reliable = paretoK <= limits.previewParetoK;
  const finding: DiagnosticFinding = {
    check: "preview",
    severity: reliable ? "caution" : "fail",
    subjects: [],
    found: `This is a preview, not a posterior: draws of a normal approximation, weighted; k-hat ${paretoK.toFixed(2)} (limit ${limits.previewParetoK}) calls them ${reliable ? "usable" : "unreliable"}.`,
    remedy: "Fit without the preview option before acting on any number.",
  };
  return {
    verdict: finding.severity,
    sentence: reliable ? finding.found : `Do not rely on these numbers: ${finding.found}`,
    findings: [finding],
    ...notOfChains,
  };
}

/** Convergence is a matter of chains: rows of a preview and of an ensemble have none. */
export function withoutConvergence(row: ParameterRow): ParameterRow {
  return { ...row, rhat: Number.NaN, essBulk: Number.NaN, essTail: Number.NaN, mcseMean: Number.NaN };
}
