// The delimiter, the header and the first line of CSV texts.
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { sniffCsv } from "../../src/read/sniff-csv.ts";

test("the delimiter is the one that cuts rows like the header", () => {
  expect(sniffCsv("a;b;c\n1,5;2,5;3\n1,5;2,5;3\n")?.delimiter).toBe(";");
  expect(sniffCsv("a,b\n1;2,3\n")?.delimiter).toBe(",");
  expect(sniffCsv("a|b\n1|2\n")?.delimiter).toBe("|");
  expect(sniffCsv("only\n1\n")).toMatchObject({ header: ["only"], skip: 1, firstLine: 2 });
});

test("blank lines above and line breaks in the header move the first row", () => {
  expect(sniffCsv('\n \n"a\nb",c\r\n1,2\n')).toEqual({ delimiter: ",", header: ["a\nb", "c"], skip: 3, firstLine: 5 });
});

test("no header in blank text", () => {
  expect(sniffCsv("")).toBeUndefined();
  expect(sniffCsv("\r\n\n  \n")).toBeUndefined();
});

test("any header and delimiter are read back", () => {
  const field = fc.string({
    unit: fc.constantFrom("a", "B", "7", " ", '"', ",", ";", "_"),
    minLength: 1,
    maxLength: 6,
  });
  const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
  fc.assert(
    fc.property(
      fc.array(field, { minLength: 2, maxLength: 6 }),
      fc.constantFrom(",", ";", "\t", "|"),
      (names, delimiter) => {
        const row = names.map((_, index) => index).join(delimiter);
        const text = `${names.map(quoted).join(delimiter)}\n${row}\n${row}\n`;
        expect(sniffCsv(text)).toEqual({ delimiter, header: names, skip: 1, firstLine: 2 });
      },
    ),
  );
});
