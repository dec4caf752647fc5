// What a judgment on an ensemble of selected models cannot ask: whatever needs a prior, or draws of a posterior.

import type { DiagnosticFinding, Evaluation } from "../analysis/evaluation.ts";
import type { EnsembleFacts } from "../fit.ts";
import type { TrustCheck } from "./trust-report.ts";
import { byGravity, numbered } from "./verdicts.ts";

const noPrior = "A search has no prior that could be compared with what the data say, only ranges that it looks in.";

type UnaskedId =
  | "influential-observations"
  | "prior-predictive"
  | "contraction"
  | "prior-only-spend"
  | "prior-sensitivity"
  | "placebo";

/** Each check that does not apply: its title, and why. */
const unasked: Readonly<Record<UnaskedId, readonly [string, string]>> = {
  "influential-observations": [
    "No few dates decide",
    "Leaving out single observations (LOO) reweights draws of a posterior; selected models are none.",
  ],
  "prior-predictive": ["The prior allows the data", noPrior],
  contraction: ["The data taught the ROIs", noPrior],
  "prior-only-spend": ["The money is where data are", noPrior],
  "prior-sensitivity": ["Other priors, same ROIs", noPrior],
  placebo: [
    "A placebo earns nothing",
    "A placebo is judged by how much likelier the data make that it is worth nothing, which takes a prior.",
  ],
};

/** A check that says that it does not apply, and why. */
export function notOfEnsembles(id: UnaskedId): TrustCheck {
  const [title, reason] = unasked[id];
  return {
    id,
    title,
    critical: false,
    verdict: "not-run",
    numbers: [],
    threshold: "does not apply to an ensemble of selected models",
    reason: `Not applicable: ${reason}`,
    remedy: null,
  };
}

const searchFindings: ReadonlySet<DiagnosticFinding["check"]> = new Set(["search"]);

/** In place of whether chains agree: whether the search had settled. */
export function checkSearch({ diagnostics, sampling }: Evaluation, ensemble: EnsembleFacts): TrustCheck {
  const findings = diagnostics.findings.filter(({ check }) => searchFindings.has(check));
  const [worst] = byGravity(findings.map((finding) => ({ ...finding, verdict: finding.severity })));
  const { models, evaluations, trials, unsettled } = ensemble;
  const common = {
    id: "convergence",
    title: "The search settled",
    critical: true,
    numbers: [
      numbered("models tried", evaluations),
      numbered("trials", trials),
      numbered("models selected", models),
      numbered("objectives that still moved", unsettled.length),
    ],
    threshold:
      "every objective's last twentieth lower and steadier than its first, by Robyn's rule; three models or more",
  } as const;
  if (worst !== undefined) return { ...common, verdict: worst.verdict, reason: worst.found, remedy: worst.remedy };
  if (sampling.interrupted) {
    return {
      ...common,
      verdict: "caution",
      reason: `The search was stopped early, after ${evaluations} models.`,
      remedy: "Let it finish.",
    };
  }
  return {
    ...common,
    verdict: "pass",
    reason: `Every objective had settled when the search ended: ${models} models were selected out of ${evaluations} in ${trials} trials.`,
    remedy: null,
  };
}
