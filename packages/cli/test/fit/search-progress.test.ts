import { expect, test } from "vitest";
import type { Console } from "../../src/console.ts";
import { searchLine, searchProgress } from "../../src/fit/search-progress.ts";

function recording(isLive: boolean): { readonly console: Console; readonly said: string[] } {
  const said: string[] = [];
  const console = {
    isLive,
    draw: (lines: readonly string[]) => said.push(...lines.map((line) => `drawn ${line}`)),
    note: (...lines: readonly string[]) => said.push(...lines),
    keepDrawn: () => said.push("kept"),
  };
  return { console: console as unknown as Console, said };
}

test("a line tells how many models were tried, and how long the rest takes", () => {
  expect(searchLine({ evaluated: 250, total: 1000 }, 10_000)).toBe(
    "search  █████░░░░░░░░░░░░░░░  250/1000 models, 30 s left",
  );
  expect(searchLine({ evaluated: 1000, total: 1000 }, 10_000)).toContain("1000/1000 models, 10 s");
});

test("a terminal's line is redrawn in place and stays at the end", () => {
  const { console, said } = recording(true);
  let time = 0;
  const progress = searchProgress(console, () => time);
  expect(progress.line()).toBe("No model was tried yet.");
  progress.update({ evaluated: 1, total: 10 });
  progress.update({ evaluated: 2, total: 10 });
  time = 200;
  progress.update({ evaluated: 3, total: 10 });
  progress.finish();
  expect(said.map((line) => line.match(/\d+\/10|kept/)?.[0])).toEqual(["1/10", "3/10", "3/10", "kept"]);
});

test("elsewhere a plain line comes every few seconds, and a short search has none", () => {
  const { console, said } = recording(false);
  let time = 0;
  const progress = searchProgress(console, () => time);
  progress.update({ evaluated: 1, total: 10 });
  expect(said).toEqual([]);
  time = 6000;
  progress.update({ evaluated: 5, total: 10 });
  progress.finish();
  expect(said).toHaveLength(2);
});
