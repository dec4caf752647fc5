// carryover simulate: what is printed and kept, in the past and the future, and what is refused.
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ScenarioComparison } from "@carryover/mmm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { carryover, type Ended, fixture, lastJson } from "./support/carryover.ts";

let store: string;
let folder: string;

beforeAll(async () => {
  store = await mkdtemp(join(tmpdir(), "carryover-simulate-"));
  const source = ["--config", fixture("carryover.yaml"), "--data", fixture("good.csv")];
  const ended = await carryover(["train", "--preview", "--draws", "60", "--store", store, "--json", ...source]);
  folder = String(lastJson(ended).path);
}, 120_000);
afterAll(() => rm(store, { recursive: true, force: true }));

const simulate = (...words: readonly string[]): Promise<Ended> =>
  carryover(["simulate", ...words, "--store", store, "--draws", "30"]);
const compared = (ended: Ended): ScenarioComparison => lastJson(ended) as unknown as ScenarioComparison;

/** A file beside the run. */
async function file(name: string, text: string): Promise<string> {
  const path = join(store, name);
  await writeFile(path, text);
  return path;
}

test("scenarios are compared with the plan as it is, kept with the run and told in its report", async () => {
  const ended = await simulate("latest", "to search: shift 10% of tv to search", "-15 % tv in Q4", "--json");
  expect(ended.stderr).toContain("52 weeks: what would have been.");
  expect(ended.stderr).toMatch(/to search +[\d\u202f]+ +[\d\u202f]+/);
  expect(ended.code).toBe(0);
  expect(ended.stdout.trimEnd().split("\n")).toHaveLength(1);
  const result = compared(ended);
  expect(result.scenarios.map(({ name }) => name)).toEqual(["to search", "\u221215 % tv in Q4"]);
  for (const scenario of result.scenarios) {
    expect(scenario).toMatchObject({
      expected: expect.any(Number),
      interval: [expect.any(Number), expect.any(Number)],
      delta: expect.any(Number),
      deltaInterval: [expect.any(Number), expect.any(Number)],
      probabilityBetter: expect.any(Number),
    });
  }
  expect(result.scenarios[0]?.spendChange).toBeCloseTo(0, 6);
  const stored = JSON.parse(await readFile(join(folder, "scenarios.json"), "utf8")) as ScenarioComparison;
  expect(stored.scenarios).toEqual(result.scenarios);
  const table = (await readFile(join(folder, "scenarios.csv"), "utf8")).trim().split("\n");
  expect(table).toHaveLength(1 + 3 * 3);
  expect(await readFile(join(folder, "report.html"), "utf8")).toContain("What would another plan bring?");
});

test("a forecast takes what is known from files and the rest by stated rules", async () => {
  const scenarios = await file(
    "plans.yaml",
    "groups: { all_of_it: [tv, search] }\nscenarios: { less: all_of_it x0.9 }\n",
  );
  const future = await file("future.csv", "date,price\n2025-02-24,1.1\n2025-03-03,1.2\n");
  const media = await file("media.csv", "date,tv_spend\n2025-02-24,700\n2025-03-03,700\n");
  const ended = await simulate(
    "--scenarios",
    scenarios,
    "--groups",
    "air=tv",
    "no air",
    "--horizon",
    "3",
    "--future",
    future,
    "--future-media",
    media,
    "--future-controls",
    "hold",
    "--json",
  );
  expect(ended.stderr).toContain("3 weeks: forecast.");
  expect(ended.stderr).toContain("After 2025-03-03: price as last known.");
  const { base, scenarios: found, dates, assumptions } = compared(ended);
  expect(dates).toEqual(["2025-02-24", "2025-03-03", "2025-03-10"]);
  expect(assumptions).toContain("After 2025-03-03: tv as in the same periods a year before.");
  expect(found.map(({ name }) => name)).toEqual(["no air", "less"]);
  expect(found[0]?.channels[0]?.spend).toBe(0);
  expect(found[1]?.spend).toBeCloseTo(0.9 * base.spend, 6);
});

test.each<[readonly string[], string]>([
  [[], "give a scenario, such as"],
  [["+20% serach"], 'there is no channel or control "serach". Write search'],
  [
    ["tv off in week 30-34", "--from", "2024-10", "--to", "2024-12"],
    "no week of the horizon (2024-09-30 to 2024-12-30) lies mostly in this window",
  ],
  [["tv off", "--horizon", "3"], 'control "price" is known to 2025-02-17, the horizon ends on 2025-03-10'],
  [["tv off", "--horizon", "3", "--from", "2024-01"], "give one of the two"],
  [["tv off", "--horizon", "0"], "must be a whole number from 1"],
  [["tv off", "--future", "plan.csv"], "the horizon lies within the data"],
  [["tv off", "--scenarios", "nowhere.yaml"], "there is no file nowhere.yaml"],
  [["tv off", "--horizon", "2", "--future-controls", "keep"], "this is no rule"],
  [["tv off", "--groups", "air=tvv"], 'there is no channel "tvv"'],
  [["tv off", "--level", "90"], "must be a number between 0 and 1"],
])("%j is refused in words", async (words, message) => {
  const ended = await simulate(...words);
  expect(ended.stderr).toContain(message);
  expect(ended.code).toBe(2);
  expect(ended.stdout).toBe("");
});

test("stopped, it leaves the run as it was", async () => {
  const before = await readFile(join(folder, "scenarios.json"), "utf8");
  const ended = await carryover(["simulate", "tv off", "--store", store, "--log-level", "info"], {
    onOutput: (output, interrupt) => {
      if (output.includes('"started"')) interrupt();
    },
  });
  expect(ended.code).toBe(130);
  expect(await readFile(join(folder, "scenarios.json"), "utf8")).toBe(before);
});
