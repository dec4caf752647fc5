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
}

export interface TableColumn {
  readonly name: string;
  /** One cell per row; dates as ISO text `YYYY-MM-DD`. */
  readonly cells: readonly Cell[];
}
