// Tables as Parquet files, written by DuckDB: numbers as DOUBLE, ISO dates as DATE, the rest as it is.
import { join } from "node:path";
import type { Cell, Table, TableColumn } from "@carryover/mmm";
import type { DuckDBConnection } from "@duckdb/node-api";
import { loadDuckDb, sqlName, sqlText, withDuckDb } from "../read/duckdb.ts";

type ColumnType = "DOUBLE" | "BOOLEAN" | "DATE" | "VARCHAR";

const msPerDay = 86_400_000;

/** Writes each table to `<folder>/<source>.parquet`, zstd-compressed. */
export async function writeParquetTables(tables: readonly Table[], folder: string): Promise<void> {
  await withDuckDb(async (connection) => {
    for (const table of tables) await writeTable(connection, table, join(folder, `${table.source}.parquet`));
  });
}

async function writeTable(connection: DuckDBConnection, table: Table, path: string): Promise<void> {
  const name = sqlName(table.source);
  const columns = table.columns.map((column) => ({ column, type: typeOf(column) }));
  await connection.run(
    `CREATE TABLE ${name} (${columns.map(({ column, type }) => `${sqlName(column.name)} ${type}`).join(", ")})`,
  );
  const { DuckDBDateValue } = loadDuckDb();
  const appender = await connection.createAppender(table.source);
  const append: Readonly<Record<ColumnType, (cell: Exclude<Cell, null>) => void>> = {
    DOUBLE: (cell) => appender.appendDouble(Number(cell)),
    BOOLEAN: (cell) => appender.appendBoolean(cell === true),
    DATE: (cell) => appender.appendDate(new DuckDBDateValue(Date.parse(String(cell)) / msPerDay)),
    VARCHAR: (cell) => appender.appendVarchar(String(cell)),
  };
  for (let row = 0; row < table.rows; row += 1) {
    for (const { column, type } of columns) {
      const cell = column.cells[row] ?? null;
      if (cell === null) appender.appendNull();
      else append[type](cell);
    }
    appender.endRow();
  }
  appender.closeSync();
  await connection.run(`COPY ${name} TO ${sqlText(path)} (FORMAT parquet, COMPRESSION zstd)`);
  await connection.run(`DROP TABLE ${name}`);
}

/** The narrowest type all known cells have; DOUBLE for a column without any. */
function typeOf({ cells }: TableColumn): ColumnType {
  const known = cells.filter((cell) => cell !== null);
  if (known.every((cell) => typeof cell === "number")) return "DOUBLE";
  if (known.every((cell) => typeof cell === "boolean")) return "BOOLEAN";
  const isDate = (cell: Cell): boolean => typeof cell === "string" && /^\d{4}-\d{2}-\d{2}$/.test(cell);
  return known.every(isDate) ? "DATE" : "VARCHAR";
}
