// A file to a table: the one entry for data in files, whatever their format.
import { readdir, stat } from "node:fs/promises";
import { basename, dirname, extname } from "node:path";
import { DataError, nearestKey, type Table } from "@carryover/mmm";
import { ConnectError } from "../errors.ts";
import { readCsv } from "./csv.ts";
import { readParquet } from "./parquet.ts";

type Reader = (path: string, source: string) => Promise<Table>;

/** Readers by extension: a new format is a line here and a file beside. */
const readers: Readonly<Record<string, Reader>> = {
  ".csv": readCsv,
  ".tsv": readCsv,
  ".txt": readCsv,
  ".parquet": readParquet,
  ".pq": readParquet,
};

/** Extensions people try, with the way from there. */
const advice: Readonly<Record<string, string>> = {
  ".xlsx": "In the spreadsheet, save the sheet as CSV UTF-8",
  ".xls": "In the spreadsheet, save the sheet as CSV UTF-8",
  ".ods": "In the spreadsheet, save the sheet as CSV with UTF-8",
  ".gz": "Decompress the file first",
  ".zip": "Unpack the file first",
};

async function nearestFile(path: string): Promise<string | undefined> {
  const names = await readdir(dirname(path)).catch(() => []);
  return nearestKey(
    basename(path),
    names.filter((name) => readers[extname(name).toLowerCase()] !== undefined),
  );
}

async function unusable(path: string, cause: unknown): Promise<ConnectError> {
  const code = (cause as NodeJS.ErrnoException).code;
  if (code === "ENOENT" || code === "ENOTDIR") {
    const nearest = await nearestFile(path);
    const hint = nearest === undefined ? "Check the path" : `Did you mean "${nearest}" in the same folder?`;
    return new ConnectError(`There is no file ${path}. ${hint}${nearest === undefined ? "." : ""}`, { cause });
  }
  const remedy = code === "EACCES" ? "Change its permissions" : "Check the path and the disk";
  return new ConnectError(`${path} cannot be opened (${code ?? String(cause)}). ${remedy}.`, {
    cause,
  });
}

/**
 * Reads a CSV (.csv, .tsv, .txt) or Parquet (.parquet, .pq) file. Of a CSV file, columns of plain numbers become numbers and
 * all other cells keep their text; a Parquet file's own types are kept.
 *
 * @throws ConnectError when there is no such file, it is a folder, may not be read, has another extension or is damaged
 * @throws DataError when the file is empty, is not UTF-8 text, or has rows that cannot be taken apart
 */
export async function readTable(path: string): Promise<Table> {
  const facts = await stat(path).catch(async (cause: unknown) => {
    throw await unusable(path, cause);
  });
  if (facts.isDirectory()) throw new ConnectError(`${path} is a folder. Name a file in it.`);
  if (!facts.isFile()) throw new ConnectError(`${path} is not a regular file. Copy the data to a file.`);
  const extension = extname(path).toLowerCase();
  const reader = readers[extension];
  const source = basename(path);
  if (reader === undefined) {
    const known = Object.keys(readers).join(", ");
    const remedy = advice[extension] ?? "Export it as CSV or Parquet";
    throw new ConnectError(`${source} has none of the extensions that are read (${known}). ${remedy}.`);
  }
  if (facts.size === 0) {
    throw new DataError([
      {
        code: "empty-file",
        severity: "error",
        found: `${source} is empty`,
        remedy: "Write a header line and one row per period",
      },
    ]);
  }
  try {
    return await reader(path, source);
  } catch (cause) {
    if (cause instanceof DataError || cause instanceof ConnectError) throw cause;
    throw await unusable(path, cause);
  }
}
