// One column of cells to one column of numbers, judged by the part it plays: spend may not be negative, a control may be a flag.
import type { Problem } from "../errors.ts";
import { isBlank, isFlag, type NumberFormat, parseNumber } from "./parse-number.ts";
import { showCell, showNumber } from "./show-cell.ts";
import type { Cell } from "./table.ts";

export type ColumnRole =
  | "kpi"
  | "spend"
  | "exposure"
  | "frequency"
  | "control"
  | "treatment"
  | "revenue-per-kpi"
  | "population"
  | "holdout";

/** Roles in which true and false are numbers. */
const flagged: ReadonlySet<ColumnRole> = new Set<ColumnRole>(["control", "treatment", "holdout"]);

/** What is known about a row when a message must name it. */
export interface RowPlace {
  readonly row: number;
  readonly date?: string;
  readonly geo?: string;
}

export interface ReadColumn {
  /** One number per row; NaN where the cell is not a number. */
  readonly values: Float64Array;
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
}

type Judgment = Pick<Problem, "code" | "found" | "remedy">;

/** Roles whose values may not be negative, with what to do when one is. */
const negatives: Readonly<Partial<Record<ColumnRole, Judgment>>> = {
  spend: {
    code: "negative-spend",
    found: "is negative; spend must be ≥ 0",
    remedy: "Correct the sign, or book the refund in the period of the purchase",
  },
  exposure: {
    code: "negative-exposure",
    found: "is negative; an exposure must be ≥ 0",
    remedy: "Correct the sign",
  },
  frequency: {
    code: "negative-frequency",
    found: "is negative; a frequency must be ≥ 0",
    remedy: "Correct the sign",
  },
  "revenue-per-kpi": {
    code: "negative-revenue-per-kpi",
    found: "is negative; the money per unit of KPI must be ≥ 0",
    remedy: "Correct the sign",
  },
};

function judge(value: number, role: ColumnRole): Judgment | undefined {
  if (role === "holdout") {
    if (value === 0 || value === 1) return undefined;
    return {
      code: "holdout-not-flag",
      found: "is neither 0 nor 1",
      remedy: "Write 1 where the KPI is to be kept from the fit, and 0 elsewhere",
    };
  }
  if (role === "population" && value <= 0) {
    return {
      code: "population-not-positive",
      found: "is not a number of people",
      remedy: "Write how many people live in the geo",
    };
  }
  return value < 0 ? negatives[role] : undefined;
}

/** Roles whose columns may say the same all over. */
const flatRoles: ReadonlySet<ColumnRole> = new Set<ColumnRole>(["population", "revenue-per-kpi", "holdout"]);

/** Names the constant a column is stuck at: it says nothing that the intercept does not say. */
function constantProblem(values: Float64Array, role: ColumnRole, mayBeFlat: boolean): Judgment | undefined {
  if (flatRoles.has(role) || values.length < 2) return undefined;
  if (!values.every((value) => value === values[0])) return undefined;
  const zero = values[0] === 0;
  if (mayBeFlat && !zero) return undefined;
  if (role === "kpi") {
    return zero
      ? { code: "all-zero-kpi", found: "the KPI is zero in all rows", remedy: "Choose another column for data.kpi" }
      : {
          code: "constant-kpi",
          found: `the KPI is ${showNumber(values[0])} in all ${values.length} rows; there is nothing to explain`,
          remedy: "Choose another column for data.kpi",
        };
  }
  const what = role === "control" || role === "treatment" ? role : "channel";
  return zero
    ? {
        code: "all-zero-column",
        found: `zero in all ${values.length} rows; its effect cannot be learned`,
        remedy: `Remove the ${what} from the configuration`,
      }
    : {
        code: "constant-column",
        found: `${showNumber(values[0])} in all ${values.length} rows; its effect cannot be told from the intercept`,
        remedy: `Remove the ${what}, or merge it with another`,
      };
}

/**
 * Reads a column and reports every cell that does not fit its role.
 *
 * @param place  names a row (0-based) for a message
 */
export function readColumn(
  name: string,
  cells: readonly Cell[],
  options: {
    readonly role: ColumnRole;
    readonly format: NumberFormat;
    readonly place: (index: number) => RowPlace;
    /** Set for spend beside an exposure: a flat fee is not what the model transforms. */
    readonly mayBeFlat?: boolean;
    /** Rows in which nothing need stand. */
    readonly mayBeEmpty?: ((index: number) => boolean) | undefined;
    /** What to do about an empty cell, in place of filling it in. */
    readonly emptyRemedy?: ((index: number) => string | undefined) | undefined;
    /** Rows that must tell something, all but what is empty by default: a column that is flat there says nothing. */
    readonly isJudged?: ((index: number) => boolean) | undefined;
  },
): ReadColumn {
  const { role, format, place, mayBeFlat = false, mayBeEmpty, emptyRemedy, isJudged } = options;
  const values = new Float64Array(cells.length);
  const problems: Problem[] = [];
  const warnings: Problem[] = [];
  const at = (index: number): RowPlace & { column: string; value: string } => ({
    column: name,
    ...place(index),
    value: cells[index] === null ? "" : String(cells[index]),
  });
  for (let index = 0; index < cells.length; index++) {
    const cell = cells[index];
    if (mayBeEmpty?.(index) && isBlank(cell)) {
      values[index] = Number.NaN;
      continue;
    }
    const parsed =
      !flagged.has(role) && isFlag(cell)
        ? {
            code: "text-in-number",
            found: `${showCell(cell)} is true or false; a number is needed`,
            remedy: "Replace it by a number",
          }
        : parseNumber(cell, format);
    if (typeof parsed !== "number") {
      values[index] = Number.NaN;
      const remedy = (parsed.code === "empty-cell" ? emptyRemedy?.(index) : undefined) ?? parsed.remedy;
      problems.push({ severity: "error", ...at(index), ...parsed, remedy });
      continue;
    }
    values[index] = parsed;
    if (parsed > 0 && role !== "holdout") continue;
    const judgment = judge(parsed, role);
    if (judgment !== undefined) {
      problems.push({
        severity: "error",
        ...at(index),
        ...judgment,
        found: `${showNumber(parsed)} ${judgment.found}`,
      });
    } else if (role === "kpi" && parsed < 0) {
      warnings.push({
        code: "negative-kpi",
        severity: "warning",
        ...at(index),
        found: `the KPI is negative, ${showNumber(parsed)}`,
        remedy: "Check that it is a real loss or return, not a booking error",
      });
    }
  }
  if (problems.length === 0) {
    const told = values.filter((value, index) => !Number.isNaN(value) && (isJudged?.(index) ?? true));
    const constant = constantProblem(told, role, mayBeFlat);
    if (constant !== undefined) problems.push({ severity: "error", column: name, ...constant });
  }
  return { values, problems, warnings };
}
