// Reads a Parquet file: its types decide what is a number, a date or a text.
import { basename } from "node:path";
import type { Table } from "@carryover/mmm";
import { ConnectError } from "../errors.ts";
import { collectColumns } from "./cells.ts";
import { literalPath } from "./csv.ts";
import { sqlName, withDuckDb } from "./duckdb.ts";

const numeric = /^(U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)|FLOAT|DOUBLE|DECIMAL\(.*\))$/;

/** SQL that gives a column as DOUBLE, BOOLEAN or VARCHAR; dates as ISO text, with the time only where there is one. */
function asCell(name: string, type: string): string {
  const column = sqlName(name);
  if (numeric.test(type)) return `CAST(${column} AS DOUBLE)`;
  if (type === "BOOLEAN" || type === "VARCHAR") return column;
  if (type === "DATE") return `strftime(${column}, '%Y-%m-%d')`;
  if (type.startsWith("TIMESTAMP")) {
    const time = type.includes("TIME ZONE") ? `(${column} AT TIME ZONE 'UTC')` : `CAST(${column} AS TIMESTAMP)`;
    const format = (pattern: string): string => `strftime(${time}, '${pattern}')`;
    return `CASE WHEN date_trunc('day', ${time}) = ${time} THEN ${format("%Y-%m-%d")} ELSE ${format("%Y-%m-%d %H:%M:%S")} END`;
  }
  return `CAST(${column} AS VARCHAR)`;
}

/**
 * Reads a Parquet file.
 *
 * @param source  how messages name the file
 * @throws ConnectError when the file is damaged or not Parquet
 */
export async function readParquet(path: string, source: string): Promise<Table> {
  return withDuckDb(async (connection) => {
    try {
      const file = `read_parquet(${literalPath(path)})`;
      const reader = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${file}`);
      const described = reader.getRows().map(([name, type]) => ({ name: String(name), type: String(type) }));
      const selected = described.map(({ name, type }) => asCell(name, type));
      const cells = await collectColumns(connection, `SELECT ${selected.join(", ")} FROM ${file}`);
      return {
        source,
        columns: described.map(({ name }, index) => ({ name, cells: cells[index] ?? [] })),
        rows: cells[0]?.length ?? 0,
        firstLine: 1,
      };
    } catch (cause) {
      const reason = (cause instanceof Error ? (cause.message.split("\n")[0] ?? "") : String(cause)).replaceAll(
        path,
        basename(path),
      );
      throw new ConnectError(
        `${source} is damaged or not Parquet (${reason}). Write it again, or check that the copy is complete.`,
        { cause },
      );
    }
  });
}
