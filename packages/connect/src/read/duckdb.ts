// The one way this program opens DuckDB: in memory, without ever fetching an extension from the network.
import { createRequire } from "node:module";
import type { DuckDBConnection } from "@duckdb/node-api";

const require = createRequire(import.meta.url);

/**
 * The library, loaded when it is first needed, for it is large and many verbs read no table; and by `require`, for it is CommonJS,
 * whose exports an `import` would have to find by reading all of it twice.
 */
export function loadDuckDb(): typeof import("@duckdb/node-api") {
  return require("@duckdb/node-api");
}

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
  const { DuckDBInstance } = loadDuckDb();
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
