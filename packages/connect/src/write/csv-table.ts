// A table as CSV (RFC 4180): numbers in full, empty for what is not known.
import type { Cell, Table } from "@carryover/mmm";

export function csvOfTable(table: Table): string {
  const lines = [table.columns.map(({ name }) => csvCell(name)).join(",")];
  for (let row = 0; row < table.rows; row += 1) {
    lines.push(table.columns.map(({ cells }) => csvCell(cells[row] ?? null)).join(","));
  }
  return `${lines.join("\n")}\n`;
}

function csvCell(cell: Cell): string {
  if (cell === null) return "";
  const text = String(cell);
  return typeof cell === "string" && /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
