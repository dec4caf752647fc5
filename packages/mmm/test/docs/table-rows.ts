// Reads the tables of a Markdown page.

/** Rows of all tables whose first heading is `heading`, each as its trimmed cells. */
export function tableRows(page: string, heading: string): string[][] {
  const rows: string[][] = [];
  let inTable = false;
  for (const line of page.split("\n")) {
    if (!line.startsWith("|")) {
      inTable = false;
      continue;
    }
    const cells = line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim());
    if (inTable && !/^-+:?$/.test(cells[0])) rows.push(cells);
    if (cells[0] === heading) inTable = true;
  }
  return rows;
}
