// A search from the command line, on Robyn's simulated weeks and short: what it writes, says, refuses, and what later verbs make of it.
import { copyFile, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { carryover, type Ended, fixture, lastJson } from "./support/carryover.ts";

const home = process.cwd();
let folder: string;
let run: Ended;
let id: string;
const file = (name: string): Promise<string> => readFile(`.carryover/runs/${id}/${name}`, "utf8");

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "carryover-searching-"));
  process.chdir(folder);
  for (const name of ["weekly.csv", "carryover.yaml"]) await copyFile(fixture(`robyn/${name}`), name);
  run = await carryover(["run", "--trials", "2", "--iterations", "60", "--seed", "3", "--json"]);
  id = String(lastJson(run).run);
});
afterAll(async () => {
  process.chdir(home);
  await rm(folder, { recursive: true, force: true });
});

test("run searches, selects and keeps an ensemble, and says what its intervals are", async () => {
  expect(run.code).toBe(0);
  expect(run.stderr).toContain("Searching 2 trials of 60 models each, seed 3.");
  expect(lastJson(run)).toMatchObject({
    status: "complete",
    ensemble: { evaluations: 120, trials: 2, bootstrapped: true },
  });
  const manifest = JSON.parse(await file("manifest.json"));
  expect(manifest).toMatchObject({
    model: "robyn",
    sampler: { chains: 1, warmup: 0, draws: 60, seed: 3 },
    spec: { robyn: { search: { trials: 2, iterations: 60, seed: 3 } } },
  });
  const report = await file("report.html");
  expect(report).toContain("Which models were tried, and which stand for them?");
  expect(report).toContain("intervals are the spread between them and of their estimates");
  expect(report).not.toContain("R-hat at most");
});

test("robyn.json holds the selected models in full, their weights summing to one", async () => {
  const { models, evaluations, convergence } = JSON.parse(await file("robyn.json"));
  expect(evaluations).toBe(120);
  expect(convergence).toHaveLength(2);
  expect(models.reduce((sum: number, { weight }: { weight: number }) => sum + weight, 0)).toBeCloseTo(1, 12);
  expect(Object.keys(models[0].coefficients)).toEqual(
    expect.arrayContaining(["tv", "newsletter", "trend", "season", "holiday", "competitor_sales_B", "event1"]),
  );
});

test("the same seed gives the same run to the bit", async () => {
  const again = await carryover(["train", "--trials", "2", "--iterations", "60", "--seed", "3", "--json"]);
  expect(lastJson(again).results).toEqual(lastJson(run).results);
});

test("optimize, Robyn's allocator, simulate and analyze answer for the ensemble as for any run", async () => {
  const plan = lastJson(await carryover(["optimize", id, "--json"]));
  expect(Number(plan.expectedLift)).toBeGreaterThan(0);
  const robyn = lastJson(await carryover(["optimize", id, "--method", "robyn-allocator", "--json"]));
  expect(robyn).toMatchObject({ method: "robyn-allocator", robyn: { widening: 3 } });
  expect(await file("report.html")).toContain("within bounds 3 times as wide");
  const simulated = lastJson(await carryover(["simulate", "tv +10%", "--store", ".carryover/runs", "--json"]));
  expect(simulated.scenarios).toHaveLength(1);
  expect((await carryover(["analyze", id])).code).toBe(0);
});

test("a refresh with newer weeks slides the window and stays near the best model", async () => {
  const rows = (await readFile("weekly.csv", "utf8")).trimEnd().split("\n");
  await writeFile("early.csv", `${rows.slice(0, 190).join("\n")}\n`);
  const config = (await readFile("carryover.yaml", "utf8")).replace(
    "window: { from: 2016-01-01, to: 2018-12-31 }, ",
    "",
  );
  await writeFile("early.yaml", config.replace("weekly.csv", "early.csv"));
  const early = await carryover(["train", "-c", "early.yaml", "--trials", "1", "--iterations", "60", "--json"]);
  const ended = await carryover([
    ...[
      "refresh",
      String(lastJson(early).run),
      "--data",
      "weekly.csv",
      "--trials",
      "1",
      "--iterations",
      "60",
      "--json",
    ],
  ]);
  expect(ended.code).toBe(0);
  expect(lastJson(ended)).toMatchObject({ refresh: { seenPeriods: 189, drift: { newPeriods: 19 } } });
  const manifest = JSON.parse(await readFile(`.carryover/runs/${String(lastJson(ended).run)}/manifest.json`, "utf8"));
  expect(manifest.spec.robyn).toMatchObject({ window: { from: 19, to: 208 }, refresh: { steps: 19 } });
  // A refreshed run is refreshed like any other: its configuration can be read again.
  const again = await carryover(["refresh", String(lastJson(ended).run), "--data", "weekly.csv"]);
  expect(again.code).toBe(2);
  expect(again.stderr).toContain("the window would slide by 0 periods");
});

test("validate makes a search of each fold, and its chapter joins the report", async () => {
  const ended = await carryover(["validate", id, "--folds", "1", "--trials", "1", "--iterations", "40", "--json"]);
  expect(ended.code).toBe(0);
  expect(ended.stderr).toContain("a search of 1 × 40 models for each");
  expect(await readdir(`.carryover/runs/${id}`)).toContain("validation.json");
});

test("what needs a posterior is refused by name", async () => {
  const said = async (words: readonly string[]): Promise<string> => {
    const ended = await carryover(words);
    expect(ended.code).toBe(2);
    return ended.stderr;
  };
  expect(await said(["refresh", id, "--prior", "posterior"])).toContain("cannot take --prior");
  expect(await said(["trust", id, "--placebo"])).toContain("model robyn is a search");
  expect(await said(["validate", id, "--lfo"])).toContain("--lfo reweights draws of a posterior");
  expect(
    await said([
      "compare-models",
      id,
      (await readdir(".carryover/runs")).find((name) => name !== id && /robyn/.test(name)) ?? "",
    ]),
  ).toContain("ensembles of selected models");
});

test("Ctrl-C keeps what was tried and marks the run as interrupted", async () => {
  const ended = await carryover(["train", "--trials", "1", "--iterations", "100000", "--json"], {
    onOutput: (output, interrupt) => {
      if (output.includes("/100000 models")) interrupt();
    },
  });
  expect(ended.code).toBe(130);
  expect(lastJson(ended)).toMatchObject({ outcome: "interrupted", status: "interrupted" });
  expect(ended.stderr).toMatch(/selected out of \d+ that had been tried/);
});
