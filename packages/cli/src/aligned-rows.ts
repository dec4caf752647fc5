// Rows of text as columns of equal width, indented by two; the first row says how many columns there are.

type Rows = readonly (readonly string[])[];

/** Every column to the left: words. */
export function alignedRows(rows: Rows): string[] {
  return padded(rows, (cell, width) => cell.padEnd(width));
}

/** The first column to the left, the others to the right: a name and its numbers. */
export function alignedNumbers(rows: Rows): string[] {
  return padded(rows, (cell, width, column) => (column === 0 ? cell.padEnd(width) : cell.padStart(width)));
}

function padded(rows: Rows, pad: (cell: string, width: number, column: number) => string): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    `  ${row.map((cell, column) => pad(cell, widths[column] ?? 0, column)).join("  ")}`.trimEnd(),
  );
}
