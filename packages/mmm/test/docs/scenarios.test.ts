// docs/scenarios.md against the sources: its examples are understood, and its codes are those there are.
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parseScenarios, splitScenario } from "../../src/scenario/parse-scenario.ts";

const root = new URL("../../../../", import.meta.url);
const page = readFileSync(new URL("docs/scenarios.md", root), "utf8");

const vocabulary = {
  channels: ["tv", "search", "social"],
  controls: ["price", "promotion", "dis-count"],
  geos: ["North", "South"],
};

/** The texts in backticks of one column of the table with this heading. */
function examples(heading: string, column: number): string[] {
  const table = page.split(/\n\n+/).find((block) => block.startsWith(heading)) ?? "";
  return table
    .split("\n")
    .slice(2)
    .flatMap((row) => [...(row.split("|")[column] ?? "").matchAll(/`([^`]+)`/g)].map(([, text]) => text));
}

test("every example of a change is one", () => {
  const texts = examples("| change |", 2);
  expect(texts.length).toBeGreaterThan(15);
  for (const text of texts) expect(() => parseScenarios([splitScenario(text)], vocabulary), text).not.toThrow();
});

test("every example of a window is one", () => {
  const texts = examples("| window |", 1);
  expect(texts.length).toBeGreaterThan(20);
  for (const text of texts) {
    const change = text.startsWith("from") ? `tv off ${text}` : `tv off in ${text}`;
    const [{ changes }] = parseScenarios([splitScenario(change)], vocabulary);
    expect(changes[0].window, text).toBeDefined();
  }
});

test("the problem codes are those of the sources, each once", () => {
  const folder = new URL("packages/mmm/src/scenario/", root);
  const reader = new URL("packages/connect/src/read/scenario-file.ts", root);
  const files = [...readdirSync(folder).map((name) => new URL(name, folder)), reader];
  const codes = files.flatMap((file) => {
    const text = readFileSync(file, "utf8");
    return [...text.matchAll(/(?:code: |refuse\(\s*)"([a-z-]+)"/g)].map(([, code]) => code);
  });
  const made = ["unknown-channel", "unknown-control", "unknown-geo"];
  expect(examples("| code |", 1).sort()).toEqual([...new Set([...codes, ...made])].sort());
});
