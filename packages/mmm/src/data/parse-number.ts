// One cell to one number, under the decimal mark, thousands mark and currency of the configuration.
import type { Problem } from "../errors.ts";
import { showCell } from "./show-cell.ts";
import type { Cell } from "./table.ts";

export interface NumberFormat {
  readonly decimal: "." | ",";
  readonly thousands: "," | "." | " " | "'" | "none";
  /** ISO 4217 code whose sign or letters may stand beside a number. */
  readonly currency: string;
}

/** What a cell that is not a number is, and what to do about it. */
export type NumberProblem = Pick<Problem, "code" | "found" | "remedy">;

const signs: Readonly<Record<string, readonly string[]>> = {
  $: ["USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN", "TWD", "ARS", "CLP", "COP"],
  "€": ["EUR"],
  "£": ["GBP"],
  "¥": ["JPY", "CNY"],
  "₹": ["INR"],
  "₩": ["KRW"],
  "₽": ["RUB"],
  "₺": ["TRY"],
};

const missing = new Set(["na", "n/a", "#n/a", "null", "none", "nil", "-", "–", "—", ".", "?", "missing"]);
const notFinite = new Set(["nan", "inf", "+inf", "-inf", "infinity", "+infinity", "-infinity", "#div/0!", "#value!"]);
const plain = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const beside =
  /^([+-]?)\s*([$€£¥₹₩₽₺]|[A-Z]{3})?\s*([+-]?[\d.,' ]*\d[\d.,' ]*?(?:[eE][+-]?\d+)?)\s*([$€£¥₹₩₽₺]|[A-Z]{3})?$/;

/** Number written with the given marks, or undefined. Groups must have three digits. */
function withMarks(text: string, decimal: string, thousands: string): number | undefined {
  const escaped = (mark: string): string => `\\${mark}`;
  const whole = thousands === "none" ? "\\d+" : `(?:\\d{1,3}(?:${escaped(thousands)}\\d{3})+|\\d+)`;
  const pattern = new RegExp(
    `^[+-]?(?:${whole}(?:${escaped(decimal)}\\d*)?|${escaped(decimal)}\\d+)(?:[eE][+-]?\\d+)?$`,
  );
  if (!pattern.test(text)) return undefined;
  const bare = thousands === "none" ? text : text.replaceAll(thousands, "");
  return Number(decimal === "," ? bare.replace(",", ".") : bare);
}

function normalized(text: string): string {
  return text
    .trim()
    .replace(/[\u00a0\u202f\u2009]/g, " ")
    .replace(/[\u2212]/g, "-")
    .replace(/[\u2019]/g, "'");
}

/** Settings, other than those in force, under which the text would be a number, with the number it would be. */
function otherFormats(text: string, format: NumberFormat): { readonly setting: string; readonly value: number }[] {
  const found: { setting: string; value: number }[] = [];
  const candidates = [
    [".", "none"],
    [".", ","],
    [".", " "],
    [".", "'"],
    [",", "none"],
    [",", "."],
    [",", " "],
  ] as const;
  for (const [decimal, thousands] of candidates) {
    const value = withMarks(text, decimal, thousands);
    if (value === undefined || found.some((other) => other.value === value)) continue;
    const setting = decimal === format.decimal ? [] : [`data.decimal: "${decimal}"`];
    if (thousands !== "none") setting.push(`data.thousands: "${thousands}"`);
    else if (format.thousands === decimal) setting.push("data.thousands: none");
    found.push({ setting: setting.join(" and "), value });
  }
  return found;
}

function wrongCurrency(cell: Cell, sign: string, currency: string): NumberProblem {
  const codes = signs[sign] ?? [sign];
  return {
    code: "wrong-currency",
    found: `${showCell(cell)} is in ${sign}, but data.currency is ${currency}`,
    remedy: `Set data.currency: ${codes[0]}, or convert the column to ${currency}`,
  };
}

/**
 * Reads one cell as a finite number.
 *
 * @returns the number, or what is wrong with the cell in words that name the setting to change
 */
export function parseNumber(cell: Cell, format: NumberFormat): number | NumberProblem {
  if (typeof cell === "number") {
    return Number.isFinite(cell) ? cell : infinite(cell);
  }
  if (cell === null) return empty("the cell is empty");
  if (typeof cell === "boolean") return cell ? 1 : 0;
  const text = normalized(cell);
  if (format.decimal === "." && plain.test(text)) return Number.isFinite(Number(text)) ? Number(text) : infinite(cell);
  if (text === "") return empty("the cell is empty");
  const lower = text.toLowerCase();
  if (missing.has(lower)) return empty(`${showCell(cell)} stands for a missing value`);
  if (notFinite.has(lower)) return infinite(cell);
  if (lower === "true" || lower === "false") return lower === "true" ? 1 : 0;

  const parts = beside.exec(text);
  if (parts === null) return notANumber(cell, text);
  const sign = parts[2] ?? parts[4];
  const digits = `${parts[1]}${parts[3]}`;
  const problems: NumberProblem[] = [];
  if (sign !== undefined && sign !== format.currency && !(signs[sign] ?? []).includes(format.currency)) {
    problems.push(wrongCurrency(cell, sign, format.currency));
  }
  const value = withMarks(digits, format.decimal, format.thousands);
  if (value === undefined) problems.push(wrongMarks(cell, digits, format));
  const [problem, other] = problems;
  if (problem === undefined) return value as number;
  return other === undefined
    ? problem
    : { ...other, found: `${problem.found}; ${other.found}`, remedy: `${problem.remedy}; ${other.remedy}` };
}

function empty(found: string): NumberProblem {
  return {
    code: "empty-cell",
    found: `${found}; a model needs a number in every period`,
    remedy: "Fill it in: 0 where nothing was spent or sold, the measured value otherwise",
  };
}

function infinite(cell: Cell): NumberProblem {
  return {
    code: "not-finite",
    found: `${typeof cell === "number" ? showCell(cell) : String(cell).trim()} is not a finite number`,
    remedy: "Look for a division by zero or a failed join upstream, and write the true value",
  };
}

function notANumber(cell: Cell, text: string): NumberProblem {
  if (/^[\d.,\s]+%$/.test(text)) {
    return {
      code: "text-in-number",
      found: `${showCell(cell)} is a percentage`,
      remedy: "Write the number without %, on one scale in the whole column",
    };
  }
  if (/^\([\d.,\s$€£]+\)$/.test(text)) {
    return {
      code: "text-in-number",
      found: `${showCell(cell)} is a negative number in accountants' brackets`,
      remedy: "Write it with a minus sign",
    };
  }
  return {
    code: "text-in-number",
    found: `${showCell(cell)} is text; a number is needed`,
    remedy: "Replace it by a number",
  };
}

function wrongMarks(cell: Cell, digits: string, format: NumberFormat): NumberProblem {
  const possible = otherFormats(digits, format);
  const now = `data.decimal "${format.decimal}" and data.thousands ${format.thousands === "none" ? "none" : `"${format.thousands}"`}`;
  if (possible.length === 0) return notANumber(cell, digits);
  return {
    code: "number-format",
    found: `${showCell(cell)} is not a number under ${now}`,
    remedy: `Set ${possible.map(({ setting, value }) => `${setting} if it means ${value}`).join(", or ")}`,
  };
}

/** True for a cell that holds nothing: empty, a word for a missing value, or not a number. */
export function isBlank(cell: Cell): boolean {
  if (cell === null) return true;
  if (typeof cell === "number") return Number.isNaN(cell);
  if (typeof cell === "boolean") return false;
  const text = normalized(cell).toLowerCase();
  return text === "" || text === "nan" || missing.has(text);
}

/** True for text that says true or false; flags are numbers only in controls. */
export function isFlag(cell: Cell): boolean {
  return typeof cell === "boolean" || (typeof cell === "string" && /^\s*(true|false)\s*$/i.test(cell));
}

/** The currency whose sign stands beside a number, USD for `$1,200`; undefined for other cells. */
export function currencyOf(text: string): string | undefined {
  const parts = beside.exec(normalized(text));
  const sign = parts?.[2] ?? parts?.[4];
  return sign === undefined ? undefined : (signs[sign]?.[0] ?? sign);
}
