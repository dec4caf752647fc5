// On which line of a CSV file each row stands, when blank lines or quoted line breaks make it more than a count.
import { createReadStream } from "node:fs";

const lineFeed = 10;
const carriageReturn = 13;
const quote = 34;

/**
 * Lines on which the records of a CSV file start, blank lines left out, in one pass of bounded memory. Line breaks are LF,
 * CRLF or CR; those between quotes do not end a record.
 *
 * @param skip  records at the start that are not rows
 */
export async function recordLines(path: string, skip: number): Promise<readonly number[]> {
  const starts: number[] = [];
  let line = 1;
  let startLine = 1;
  let blank = true;
  let quoted = false;
  let afterReturn = false;
  const endRecord = (): void => {
    if (!blank) starts.push(startLine);
    blank = true;
  };
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    const bytes = chunk as Uint8Array;
    for (let index = 0; index < bytes.length; index++) {
      const byte = bytes[index];
      if (byte === lineFeed && afterReturn) {
        afterReturn = false;
        continue;
      }
      afterReturn = byte === carriageReturn;
      if (byte === lineFeed || byte === carriageReturn) {
        line++;
        if (!quoted) endRecord();
        continue;
      }
      if (blank) {
        blank = false;
        startLine = line;
      }
      if (byte === quote) quoted = !quoted;
    }
  }
  endRecord();
  return starts.slice(skip);
}

/**
 * Lines, counted from 1, on which bytes of a file stand.
 *
 * @param offsets  of the bytes, ascending
 */
export async function linesAtBytes(path: string, offsets: readonly number[]): Promise<readonly number[]> {
  const lines: number[] = [];
  let line = 1;
  let position = 0;
  let afterReturn = false;
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    for (const byte of chunk as Uint8Array) {
      while (lines.length < offsets.length && (offsets[lines.length] as number) <= position) lines.push(line);
      if (byte === carriageReturn || (byte === lineFeed && !afterReturn)) line++;
      afterReturn = byte === carriageReturn;
      position++;
    }
    if (lines.length === offsets.length) break;
  }
  while (lines.length < offsets.length) lines.push(line);
  return lines;
}
