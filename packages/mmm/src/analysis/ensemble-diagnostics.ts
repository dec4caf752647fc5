// What can be said of an ensemble's draws: there are no chains, so that what is judged is whether the search had settled.
import type { EnsembleFacts } from "../fit.ts";
import type { DiagnosticFinding, DiagnosticsReport } from "./evaluation.ts";
import { formatList } from "./format.ts";
import { notOfChains } from "./preview-diagnostics.ts";

/** Fewer selected models than this hardly show how models differ. */
const fewModels = 3;

/**
 * Passes where every objective had settled and several models were selected. R-hat, effective draws, divergences and LOO ask
 * whether draws are those of a posterior: draws of an ensemble are of none.
 */
export function ensembleDiagnostics({
  models,
  evaluations,
  trials,
  unsettled,
  bootstrapped,
}: EnsembleFacts): DiagnosticsReport {
  const searched = `${models} ${models === 1 ? "model" : "models"} selected out of ${evaluations} in ${trials} ${trials === 1 ? "trial" : "trials"}`;
  const findings: DiagnosticFinding[] = [];
  if (unsettled.length > 0) {
    findings.push({
      check: "search",
      severity: "caution",
      subjects: unsettled,
      found: `The search had not settled: ${formatList(unsettled)} still moved when it ended.`,
      remedy: "Raise model.robyn.iterations, or narrow the ranges that are searched.",
    });
  }
  if (models < fewModels) {
    findings.push({
      check: "search",
      severity: "caution",
      subjects: [],
      found: `${models === 1 ? "A single model stands" : `${models} models stand`} for all that were tried: how models differ is hardly shown.`,
      remedy: "Ask for more candidates (model.robyn.candidates), or for more clusters.",
    });
  }
  const [first] = findings;
  return {
    ...notOfChains,
    verdict: first?.severity ?? "pass",
    sentence:
      first === undefined
        ? `The search settled on every objective: ${searched}. Intervals are the spread between these models${bootstrapped ? " and of their estimates" : ", not sampling uncertainty"}; there is no posterior.`
        : `Use these numbers with care: ${first.found}${findings.length > 1 ? ` ${findings.length - 1} more finding below.` : ""}`,
    findings,
  };
}
