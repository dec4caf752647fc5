// The shape of a CSV file from its beginning: delimiter, header, and where the rows start.

export interface CsvShape {
  readonly delimiter: string;
  /** Header fields as they stand, quotes taken off. */
  readonly header: readonly string[];
  /** Records before the first row: blank lines above the header, and the header. */
  readonly skip: number;
  /** Line on which the first row stands, counted from 1. */
  readonly firstLine: number;
}

const delimiters = [",", ";", "\t", "|"] as const;

interface Record {
  readonly fields: readonly string[];
  /** Lines it covers: more than one when a quoted field holds line breaks. */
  readonly lines: number;
  readonly end: number;
  /** False when a quote is left open, or text follows a closing one. */
  readonly wellQuoted: boolean;
}

/** Splits off the record that starts at `from`; ends with the text when no line break comes. */
function nextRecord(text: string, from: number, delimiter: string): Record {
  const fields: string[] = [];
  let field = "";
  let quoted = false;
  let closed = false;
  let wellQuoted = true;
  let atStart = true;
  let lines = 1;
  let index = from;
  for (; index < text.length; index++) {
    const character = text[index] as string;
    if (quoted) {
      if (character === '"' && text[index + 1] === '"') {
        field += '"';
        index++;
      } else if (character === '"') {
        quoted = false;
        closed = true;
      } else {
        if (character === "\n") lines++;
        field += character;
      }
    } else if (character === '"' && atStart) {
      quoted = true;
      atStart = false;
    } else if (character === delimiter) {
      fields.push(field);
      field = "";
      atStart = true;
      closed = false;
    } else if (character === "\n" || character === "\r") {
      index += character === "\r" && text[index + 1] === "\n" ? 2 : 1;
      fields.push(field);
      return { fields, lines, end: index, wellQuoted };
    } else {
      if (closed) wellQuoted = false;
      field += character;
      atStart = false;
    }
  }
  fields.push(field);
  return { fields, lines, end: index, wellQuoted: wellQuoted && !quoted };
}

const isBlank = (record: Record): boolean => record.fields.length === 1 && record.fields[0]?.trim() === "";

/** Share of the first records that have as many fields as the header, were this the delimiter. */
function agreement(text: string, from: number, delimiter: string, width: number): number {
  let same = 0;
  let seen = 0;
  for (let at = from; at < text.length && seen < 50; ) {
    const record = nextRecord(text, at, delimiter);
    at = record.end;
    if (at >= text.length && seen > 0) break; // cut off by the end of the sample
    if (isBlank(record)) continue;
    seen++;
    if (record.fields.length === width) same++;
  }
  return seen === 0 ? 0.5 : same / seen;
}

/**
 * Reads the header and tells the delimiter: of comma, semicolon, tab and bar the one that cuts the most rows into as many
 * fields as the header, more than one; the wider header wins a tie.
 *
 * @param text  beginning of the file without byte-order mark
 * @returns     undefined when there is no header: only blank lines
 */
export function sniffCsv(text: string): CsvShape | undefined {
  let at = 0;
  let blank = 0;
  while (at < text.length) {
    const record = nextRecord(text, at, "\0");
    if (!isBlank(record)) break;
    at = record.end;
    blank++;
  }
  if (at >= text.length) return undefined;
  let best: { delimiter: string; header: Record; score: number } | undefined;
  for (const delimiter of delimiters) {
    const header = nextRecord(text, at, delimiter);
    const width = header.fields.length;
    const score = width === 1 || !header.wellQuoted ? 0 : agreement(text, header.end, delimiter, width) + width * 1e-6;
    if (best === undefined || score > best.score) best = { delimiter, header, score };
  }
  if (best === undefined) return undefined;
  return {
    delimiter: best.delimiter,
    header: best.header.fields,
    skip: blank + 1,
    firstLine: blank + best.header.lines + 1,
  };
}
