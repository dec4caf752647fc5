// The judgment of a validation in plain words.
import { formatList } from "../analysis/format.ts";
import type { BaselineComparison, BaselineName, Validation, ValidationVerdict } from "./validation.ts";

type Judged = Pick<Validation, "folds" | "failed" | "stopped" | "comparisons" | "stability" | "coverage">;

const baselineWords: Readonly<Record<BaselineName, string>> = {
  "seasonal-naive": "the same period a year before",
  "weekly-naive": "the same day a week before",
  "geo-average": "the average of the other geos",
  "no-media": "the same model without media",
  regression: "plain regression",
};

/** What a baseline is, in words. */
export function baselineWord(name: BaselineName): string {
  return baselineWords[name];
}

/** Shares of held-out values inside the 90 % intervals outside of which the intervals are called too narrow or too wide. */
const honest90 = { least: 0.8, most: 0.98 } as const;

export function validationVerdict(judged: Judged): ValidationVerdict {
  const { folds, comparisons } = judged;
  if (folds.length === 0) {
    return { status: "fail", sentence: "No fold was finished: nothing can be said.", remarks: unfinished(judged) };
  }
  const lost = comparisons.filter(({ outcome }) => outcome === "does not beat");
  const open = comparisons.filter(({ outcome }) => outcome === "undecided");
  const remarks = [
    ...lost.map(lostSentence),
    ...open.map(openSentence),
    ...coverageRemarks(judged),
    ...stabilityRemarks(judged),
    ...chainRemarks(judged),
    ...unfinished(judged),
  ];
  if (lost.length > 0) {
    return {
      status: "fail",
      sentence: `The model does not beat ${joined(lost.map(({ baseline }) => baselineWord(baseline)))}: what it says of unseen ${folds[0].kind === "geos" ? "geos" : "periods"} is no better than that.`,
      remarks,
    };
  }
  if (comparisons.length === 0) {
    return { status: "caution", sentence: "There was no baseline to compare the model with.", remarks };
  }
  if (open.length > 0 || remarks.length > 0) {
    const ahead = `The model is ahead of every baseline`;
    return {
      status: "caution",
      sentence:
        open.length > 0
          ? `${ahead}, but not clearly of ${joined(open.map(({ baseline }) => baselineWord(baseline)))}.`
          : `${ahead}, with reservations.`,
      remarks,
    };
  }
  const best = comparisons.reduce((least, each) => (each.skill < least.skill ? each : least));
  return {
    status: "pass",
    sentence: `The model beats every baseline; its error is ${percent(best.skill)} below that of the strongest, ${baselineWord(best.baseline)}.`,
    remarks,
  };
}

function lostSentence({ baseline, skill, folds, won }: BaselineComparison): string {
  const worse = skill < 0 ? `${percent(-skill)} above` : "no smaller than";
  return `Against ${baselineWord(baseline)} the model's CRPS is ${worse} ${skill < 0 ? "the baseline's" : "its"}; it is ahead in ${won} of ${folds} folds. Do not decide by its forecasts: look for what it lacks (controls, events, season), or make it simpler.`;
}

function openSentence({ baseline, skill, folds, won }: BaselineComparison): string {
  return `Against ${baselineWord(baseline)} the model's CRPS is ${percent(skill)} lower, less than two standard errors; it is ahead in ${won} of ${folds} folds. More folds or more history would tell.`;
}

/** Cells of a hidden geo share how it differs from the others: that all of them lie inside says little. */
function coverageRemarks({ coverage, folds }: Judged): string[] {
  if (coverage === null) return [];
  const share = coverage["90"];
  if (share < honest90.least) {
    return [
      `Only ${percent(share)} of what came lies inside the 90 % intervals: the model is too sure of itself. Allow for drift (changepoints, a time-varying intercept) or heavier tails (model.likelihood student-t).`,
    ];
  }
  if (share > honest90.most && folds.every(({ kind }) => kind !== "geos")) {
    return [`${percent(share)} of what came lies inside the 90 % intervals: they are wider than they need be.`];
  }
  return [];
}

function stabilityRemarks({ stability }: Judged): string[] {
  return stability
    .filter(({ ratio }) => ratio > 1)
    .map(
      ({ channel, ratio }) =>
        `The return of ${channel} moves from fold to fold by ${ratio.toFixed(1)} of its posterior standard deviations: what it brings changes over time, or is told apart from something else by chance. An experiment would settle it.`,
    );
}

/** R-hat above which the draws of a fold say too little; folds have few. */
const farApart = 1.1;

function chainRemarks({ folds }: Judged): string[] {
  const apart = folds.filter(({ sampler }) => sampler.maxRhat !== null && sampler.maxRhat > farApart);
  if (apart.length === 0) return [];
  const worst = Math.max(...apart.map(({ sampler }) => sampler.maxRhat ?? 0));
  return [
    `The chains of ${joined(apart.map(({ name }) => name))} do not agree (R-hat up to ${worst.toFixed(2)}): repeat with more --warmup and --draws.`,
  ];
}

function unfinished({ failed, stopped }: Judged): string[] {
  return [
    ...failed.map(({ name, reason }) => `${capital(name)} could not be fitted: ${reason}`),
    ...(stopped.length === 0
      ? []
      : [`Stopped before ${joined([...stopped])} ${stopped.length === 1 ? "was" : "were"} finished.`]),
  ];
}

function percent(share: number): string {
  const value = 100 * share;
  return `${value.toFixed(Math.abs(value) < 10 ? 1 : 0)} %`;
}

function joined(names: readonly string[]): string {
  return formatList(names, names.length);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
