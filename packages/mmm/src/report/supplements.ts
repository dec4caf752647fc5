// What later questions to a fit add to its report: each answer is a file of the run, named as its key here.
import type { Incrementality } from "../analysis/incrementality-result.ts";
import type { RobynReport } from "../analysis/robyn-report.ts";
import type { Optimization } from "../budget/optimization.ts";
import type { Triangulation } from "../compare/triangulation.ts";
import type { Exploration } from "../explore/exploration.ts";
import type { Refresh } from "../refresh/drift-report.ts";
import type { ScenarioComparison } from "../scenario/comparison.ts";
import type { TrustReport } from "../trust/trust-report.ts";
import type { ModelComparison } from "../validation/compare-models.ts";
import type { Validation } from "../validation/validation.ts";

/** Plain JSON, by name; a report has the chapter of what is there. */
export interface Supplements {
  readonly trust?: TrustReport;
  readonly incrementality?: Incrementality;
  readonly optimization?: Optimization;
  readonly scenarios?: ScenarioComparison;
  readonly exploration?: Exploration;
  readonly validation?: Validation;
  readonly comparison?: ModelComparison;
  readonly triangulation?: Triangulation;
  readonly refresh?: Refresh;
  readonly robyn?: RobynReport;
}

export type SupplementName = keyof Supplements;

/** In the order of the report's chapters. */
export const supplementNames: readonly SupplementName[] = [
  "trust",
  "incrementality",
  "optimization",
  "scenarios",
  "exploration",
  "validation",
  "comparison",
  "triangulation",
  "refresh",
  "robyn",
];
