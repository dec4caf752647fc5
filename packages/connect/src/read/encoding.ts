// Whether the first bytes of a file are text that can be read, or what they are instead.
import { DataError } from "@carryover/mmm";

const startsWith = (bytes: Uint8Array, ...prefix: readonly number[]): boolean =>
  prefix.every((byte, index) => bytes[index] === byte);

function refuse(source: string, code: string, found: string, remedy: string): never {
  throw new DataError([{ code, severity: "error", found: `${source} ${found}`, remedy }]);
}

/**
 * Refuses what is not UTF-8 text, going by the first bytes, and says what it seems to be.
 *
 * @returns length of the byte-order mark: 3 or 0
 * @throws DataError naming the encoding or the format and how to export the file
 */
export function checkEncoding(bytes: Uint8Array, source: string): 0 | 3 {
  const asUtf8 = "Save it as UTF-8 (in Excel: CSV UTF-8)";
  if (startsWith(bytes, 0xff, 0xfe) || startsWith(bytes, 0xfe, 0xff))
    refuse(source, "utf-16", "is UTF-16 text", asUtf8);
  const asCsv = "Export it as CSV";
  if (startsWith(bytes, 0x50, 0x4b, 0x03, 0x04)) refuse(source, "not-text", "is a spreadsheet or zip archive", asCsv);
  if (startsWith(bytes, 0xd0, 0xcf, 0x11, 0xe0)) refuse(source, "not-text", "is an old Excel workbook", asCsv);
  if (startsWith(bytes, 0x1f, 0x8b)) refuse(source, "not-text", "is compressed with gzip", "Decompress it");
  if (startsWith(bytes, 0x50, 0x41, 0x52, 0x31)) refuse(source, "not-text", "is Parquet", "Name it .parquet");
  const zeros = bytes.reduce((count, byte) => count + (byte === 0 ? 1 : 0), 0);
  if (zeros > 0.3 * bytes.length) refuse(source, "utf-16", "looks like UTF-16 text without a byte-order mark", asUtf8);
  if (zeros > 0) refuse(source, "not-text", "holds zero bytes; it is not text", asCsv);
  return startsWith(bytes, 0xef, 0xbb, 0xbf) ? 3 : 0;
}
