// Readable lists of problems: the first few of a kind in a column, then one line for all the others.
import type { Problem } from "../errors.ts";

/** How many problems of one kind in one column are shown in full. */
const shownPerKind = 3;

/**
 * Keeps the first `shown` problems of each code and column, in their order, and closes each longer group with a line that says
 * how many more rows there are and where the last one stands.
 */
export function groupProblems(problems: readonly Problem[], shown: number = shownPerKind): Problem[] {
  const groups = new Map<string, Problem[]>();
  for (const problem of problems) {
    const key = `${problem.severity}\n${problem.code}\n${problem.column ?? ""}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [problem]);
    else group.push(problem);
  }
  const result: Problem[] = [];
  for (const group of groups.values()) {
    if (group.length <= shown + 1) {
      result.push(...group);
      continue;
    }
    result.push(...group.slice(0, shown));
    const rest = group.slice(shown);
    const { code, severity, column, remedy } = rest[0];
    const last = rest[rest.length - 1];
    const first = rest[0].row;
    const found =
      first === undefined || last.row === undefined
        ? `and ${rest.length} more like these`
        : `and ${rest.length} more rows like these (rows ${first} to ${last.row})`;
    result.push({
      code,
      severity,
      ...(column === undefined ? {} : { column }),
      found,
      remedy,
    });
  }
  return result;
}
