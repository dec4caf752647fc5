import type { JobProgress } from "@carryover/mmm";
import { expect, test } from "vitest";
import { Console } from "../../src/console.ts";
import { jobDisplay, jobLine, jobLines } from "../../src/fit/job-progress.ts";

const folds: readonly JobProgress[] = [
  { index: 0, name: "fold 1", stage: "done", share: 1 },
  { index: 1, name: "fold 2", stage: "sampling", share: 0.25 },
  { index: 2, name: "fold 3", stage: "waiting", share: 0 },
];

function watched(isTTY: boolean): { readonly console: Console; readonly text: () => string } {
  let written = "";
  const stream = { isTTY, columns: 80, write: (text: string) => (written += text) };
  return { console: new Console({ stdout: stream, stderr: stream, json: false, quiet: false }), text: () => written };
}

test("a fold's line says its stage and how much of it is sampled", () => {
  expect(jobLines(folds)).toEqual([
    "fold 1    done      ████████████████████  100 %",
    "fold 2    sampling  █████░░░░░░░░░░░░░░░  25 %",
    "fold 3    waits     ····················  0 %",
  ]);
});

test("the plain line gathers all folds and guesses the time left from what is done", () => {
  expect(jobLine(folds, 5000)).toBe("5.0 s: 1 of 3 folds done, 42 % of the sampling, 7.0 s left");
  expect(jobLine([{ ...folds[2]! }], 1000)).toBe("1.0 s: 0 of 1 folds done, 0 % of the sampling");
});

test("a terminal sees every fold redrawn, a log a line every few seconds and at the end of a fold", () => {
  for (const isTTY of [true, false]) {
    let now = 0;
    const { console, text } = watched(isTTY);
    const display = jobDisplay(console, () => now);
    for (const fold of folds) display.update({ ...fold, stage: "waiting", share: 0 });
    for (const fold of folds) display.update(fold);
    now = 6000;
    display.update({ ...folds[1]!, share: 0.5 });
    display.finish();
    expect(text()).toContain(isTTY ? "fold 1    done" : "0.0 s: 1 of 3 folds done, 33 % of the sampling");
    expect(text()).toContain(isTTY ? "fold 2    sampling" : "6.0 s: 1 of 3 folds done, 50 % of the sampling");
    expect(text().includes("█")).toBe(isTTY);
  }
});

test("nothing is shown of nothing", () => {
  const { console, text } = watched(true);
  jobDisplay(console).finish();
  expect(text()).toBe("");
});
