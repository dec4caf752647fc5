// What a search takes from the command line, and what it refuses, before anything is searched.
import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { carryover, fixture } from "./support/carryover.ts";

const home = process.cwd();
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "carryover-search-options-"));
  process.chdir(folder);
  for (const name of ["weekly.csv", "carryover.yaml"]) await copyFile(fixture(`robyn/${name}`), name);
});
afterAll(async () => {
  process.chdir(home);
  await rm(folder, { recursive: true, force: true });
});

test.each([
  [["train", "--chains", "2", "--until-ess", "100"], "it cannot take --chains or --until-ess"],
  [["train", "--warm-start", "latest"], "it cannot take --warm-start"],
  [["train", "--preview"], "it cannot take --preview"],
  [["train", "--model", "default", "--trials", "2"], "--trials and --iterations belong to model robyn"],
  [["compare", "--frameworks", "robyn,prophet"], '"prophet" is none of bayesian, meridian, robyn'],
  [["compare", "--frameworks", "bayesian,meridan"], "did you mean meridian?"],
  [["compare", "--frameworks", "robyn"], "robyn is one model, and a comparison needs two"],
  [["compare", "--frameworks", "bayesian,default"], "bayesian, default are one model here"],
  [["train", "--iterations", "5"], "--iterations 5: must be a whole number from 20"],
])("%j is refused: %s", async (words, reason) => {
  const ended = await carryover(words);
  expect(ended.code).toBe(2);
  expect(ended.stderr).toContain(reason);
});

test("check tells the calendar that the decomposition goes by", async () => {
  const ended = await carryover(["check"]);
  expect(ended.code).toBe(0);
  expect(ended.stdout).toContain("robyn, holidays DE");
});
