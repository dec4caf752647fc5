// From any value, such as parsed YAML, to a configuration: every problem found at once, each with its path and a remedy.
import type * as z from "zod";
import { type Problem, SpecError } from "../errors.ts";
import type { Config } from "./config/config.ts";
import { keysAt } from "./config/keys.ts";
import { nearestKey } from "./config/nearest-key.ts";
import { configSchema } from "./config/schema.ts";
import { inconsistencies } from "./config-consistency.ts";
import { formatPath, type Path, problem, show, valueAt } from "./config-problem.ts";

type Issue = z.core.$ZodIssue;

const kinds: Readonly<Record<string, string>> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  object: "a mapping of keys to values",
  record: "a mapping of names to values",
  array: "a list",
  tuple: "a list of two values, such as [0, 1]",
  null: "nothing",
};

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
    ...inconsistencies(value),
  ];
  if (problems.length > 0 || !result.success) throw new SpecError(problems);
  return result.data;
}
