// From the chunks of a DuckDB result to columns of cells, without an object per row.
import type { Cell } from "@carryover/mmm";
import type { DuckDBConnection } from "@duckdb/node-api";

/** Different texts of a column that are kept once; more than these are not worth looking up. */
const internedTexts = 20_000;

/**
 * Runs a query whose columns are DOUBLE, BOOLEAN or VARCHAR and collects them column by column, streaming. Equal texts of a
 * column share one string.
 */
export async function collectColumns(connection: DuckDBConnection, sql: string): Promise<Cell[][]> {
  const result = await connection.stream(sql);
  const columns: Cell[][] = Array.from({ length: result.columnCount }, () => []);
  const texts = columns.map(() => new Map<string, string>());
  for (;;) {
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) return columns;
    for (let index = 0; index < columns.length; index++) {
      const cells = columns[index] as Cell[];
      const known = texts[index] as Map<string, string>;
      const vector = chunk.getColumnVector(index);
      for (let row = 0; row < chunk.rowCount; row++) {
        const value = vector.getItem(row) as Cell;
        if (typeof value !== "string") {
          cells.push(value);
          continue;
        }
        const earlier = known.get(value);
        if (earlier === undefined && known.size < internedTexts) known.set(value, value);
        cells.push(earlier ?? value);
      }
    }
  }
}
