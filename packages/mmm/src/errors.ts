// The model package's errors: a problem is found, located and comes with what to do about it.

/** One thing wrong with the input. */
export interface Problem {
  /** Stable name of the kind of problem, for machines: "duplicate-date", "negative-spend", … */
  readonly code: string;
  readonly severity: "error" | "warning";
  readonly column?: string;
  /** Line of the file the value stands on, the header being line 1. */
  readonly row?: number;
  readonly date?: string;
  readonly geo?: string;
  /** The offending value as it was found. */
  readonly value?: string;
  /** Keys and indexes that lead to the offending value in a configuration, `["channels", 0, "spend"]`. */
  readonly path?: readonly (string | number)[];
  /** What was found, as a clause: `−120 is negative; spend must be ≥ 0`. */
  readonly found: string;
  /** What to do about it, as an imperative. */
  readonly remedy: string;
}

/** `column "tv_spend" (row 14, 2024-03-25): −120 is negative; spend must be ≥ 0. Correct the sign, or …` */
export function formatProblem(problem: Problem): string {
  const place = [
    problem.row === undefined ? undefined : `row ${problem.row}`,
    problem.date,
    problem.geo === undefined ? undefined : `geo "${problem.geo}"`,
  ].filter((part) => part !== undefined);
  const subject = [
    problem.column === undefined ? undefined : `column "${problem.column}"`,
    place.length === 0 ? undefined : `(${place.join(", ")})`,
  ].filter((part) => part !== undefined);
  const head = subject.length === 0 ? "" : `${subject.join(" ")}: `;
  return `${head}${problem.found}. ${problem.remedy}.`;
}

/** The data cannot be used; the reader's action: fix the data. Carries every problem found. */
export class DataError extends Error {
  override readonly name = "DataError";
  readonly problems: readonly Problem[];
  constructor(problems: readonly Problem[]) {
    super(problems.map(formatProblem).join("\n"));
    this.problems = problems;
  }
}

/** The configuration cannot be used; the reader's action: fix the YAML or the options. Carries every problem found. */
export class SpecError extends Error {
  override readonly name = "SpecError";
  readonly problems: readonly Problem[];
  constructor(problems: readonly Problem[]) {
    super(problems.map(formatProblem).join("\n"));
    this.problems = problems;
  }
}
