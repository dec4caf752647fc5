// Frameworks compared from the command line, on Robyn's simulated weeks and short: what is written, said and refused.
import { copyFile, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readTable } from "@carryover/connect";
import type { Triangulation } from "@carryover/mmm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { carryover, type Ended, fixture, lastJson } from "./support/carryover.ts";

const home = process.cwd();
let folder: string;
let run: Ended;
let found: Triangulation & { readonly run: string };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "carryover-comparing-"));
  process.chdir(folder);
  for (const name of ["weekly.csv", "carryover.yaml"]) await copyFile(fixture(`robyn/${name}`), name);
  run = await carryover([
    "compare",
    "--frameworks",
    "bayesian,robyn",
    "--quick",
    "--no-swaps",
    "--seed",
    "3",
    "--json",
  ]);
  found = lastJson(run) as unknown as typeof found;
});
afterAll(async () => {
  process.chdir(home);
  await rm(folder, { recursive: true, force: true });
});

test("compare tells frameworks, ranking, disagreement and consensus", () => {
  expect(run.stderr).toContain("Comparing bayesian, robyn: 4 fits");
  expect(run.code).toBe(0);
  expect(found.frameworks.map(({ name, kind, nature }) => [name, kind, nature])).toEqual([
    ["bayesian", "default", "posterior"],
    ["robyn", "robyn", "ensemble"],
  ]);
  for (const { r2, wmape, crps, weight, roi } of found.frameworks) {
    expect(r2).toBeGreaterThan(0.5);
    expect(wmape).toBeLessThan(0.3);
    expect(crps).toBeGreaterThan(0);
    expect(weight).toBeGreaterThanOrEqual(0.25);
    expect(Object.keys(roi)).toEqual(["tv", "ooh", "print", "facebook", "search"]);
    expect(roi.tv).toMatchObject({ mean: expect.any(Number), q05: expect.any(Number), q50: expect.any(Number) });
  }
  expect(found.ranking.roi.order).toHaveLength(5);
  expect(found.disagreement.channels).toHaveLength(5);
  expect(found.consensus.plans?.plans.map(({ kind }) => kind)).toEqual(expect.arrayContaining(["weighted", "maximin"]));
});

test("every fit is a run, and the first one's holds the comparison, its table and its chapter", async () => {
  const runs = (await readdir(".carryover/runs")).filter((name) => !name.startsWith("."));
  expect(runs).toHaveLength(2);
  // A search's run holds what was found, so that it can be refreshed and told like any other.
  const searched = `.carryover/runs/${found.frameworks[1]?.run}`;
  expect(JSON.parse(await readFile(`${searched}/robyn.json`, "utf8")).models.length).toBeGreaterThan(0);
  expect(await readFile(`${searched}/report.html`, "utf8")).toContain("Which models were tried");
  const path = `.carryover/runs/${found.run}`;
  const kept = JSON.parse(await readFile(`${path}/triangulation.json`, "utf8"));
  expect(kept.frameworks).toEqual(found.frameworks);
  expect(await readFile(`${path}/report.html`, "utf8")).toContain("Do other frameworks see the same?");
  const table = await readTable(`${path}/triangulation.parquet`);
  expect(table.columns.map(({ name }) => name)).toEqual([
    "run",
    "framework",
    "channel",
    "metric",
    "quantile",
    "at",
    "value",
  ]);
  expect(table.rows).toBeGreaterThan(500);
});

test("a run of the store is compared as well, without a weight beside frameworks that predicted", async () => {
  const words = ["compare", "--frameworks", "bayesian", "--with", found.run, "--quick", "--no-swaps", "--json"];
  const again = lastJson(await carryover(words)) as unknown as Triangulation;
  expect(again.frameworks.map(({ name, weight }) => [name, weight])).toEqual([
    ["bayesian", 1],
    [found.run, 0],
  ]);
});

test("a framework that is none is refused before anything is fitted", async () => {
  const refused = await carryover(["compare", "--frameworks", "bayesian,prophet"]);
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain('"prophet" is none of bayesian, meridian, robyn');
});
