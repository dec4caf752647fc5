import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { removeLeftovers, temporaryPath } from "../../src/runs/leftovers.ts";
import { openRunStore } from "../../src/runs/run-store.ts";
import { runFacts } from "./run-facts.ts";

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "carryover-leftovers-"));
});
afterEach(() => rm(root, { recursive: true, force: true }));

/** The pid of a process that has ended. */
const deadPid = (): number => spawnSync(process.execPath, ["--version"]).pid;

async function leftover(pid: number, machine?: string): Promise<string> {
  const name = basename(temporaryPath(root, "20261122-210405-default-3f9a")).replace(/\d+$/, String(pid));
  const path = join(root, machine === undefined ? name : name.replace(/\.[0-9a-f]{8}\./, `.${machine}.`));
  await mkdir(path);
  await writeFile(join(path, "posterior.nc"), "half");
  return basename(path);
}

test("the folder of a dead process is removed by the next run", async () => {
  await leftover(deadPid());
  const writer = await openRunStore(root).begin("next");
  expect((await readdir(root)).length).toBe(1);
  await writer.commit(runFacts());
  expect(await readdir(root)).toEqual([writer.id]);
});

test("the folder of a living process stays", async () => {
  const name = await leftover(process.ppid);
  expect(await removeLeftovers(root)).toBe(0);
  expect(await readdir(root)).toEqual([name]);
});

test("a folder with this process's pid that it did not make is an earlier process's", async () => {
  await leftover(process.pid);
  const writer = await openRunStore(root).begin("mine");
  expect(await removeLeftovers(root)).toBe(0);
  expect(await readdir(root)).toEqual([basename(writer.path)]);
  await writer.discard();
});

test("a folder of another machine is removed only after a week without a change", async () => {
  const name = await leftover(deadPid(), "00000000");
  expect(await removeLeftovers(root)).toBe(0);
  const longAgo = new Date(Date.now() - 8 * 24 * 3600 * 1000);
  await utimes(join(root, name), longAgo, longAgo);
  expect(await removeLeftovers(root)).toBe(1);
});

test("two runs may be written at once", async () => {
  const store = openRunStore(root);
  const [first, second] = await Promise.all([store.begin("a"), store.begin("b")]);
  await Promise.all([first.commit(runFacts()), second.commit(runFacts())]);
  expect((await store.list()).map((entry) => entry.kind)).toEqual(["run", "run"]);
});
