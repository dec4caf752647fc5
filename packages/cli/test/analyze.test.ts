// carryover analyze: what is printed and kept, what is refused, and how it is stopped.
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Incrementality } from "@carryover/mmm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { analysisLines } from "../src/commands/analysis-lines.ts";
import { carryover, fixture, lastJson } from "./support/carryover.ts";

let store: string;
let folder: string;

beforeAll(async () => {
  store = await mkdtemp(join(tmpdir(), "carryover-analyze-"));
  const source = ["--config", fixture("carryover.yaml"), "--data", fixture("good.csv")];
  const ended = await carryover(["train", "--preview", "--draws", "100", "--store", store, "--json", ...source]);
  expect(ended.stderr).toContain("PREVIEW");
  folder = String(lastJson(ended).path);
}, 120_000);
afterAll(() => rm(store, { recursive: true, force: true }));

const analyze = (...words: readonly string[]) => carryover(["analyze", "--store", store, ...words]);
const stored = (name: string): Promise<string> => readFile(join(folder, name), "utf8");

test("it tells both views of each window, keeps all figures with the run, and adds the chapter to its report", async () => {
  const ended = await analyze(
    "--by",
    "year",
    "--level",
    "0.5",
    "--curves",
    "--draws",
    "20",
    "--groups",
    "both=tv,search",
    "--json",
  );
  expect(ended.code).toBe(0);
  const result = lastJson(ended) as unknown as Incrementality;
  const kept = JSON.parse(await stored("incrementality.json")) as Incrementality;
  expect(result).toMatchObject({ ...kept, ok: true, outcome: "done" });
  expect(result).toMatchObject({ level: 0.5, draws: 20 });
  const names = result.windows[0]?.subjects.map(({ name }) => name) ?? [];
  expect(names).toEqual(expect.arrayContaining(["tv", "search", "both", "total"]));
  expect(result.curves?.flighted).toHaveLength(names.length - 2);
  for (const words of [
    "Flight view",
    "Window view",
    "CARRY-OUT",
    "CARRY-IN",
    "50 % INTERVAL",
    "P(ROI>1)",
    "ELASTICITY",
  ]) {
    expect(ended.stderr).toContain(words);
  }
  for (const name of names) expect(ended.stderr).toMatch(new RegExp(`^  ${name} +\\$`, "m"));
  expect(ended.stderr).toMatch(/×1 now/);
  expect((await stored("incrementality.csv")).split("\n")[0]).toContain("window,from,to,geo,subject,kind");
  expect(await stored("report.html")).toContain('id="incrementality"');
});

test("everything wrong is said at once, and nothing is written", async () => {
  const before = await stored("incrementality.json");
  const { code, stderr } = await analyze(
    "--from",
    "1999-01-01",
    "--level",
    "90",
    "--groups",
    "g=tvv",
    "--draws",
    "some",
  );
  expect(code).toBe(2);
  expect(stderr.trim().split("\n")).toHaveLength(4);
  for (const words of ["lies outside the data", "level 90 is not between 0 and 1", "Did you mean tv?", "NaN draws"]) {
    expect(stderr).toContain(words);
  }
  expect(await stored("incrementality.json")).toBe(before);
});

test("stopped, it leaves what was there", async () => {
  const before = await stored("incrementality.json");
  const { code, stderr } = await carryover(["analyze", "--store", store, "--by", "month"], {
    onOutput: (output, interrupt) => {
      if (output.includes("Asking")) interrupt();
    },
  });
  expect(code).toBe(130);
  expect(stderr).toContain("nothing was written");
  expect(await stored("incrementality.json")).toBe(before);
});

test("a KPI of units is told with its cost per unit, infinite where draws see nothing brought", async () => {
  const kept = JSON.parse(await stored("incrementality.json")) as Incrementality;
  const [window] = kept.windows;
  const [first, second, ...others] = window?.subjects ?? [];
  if (window === undefined || first === undefined || second === undefined) throw new Error("no subjects");
  const endless = { ratioOfMeans: 12.5, meanOfRatios: null, median: 14, lower: 10, upper: null, infiniteShare: 0.1 };
  const subjects = [
    { ...first, flightView: { ...first.flightView, cpik: endless } },
    { ...second, spend: 0, flightView: { ...second.flightView, roi: null, cpik: null, marginalRoi: null } },
    ...others,
  ];
  const geos = [{ ...window, name: "north", subjects }];
  const lines = analysisLines({
    ...kept,
    kpi: { name: "orders", kind: "units" },
    addsUp: false,
    followed: { periods: 1000, unfollowedShare: 0.012 },
    windows: [{ ...window, subjects, geos }],
  }).join("\n");
  expect(lines).toMatch(/CPIK +MEAN OF RATIOS/);
  expect(lines).toMatch(/12\.5 +infinite/);
  expect(lines).toMatch(new RegExp(`${second.name} .*– +– +– +–`));
  expect(lines).toContain("GEO");
  expect(lines).toContain("Effects multiply");
  expect(lines).toContain("1.2 % of an exposure's effect comes later");
});
