// --preview: draws of an approximation, labeled as such wherever the run is shown.
import { copyFile, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { carryover, type Ended, fixture, lastJson } from "./support/carryover.ts";

const home = process.cwd();
let folder: string;
let ended: Ended;
let id: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "carryover-preview-"));
  process.chdir(folder);
  await copyFile(fixture("good.csv"), "good.csv");
  await copyFile(fixture("carryover.yaml"), "carryover.yaml");
  ended = await carryover(["run", "--preview", "--draws", "200", "--json"]);
  id = String(lastJson(ended).run);
}, 120_000);
afterAll(async () => {
  process.chdir(home);
  await rm(folder, { recursive: true, force: true });
});

const stored = async (name: string): Promise<string> => readFile(`.carryover/runs/${id}/${name}`, "utf8");

test("the run says that it is a preview, and how far to trust it", async () => {
  expect(ended.code).toBe(0);
  expect(ended.stderr).toMatch(/PREVIEW: .*not a posterior.*k-hat \d/s);
  const manifest = JSON.parse(await stored("manifest.json"));
  expect(manifest.preview.paretoK).toBeGreaterThan(0);
  expect(manifest.verdict).toBe(manifest.preview.paretoK > 0.7 ? "fail" : "caution");
  expect(manifest).toMatchObject({ sampler: { chains: 1, draws: 200 }, diagnostics: { maxRhat: null } });
  expect(JSON.parse(await stored("metrics.json"))).toMatchObject({
    previewParetoK: manifest.preview.paretoK,
    maxRhat: null,
    minEssBulk: null,
    elpdLoo: null,
  });
});

test("report and list of runs say so, too", async () => {
  const report = await stored("report.html");
  expect(report).toContain("not a posterior");
  expect(report).toContain("A preview runs no chains");
  expect((await carryover(["runs"])).stdout).toMatch(/, preview/);
  expect((await carryover(["runs", "show", id])).stdout).toContain("draws of an approximation, k-hat");
});

test("evaluated again it is still a preview", async () => {
  const before = await stored("metrics.json");
  expect((await carryover(["evaluate", id])).code).toBe(0);
  expect(await stored("metrics.json")).toBe(before);
});

test("strictly it is not converged, and chains cannot be asked of it", async () => {
  expect((await carryover(["train", "--preview", "--strict"])).code).toBe(4);
  const refused = await carryover(["train", "--preview", "--warmup", "100", "--resume", "latest"]);
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain("--preview runs no chains; it cannot take --resume or --warmup");
});
