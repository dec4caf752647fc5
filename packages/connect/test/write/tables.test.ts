import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Table } from "@carryover/mmm";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { sqlText, withDuckDb } from "../../src/read/duckdb.ts";
import { readTable } from "../../src/read/read-table.ts";
import { writeParquetTables } from "../../src/write/parquet-table.ts";
import { formatYaml } from "../../src/write/yaml.ts";

const table: Table = {
  source: "contributions",
  rows: 3,
  firstLine: 2,
  columns: [
    { name: "date", cells: ["2024-02-28", "2024-02-29", "2024-03-01"] },
    { name: "mean", cells: [0.1, -1e300, 3] },
    { name: "inside", cells: [true, false, null] },
    { name: 'the "name"', cells: ["tv, national", 'say "hi"', null] },
    { name: "unknown", cells: [null, null, null] },
  ],
};

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "carryover-it's-"));
  try {
    await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

test("a Parquet table reads back with its types and every digit", () =>
  inFolder(async (folder) => {
    await writeParquetTables([table, { ...table, source: "fit", rows: 0 }], folder);
    expect((await readTable(join(folder, "contributions.parquet"))).columns).toEqual(table.columns);
    await withDuckDb(async (connection) => {
      const path = sqlText(join(folder, "contributions.parquet"));
      const described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM read_parquet(${path})`);
      expect(described.getRows().map((row) => row[1])).toEqual(["DATE", "DOUBLE", "BOOLEAN", "VARCHAR", "DOUBLE"]);
    });
    expect((await readTable(join(folder, "fit.parquet"))).rows).toBe(0);
  }));

test("a value written as YAML is read back as it was, below the comment lines", () => {
  const value = {
    data: { path: "no", date: "2024-01-01" },
    channels: [{ name: "tv: national", spend: "#1" }],
    n: [1, 2],
  };
  const text = formatYaml(value, ["first", "second"]);
  expect(text.startsWith("# first\n# second\ndata:\n")).toBe(true);
  expect(parse(text)).toEqual(value);
});
