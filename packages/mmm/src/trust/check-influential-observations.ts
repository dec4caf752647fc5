// Does the posterior hang on a few observations?
import type { Evaluation } from "../analysis/evaluation.ts";
import { formatShare } from "../analysis/format.ts";
import { trustThresholds } from "./thresholds.ts";
import type { TrustCheck } from "./trust-report.ts";
import { aboveIsBad, numbered } from "./verdicts.ts";

const limits = trustThresholds.influentialShare;

/** @param observations  that the likelihood has seen */
export function checkInfluentialObservations({ diagnostics, sampling }: Evaluation, observations: number): TrustCheck {
  const common = {
    id: "influential-observations",
    title: "No few dates decide",
    critical: false,
    threshold: `Pareto k above its limit in at most ${formatShare(limits.caution)} of the observations`,
  } as const;
  if (sampling.previewParetoK !== undefined) {
    return {
      ...common,
      verdict: "not-run",
      numbers: [],
      reason: "A preview has no draws of the posterior to judge it by.",
      remedy: "Fit the model.",
    };
  }
  const share = diagnostics.badParetoK / observations;
  const verdict = share === limits.caution ? "pass" : aboveIsBad(share, limits);
  const finding = diagnostics.findings.find(({ check }) => check === "pareto-k");
  return {
    ...common,
    verdict,
    numbers: [numbered("observations above the limit", diagnostics.badParetoK), numbered("their share", share)],
    reason:
      finding?.found ??
      "No single observation moves the posterior much: LOO can judge every one (Pareto k within its limit).",
    remedy: verdict === "pass" ? null : (finding?.remedy ?? null),
  };
}
