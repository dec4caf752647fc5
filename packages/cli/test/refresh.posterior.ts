// A posterior as the prior of the next weeks, through the command line: two short fits.
import { copyFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { carryover, fixture, lastJson } from "./support/carryover.ts";

const home = process.cwd();
let folder: string;
let first: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "carryover-refresh-"));
  process.chdir(folder);
  await copyFile(fixture("carryover.yaml"), "carryover.yaml");
  const lines = (await readFile(fixture("good.csv"), "utf8")).split("\n");
  await writeFile("good.csv", `${lines.slice(0, 53).join("\n")}\n`);
  // The last thirty of the sixty weeks.
  await writeFile("rolling.csv", [lines[0], ...lines.slice(31)].join("\n"));
  const trained = await carryover([
    "train",
    "--chains",
    "2",
    "--warmup",
    "60",
    "--draws",
    "40",
    "--seed",
    "5",
    "--json",
  ]);
  first = String(lastJson(trained).run);
});
afterAll(async () => {
  process.chdir(home);
  await rm(folder, { recursive: true, force: true });
});

const stored = async (run: unknown, name: string): Promise<string> =>
  readFile(`.carryover/runs/${String(run)}/${name}`, "utf8");

test("a posterior as prior, warm-started, over an export that begins later", async () => {
  const words = ["refresh", first, "-d", "rolling.csv", "--prior", "posterior", "--discount", "0.5", "--warm-start"];
  const ended = await carryover([...words, "--warmup", "40", "--name", "next", "--json"]);
  expect(ended.code).toBe(0);
  expect(ended.stderr).toContain("The first 30 periods, which the data lack, are the run's own.");
  const { run, refresh } = lastJson(ended);
  expect(refresh).toMatchObject({ discount: 0.5, fromHistory: 30, seenPeriods: 8, drift: { prior: "posterior" } });
  const manifest = JSON.parse(await stored(run, "manifest.json"));
  expect(manifest).toMatchObject({ name: "next", sampler: { warmStart: first }, data: { periods: 60 } });
  expect(manifest.refresh).toMatchObject({ prior: "posterior", discount: 0.5 });
  expect(manifest.spec.silenced).toHaveLength(52);
  const diff = await carryover(["runs", "diff", first, String(run)]);
  expect(diff.stdout).toContain('silenced: "52 cells" is new');
});
