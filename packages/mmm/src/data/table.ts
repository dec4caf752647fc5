// A table as it was read: column names and cells, before anything is believed about it.

/** A cell keeps its text when it is not plainly a number or a date, so that a problem can show what was found. */
export type Cell = number | string | boolean | null;

export interface Table {
  /** What it was read from, for messages. */
  readonly source: string;
  readonly columns: readonly TableColumn[];
  readonly rows: number;
  /** Line of the source on which row 0 stands (2 when a header line comes first). */
  readonly firstLine: number;
  /** Line of each row, where blank lines or line breaks inside quotes make it other than `firstLine` + row. */
  readonly lines?: ArrayLike<number>;
}

/** The line of the source on which a row (0-based) stands. */
export function lineOf(table: Table, row: number): number {
  return table.lines?.[row] ?? table.firstLine + row;
}

export interface TableColumn {
  readonly name: string;
  /** One cell per row; dates as ISO text `YYYY-MM-DD`. */
  readonly cells: readonly Cell[];
}
