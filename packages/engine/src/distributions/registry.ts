// The list of all distribution families, by name.
import { betaFamily } from "./beta.ts";
import { cauchyFamily } from "./cauchy.ts";
import type { DistributionFamily } from "./distribution.ts";
import { exponentialFamily } from "./exponential.ts";
import { gammaFamily } from "./gamma.ts";
import { halfCauchyFamily } from "./half-cauchy.ts";
import { halfNormalFamily } from "./half-normal.ts";
import { halfStudentTFamily } from "./half-student-t.ts";
import { inverseGammaFamily } from "./inverse-gamma.ts";
import { laplaceFamily } from "./laplace.ts";
import { logNormalFamily } from "./log-normal.ts";
import { normalFamily } from "./normal.ts";
import { shiftedLogNormalFamily } from "./shifted-log-normal.ts";
import { studentTFamily } from "./student-t.ts";
import { truncatedNormalFamily } from "./truncated-normal.ts";
import { uniformFamily } from "./uniform.ts";

const families: readonly DistributionFamily[] = [
  betaFamily,
  cauchyFamily,
  exponentialFamily,
  gammaFamily,
  halfCauchyFamily,
  halfNormalFamily,
  halfStudentTFamily,
  inverseGammaFamily,
  laplaceFamily,
  logNormalFamily,
  normalFamily,
  shiftedLogNormalFamily,
  studentTFamily,
  truncatedNormalFamily,
  uniformFamily,
];

/** The names of all families, such as "half-normal", in alphabetical order. */
export const distributionNames: readonly string[] = families.map((family) => family.name);

/** The family of that name; undefined when there is none. */
export function distributionByName(name: string): DistributionFamily | undefined {
  return families.find((family) => family.name === name);
}
