// A plan as a table, for CSV: one row for each amount of money that was decided on.
import type { Table } from "../data/table.ts";
import type { Optimization } from "./optimization.ts";

/** Columns `channel`, `geo` (empty for all geos together), `from`, `to`, `currency`, `current`, `plan`, `change`. */
export function allocationTable({ rows, currency }: Optimization): Table {
  return {
    source: "allocation",
    rows: rows.length,
    firstLine: 2,
    columns: [
      { name: "channel", cells: rows.map(({ channel }) => channel) },
      { name: "geo", cells: rows.map(({ geo }) => geo) },
      { name: "from", cells: rows.map(({ from }) => from) },
      { name: "to", cells: rows.map(({ to }) => to) },
      { name: "currency", cells: rows.map(() => currency) },
      { name: "current", cells: rows.map(({ current }) => current) },
      { name: "plan", cells: rows.map(({ plan }) => plan) },
      { name: "change", cells: rows.map(({ current, plan }) => (current > 0 ? plan / current - 1 : null)) },
    ],
  };
}
