// A budget problem from YAML, JSON or the command line: one plain object, every mistake in it named at once.
import { nearestKey } from "../data/config/nearest-key.ts";
import { type Problem, SpecError } from "../errors.ts";
import { parseBound, parseBudget, parseNamedNumber, parseObjective, plainNumber } from "./budget-texts.ts";
import type { Budget, BudgetMethod, BudgetProblem, Decision, PlanWindow, SpendBound } from "./problem.ts";
import { budgetProblems, type Known } from "./problems.ts";
import { parseRule } from "./rule-text.ts";

export interface BudgetRequest {
  readonly problem: BudgetProblem;
  readonly window: PlanWindow;
  /** Present when contacts are to be bought at the frequency that returns most. */
  readonly frequency?: "optimal";
}

/** The keys of a plan file; on the command line each is an option of the same name. */
export const budgetRequestKeys = [
  "method",
  "decide",
  "objective",
  "budget",
  "at-most",
  "target-roi",
  "target-marginal-roi",
  "reach",
  "minimum-roi",
  "bounds",
  "week-bounds",
  "lock",
  "constraint",
  "minimum",
  "lots",
  "cost",
  "value",
  "from",
  "to",
  "horizon",
  "carry-out",
  "optimal-frequency",
] as const;

type RequestKey = (typeof budgetRequestKeys)[number];

const methods: readonly BudgetMethod[] = ["carryover", "greedy", "slsqp", "meridian-grid", "robyn-allocator"];
const decisions: readonly Decision[] = ["channels", "weekly", "geos"];
/** Each of these says how much is spent. */
const budgetKeys: readonly RequestKey[] = ["budget", "target-roi", "target-marginal-roi", "reach"];

/**
 * Reads a request. Numbers may be text; `bounds`, `constraint`, `lock`, `minimum`, `lots` and `cost` are one entry, a list of them, or a
 * mapping by channel. A bound of a mapping may be `{ least: 100000, most: 200000 }`, amounts of money.
 *
 * @param known  the channels and geos there are
 * @throws SpecError with everything that cannot be read, and everything else that is wrong
 */
export function parseBudgetRequest(value: unknown, known: Known): BudgetRequest {
  const problems: Problem[] = [];
  const entries = isMapping(value) ? value : {};
  const add = (path: readonly (string | number)[], found: string, remedy: string): void => {
    problems.push({ code: "plan-request", severity: "error", path, found, remedy });
  };
  if (!isMapping(value)) add([], "a plan is no mapping of keys to values", "Write keys such as budget and bounds");
  for (const key of Object.keys(entries)) {
    if ((budgetRequestKeys as readonly string[]).includes(key)) continue;
    const nearest = nearestKey(key, budgetRequestKeys);
    const remedy = nearest === undefined ? `Use one of ${budgetRequestKeys.join(", ")}` : `Did you mean ${nearest}`;
    add([key], `a plan has no key "${key}"`, remedy);
  }
  /** What `read` makes of an entry; undefined, its problem noted, where it cannot be read. */
  const attempt = <Result>(path: readonly (string | number)[], read: () => Result): Result | undefined => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof SpecError)) throw error;
      problems.push(...error.problems.map((problem) => ({ ...problem, path })));
      return undefined;
    }
  };
  const text = (key: RequestKey): string | undefined => {
    const entry = entries[key];
    return entry === undefined || entry === null ? undefined : String(entry);
  };
  const number = (key: RequestKey): number | undefined => {
    const given = text(key);
    if (given === undefined) return undefined;
    const read = plainNumber(given);
    if (read === undefined) add([key], `${key}: "${given}" is no number`, "Give a number");
    return read;
  };
  const choice = <Choice extends string>(key: RequestKey, choices: readonly Choice[]): Choice | undefined => {
    const given = text(key);
    const found = choices.find((each) => each === given);
    if (given !== undefined && found === undefined) {
      add([key], `${key}: there is no "${given}"`, `Choose one of ${choices.join(", ")}`);
    }
    return found;
  };
  const parsed = <Result>(key: RequestKey, read: (given: string) => Result): Result | undefined => {
    const given = text(key);
    return given === undefined ? undefined : attempt([key], () => read(given));
  };
  const named = (key: RequestKey): Record<string, number> => {
    const pairs = listOf(entries[key], (name, entry) => `${name}=${String(entry)}`).flatMap((each, index) => {
      const pair = attempt([key, index], () => parseNamedNumber(each, key));
      return pair === undefined ? [] : [pair];
    });
    return Object.fromEntries(pairs);
  };
  const budget = budgetOf(text, number, parsed, add);
  const week = parsed("week-bounds", parseBound);
  if (week?.channels !== undefined) add(["week-bounds"], "bounds of weeks hold for all channels", "Write 0.5..1.5");
  const carryOut = text("carry-out");
  if (carryOut !== undefined && !["true", "false"].includes(carryOut)) {
    add(["carry-out"], `carry-out: "${carryOut}"`, "Write true or false");
  }
  const optimal = text("optimal-frequency");
  if (optimal !== undefined && !["true", "false"].includes(optimal)) {
    add(["optimal-frequency"], `optimal-frequency: "${optimal}"`, "Write true or false");
  }
  const problem: BudgetProblem = {
    ...defined({
      method: choice("method", methods),
      decide: choice("decide", decisions),
      objective: parsed("objective", parseObjective),
      budget,
      weekBounds: week === undefined ? undefined : defined({ lower: week.lower, upper: week.upper }),
      minimumRoi: number("minimum-roi"),
      value: number("value"),
    }),
    bounds: boundsOf(entries.bounds, attempt),
    locked: listOf(entries.lock, (name, entry) => (entry === false ? "" : name)).filter((name) => name !== ""),
    rules: listOf(entries.constraint, (name, entry) => `${name} ${String(entry)}`).flatMap((each, index) => {
      const rule = attempt(["constraint", index], () => parseRule(each, known.channels));
      return rule === undefined ? [] : [rule];
    }),
    minimums: named("minimum"),
    lots: named("lots"),
    costs: named("cost"),
  };
  const window: PlanWindow = defined({
    from: text("from"),
    to: text("to"),
    future: number("horizon"),
    carryOut: carryOut === undefined ? undefined : carryOut === "true",
  });
  problems.push(...budgetProblems(problem, known));
  if (problems.length > 0) throw new SpecError(problems);
  return { problem, window, ...(optimal === "true" ? { frequency: "optimal" } : {}) };
}

function budgetOf(
  text: (key: RequestKey) => string | undefined,
  number: (key: RequestKey) => number | undefined,
  parsed: <Result>(key: RequestKey, read: (given: string) => Result) => Result | undefined,
  add: (path: readonly string[], found: string, remedy: string) => void,
): Budget | undefined {
  const given = budgetKeys.filter((key) => text(key) !== undefined);
  if (given.length > 1) {
    add([given[1]], `${given.join(" and ")} each say how much is spent`, "Give one; a limit for a target is at-most");
  }
  const atMost = number("at-most");
  const [roi, marginal] = [number("target-roi"), number("target-marginal-roi")];
  const outcome = number("reach");
  if (atMost !== undefined && roi === undefined && marginal === undefined) {
    add(
      ["at-most"],
      "at-most limits the spend of a target, and there is none",
      "Give target-roi or target-marginal-roi",
    );
  }
  const limit = atMost === undefined ? {} : { atMost };
  if (roi !== undefined) return { kind: "target-roi", roi, ...limit };
  if (marginal !== undefined) return { kind: "target-marginal-roi", roi: marginal, ...limit };
  if (outcome !== undefined) return { kind: "reach", outcome };
  return parsed("budget", parseBudget);
}

/** Texts as they are typed, or by channel; amounts of money as `{ least, most }`. */
function boundsOf(
  value: unknown,
  attempt: <Result>(path: readonly (string | number)[], read: () => Result) => Result | undefined,
): SpendBound[] {
  const read = (path: readonly (string | number)[], text: string): SpendBound[] => {
    const bound = attempt(path, () => parseBound(text));
    return bound === undefined ? [] : [bound];
  };
  if (!isMapping(value)) {
    return listOf(value, String).flatMap((each, index) => read(["bounds", index], each));
  }
  return Object.entries(value).flatMap(([name, entry]): SpendBound[] => {
    if (!isMapping(entry)) {
      return read(["bounds", name], name === "all" ? String(entry) : `${name}=${String(entry)}`);
    }
    const bound = attempt(["bounds", name], () => moneyBound(name, entry));
    return bound === undefined ? [] : [bound];
  });
}

function moneyBound(name: string, entry: Readonly<Record<string, unknown>>): SpendBound {
  const number = (key: string): number | undefined =>
    entry[key] === undefined ? undefined : (plainNumber(String(entry[key])) ?? Number.NaN);
  const [lower, upper] = [number("least"), number("most")];
  const isWrong =
    [lower, upper].some(Number.isNaN) ||
    (lower === undefined && upper === undefined) ||
    Object.keys(entry).some((key) => !["least", "most", "geo"].includes(key));
  if (isWrong) {
    const found = `the bounds of ${name} cannot be read`;
    const remedy = "Write { least: 100000, most: 200000 }, amounts of money, or multiples as 0.5..1.2";
    throw new SpecError([{ code: "plan-bounds", severity: "error", found, remedy }]);
  }
  const channels = name === "all" ? {} : { channels: name.split("+").map((each) => each.trim()) };
  return {
    ...channels,
    ...(typeof entry.geo === "string" ? { geo: entry.geo } : {}),
    unit: "money",
    ...defined({ lower, upper }),
  };
}

/** One entry, a list of entries, or a mapping of which `pair` makes texts. */
function listOf(value: unknown, pair: (name: string, entry: unknown) => string): string[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value.map(String);
  return isMapping(value) ? Object.entries(value).map(([name, entry]) => pair(name, entry)) : [String(value)];
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Without the keys whose value is undefined. */
function defined<Value extends object>(value: Value): { [Key in keyof Value]: Exclude<Value[Key], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as {
    [Key in keyof Value]: Exclude<Value[Key], undefined>;
  };
}
