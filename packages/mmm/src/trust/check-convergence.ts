// Did the chains find the posterior?
import { diagnosticThresholds as limits } from "../analysis/diagnostic-thresholds.ts";
import type { DiagnosticFinding, Evaluation } from "../analysis/evaluation.ts";
import { formatDiagnostic } from "../analysis/format.ts";
import type { TrustCheck } from "./trust-report.ts";
import { byGravity, numbered } from "./verdicts.ts";

const convergenceFindings: ReadonlySet<DiagnosticFinding["check"]> = new Set([
  "rhat",
  "ess-bulk",
  "ess-tail",
  "divergences",
  "tree-depth",
  "bfmi",
  "preview",
]);

export function checkConvergence({ diagnostics, sampling }: Evaluation): TrustCheck {
  const findings = diagnostics.findings.filter(({ check }) => convergenceFindings.has(check));
  const [worst] = byGravity(findings.map((finding) => ({ ...finding, verdict: finding.severity })));
  const isPreview = sampling.previewParetoK !== undefined;
  const common = {
    id: "convergence",
    title: "The chains agree",
    critical: true,
    numbers: isPreview
      ? [numbered("Pareto k-hat", sampling.previewParetoK ?? Number.NaN)]
      : [
          numbered("largest R-hat", diagnostics.maxRhat),
          numbered("smallest bulk ESS", diagnostics.minEssBulk),
          numbered("smallest tail ESS", diagnostics.minEssTail),
          numbered("divergent draws", diagnostics.divergences),
          numbered("smallest E-BFMI", diagnostics.minBfmi),
        ],
    threshold: isPreview
      ? `a posterior, not a preview`
      : `R-hat < ${limits.rhat}, ESS > ${limits.ess}, no divergence, E-BFMI > ${limits.bfmi}`,
  } as const;
  if (worst !== undefined) return { ...common, verdict: worst.verdict, reason: worst.found, remedy: worst.remedy };
  if (sampling.interrupted) {
    return {
      ...common,
      verdict: "caution",
      reason: `The run was stopped early, after ${sampling.draws} draws in each of ${sampling.chains} chains.`,
      remedy: "Let it finish, or continue it with train --resume.",
    };
  }
  return {
    ...common,
    verdict: "pass",
    reason: `R-hat is at most ${formatDiagnostic(diagnostics.maxRhat)}, every parameter has at least ${formatDiagnostic(Math.min(diagnostics.minEssBulk, diagnostics.minEssTail))} effective draws, no draw diverged.`,
    remedy: null,
  };
}
