// Priors as they stand in a specification, turned into distributions.
import { type Distribution, parseDistribution } from "@carryover/engine";
import { SpecError } from "../errors.ts";
import type { PriorSpec } from "./spec.ts";

/** Whether a half-normal prior has the channel's coefficient as its deviation: the tanh of PyMC-Marketing's model. */
export function isInCoefficients({ distribution, sd }: PriorSpec): boolean {
  return distribution === "half-normal" && sd === "coefficient";
}

/** The distribution a prior names. `where` says whose prior it is, for the message. @throws SpecError */
export function priorDistribution(prior: PriorSpec, where: string): Distribution {
  try {
    return parseDistribution(prior);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new SpecError([
      {
        code: "bad-prior",
        severity: "error",
        found: `the prior of ${where}: ${error.message}`,
        remedy: "Correct the prior, or leave it out to use the default",
      },
    ]);
  }
}
