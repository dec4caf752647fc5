// Meridian's health checks in words: what each decides by, what it found, and what it does not see.

import { formatList, formatShare } from "../analysis/format.ts";
import type { AccuracySets } from "../analysis/predictive-accuracy.ts";
import type { HealthChannel, HealthCheck, HealthStatus } from "./meridian-health-report.ts";
import { baselineLimits, hopelessRhat, leastPredictive } from "./meridian-score.ts";
import { figure } from "./verdicts.ts";

type CheckId = HealthCheck["id"];

const convergedBelow = 1.2;

interface Wording {
  readonly title: string;
  readonly threshold: string;
  readonly blind: string;
  readonly weight: number;
}

const wordings: Readonly<Record<CheckId, Wording>> = {
  convergence: {
    title: "Convergence",
    threshold: `largest R-hat below ${convergedBelow}; from ${hopelessRhat} nothing else is looked at`,
    blind:
      "Chains are not split and values not ranked, 1.2 is far above the 1.01 at which chains agree, and up to 10 the score loses nothing.",
    weight: 0,
  },
  baseline: {
    title: "Baseline",
    threshold: `probability of a negative total below ${baselineLimits[0]} (fails above ${baselineLimits[1]})`,
    blind: "Only the total counts: a baseline below zero for half of the year passes.",
    weight: 0.3,
  },
  predictive: {
    title: "Bayesian p-value",
    threshold: `at least ${leastPredictive}`,
    blind: "A model that gets the total right and every week wrong passes: a free intercept sees to that.",
    weight: 0.3,
  },
  fit: {
    title: "Goodness of fit",
    threshold: "R² of all geos together above 0",
    blind: "It is measured on what the model was fitted to; one knot per period fits anything.",
    weight: 0.1,
  },
  shift: {
    title: "Prior-posterior shift",
    threshold: "every channel's return moved from its prior",
    blind:
      "Any movement counts, and with thousands of draws any movement is seen: a return whose interval hardly narrowed passes.",
    weight: 0.15,
  },
  consistency: {
    title: "ROI consistency",
    threshold: "mean return between the 1 % and 99 % quantiles of its prior; asked where a prior is not the default",
    blind: "A prior so wide that it says nothing is never contradicted.",
    weight: 0.15,
  },
  "implausible-roi": {
    title: "Implausible ROI",
    threshold: "mean return × share of spend at most 20, mean return ÷ share of spend at least 0.5",
    blind: "It does not enter the score, and knows nothing of what is plausible in a business.",
    weight: 0,
  },
  "high-variance": {
    title: "High-variance ROI",
    threshold: "width of the 80 % interval over that of the default prior, times the share of spend, at most 1",
    blind: "A channel with a small share of spend may know nothing at all; it does not enter the score.",
    weight: 0,
  },
  "potential-bias": {
    title: "Potential bias",
    threshold: "some control correlates with each channel by at least 0.1 in some geo",
    blind:
      "A correlation with any control in one geo is enough, whether it confounds or not; it does not enter the score.",
    weight: 0,
  },
};

interface Found {
  readonly status: HealthStatus;
  readonly value: number | null;
  readonly found: string;
  readonly channels?: readonly HealthChannel[];
}

function check(id: CheckId, found: Found): HealthCheck {
  return { id, ...wordings[id], ...found };
}

export function convergenceCheck({ value, parameter }: { value: number; parameter: string }): HealthCheck {
  if (Number.isNaN(value)) {
    return check("convergence", {
      status: "not-run",
      value: null,
      found: "There is no R-hat: it needs two chains of draws that vary.",
    });
  }
  const said = `The largest R-hat is ${value.toFixed(3)}, of ${parameter}`;
  if (value < convergedBelow) return check("convergence", { status: "pass", value, found: `${said}.` });
  const how = value < hopelessRhat ? "not fully converged" : "not converged; the other checks are skipped";
  return check("convergence", { status: "fail", value, found: `${said}: ${how}.` });
}

export function baselineCheck(probability: number): HealthCheck {
  const [review, fail] = baselineLimits;
  return check("baseline", {
    status: probability > fail ? "fail" : probability >= review ? "review" : "pass",
    value: probability,
    found: `The baseline's total is negative with probability ${formatShare(probability)}.`,
  });
}

export function predictiveCheck(value: number): HealthCheck {
  return check("predictive", {
    status: value >= leastPredictive ? "pass" : "fail",
    value,
    found: `${formatShare(value)} of the predicted totals lie at least as far from their mean as the observed one.`,
  });
}

export function fitCheck({ all, train, test }: AccuracySets): HealthCheck {
  const values = [all, train, test].flatMap((each) => (each === undefined ? [] : [each.r2 ?? Number.NaN]));
  const held = test === undefined ? "" : `, of the held-out cells ${figure(test.r2 ?? Number.NaN)}`;
  return check("fit", {
    status: values.some((value) => value <= 0) ? "review" : "pass",
    value: all.r2,
    found: `R² of all geos together is ${figure(all.r2 ?? Number.NaN)}${held}.`,
  });
}

/** About channels with a prior of their return; not run where there is none. */
export function channelCheck(
  id: "shift" | "consistency" | "implausible-roi" | "high-variance",
  channels: readonly HealthChannel[],
): HealthCheck {
  if (channels.length === 0) return notRun(id);
  const flagged = channels.filter(({ status }) => status !== "pass").map(({ channel }) => channel);
  const all = {
    shift: "Every return moved from its prior.",
    consistency: "Every mean return lies inside its prior's 1 % and 99 % quantiles.",
    "implausible-roi": "No mean return is out of proportion to its channel's spend.",
    "high-variance": "No return is wider than its spend allows.",
  }[id];
  const some = {
    shift: "did not move from its prior",
    consistency: "lies in the tail of its prior",
    "implausible-roi": "is out of proportion to its spend",
    "high-variance": "is too wide for its spend",
  }[id];
  return check(id, {
    status: flagged.length === 0 ? "pass" : "review",
    value: flagged.length,
    found: flagged.length === 0 ? all : `The return of ${formatList(flagged)} ${some}.`,
    channels,
  });
}

export function biasCheck(channels: readonly HealthChannel[], controls: number): HealthCheck {
  const flagged = channels.filter(({ status }) => status !== "pass").map(({ channel }) => channel);
  if (controls === 0) {
    return check("potential-bias", {
      status: "review",
      value: null,
      found: "There are no controls that could account for what moves media and sales alike.",
    });
  }
  return check("potential-bias", {
    status: flagged.length === 0 ? "pass" : "review",
    value: flagged.length,
    found:
      flagged.length === 0
        ? "Every channel moves with some control in some geo."
        : `${formatList(flagged)} ${flagged.length === 1 ? "moves" : "move"} with no control in any geo.`,
    channels,
  });
}

export function notRun(id: Exclude<CheckId, "convergence">): HealthCheck {
  const found =
    id === "consistency"
      ? "Not asked: every prior of a return is the default one, or none is stated for a return."
      : "Not asked: no prior is stated for a channel's return, or a unit of the KPI has no price.";
  return check(id, { status: "not-run", value: null, found });
}
