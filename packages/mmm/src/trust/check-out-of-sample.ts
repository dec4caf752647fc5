// Does the model predict what it has not seen, better than what needs no model?
import { formatShare } from "../analysis/format.ts";
import type { Validation } from "../validation/validation.ts";
import { trustThresholds } from "./thresholds.ts";
import type { TrustCheck } from "./trust-report.ts";
import { aboveIsBad, gravest, numbered } from "./verdicts.ts";

const { holdoutCoverageError: limits } = trustThresholds;
const promised = 0.9;

/** @param validation  of the run; undefined where it was never validated, or on other data */
export function checkOutOfSample(validation: Validation | undefined): TrustCheck {
  const common = {
    id: "out-of-sample",
    title: "It predicts the unseen",
    critical: true,
    threshold: `beats every baseline; 90 % intervals hold 90 % of what came, within ${formatShare(limits.caution)} and chance`,
  } as const;
  if (validation === undefined) {
    return {
      ...common,
      verdict: "not-run",
      numbers: [],
      reason:
        "The model has not been tried on periods it had not seen, and how it fits those it has seen is no evidence.",
      remedy: "Run carryover validate; until then the verdict is caution at best.",
    };
  }
  const { verdict: judged, comparisons, coverage, folds } = validation;
  const hardest = comparisons.toSorted((one, other) => one.skill - other.skill)[0];
  const share = coverage?.["90"];
  const cells = folds.reduce((sum, { heldOut }) => sum + heldOut.cells, 0);
  // Chance alone moves a share of n observations by two of its standard errors, seldom more.
  const chance = cells === 0 ? 0 : 2 * Math.sqrt((promised * (1 - promised)) / cells);
  const covered = share === undefined ? "pass" : aboveIsBad(Math.max(0, Math.abs(share - promised) - chance), limits);
  const verdict = gravest([judged.status, covered]);
  const isCovered = share === undefined ? "" : ` Its 90 % intervals held ${formatShare(share)}.`;
  return {
    ...common,
    verdict,
    numbers: [
      numbered("folds", folds.length),
      ...(hardest === undefined ? [] : [numbered(`skill against ${hardest.baseline}`, hardest.skill)]),
      ...(share === undefined ? [] : [numbered("coverage of 90 % intervals", share)]),
    ],
    reason: `${judged.sentence}${isCovered}`,
    remedy:
      verdict === "pass"
        ? null
        : (judged.remarks[0] ??
          "Look at the folds where intervals miss: something changed there that the model does not know."),
  };
}
