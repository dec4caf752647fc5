// carryover refresh: a short run goes on with eight more weeks; what it writes, says and refuses.
import { copyFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { carryover, type Ended, fixture, lastJson } from "./support/carryover.ts";

const home = process.cwd();
let folder: string;
let first: string;
let refreshed: Ended;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "carryover-refresh-"));
  process.chdir(folder);
  await copyFile(fixture("carryover.yaml"), "carryover.yaml");
  await copyFile(fixture("good.csv"), "sixty.csv");
  const lines = (await readFile("sixty.csv", "utf8")).split("\n");
  await writeFile("good.csv", `${lines.slice(0, 53).join("\n")}\n`);
  // Sixty weeks with one of the first weeks' revenue changed, and with a column of another name.
  await writeFile(
    "restated.csv",
    lines.map((line, row) => (row === 3 ? line.replace(/[\d.]+$/, "9999") : line)).join("\n"),
  );
  await writeFile("renamed.csv", lines.join("\n").replace("price", "prices"));
  const short = ["--chains", "2", "--warmup", "60", "--draws", "40"];
  const trained = await carryover(["train", ...short, "--seed", "5", "--name", "weekly", "--json"]);
  first = String(lastJson(trained).run);
  refreshed = await carryover(["refresh", first, "--data", "sixty.csv", "--json"]);
});
afterAll(async () => {
  process.chdir(home);
  await rm(folder, { recursive: true, force: true });
});

const stored = async (run: unknown, name: string): Promise<string> =>
  readFile(`.carryover/runs/${String(run)}/${name}`, "utf8");

describe("with more weeks", () => {
  test("the run's sampler, scales and name are kept, and the manifest names what was refreshed", async () => {
    expect(refreshed.code).toBe(0);
    const { run, refreshed: previous } = lastJson(refreshed);
    expect(previous).toBe(first);
    const [old, manifest] = [await stored(first, "manifest.json"), await stored(run, "manifest.json")].map((text) =>
      JSON.parse(text),
    );
    expect(manifest.spec.scales).toEqual(old.spec.scales);
    expect(manifest.refresh).toEqual({ run: first, prior: "spec", newPeriods: 8, restated: [] });
    expect(manifest).toMatchObject({
      name: "weekly",
      data: { source: "sixty.csv", periods: 60 },
      sampler: { chains: 2, warmup: 60, draws: 40, seed: 5 },
    });
  });

  test("what moved is told, kept as refresh.json, and a chapter of the report", async () => {
    const { run, refresh } = lastJson(refreshed);
    expect(refreshed.stderr).toContain("8 new periods, 60 count; scales are frozen and its priors are kept.");
    expect(refreshed.stderr).toMatch(/ROI +before +now +like for like/);
    expect(JSON.parse(await stored(run, "refresh.json"))).toEqual(refresh);
    expect(refresh).toMatchObject({
      run: first,
      drift: { newPeriods: 8, channels: [{ name: "tv" }, { name: "search" }], foretold: { periods: 8 } },
    });
    expect(await stored(run, "report.html")).toContain('<section id="refresh"');
  });

  test("runs show and runs diff tell of it", async () => {
    const run = String(lastJson(refreshed).run);
    expect((await carryover(["runs", "show", run])).stdout).toContain(`refreshes ${first}, with its priors`);
    const diff = await carryover(["runs", "diff", first, run]);
    expect(diff.stdout).toContain("scales: the same");
  });
});

describe("refused", () => {
  test("a restated past is named with its date and taken only when asked", async () => {
    const ended = await carryover(["refresh", first, "--data", "restated.csv", "--json"]);
    expect(ended.code).toBe(3);
    expect(lastJson(ended)).toMatchObject({
      error: { kind: "DataError", problems: [{ code: "restated-history", column: "revenue", date: "2024-01-15" }] },
    });
    expect(ended.stderr).toContain("--accept-restated");
  });

  test("a control under another name", async () => {
    const ended = await carryover(["refresh", first, "--data", "renamed.csv"]);
    expect(ended.code).toBe(3);
    expect(ended.stderr).toContain("price");
  });

  test.each([
    [["--discount", "0.5"], "it needs --prior posterior"],
    [["--prior", "posterior", "--discount", "2"], "--discount 2: must be a number between 0 and 1"],
    [["--prior", "old"], "must be one of spec, posterior"],
    [["--window", "0"], "--window 0: must be a whole number from 1"],
    [["--data", "sixty.csv", "--window", "4"], "Choose a whole number from 8 to 60"],
    [["--prior", "posterior"], "there is no new period"],
    [["--data", "nowhere.csv"], "nowhere.csv"],
    [["--warm-start", "--resume", "latest"], "cannot take --warm-start as well"],
  ])("%j", async (words, message) => {
    const ended = await carryover(["refresh", first, ...words]);
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain(message);
    expect(ended.stderr).not.toMatch(/^\s+at /m);
  });
});
