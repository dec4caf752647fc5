// A file of scenarios, read from YAML or JSON already: groups of channels, and scenarios as texts or as lists of changes.
import { nearestKey } from "../data/config/nearest-key.ts";
import { type Problem, SpecError } from "../errors.ts";
import { type ScenarioText, splitScenario } from "./parse-scenario.ts";

export interface ScenarioFile {
  readonly groups: Readonly<Record<string, readonly string[]>>;
  readonly scenarios: readonly ScenarioText[];
}

const topKeys = ["groups", "scenarios"];
const entryKeys = ["name", "changes"];

/**
 * Understands `{ groups: { digital: [search, social] }, scenarios: [...] }`, or the list of scenarios alone. A scenario is a text
 * `name: change; change`, an object with `name` and `changes`, or an entry `name: change` or `name: [change, change]`.
 *
 * @throws SpecError with everything that is not of this form
 */
export function parseScenarioFile(value: unknown): ScenarioFile {
  const problems: Problem[] = [];
  const top = isObject(value) ? value : { scenarios: value };
  const isNamed = "scenarios" in top || "groups" in top;
  if (isNamed) checkKeys(top, topKeys, [], problems);
  const groups = readGroups(isNamed ? top.groups : undefined, problems);
  const listed = isNamed ? top.scenarios : value;
  const path = isNamed ? ["scenarios"] : [];
  const scenarios = readList(listed, path, problems);
  if (problems.length === 0 && scenarios.length === 0) {
    problems.push(problem(path, "the file has no scenario", 'Write a list: - "more search: +20% search"'));
  }
  if (problems.length > 0) throw new SpecError(problems);
  return { groups, scenarios };
}

function readList(value: unknown, path: readonly (string | number)[], problems: Problem[]): ScenarioText[] {
  if (Array.isArray(value)) {
    return value.flatMap((entry: unknown, index) => readEntry(entry, [...path, index], problems));
  }
  if (isObject(value)) {
    return Object.entries(value).flatMap(([name, changes]) => readChanges(name, changes, [...path, name], problems));
  }
  problems.push(problem(path, "the scenarios are not a list", 'Write a list: - "more search: +20% search"'));
  return [];
}

function readEntry(entry: unknown, path: readonly (string | number)[], problems: Problem[]): ScenarioText[] {
  if (typeof entry === "string") return [splitScenario(entry)];
  if (isObject(entry) && ("changes" in entry || "name" in entry)) {
    checkKeys(entry, entryKeys, path, problems);
    return readChanges(entry.name, entry.changes, path, problems);
  }
  const pairs = isObject(entry) ? Object.entries(entry) : [];
  if (pairs.length === 1) return readChanges(pairs[0][0], pairs[0][1], path, problems);
  problems.push(problem(path, "this is no scenario", 'Write "name: change; change", or name and changes'));
  return [];
}

function readChanges(
  name: unknown,
  changes: unknown,
  path: readonly (string | number)[],
  problems: Problem[],
): ScenarioText[] {
  const list: readonly unknown[] = Array.isArray(changes) ? changes : [changes];
  const texts = list.filter((each): each is string => typeof each === "string");
  if (texts.length < list.length) {
    const where = typeof name === "string" ? ` of "${name}"` : "";
    const remedy = 'Write each as text, in quotes where it has a colon: "+20% search in Q4"';
    problems.push(problem([...path, "changes"], `the changes${where} are not text`, remedy));
    return [];
  }
  if (name !== undefined && name !== null && typeof name !== "string" && typeof name !== "number") {
    problems.push(problem([...path, "name"], "the name is not text", "Write it in quotes"));
    return [];
  }
  return [{ ...(name === undefined || name === null ? {} : { name: String(name) }), changes: texts }];
}

function readGroups(value: unknown, problems: Problem[]): Record<string, readonly string[]> {
  if (value === undefined || value === null) return {};
  if (!isObject(value)) {
    problems.push(problem(["groups"], "the groups are not a mapping", "Write groups: { digital: [search, social] }"));
    return {};
  }
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, members]) => {
      const list: readonly unknown[] = Array.isArray(members) ? members : [members];
      if (list.every((member) => typeof member === "string")) return [[name, list as string[]]];
      const found = `the group "${name}" is not a list of channels`;
      problems.push(problem(["groups", name], found, "Write groups: { digital: [search, social] }"));
      return [];
    }),
  );
}

function checkKeys(
  value: Readonly<Record<string, unknown>>,
  known: readonly string[],
  path: readonly (string | number)[],
  problems: Problem[],
): void {
  for (const key of Object.keys(value).filter((each) => !known.includes(each))) {
    const nearest = nearestKey(key, known);
    const remedy = nearest === undefined ? `The keys are ${known.join(" and ")}` : `Write "${nearest}"`;
    problems.push(problem([...path, key], `unknown key "${key}"`, remedy));
  }
}

function problem(path: readonly (string | number)[], found: string, remedy: string): Problem {
  return { code: "scenario-file", severity: "error", path, found, remedy };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
