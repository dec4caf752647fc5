// Files become tables with every cell as it stands, or an error that says what to do.
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildPanel, DataError, type Problem, parseConfig, type Table } from "@carryover/mmm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ConnectError } from "../../src/errors.ts";
import { sqlText, withDuckDb } from "../../src/read/duckdb.ts";
import { readTable } from "../../src/read/read-table.ts";

const fixture = (name: string): string => fileURLToPath(new URL(`../fixtures/tables/${name}`, import.meta.url));

const cellsOf = (table: Table, name: string): readonly unknown[] | undefined =>
  table.columns.find((column) => column.name === name)?.cells;

async function failure(path: string): Promise<Error> {
  try {
    await readTable(path);
  } catch (error) {
    return error as Error;
  }
  throw new Error("nothing was thrown");
}

async function problemsOf(name: string): Promise<readonly Problem[]> {
  const error = await failure(fixture(name));
  expect(error).toBeInstanceOf(DataError);
  return (error as DataError).problems;
}

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "carryover-read-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

describe("CSV", () => {
  test("plain numbers become numbers, dates keep their text", async () => {
    expect(await readTable(fixture("plain.csv"))).toEqual({
      source: "plain.csv",
      columns: [
        { name: "date", cells: ["2024-01-01", "2024-01-02", "2024-01-03"] },
        { name: "tv_spend", cells: [10.5, 20, 0] },
        { name: "revenue", cells: [100, 200.25, 300] },
      ],
      rows: 3,
      firstLine: 2,
    });
  });

  test("a byte-order mark, semicolons, CRLF and empty rows at the end do no harm", async () => {
    const table = await readTable(fixture("bom-semicolon-comma.csv"));
    expect(table.columns).toEqual([
      { name: "Datum", cells: ["01.02.2024", "02.02.2024"] },
      { name: "TV Kosten", cells: ["1.234,56", "99,50"] },
      { name: "Umsatz", cells: ["2.500", "3.000"] },
    ]);
    expect(table.rows).toBe(2);
  });

  test("tabs and old Mac line ends are understood", async () => {
    expect(cellsOf(await readTable(fixture("tabs.tsv")), "revenue")).toEqual([2, 4]);
    expect(cellsOf(await readTable(fixture("old-mac.csv")), "tv_spend")).toEqual([1, 2]);
  });

  test("quotes protect delimiters, line breaks and quotes, and rows keep their lines", async () => {
    const table = await readTable(fixture("quoted.csv"));
    expect(table.columns.map(({ name }) => name)).toEqual(["date", "tv, spend", 'say "hi"']);
    expect(cellsOf(table, 'say "hi"')).toEqual(["two\nlines", 'a "word"', "last"]);
    expect(table.firstLine).toBe(3);
    expect([...(table.lines as Int32Array)]).toEqual([3, 6, 7]);
  });

  test("a column in which any cell is not a plain number keeps all its texts", async () => {
    const table = await readTable(fixture("bad-cells.csv"));
    expect(cellsOf(table, "tv_spend")).toEqual(["-120", "abc", "3", "$1,200"]);
    expect(cellsOf(table, "search_spend")).toEqual(["5", "1.234,56", null, "7"]);
  });

  test("bad cells come out as problems with their rows", async () => {
    const table = await readTable(fixture("bad-cells.csv"));
    const config = parseConfig({
      data: { path: "bad-cells.csv", date: "date", kpi: { column: "revenue" } },
      channels: [
        { name: "tv", spend: "tv_spend" },
        { name: "search", spend: "search_spend" },
      ],
    });
    expect(() => buildPanel(table, config)).toThrow(DataError);
    try {
      buildPanel(table, config);
    } catch (error) {
      const found = (error as DataError).problems.map(({ code, column, row }) => [code, column, row]);
      expect(found).toEqual([
        ["ambiguous-date", "date", 4],
        ["not-finite", "revenue", 4],
        ["negative-spend", "tv_spend", 2],
        ["text-in-number", "tv_spend", 3],
        ["number-format", "tv_spend", 5],
        ["number-format", "search_spend", 3],
        ["empty-cell", "search_spend", 4],
        ["too-few-rows", undefined, undefined],
      ]);
    }
  });

  test("what could be counted in thousands, identifiers and numbers beyond 15 digits stay text", async () => {
    const table = await readTable(fixture("thousands.csv"));
    expect(cellsOf(table, "grouped")).toEqual(["1.234", "2.500", null]);
    expect(cellsOf(table, "plain")).toEqual([1.5, 2.125, -300]);
    expect(cellsOf(table, "code")).toEqual(["00123", "00456", "00789"]);
    expect(cellsOf(table, "big")).toEqual(["12345678901234567890", "2", "3"]);
    expect(cellsOf(table, "compact")).toEqual([20240101, 20240102, 20240103]);
  });

  test("repeated headers survive, for the panel builder to name", async () => {
    const table = await readTable(fixture("duplicate-header.csv"));
    expect(table.columns.map(({ name, cells }) => [name, ...cells])).toEqual([
      ["date", "2024-01-01", "2024-01-02"],
      ["spend", 1, 3],
      ["spend", 2, 4],
    ]);
  });

  test("a header alone is a table without rows, blank lines one without columns", async () => {
    expect(await readTable(fixture("header-only.csv"))).toMatchObject({ rows: 0, columns: [{ cells: [] }, {}, {}] });
    expect(await readTable(fixture("blank-lines.csv"))).toMatchObject({ rows: 0, columns: [] });
  });

  test("the numbers are those JavaScript would read", async () => {
    const texts = ["0.1", "1e-7", "123456789.123456789", "-0.30000000000000004", "99999999999999.9", ".5"];
    const path = join(folder, "precise.csv");
    await writeFile(path, `a,b\n${texts.map((text) => `${text},x`).join("\n")}\n`);
    expect(cellsOf(await readTable(path), "a")).toEqual(texts.map(Number));
  });

  test("a path with wildcards and quotes is that one file", async () => {
    await writeFile(join(folder, "it's [1]*.csv"), "a,b\n1,2\n");
    await writeFile(join(folder, "it's 1x.csv"), "a,b\n3,4\n");
    expect(cellsOf(await readTable(join(folder, "it's [1]*.csv")), "a")).toEqual([1]);
  });

  test("tens of thousands of rows keep their order", async () => {
    const rows = 50_000;
    const path = join(folder, "long.csv");
    await writeFile(path, `id,half\n${Array.from({ length: rows }, (_, row) => `${row},${row / 2}`).join("\n")}\n`);
    const table = await readTable(path);
    expect(table.rows).toBe(rows);
    expect(table.lines).toBeUndefined();
    expect(cellsOf(table, "half")?.every((cell, row) => cell === row / 2)).toBe(true);
  });
});

describe("CSV that cannot be read", () => {
  test("a row that is too long by several fields is named once", async () => {
    const found = (await problemsOf("too-long.csv")).map(({ row, found }) => [row, found]);
    expect(found).toEqual([[3, "5 fields under a header of 3"]]);
  });

  test("every ragged row is named with its line", async () => {
    expect(await problemsOf("ragged.csv")).toMatchObject([
      { code: "wrong-field-count", row: 3, found: "2 fields under a header of 3" },
      { code: "wrong-field-count", row: 5, found: "4 fields under a header of 3" },
    ]);
  });

  test.each([
    ["latin1.csv", "not-utf-8", "not valid UTF-8", "Save the file as UTF-8"],
    ["utf16.csv", "utf-16", "is UTF-16 text", "Save it as UTF-8"],
    ["utf16-no-mark.csv", "utf-16", "looks like UTF-16", "Save it as UTF-8"],
    ["workbook.csv", "not-text", "is a spreadsheet or zip archive", "Export it as CSV"],
    ["open-quote.csv", "broken-quotes", "a quotation mark is not closed", "Close it"],
    ["mixed-line-ends.csv", "unreadable-csv", "line ends may be mixed", "Export the file again"],
    ["empty.csv", "empty-file", "empty.csv is empty", "Write a header line"],
  ])("%s is refused as %s", async (name, code, found, remedy) => {
    const [problem] = await problemsOf(name);
    expect(problem?.code).toBe(code);
    expect(problem?.found).toContain(found);
    expect(problem?.remedy).toContain(remedy);
  });

  test.each([
    ["old.csv", Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0), "old Excel workbook"],
    ["zipped.csv", Uint8Array.of(0x1f, 0x8b, 8), "compressed with gzip"],
    ["wrong-name.csv", new TextEncoder().encode("PAR1xxxxPAR1"), "is Parquet"],
    ["zeros.csv", new TextEncoder().encode(`a,b\n1,\0\n${"2,3\n".repeat(20)}`), "holds zero bytes"],
  ])("%s is recognized for what it is", async (name, bytes, found) => {
    await writeFile(join(folder, name), bytes);
    const error = await failure(join(folder, name));
    expect(error).toBeInstanceOf(DataError);
    expect(error.message).toContain(found);
  });

  test("an encoding error is placed on its line", async () => {
    expect((await problemsOf("latin1.csv"))[0]?.row).toBe(3);
  });
});

describe("Parquet", () => {
  async function written(select: string, name = "table.parquet"): Promise<Table> {
    const path = join(folder, name);
    await withDuckDb((connection) => connection.run(`COPY (${select}) TO ${sqlText(path)} (FORMAT parquet)`));
    return readTable(path);
  }

  test("keeps the file's types", async () => {
    const table = await written(`
      SELECT DATE '2024-01-01' AS day, TIMESTAMP '2024-01-01 00:00:00' AS midnight, TIMESTAMP '2024-01-01 13:30:00' AS noon,
        TIMESTAMPTZ '2024-01-01 00:00:00+00' AS zoned, 7::BIGINT AS big, 1.25::DECIMAL(10, 2) AS money, 0.5::FLOAT AS single,
        true AS flag, '00123' AS code, NULL::DOUBLE AS missing, 'nan'::DOUBLE AS undefined_number, [1, 2] AS list`);
    expect(Object.fromEntries(table.columns.map(({ name, cells }) => [name, cells[0]]))).toEqual({
      day: "2024-01-01",
      midnight: "2024-01-01",
      noon: "2024-01-01 13:30:00",
      zoned: "2024-01-01",
      big: 7,
      money: 1.25,
      single: 0.5,
      flag: true,
      code: "00123",
      missing: null,
      undefined_number: Number.NaN,
      list: "[1, 2]",
    });
    expect(table).toMatchObject({ source: "table.parquet", rows: 1, firstLine: 1 });
  });

  test("may have no rows", async () => {
    expect(await written("SELECT 1 AS a WHERE false", "none.parquet")).toMatchObject({
      rows: 0,
      columns: [{ name: "a" }],
    });
  });

  test("that is damaged is a ConnectError naming the file", async () => {
    const error = await failure(fixture("damaged.parquet"));
    expect(error).toBeInstanceOf(ConnectError);
    expect(error.message).toMatch(/^damaged\.parquet is damaged or not Parquet \(.+\)\. Write it again/);
    expect(error.cause).toBeDefined();
  });
});

describe("paths", () => {
  test("a wrong one suggests the nearest file", async () => {
    const error = await failure(fixture("plian.csv"));
    expect(error).toBeInstanceOf(ConnectError);
    expect(error.message).toMatch(/^There is no file .*plian\.csv\. Did you mean "plain\.csv" in the same folder\?$/);
  });

  test("one without anything near, or below a file, says to check it", async () => {
    expect((await failure(join(folder, "absent", "weather.csv"))).message).toMatch(/weather\.csv\. Check the path\.$/);
    expect((await failure(join(fixture("plain.csv"), "x.csv"))).message).toContain("There is no file");
  });

  test("a folder is not a file", async () => {
    await mkdir(join(folder, "data.csv"));
    const error = await failure(join(folder, "data.csv"));
    expect(error).toBeInstanceOf(ConnectError);
    expect(error.message).toContain("is a folder. Name a file in it.");
    expect((await failure("/dev/null")).message).toContain("is not a regular file");
  });

  test.each([
    ["book.xlsx", "save the sheet as CSV UTF-8"],
    ["data.csv.gz", "Decompress the file first"],
    ["data.sas7bdat", "Export it as CSV or Parquet"],
  ])("%s is of no kind that is read", async (name, remedy) => {
    await writeFile(join(folder, name), "x");
    const error = await failure(join(folder, name));
    expect(error).toBeInstanceOf(ConnectError);
    expect(error.message).toContain(remedy);
  });

  test("one that cannot be opened gives the system's reason", async () => {
    const path = join(folder, "loop.csv");
    await symlink(path, path);
    expect((await failure(path)).message).toMatch(
      /loop\.csv cannot be opened \(ELOOP\)\. Check the path and the disk\.$/,
    );
  });
});

describe("DuckDB", () => {
  test("never fetches an extension", async () => {
    const settings = await withDuckDb(async (connection) => {
      const reader = await connection.runAndReadAll(
        "SELECT current_setting('autoinstall_known_extensions'), current_setting('autoload_known_extensions'), current_setting('temp_directory')",
      );
      return reader.getRows()[0];
    });
    expect(settings).toEqual([false, false, ""]);
  });

  test("is closed when the work fails", async () => {
    let left: { run(sql: string): Promise<unknown> } | undefined;
    const failing = withDuckDb(async (connection) => {
      left = connection;
      await connection.run("SELECT * FROM nowhere");
    });
    await expect(failing).rejects.toThrow("nowhere");
    await expect(async () => left?.run("SELECT 1")).rejects.toThrow();
  });
});
