// A table as CSV text, written as pandas writes it: True and False, and 1.0 in a column of fractions.
import type { Cell, Table } from "../data/table.ts";

/** CSV with a header line and a line end after every row; missing cells are empty; text is quoted where it must be. */
export function formatCsv(table: Table): string {
  const columns = table.columns.map(({ cells }) => {
    const fractions = cells.some((cell) => typeof cell === "number" && !Number.isInteger(cell));
    return (row: number): string => formatCell(cells[row], fractions);
  });
  const lines = [table.columns.map(({ name }) => quoted(name)).join(",")];
  for (let row = 0; row < table.rows; row += 1) lines.push(columns.map((cell) => cell(row)).join(","));
  return `${lines.join("\n")}\n`;
}

function formatCell(cell: Cell, fractions: boolean): string {
  if (cell === null) return "";
  if (typeof cell === "boolean") return cell ? "True" : "False";
  if (typeof cell === "number") return fractions && Number.isInteger(cell) ? cell.toFixed(1) : String(cell);
  return quoted(cell);
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
