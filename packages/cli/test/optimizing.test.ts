// carryover optimize: what is printed and kept, from options and from a plan file, and what is refused.
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Optimization } from "@carryover/mmm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { carryover, type Ended, fixture, lastJson } from "./support/carryover.ts";

let store: string;
let folder: string;

beforeAll(async () => {
  store = await mkdtemp(join(tmpdir(), "carryover-optimize-"));
  const source = ["--config", fixture("carryover.yaml"), "--data", fixture("good.csv")];
  const ended = await carryover(["train", "--preview", "--draws", "60", "--store", store, "--json", ...source]);
  folder = String(lastJson(ended).path);
}, 120_000);
afterAll(() => rm(store, { recursive: true, force: true }));

const optimize = (...words: readonly string[]): Promise<Ended> =>
  carryover(["optimize", ...words, "--store", store, "--draws", "30"]);
const planned = (ended: Ended): Optimization => lastJson(ended) as unknown as Optimization;

test("a plan is told, kept with the run and shown in its report", async () => {
  const ended = await optimize(
    "latest",
    "--bounds",
    "0.7..1.3",
    "--bounds",
    "tv=0.9..1.1",
    "--budget",
    "x1.1",
    "--json",
  );
  expect(ended.code).toBe(0);
  expect(ended.stderr).toMatch(/tv +[\d\u202f]+ +[\d\u202f]+/);
  expect(ended.stderr).toContain("it beats it with probability");
  const plan = planned(ended);
  expect(plan).toMatchObject({
    objective: { kind: "mean", plan: expect.any(Number) },
    expectedLift: expect.any(Number),
    liftInterval: [expect.any(Number), expect.any(Number)],
    probabilityBetter: expect.any(Number),
    kktResidual: expect.any(Number),
    dualityGap: expect.any(Number),
    binding: expect.any(Array),
    milliseconds: expect.any(Number),
    preparationMilliseconds: expect.any(Number),
  });
  expect(plan.budget / plan.currentBudget).toBeCloseTo(1.1, 9);
  const sum = Object.values(plan.allocation).reduce((total, each) => total + each, 0);
  expect(Math.abs(sum - plan.budget)).toBeLessThanOrEqual(1e-9 * plan.budget);
  expect((plan.allocation.tv ?? 0) / (plan.current.tv ?? 1)).toBeLessThanOrEqual(1.1 + 1e-9);
  const stored = JSON.parse(await readFile(join(folder, "optimization.json"), "utf8")) as Optimization;
  expect(stored.allocation).toEqual(plan.allocation);
  const [head] = (await readFile(join(folder, "allocation.csv"), "utf8")).split("\n");
  expect(head).toBe("channel,geo,from,to,currency,current,plan,change");
  expect(await readFile(join(folder, "report.html"), "utf8")).toContain("Where should the money go?");
});

test("a plan file says the same, and options come on top of it", async () => {
  const path = join(store, "plan.yaml");
  await writeFile(path, "horizon: 8\nbudget: x1.2\nbounds: { all: 0.5..1.5 }\nlock: [search]\nobjective: cvar:0.2\n");
  const plan = planned(await optimize("--plan", path, "--budget", "x1", "--level", "0.8", "--json"));
  expect([plan.window.isFuture, plan.window.periods, plan.level]).toEqual([true, 8, 0.8]);
  expect(plan.objective.kind).toBe("cvar");
  expect(plan.budget).toBeCloseTo(plan.currentBudget, 6);
  expect(plan.allocation.search).toBeCloseTo(plan.current.search ?? 0, 6);
});

test("what is wrong is told at once, with its place in a file", async () => {
  const wrong = await optimize("--bounds", "1.3..0.7", "--lock", "tvv", "--budget=-5");
  expect(wrong.code).toBe(2);
  for (const part of ["lower bound is above the upper one", 'no channel "tvv"', "a budget of -5"]) {
    expect(wrong.stderr).toContain(part);
  }
  const path = join(store, "wrong.yaml");
  await writeFile(path, "bounds: { tv: 2..1 }\nobjectiv: mean\n");
  const placed = await optimize("--plan", path);
  expect(placed.stderr).toContain("Did you mean objective");
  expect(placed.stderr).toMatch(/wrong\.yaml:\d+:\d+/);
  const impossible = await optimize("--bounds", "0.7..0.9");
  expect([impossible.code, impossible.stderr]).toEqual([2, expect.stringContaining("cannot hold together")]);
  expect((await optimize("--plan", join(store, "none.yaml"))).stderr).toContain("there is no file");
});

test("what is not spent has no return, and the verdict on the run stands under the plan", async () => {
  const ended = await optimize("--bounds", "tv=0", "--bounds", "search=..3");
  expect(ended.code).toBe(0);
  expect(ended.stdout).toMatch(/tv .*−100\.0 % .*[0-9] +– /);
  expect(ended.stdout).toMatch(/\nTrust: (FAIL|CAUTION)\. /);
  expect(ended.stdout).not.toContain("−0.0 %");
});
