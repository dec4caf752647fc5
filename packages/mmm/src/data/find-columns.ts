// The table's columns by name: headers that are missing, repeated or misspelled are named with what was probably meant.
import type { Problem } from "../errors.ts";
import type { Config } from "./config/config.ts";
import { nearestKey } from "./config/nearest-key.ts";
import { formatPath } from "./config-problem.ts";
import type { Cell, Table } from "./table.ts";

export interface FoundColumns {
  /** Cells by trimmed header. */
  readonly cells: ReadonlyMap<string, readonly Cell[]>;
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
}

type Path = readonly (string | number)[];

/** Every column the configuration names, with the path of the setting. */
function configuredColumns(config: Config): { readonly column: string; readonly path: Path }[] {
  const { data, channels, organic, treatments, controls } = config;
  const columns: { column: string; path: Path }[] = [];
  const add = (column: string | number | null, ...path: Path): void => {
    if (typeof column === "string") columns.push({ column, path });
  };
  add(data.date, "data", "date");
  add(data.geo, "data", "geo");
  add(data.population, "data", "population");
  add(data.kpi.column, "data", "kpi", "column");
  add(data.kpi.revenue_per_kpi, "data", "kpi", "revenue_per_kpi");
  add(data.holdout, "data", "holdout");
  channels.forEach(({ spend, exposure, reach, frequency }, index) => {
    add(spend, "channels", index, "spend");
    add(exposure, "channels", index, "exposure");
    add(reach, "channels", index, "reach");
    add(frequency, "channels", index, "frequency");
  });
  organic.forEach(({ exposure, reach, frequency }, index) => {
    add(exposure, "organic", index, "exposure");
    add(reach, "organic", index, "reach");
    add(frequency, "organic", index, "frequency");
  });
  treatments.forEach(({ column }, index) => {
    add(column, "treatments", index, "column");
  });
  controls.forEach(({ column }, index) => {
    add(column, "controls", index);
  });
  return columns;
}

/** A header without the byte-order mark and spaces that exports leave around it. */
function header(name: string): string {
  return name.replace(/^\uFEFF/, "").trim();
}

/** Finds the columns a configuration names in a table. */
export function findColumns(table: Table, config: Config): FoundColumns {
  const problems: Problem[] = [];
  const warnings: Problem[] = [];
  const cells = new Map<string, readonly Cell[]>();
  const positions = new Map<string, number[]>();
  table.columns.forEach((column, index) => {
    const name = header(column.name);
    positions.set(name, [...(positions.get(name) ?? []), index + 1]);
    if (!cells.has(name)) cells.set(name, column.cells);
  });
  const wanted = configuredColumns(config);
  for (const [name, places] of positions) {
    if (name === "") {
      warnings.push({
        code: "unnamed-column",
        severity: "warning",
        found: `${places.length === 1 ? "column" : "columns"} ${places.join(", ")} of ${table.source} ${places.length === 1 ? "has" : "have"} no header`,
        remedy: "Name the column in the first line, or delete it",
      });
    } else if (places.length > 1) {
      const used = wanted.some(({ column }) => column === name);
      (used ? problems : warnings).push({
        code: "duplicate-header",
        severity: used ? "error" : "warning",
        column: name,
        found: `${places.length} columns of ${table.source} have this header (columns ${places.join(", ")})`,
        remedy: "Rename or delete all but one",
      });
    }
  }
  const names = [...cells.keys()].filter((name) => name !== "");
  for (const { column, path } of wanted) {
    if (cells.has(column)) continue;
    const nearest = nearestKey(column, names);
    problems.push({
      code: "unknown-column",
      severity: "error",
      column,
      path,
      found: `${formatPath(path)} names a column that ${table.source} does not have`,
      remedy:
        nearest === undefined
          ? `Use one of its columns: ${names.join(", ")}`
          : `Write "${nearest}", the nearest of its columns`,
    });
  }
  return { cells, problems, warnings };
}
