import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Table } from "@carryover/mmm";
import { expect, test } from "vitest";
import { sqlText, withDuckDb } from "../../src/read/duckdb.ts";
import { readTable } from "../../src/read/read-table.ts";
import { csvOfTable } from "../../src/write/csv-table.ts";
import { writeParquetTables } from "../../src/write/parquet-table.ts";

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

test("a CSV table quotes what must be quoted, and reads back", () =>
  inFolder(async (folder) => {
    expect(csvOfTable(table)).toBe(
      [
        'date,mean,inside,"the ""name""",unknown',
        '2024-02-28,0.1,true,"tv, national",',
        '2024-02-29,-1e+300,false,"say ""hi""",',
        "2024-03-01,3,,,",
        "",
      ].join("\n"),
    );
    await writeFile(join(folder, "table.csv"), csvOfTable(table));
    const read = await readTable(join(folder, "table.csv"));
    expect(read.columns[1]?.cells.map(Number)).toEqual([0.1, -1e300, 3]);
    expect(read.columns[3]).toEqual(table.columns[3]);
  }));
