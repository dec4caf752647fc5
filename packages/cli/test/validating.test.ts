// validate and compare-models on sixty weeks and with few draws: what they write, say and return.
import { copyFile, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { carryover, fixture, lastJson } from "./support/carryover.ts";

const home = process.cwd();
let folder: string;
const ids: string[] = [];

/** Enough to run through everything, far too few to believe. */
const short = ["--chains", "1", "--warmup", "40", "--draws", "20"];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "carryover-validating-"));
  process.chdir(folder);
  await copyFile(fixture("good.csv"), "good.csv");
  await copyFile(fixture("carryover.yaml"), "carryover.yaml");
  for (const seed of ["5", "6"]) {
    const trained = await carryover(["train", ...short, "--seed", seed, "--name", `seed ${seed}`, "--json"]);
    ids.push(String(lastJson(trained).run));
  }
});
afterAll(async () => {
  process.chdir(home);
  await rm(folder, { recursive: true, force: true });
});

test("validate scores each fold and baseline, and puts them beside the run and into its report", async () => {
  const ended = await carryover(["validate", ids[0]!, "--folds", "2", "--horizon", "4w", ...short, "--json"]);
  expect(ended.code).toBe(0);
  const scores = { crps: expect.any(Number), mape: expect.any(Number), coverage: { "90": expect.any(Number) } };
  const result = lastJson(ended);
  expect(result).toMatchObject({
    ok: true,
    run: ids[0],
    status: "complete",
    settings: { splits: "rolling", folds: 2, horizon: 4, chains: 1 },
    folds: [
      { name: "fold 1", model: scores, baselines: { "no-media": scores, regression: scores } },
      { name: "fold 2", model: scores },
    ],
    verdict: { sentence: expect.any(String) },
  });
  expect(ended.stderr).toContain("Validating by 2 folds: rolling origin, 4 periods ahead");
  expect(ended.stderr).toMatch(/plain regression +\d/);
  const run = join(".carryover/runs", ids[0]!);
  const stored = JSON.parse(await readFile(join(run, "validation.json"), "utf8"));
  expect(stored.folds[0].picture.observed).toHaveLength(4);
  expect(stored.comparisons).toEqual(result.comparisons);
  expect((await readFile(join(run, "validation.csv"), "utf8")).split("\n")[0]).toMatch(
    /^fold,trained_from,.*crps,mape/,
  );
  expect(await readFile(join(run, "report.html"), "utf8")).toContain("Does the model predict what it has not seen?");
});

test("a configuration is validated without a fit, leave-future-out too; its files go where --out says", async () => {
  const words = ["validate", "carryover.yaml", "--folds", "1", "--horizon", "3w", "--lfo", "--out", "held"];
  const ended = await carryover([...words, ...short]);
  expect(ended.code).toBe(0);
  expect((await readdir("held")).toSorted()).toEqual(["validation.csv", "validation.json"]);
  expect(ended.stderr).toContain("Leave-future-out: fitting the first 57 of 60 periods.");
  expect(ended.stdout).toMatch(/Leave-future-out: elpd -?\d.* over 3 periods/);
  expect(ended.stdout).toMatch(/^(PASS|CAUTION|FAIL): /m);
  const { leaveFutureOut } = JSON.parse(await readFile("held/validation.json", "utf8"));
  expect(leaveFutureOut).toMatchObject({ firstDate: expect.any(String), fits: expect.arrayContaining([57]) });
});

test("Ctrl-C keeps the folds that are finished, as partial", async () => {
  const words = ["validate", "carryover.yaml", "--folds", "3", "--horizon", "2w", "--jobs", "1", "--out", "stopped"];
  const ended = await carryover([...words, ...short, "--lfo", "--json"], {
    onOutput: (output, interrupt) => {
      if (output.includes("1 of 3 folds done")) interrupt();
    },
  });
  expect(ended.code).toBe(130);
  expect(ended.stderr).toContain("finished folds are kept");
  expect(ended.stderr).toContain("Stopped before fold 2 and fold 3 were finished.");
  expect(lastJson(ended)).toMatchObject({
    outcome: "interrupted",
    status: "partial",
    folds: [{ name: "fold 1" }],
    stopped: ["fold 2", "fold 3"],
  });
  expect(JSON.parse(await readFile("stopped/validation.json", "utf8"))).toMatchObject({ status: "partial" });
});

test("compare-models tells which run predicts better, and writes it beside both", async () => {
  const ended = await carryover(["compare-models", ...ids, "--json"]);
  expect(ended.code).toBe(0);
  const { models, observations } = lastJson(ended) as {
    models: { name: string; stackingWeight: number }[];
    observations: number;
  };
  expect(observations).toBe(60);
  expect(models.map(({ name }) => name).toSorted()).toEqual([...ids].toSorted());
  expect(models.reduce((sum, { stackingWeight }) => sum + stackingWeight, 0)).toBeCloseTo(1, 9);
  for (const id of ids) {
    expect(await readdir(join(".carryover/runs", id))).toContain("comparison.json");
  }
  expect(ended.stderr).toMatch(/predict alike|predicts better|is ahead of/);
});

test.each([
  [["validate", "--splits", "kfold", "--lfo"], "--lfo belongs to --splits rolling"],
  [["validate", "--folds", "30", "--horizon", "2w"], "Ask for fewer folds"],
  [["validate", "--splits", "geos"], "the data have one geo"],
  [["compare-models", "latest"], "RUN_B is missing"],
  [["compare-models", "latest", "latest"], "is named twice"],
])("%j is refused with what to change", async (words, message) => {
  const ended = await carryover(words);
  expect(ended.code).toBe(2);
  expect(ended.stderr).toContain(message);
});
