// Budgets in words: bounds, rules, objectives and amounts as they are typed, the same on the command line and in YAML.
import type { Problem } from "../errors.ts";
import { SpecError } from "../errors.ts";
import type { Budget, Objective, SpendBound } from "./problem.ts";

function wrong(code: string, value: string, found: string, remedy: string): SpecError {
  const problem: Problem = { code, severity: "error", value, found, remedy };
  return new SpecError([problem]);
}

/** A plain number: `1000000`, `1e6`, `1_000_000`, `0.5`, a sign before it. Undefined for anything else. */
export function plainNumber(text: string): number | undefined {
  const digits = text.trim().replace(/(?<=\d)_(?=\d)/g, "");
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(digits) ? Number(digits) : undefined;
}

/**
 * `0.7..1.3` for every channel, `tv=0.5..1.2` for one, `tv+radio=0.8..1.1` for a sum: multiples of the current plan. One end may be
 * left out, and a number alone is both. @throws SpecError
 */
export function parseBound(text: string): SpendBound {
  const at = text.lastIndexOf("=");
  const names = at === -1 ? undefined : channelNames(text.slice(0, at));
  const range = (at === -1 ? text : text.slice(at + 1)).trim();
  const isRange = range.includes("..");
  const [from, to] = isRange ? range.split("..", 2) : [range, range];
  const end = (part: string): number | undefined | null => (part.trim() === "" ? null : plainNumber(part));
  const [lower, upper] = [end(from), end(to)];
  if (lower === undefined || upper === undefined || (lower === null && upper === null) || names?.length === 0) {
    const remedy = "Write 0.7..1.3 for all channels or tv=0.5..1.2 for one, in multiples of the current plan";
    throw wrong("plan-bounds", text, `bounds "${text}" cannot be read`, remedy);
  }
  return {
    ...(names === undefined ? {} : { channels: names }),
    unit: "relative",
    ...(lower === null ? {} : { lower }),
    ...(upper === null ? {} : { upper }),
  };
}

function channelNames(text: string): string[] {
  return text
    .split("+")
    .map((name) => name.trim())
    .filter((name) => name !== "");
}

/** `1000000` or `x1.1`. @throws SpecError */
export function parseBudget(text: string): Budget {
  const isRelative = /^\s*[x×]/.test(text);
  const number = plainNumber(isRelative ? text.trim().slice(1) : text);
  if (number === undefined) {
    const remedy = "Write an amount of money such as 1000000, or x1.1 for 1.1 times the current one";
    throw wrong("plan-budget", text, `budget "${text}" cannot be read`, remedy);
  }
  return isRelative ? { kind: "relative", factor: number } : { kind: "amount", amount: number };
}

const objectiveForms = "mean, quantile:0.1, cvar:0.1, mean-variance:1e-6, mean-sd:0.5 or probability";

/** `mean`, `quantile:0.1`, `cvar:0.1`, `mean-variance:1e-6`, `mean-sd:0.5` or `probability`. @throws SpecError */
export function parseObjective(text: string): Objective {
  const [kind, parameter, ...rest] = text.trim().split(":");
  const number = parameter === undefined ? undefined : plainNumber(parameter);
  if (rest.length === 0) {
    if (kind === "mean" && parameter === undefined) return { kind };
    if (kind === "probability" && parameter === undefined) return { kind };
    if ((kind === "quantile" || kind === "cvar") && number !== undefined) return { kind, probability: number };
    if ((kind === "mean-variance" || kind === "mean-sd") && number !== undefined) return { kind, weight: number };
  }
  throw wrong("plan-objective", text, `objective "${text}" cannot be read`, `Write ${objectiveForms}`);
}

/** `tv=50000`: a channel and a number. @throws SpecError */
export function parseNamedNumber(text: string, what: string): readonly [string, number] {
  const at = text.lastIndexOf("=");
  const name = text.slice(0, Math.max(0, at)).trim();
  const number = at === -1 ? undefined : plainNumber(text.slice(at + 1));
  if (name === "" || number === undefined) {
    throw wrong(
      "plan-amount",
      text,
      `${what} "${text}" cannot be read`,
      `Write a channel and a number, such as tv=1.1`,
    );
  }
  return [name, number];
}
