// Which values a parameter can have: a prior that reaches beyond them would be sampled where the model means nothing.
import type { Distribution } from "@carryover/engine";
import type { Problem } from "../errors.ts";

interface Range {
  readonly lower: number;
  readonly upper: number;
  readonly words: string;
}

const share: Range = { lower: 0, upper: 1, words: "between 0 and 1" };
const positive: Range = { lower: 0, upper: Number.POSITIVE_INFINITY, words: "above 0" };

/** By parameter name; a parameter not named here, such as a coefficient, can have any value. */
const ranges: Readonly<Record<string, Range>> = {
  share,
  retention: share,
  exponent: share,
  level: share,
  peakDelay: positive,
  shape: positive,
  scale: positive,
  halfSaturation: positive,
  slope: positive,
  rate: positive,
  saturationScale: positive,
  reference: positive,
  noise: positive,
  spread: positive,
};

/**
 * The problem with a prior whose support is not within its parameter's range; undefined when there is none.
 *
 * @param parameter  as the specification names it
 * @param where      says whose prior it is, for the message
 * @param path       to the prior in the configuration
 */
export function priorRangeProblem(
  { family, args }: Distribution,
  parameter: string,
  where: string,
  path: readonly (string | number)[],
): Problem | undefined {
  const range = Object.hasOwn(ranges, parameter) ? ranges[parameter] : undefined;
  if (range === undefined) return undefined;
  const support = family.support(args);
  const lower = support.kind === "real" ? Number.NEGATIVE_INFINITY : support.lower;
  const upper = support.kind === "interval" ? support.upper : Number.POSITIVE_INFINITY;
  if (lower >= range.lower && upper <= range.upper) return undefined;
  return {
    code: "prior-out-of-range",
    severity: "error",
    path,
    found: `the prior of ${where} reaches values it cannot have: it lies ${range.words}, the ${family.name} from ${lower} to ${upper}`,
    remedy: "Choose a distribution that keeps to the range, such as a beta for a share or a log-normal above 0",
  };
}
