// Reads a CSV file: plain numbers as numbers, everything else as the text that stands there, so that bad cells survive.
import { open } from "node:fs/promises";
import { type Cell, DataError, groupProblems, type Problem, type Table } from "@carryover/mmm";
import type { DuckDBConnection } from "@duckdb/node-api";
import { collectColumns } from "./cells.ts";
import { sqlName, sqlText, withDuckDb } from "./duckdb.ts";
import { checkEncoding } from "./encoding.ts";
import { linesAtBytes, recordLines } from "./record-lines.ts";
import { type CsvShape, sniffCsv } from "./sniff-csv.ts";

const sampleBytes = 256 * 1024;
const reportedRejects = 1000;

/** At most 15 digits before the point and no leading zeros: an identifier such as 00123 stays text. */
const plainNumber = "[+-]?(0|[1-9][0-9]{0,14})?(\\.[0-9]+)?([eE][+-]?[0-9]{1,2})?";
/** 1.234 and 1.234.567, which mean a thousand times more where the point marks thousands. */
const pointGroups = "[+-]?[1-9][0-9]{0,2}(\\.[0-9]{3})+";

async function readBeginning(path: string): Promise<Uint8Array> {
  const file = await open(path, "r");
  try {
    const buffer = new Uint8Array(sampleBytes);
    const { bytesRead } = await file.read(buffer, 0, sampleBytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** A path as DuckDB takes it literally: its wildcards would otherwise match other files. */
export function literalPath(path: string): string {
  return sqlText(path.replace(/[[*?]/g, (character) => `[${character}]`));
}

const column = (index: number): string => `c${index}`;

function readCsvSql(path: string, shape: CsvShape): string {
  const columns = shape.header.map((_, index) => `'${column(index)}': 'VARCHAR'`).join(", ");
  return (
    `read_csv(${literalPath(path)}, delim = ${sqlText(shape.delimiter)}, quote = '"', escape = '"', header = false, ` +
    `skip = ${shape.skip}, auto_detect = false, columns = {${columns}}, store_rejects = true)`
  );
}

function rejectProblem(type: string, message: string, width: number, line: number): Problem {
  const place = { severity: "error", row: line } as const;
  switch (type) {
    case "MISSING COLUMNS":
    case "TOO MANY COLUMNS": {
      const fields = /Found: (\d+)/.exec(message)?.[1] ?? "another number of";
      return {
        ...place,
        code: "wrong-field-count",
        found: `${fields} fields under a header of ${width}`,
        remedy: "Complete the row, and put quotes around texts that hold the delimiter",
      };
    }
    case "INVALID ENCODING":
      return {
        ...place,
        code: "not-utf-8",
        found: "a character is not valid UTF-8",
        remedy: "Save the file as UTF-8 (in Excel: CSV UTF-8)",
      };
    default:
      return {
        ...place,
        code: "broken-quotes",
        found: "a quotation mark is not closed, or text follows the closing one",
        remedy: 'Close it, and write a quotation mark inside a text as ""',
      };
  }
}

/** Rows DuckDB could not take apart, as problems. It rejects a long row once for each surplus field: the last counts all. */
async function rejectedRows(connection: DuckDBConnection, path: string, shape: CsvShape): Promise<Problem[]> {
  const reader = await connection.runAndReadAll(
    `SELECT line_byte_position::DOUBLE, error_type::VARCHAR, error_message
     FROM reject_errors QUALIFY row_number() OVER (PARTITION BY line_byte_position, error_type ORDER BY column_idx DESC) = 1
     ORDER BY line_byte_position LIMIT ${reportedRejects}`,
  );
  const rejects = reader.getRows();
  const lines = await linesAtBytes(
    path,
    rejects.map(([position]) => Number(position) - 1),
  );
  return rejects.map(([, type, message], index) =>
    rejectProblem(String(type), String(message), shape.header.length, lines[index] ?? 1),
  );
}

/** Which columns hold nothing but plain numbers that mean the same whatever the decimal mark is. */
async function numericColumns(connection: DuckDBConnection, width: number): Promise<readonly boolean[]> {
  const tests = Array.from({ length: width }, (_, index) => {
    const name = column(index);
    const plain = `bool_and(regexp_full_match(${name}, ${sqlText(plainNumber)}) AND TRY_CAST(${name} AS DOUBLE) IS NOT NULL) FILTER (${name} IS NOT NULL)`;
    // A column whose every point is followed by groups of three digits could be counted in thousands: text keeps both readings.
    const grouped = `bool_and(regexp_full_match(${name}, ${sqlText(pointGroups)})) FILTER (contains(${name}, '.'))`;
    return `coalesce(${plain}, false) AND NOT coalesce(${grouped}, false)`;
  });
  const reader = await connection.runAndReadAll(`SELECT ${tests.join(", ")} FROM rows`);
  return (reader.getRows()[0] ?? []).map((value) => value === true);
}

function unreadable(path: string, source: string, cause: unknown): DataError {
  const message = cause instanceof Error ? cause.message : String(cause);
  const found = /state machine/.test(message)
    ? `${source} cannot be taken apart into rows; its line ends may be mixed (LF and CRLF)`
    : `${source} cannot be read as CSV: ${(message.split("\n")[0] ?? "").replaceAll(path, source)}`;
  const error = new DataError([
    { code: "unreadable-csv", severity: "error", found, remedy: "Export the file again, as comma-separated UTF-8" },
  ]);
  error.cause = cause;
  return error;
}

/** Rows at the end in which every cell is empty, as spreadsheets leave them. */
function trailingEmptyRows(columns: readonly (readonly Cell[])[], rows: number): number {
  let last = rows;
  while (last > 0 && columns.every((cells) => cells[last - 1] === null)) last--;
  return rows - last;
}

/**
 * Reads a CSV file of UTF-8 text, delimited by comma, semicolon, tab or bar, with a header line and `"` for quotes.
 *
 * @param source  how messages name the file
 * @throws DataError when it is not such text, with every row that cannot be taken apart
 */
export async function readCsv(path: string, source: string): Promise<Table> {
  const beginning = await readBeginning(path);
  const mark = checkEncoding(beginning, source);
  const shape = sniffCsv(new TextDecoder("utf-8").decode(beginning.subarray(mark)));
  if (shape === undefined) return { source, columns: [], rows: 0, firstLine: 1 };
  const width = shape.header.length;
  const cells = await withDuckDb(async (connection) => {
    try {
      await connection.run(`CREATE TEMP TABLE rows AS SELECT * FROM ${readCsvSql(path, shape)}`);
    } catch (cause) {
      throw unreadable(path, source, cause);
    }
    const rejected = await rejectedRows(connection, path, shape);
    if (rejected.length > 0) throw new DataError(groupProblems(rejected));
    const numeric = await numericColumns(connection, width);
    const selected = numeric.map((isNumber, index) =>
      isNumber ? `CAST(${sqlName(column(index))} AS DOUBLE)` : sqlName(column(index)),
    );
    return collectColumns(connection, `SELECT ${selected.join(", ")} FROM rows`);
  });
  const read = cells[0]?.length ?? 0;
  const lines = await recordLines(path, 1);
  const regular = lines.every((line, row) => line === shape.firstLine + row);
  const empty = trailingEmptyRows(cells, read);
  if (empty > 0) for (const cellsOfColumn of cells) cellsOfColumn.length = read - empty;
  return {
    source,
    columns: shape.header.map((name, index) => ({ name, cells: cells[index] ?? [] })),
    rows: read - empty,
    firstLine: shape.firstLine,
    ...(regular || lines.length !== read ? {} : { lines: Int32Array.from(lines) }),
  };
}
