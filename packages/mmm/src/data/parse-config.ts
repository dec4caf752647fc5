// From any value, such as parsed YAML, to a configuration: every problem found at once, each with its path and a remedy.
import type * as z from "zod";
import { type Problem, SpecError } from "../errors.ts";
import type { Config } from "./config/config.ts";
import { keysAt } from "./config/keys.ts";
import { nearestKey } from "./config/nearest-key.ts";
import { configSchema } from "./config/schema.ts";

type Path = readonly (string | number)[];
type Issue = z.core.$ZodIssue;

/** `channels[0].spend`, as a reader points at it. */
export function formatPath(path: Path): string {
  let text = "";
  for (const step of path) text += typeof step === "number" ? `[${step}]` : text === "" ? step : `.${step}`;
  return text;
}

function valueAt(root: unknown, path: Path): unknown {
  let value = root;
  for (const step of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = (value as Record<string | number, unknown>)[step];
  }
  return value;
}

function show(value: unknown): string {
  if (value === undefined) return "nothing";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object" && value !== null) return "a mapping";
  return typeof value === "string" ? `"${value}"` : String(value);
}

const kinds: Readonly<Record<string, string>> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  object: "a mapping of keys to values",
  record: "a mapping of names to values",
  array: "a list",
  null: "nothing",
};

function problem(root: unknown, code: string, path: Path, found: string, remedy: string): Problem {
  const value = valueAt(root, path);
  const where = formatPath(path);
  const shown = typeof value === "object" && value !== null ? {} : { value: show(value) };
  return { code, severity: "error", path, ...shown, found: where === "" ? found : `${where}: ${found}`, remedy };
}

function unknownKey(root: unknown, path: Path, key: string): Problem {
  const valid = keysAt(path);
  const nearest = nearestKey(key, valid);
  const place = path.length === 0 ? "the configuration" : formatPath(path);
  return problem(
    root,
    "unknown-key",
    [...path, key],
    `"${key}" is not a key of ${place}`,
    nearest === undefined
      ? `Use one of ${valid.join(", ")}, or remove it`
      : `Write "${nearest}", the nearest valid key`,
  );
}

function wrongType(root: unknown, path: Path, expected: string): Problem {
  const value = valueAt(root, path);
  const wanted = kinds[expected] ?? expected;
  if (value === undefined) {
    return problem(root, "missing-key", path, "is missing", `Add it: ${wanted} is needed here`);
  }
  return problem(root, "wrong-type", path, `${show(value)} is not ${wanted}`, `Write ${wanted} here`);
}

function fromIssue(root: unknown, prefix: Path, issue: Issue): Problem[] {
  const path = [...prefix, ...(issue.path as Path)];
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => unknownKey(root, path, key));
    case "invalid_type":
      return [wrongType(root, path, issue.expected)];
    case "invalid_value": {
      const value = valueAt(root, path);
      const options = issue.values.map(String);
      if (value === undefined) {
        return [problem(root, "missing-key", path, "is missing", `Add it: one of ${options.join(", ")}`)];
      }
      const nearest = nearestKey(String(value), options);
      const hint = nearest === undefined ? "" : `; "${nearest}" is the nearest`;
      return [
        problem(
          root,
          "invalid-value",
          path,
          `${show(value)} is not one of the possible values`,
          `Use one of ${options.join(", ")}${hint}`,
        ),
      ];
    }
    case "too_small":
    case "too_big": {
      const large = issue.code === "too_big";
      const limit = large ? issue.maximum : issue.minimum;
      if (issue.origin === "string") return [problem(root, "empty-text", path, "is empty", "Write a name")];
      if (issue.origin === "array") return [problem(root, "empty-list", path, "the list is empty", "Add a member")];
      const relation = large ? (issue.inclusive ? "at most" : "below") : issue.inclusive ? "at least" : "above";
      return [
        problem(
          root,
          "out-of-range",
          path,
          `${show(valueAt(root, path))} is too ${large ? "large" : "small"}`,
          `Use a number ${relation} ${limit}`,
        ),
      ];
    }
    case "invalid_union":
      return fromUnion(root, path, issue.errors);
    case "invalid_format":
      return [
        problem(
          root,
          "invalid-value",
          path,
          `${show(valueAt(root, path))} ${issue.message}`,
          "Correct the code, in capital letters",
        ),
      ];
    default:
      return [problem(root, "invalid-value", path, issue.message, "Correct the value")];
  }
}

/** Of a union's branches the one that got furthest speaks: a mapping is judged as the mapping, not as the short form. */
function fromUnion(root: unknown, path: Path, branches: readonly (readonly Issue[])[]): Problem[] {
  const refused = (issues: readonly Issue[]): boolean =>
    issues.some((issue) => issue.code === "invalid_type" && issue.path.length === 0);
  const fitting = branches.filter((issues) => !refused(issues));
  const chosen = fitting[0];
  if (chosen !== undefined) return chosen.flatMap((issue) => fromIssue(root, path, issue));
  const wanted = branches
    .flat()
    .map((issue) => (issue.code === "invalid_type" ? (kinds[issue.expected] ?? issue.expected) : issue.message));
  return [wrongType(root, path, [...new Set(wanted)].join(" or "))];
}

/** Column roles that must not share a column, with the path that names each. */
function columnRoles(root: unknown): { readonly path: Path; readonly column: string; readonly media: boolean }[] {
  const roles: { path: Path; column: string; media: boolean }[] = [];
  const add = (path: Path, media = false): void => {
    const column = valueAt(root, path);
    if (typeof column === "string") roles.push({ path, column: column.trim(), media });
  };
  for (const key of ["date", "geo", "population"]) add(["data", key]);
  add(["data", "kpi", "column"]);
  const count = (key: string): number => {
    const list = valueAt(root, [key]);
    return Array.isArray(list) ? list.length : 0;
  };
  for (let index = 0; index < count("channels"); index++) {
    add(["channels", index, "spend"], true);
    for (const key of ["exposure", "reach", "frequency"]) add(["channels", index, key], true);
  }
  for (let index = 0; index < count("controls"); index++) {
    add(["controls", index]);
    add(["controls", index, "column"]);
  }
  return roles;
}

function repeatedColumns(root: unknown): Problem[] {
  const first = new Map<string, Path>();
  const problems: Problem[] = [];
  for (const { path, column } of columnRoles(root)) {
    const earlier = first.get(column);
    if (earlier === undefined) {
      first.set(column, path);
      continue;
    }
    const sameChannel = path[0] === "channels" && earlier[0] === "channels" && earlier[1] === path[1];
    problems.push(
      problem(
        root,
        "repeated-column",
        path,
        `column "${column}" is already ${formatPath(earlier)}`,
        sameChannel ? "Leave exposure out when it is the spend itself" : "Give each part a column of its own",
      ),
    );
  }
  return problems;
}

function repeatedNames(root: unknown): Problem[] {
  const channels = valueAt(root, ["channels"]);
  if (!Array.isArray(channels)) return [];
  const names = new Map<string, number>();
  const problems: Problem[] = [];
  for (let index = 0; index < channels.length; index++) {
    const name = valueAt(root, ["channels", index, "name"]);
    if (typeof name !== "string") continue;
    const earlier = names.get(name.trim());
    if (earlier === undefined) names.set(name.trim(), index);
    else {
      problems.push(
        problem(
          root,
          "repeated-name",
          ["channels", index, "name"],
          `channel "${name}" is already channels[${earlier}]`,
          "Give each channel a name of its own",
        ),
      );
    }
  }
  return problems;
}

/** Settings that need another one. */
function loneSettings(root: unknown): Problem[] {
  const problems: Problem[] = [];
  const given = (path: Path): boolean => valueAt(root, path) !== undefined && valueAt(root, path) !== null;
  if (given(["data", "population"]) && !given(["data", "geo"])) {
    problems.push(
      problem(
        root,
        "lone-setting",
        ["data", "population"],
        "population needs geos to belong to",
        "Set data.geo to the column of the geos, or leave population out",
      ),
    );
  }
  if (given(["data", "kpi", "revenue_per_kpi"]) && valueAt(root, ["data", "kpi", "kind"]) !== "units") {
    problems.push(
      problem(
        root,
        "lone-setting",
        ["data", "kpi", "revenue_per_kpi"],
        "a KPI of kind revenue is money already",
        "Set data.kpi.kind: units, or leave revenue_per_kpi out",
      ),
    );
  }
  const channels = valueAt(root, ["channels"]);
  for (let index = 0; index < (Array.isArray(channels) ? channels.length : 0); index += 1) {
    const [exposure, reach, frequency] = ["exposure", "reach", "frequency"].map((key) =>
      given(["channels", index, key]),
    );
    if (reach !== frequency) {
      problems.push(
        problem(
          root,
          "lone-setting",
          ["channels", index, reach ? "reach" : "frequency"],
          reach
            ? "reach says nothing without how often each person was reached"
            : "frequency needs the reach it belongs to",
          "Give both reach and frequency, or neither",
        ),
      );
    }
    if (exposure && reach) {
      problems.push(
        problem(
          root,
          "lone-setting",
          ["channels", index, "exposure"],
          "the channel has an exposure and a reach",
          "Leave exposure out: reach and frequency take its place",
        ),
      );
    }
  }
  const decimal = valueAt(root, ["data", "decimal"]) ?? ".";
  if (decimal === valueAt(root, ["data", "thousands"])) {
    problems.push(
      problem(
        root,
        "lone-setting",
        ["data", "thousands"],
        "the thousands mark is also the decimal mark",
        "Set data.decimal and data.thousands to different marks",
      ),
    );
  }
  return problems;
}

/**
 * Checks a configuration and fills in its defaults.
 *
 * @param value  anything, such as what a YAML file holds
 * @throws SpecError with every problem found, each with its `path`
 */
export function parseConfig(value: unknown): Config {
  const result = configSchema.safeParse(value);
  const problems = [
    ...(result.success ? [] : result.error.issues.flatMap((issue) => fromIssue(value, [], issue))),
    ...repeatedNames(value),
    ...repeatedColumns(value),
    ...loneSettings(value),
  ];
  if (problems.length > 0 || !result.success) throw new SpecError(problems);
  return result.data;
}
