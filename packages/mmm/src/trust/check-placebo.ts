// Does the model credit a channel that cannot have worked?
import { formatShare } from "../analysis/format.ts";
import type { PlaceboResult } from "./placebo.ts";
import { trustThresholds } from "./thresholds.ts";
import type { TrustCheck } from "./trust-report.ts";
import { belowIsBad, figure, gravest, numbered } from "./verdicts.ts";

const limits = trustThresholds.placeboFactor;
/** Short chains: a looser limit than the fit's own, above which nothing is said for sure. */
const rhatLimit = 1.05;

/** @param result  undefined where no placebo was fitted */
export function checkPlacebo(result: PlaceboResult | undefined): TrustCheck {
  const common = {
    id: "placebo",
    title: "A placebo earns nothing",
    critical: true,
    threshold: `the data make "worth nothing" at least ${figure(limits.caution)} times as probable as the prior did (fails below ${figure(limits.fail)})`,
  } as const;
  if (result === undefined) {
    return {
      ...common,
      verdict: "not-run",
      numbers: [],
      reason: "No placebo channel was fitted.",
      remedy: "Run carryover trust --placebo; it fits the model once more, with short chains.",
    };
  }
  const { median, lower, upper, level, factor, rhat, priorMedian, source, shift } = result;
  const isUnsure = rhat !== null && !(rhat < rhatLimit);
  const judged = belowIsBad(factor, limits);
  const roi = `its ROI is ${figure(median)} (${formatShare(level)} interval ${figure(lower)} to ${figure(upper)}; prior median ${figure(priorMedian)})`;
  const verdict = gravest([judged, isUnsure ? "caution" : "pass"]);
  const what = `Spend of ${source} shifted by ${shift} periods`;
  return {
    ...common,
    verdict,
    numbers: [
      numbered("placebo ROI", median),
      numbered("lower", lower),
      numbered("upper", upper),
      numbered("Bayes factor for worth nothing", factor),
      numbered("R-hat", rhat ?? Number.NaN),
    ],
    reason:
      judged !== "pass"
        ? `${what} is credited with a return: ${roi}, and "worth nothing" became ${figure(factor)} times as probable as before.`
        : isUnsure
          ? `${what} could not be judged, its chains disagree (R-hat ${figure(rhat)}): ${roi}.`
          : `${what} is ${factor > 2 ? "found to be worth little" : "left at its prior"}: ${roi}.`,
    remedy:
      judged !== "pass"
        ? "Something that lasts or repeats is taken for media: give the baseline what drifts, and look again."
        : isUnsure
          ? "Try again with another seed or after the model's own chains converge."
          : null,
  };
}
