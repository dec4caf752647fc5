// The geos of a table and the people living in each.
import type { Problem } from "../errors.ts";
import type { Config } from "./config/config.ts";
import type { FoundColumns } from "./find-columns.ts";
import { type RowPlace, readColumn } from "./read-column.ts";
import { showNumber } from "./show-cell.ts";
import { type Cell, lineOf, type Table } from "./table.ts";

export interface Geos {
  readonly hasGeos: boolean;
  /** Sorted by code point, so that the order of rows does not matter. */
  readonly names: readonly string[];
  /** Index into `names` of each row; −1 where the cell is empty. */
  readonly ofRow: Int32Array;
  readonly problems: readonly Problem[];
}

/** Reads the geo column; without one, all rows belong to the one geo `national`. */
export function readGeos(cells: readonly Cell[] | undefined, table: Table, column: string | null): Geos {
  if (cells === undefined || column === null) {
    return { hasGeos: false, names: ["national"], ofRow: new Int32Array(table.rows), problems: [] };
  }
  const problems: Problem[] = [];
  const labels = cells.map((cell) => (cell === null ? "" : String(cell).trim()));
  const names = [...new Set(labels)].filter((label) => label !== "").sort((a, b) => (a < b ? -1 : 1));
  const indexes = new Map(names.map((name, index) => [name, index]));
  const ofRow = Int32Array.from(labels, (label) => indexes.get(label) ?? -1);
  ofRow.forEach((geo, index) => {
    if (geo >= 0) return;
    problems.push({
      code: "empty-geo",
      severity: "error",
      column,
      row: lineOf(table, index),
      found: "the geo is empty",
      remedy: "Fill in the geo or remove the row",
    });
  });
  return { hasGeos: true, names, ofRow, problems };
}

export interface Population {
  /** One number per geo; 1 where none is given. */
  readonly perGeo: Float64Array;
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
}

/** Reads the people per geo from a column that repeats the number on every row of the geo. */
export function readPopulation(
  found: FoundColumns,
  config: Config,
  geos: Geos,
  place: (index: number) => RowPlace,
): Population {
  const { population: column, decimal, thousands, currency } = config.data;
  const perGeo = new Float64Array(geos.names.length).fill(1);
  if (column === null) {
    const missing: Problem = {
      code: "population-missing",
      severity: "warning",
      found: `${geos.names.length} geos and no population; the mean KPI of each will say how large it is`,
      remedy: "Set data.population to a column of people per geo",
    };
    return { perGeo, problems: [], warnings: geos.names.length > 1 ? [missing] : [] };
  }
  const cells = found.cells.get(column);
  if (cells === undefined) return { perGeo, problems: [], warnings: [] };
  const format = { decimal, thousands, currency };
  const { values, problems: unreadable } = readColumn(column, cells, { role: "population", format, place });
  const problems: Problem[] = [...unreadable];
  const firstRow = new Int32Array(geos.names.length).fill(-1);
  const varying = new Set<number>();
  for (let index = 0; index < values.length; index++) {
    const geo = geos.ofRow[index];
    if (geo < 0 || Number.isNaN(values[index])) continue;
    if (firstRow[geo] < 0) {
      firstRow[geo] = index;
      perGeo[geo] = values[index];
    } else if (values[index] !== perGeo[geo] && !varying.has(geo)) {
      varying.add(geo);
      problems.push({
        code: "population-varies",
        severity: "error",
        column,
        ...place(index),
        value: String(values[index]),
        found: `${showNumber(values[index])} here but ${showNumber(perGeo[geo])} on row ${place(firstRow[geo]).row}; a geo has one population`,
        remedy: "Write the same number on every row of the geo, such as the latest census",
      });
    }
  }
  return { perGeo, problems, warnings: [] };
}
