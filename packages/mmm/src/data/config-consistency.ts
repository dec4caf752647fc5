// What settings of a configuration say about each other: columns and names used twice, settings that need another one.
import type { Problem } from "../errors.ts";
import { formatPath, type Path, problem, valueAt } from "./config-problem.ts";

/** Every inconsistency, each with its path; the types of single values are the schema's part. */
export function inconsistencies(root: unknown): Problem[] {
  return [...repeatedNames(root), ...repeatedColumns(root), ...loneSettings(root)];
}

/** Column roles that must not share a column, with the path that names each. */
function columnRoles(root: unknown): { readonly path: Path; readonly column: string; readonly media: boolean }[] {
  const roles: { path: Path; column: string; media: boolean }[] = [];
  const add = (path: Path, media = false): void => {
    const column = valueAt(root, path);
    if (typeof column === "string") roles.push({ path, column: column.trim(), media });
  };
  for (const key of ["date", "geo", "population", "holdout"]) add(["data", key]);
  add(["data", "kpi", "column"]);
  const count = (key: string): number => {
    const list = valueAt(root, [key]);
    return Array.isArray(list) ? list.length : 0;
  };
  for (let index = 0; index < count("channels"); index++) {
    add(["channels", index, "spend"], true);
    for (const key of ["exposure", "reach", "frequency"]) add(["channels", index, key], true);
  }
  for (let index = 0; index < count("organic"); index++) {
    for (const key of ["exposure", "reach", "frequency"]) add(["organic", index, key], true);
  }
  for (let index = 0; index < count("treatments"); index++) add(["treatments", index, "column"]);
  for (let index = 0; index < count("controls"); index++) {
    add(["controls", index]);
    // Several words of one column are controls of their own.
    if (valueAt(root, ["controls", index, "is"]) == null) add(["controls", index, "column"]);
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

/** Results tell channels apart by their names, organic ones from paid ones too. */
function repeatedNames(root: unknown): Problem[] {
  const names = new Map<string, string>();
  const problems: Problem[] = [];
  for (const list of ["channels", "organic"]) {
    const channels = valueAt(root, [list]);
    for (let index = 0; index < (Array.isArray(channels) ? channels.length : 0); index++) {
      const name = valueAt(root, [list, index, "name"]);
      if (typeof name !== "string") continue;
      const earlier = names.get(name.trim());
      if (earlier === undefined) names.set(name.trim(), `${list}[${index}]`);
      else {
        problems.push(
          problem(
            root,
            "repeated-name",
            [list, index, "name"],
            `channel "${name}" is already ${earlier}`,
            "Give each channel a name of its own",
          ),
        );
      }
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
  for (const list of ["channels", "organic"]) {
    const channels = valueAt(root, [list]);
    for (let index = 0; index < (Array.isArray(channels) ? channels.length : 0); index += 1) {
      problems.push(...exposureProblems(root, list, index));
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

/** A channel has an exposure, or reach and frequency; a paid one may go by its spend. */
function exposureProblems(root: unknown, list: string, index: number): Problem[] {
  const given = (key: string): boolean => {
    const value = valueAt(root, [list, index, key]);
    return value !== undefined && value !== null;
  };
  const lone = (key: string, found: string, remedy: string): Problem =>
    problem(root, "lone-setting", [list, index, key], found, remedy);
  const [exposure, reach, frequency] = ["exposure", "reach", "frequency"].map(given);
  const problems: Problem[] = [];
  if (reach !== frequency) {
    problems.push(
      lone(
        reach ? "reach" : "frequency",
        reach
          ? "reach says nothing without how often each person was reached"
          : "frequency needs the reach it belongs to",
        "Give both reach and frequency, or neither",
      ),
    );
  }
  if (exposure && reach) {
    problems.push(
      lone(
        "exposure",
        "the channel has an exposure and a reach",
        "Leave exposure out: reach and frequency take its place",
      ),
    );
  }
  if (list === "organic" && !exposure && !reach && !frequency) {
    problems.push(
      lone(
        "exposure",
        "an organic channel costs nothing: it is known by its exposure alone",
        "Give its exposure, or its reach and frequency",
      ),
    );
  }
  return problems;
}
