// docs/data.md and docs/configuration.md against the sources: every code a reader can meet is listed, and no other.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = new URL("../../../../", import.meta.url);

/** Folders whose problems come from what the reader wrote; the generator's are about its arguments. */
const folders = [
  "packages/mmm/src/data",
  "packages/mmm/src/model",
  "packages/mmm/src/calendar",
  "packages/connect/src/read",
];

function sources(folder: string): string[] {
  const path = fileURLToPath(new URL(folder, root));
  return readdirSync(path, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => readFileSync(`${path}/${name}`, "utf8"));
}

/** Codes stand as `code: "…"`, or as the first text handed to a local `problem` or `refuse`. */
function codesIn(source: string): string[] {
  const patterns = [/code: "([a-z0-9-]+)"/g, /\b(?:problem|refuse)\(\s*(?:\w+,\s*)?"([a-z0-9-]+)"/g];
  return patterns.flatMap((pattern) => [...source.matchAll(pattern)].map(([, code]) => code));
}

/** The codes in the first column of tables headed `code`. */
function documentedCodes(page: string): string[] {
  const text = readFileSync(new URL(`docs/${page}`, root), "utf8");
  return text.split(/\n\n+/).flatMap((block) => {
    if (!block.startsWith("| code |")) return [];
    return block.split("\n").flatMap((line) => {
      const first = line.split("|")[1] ?? "";
      return [...first.matchAll(/`([a-z0-9-]+)`/g)].map(([, code]) => code);
    });
  });
}

test("every problem code of the sources is in the documentation, once, and no other is", () => {
  const inSources = [...new Set(folders.flatMap(sources).flatMap(codesIn))].toSorted();
  const documented = [...documentedCodes("data.md"), ...documentedCodes("configuration.md")].toSorted();
  expect(inSources.length).toBeGreaterThan(50);
  expect(documented).toEqual(inSources);
});
