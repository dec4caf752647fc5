// The one way this program opens DuckDB: in memory, without ever fetching an extension from the network.
import type { DuckDBConnection } from "@duckdb/node-api";

/** Spilling to disk is off: the default folder for it would be `.tmp` in whatever folder the user stands in. */
const options: Readonly<Record<string, string>> = {
  autoinstall_known_extensions: "false",
  autoload_known_extensions: "false",
  temp_directory: "",
};

/**
 * Runs `work` on a connection to a fresh in-memory database, and closes both whatever happens. CSV, Parquet and JSON are
 * linked into the library.
 */
export async function withDuckDb<Result>(work: (connection: DuckDBConnection) => Promise<Result>): Promise<Result> {
  // Loaded when it is needed: the library is large, and many verbs read no table.
  const { DuckDBInstance } = await import("@duckdb/node-api");
  const instance = await DuckDBInstance.create(":memory:", { ...options });
  try {
    const connection = await instance.connect();
    try {
      return await work(connection);
    } finally {
      connection.closeSync();
    }
  } finally {
    instance.closeSync();
  }
}

/** A text as an SQL literal. */
export function sqlText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A name as an SQL identifier. */
export function sqlName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
