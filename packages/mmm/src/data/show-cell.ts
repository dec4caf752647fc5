// How an offending cell is shown in a message.
import type { Cell } from "./table.ts";

const longest = 40;

/** Text in quotes and cut to 40 characters, numbers with a true minus sign, an empty cell as `empty`. */
export function showCell(cell: Cell): string {
  if (cell === null || cell === "") return "empty";
  if (typeof cell === "number") return showNumber(cell);
  if (typeof cell === "boolean") return String(cell);
  return `"${cell.length > longest ? `${cell.slice(0, longest)}…` : cell}"`;
}

/** A number as a reader writes it, with U+2212 for minus. */
export function showNumber(value: number): string {
  return String(value).replace(/^-/, "−");
}
