// docs/refresh.md against the sources: every problem of a refresh is listed, and no other.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const page = readFileSync(new URL("../../../../docs/refresh.md", import.meta.url), "utf8");
const folder = fileURLToPath(new URL("../../src/refresh/", import.meta.url));
const verb = fileURLToPath(new URL("../../../cli/src/commands/refresh.ts", import.meta.url));

test("the page's codes are those of the sources", () => {
  const files = [...readdirSync(folder).map((name) => `${folder}${name}`), verb];
  const sources = files.map((file) => readFileSync(file, "utf8")).join("\n");
  const codes = [...sources.matchAll(/(?:code: |add\(\s*)"([a-z]+-[a-z-]+)"/g)].map(([, code]) => code);
  const table = page.split(/\n\n+/).find((block) => block.startsWith("| code |")) ?? "";
  const documented = table
    .split("\n")
    .slice(2)
    .flatMap((line) => [...(line.split("|")[1] ?? "").matchAll(/`([a-z-]+)`/g)].map(([, code]) => code));
  expect(documented.toSorted()).toEqual([...new Set(codes)].toSorted());
});
