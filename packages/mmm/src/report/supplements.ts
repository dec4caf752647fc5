// What later questions to a fit add to its report: each answer is a file of the run, named as its key here.

/** Plain JSON, by name; a report has the chapter of what is there. */
export interface Supplements {
  readonly trust?: unknown;
  readonly incrementality?: unknown;
  readonly optimization?: unknown;
  readonly scenarios?: unknown;
  readonly validation?: unknown;
  readonly comparison?: unknown;
  readonly refresh?: unknown;
}

export type SupplementName = keyof Supplements;

/** In the order of the report's chapters. */
export const supplementNames: readonly SupplementName[] = [
  "trust",
  "incrementality",
  "optimization",
  "scenarios",
  "validation",
  "comparison",
  "refresh",
];
