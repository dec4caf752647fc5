import { mkdir, mkdtemp, readdir, readFile, rename, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ConnectError } from "../../src/errors.ts";
import { openRunStore, type RunStore } from "../../src/runs/run-store.ts";
import { runFacts } from "./run-facts.ts";

let root: string;
let store: RunStore;
beforeEach(async () => {
  root = join(await mkdtemp(join(tmpdir(), "carryover-store-")), "runs");
  store = openRunStore(root);
});
afterEach(() => rm(join(root, ".."), { recursive: true, force: true }));

async function writeRun(name: string, time: string): Promise<string> {
  const writer = await store.begin(name, new Date(time));
  await writer.writeFile("table.csv", `name\n${name}\n`);
  return (await writer.commit(runFacts())).id;
}

test("a store that does not exist yet is an empty store, and looking at it makes nothing", async () => {
  expect(await store.list()).toEqual([]);
  await expect(store.read("latest")).rejects.toThrow(`there are no runs in ${root}`);
  expect(await readdir(join(root, ".."))).toEqual([]);
});

test("a committed run reads back as it was written", async () => {
  const id = await writeRun("default", "2026-11-22T21:04:05.678Z");
  expect(id).toMatch(/^20261122-210405-default-[0-9a-f]{4}$/);
  const run = await store.read(id);
  expect(run.manifest).toMatchObject({ schemaVersion: 1, id, name: "default", created: "2026-11-22T21:04:05.678Z" });
  expect(run.manifest).toMatchObject(JSON.parse(JSON.stringify(runFacts())));
  expect(run.manifest.files.map((file) => file.name)).toEqual(["table.csv"]);
  expect((await run.file("table.csv"))?.toString()).toBe("name\ndefault\n");
  expect(await run.file("nothing.csv")).toBeUndefined();
  expect(await run.verify()).toEqual([]);
});

test("an uncommitted run is invisible, and a discarded one leaves nothing", async () => {
  const writer = await store.begin("default");
  await writer.writeFile("posterior.nc", "half");
  expect(await store.list()).toEqual([]);
  await writer.discard();
  expect(await readdir(root)).toEqual([]);
  await expect(writer.writeFile("more.csv", "")).rejects.toThrow("is closed");
});

test("runs are listed newest first", async () => {
  const second = await writeRun("b", "2026-11-22T21:04:05.900Z");
  const first = await writeRun("c", "2026-11-22T21:04:05.100Z");
  const third = await writeRun("a", "2026-11-22T21:04:06Z");
  expect((await store.list()).map((entry) => entry.id)).toEqual([third, second, first]);
  expect((await store.read("latest")).id).toBe(third);
});

test("a run is found by a prefix only it has; a prefix of several, or of none, is explained", async () => {
  const first = await writeRun("default", "2026-11-21T00:00:00Z");
  const second = await writeRun("default", "2026-11-22T00:00:00Z");
  expect((await store.read("20261121")).id).toBe(first);
  await expect(store.read("202611")).rejects.toThrow(`"202611" fits 2 runs: ${second}, ${first}; give more of the id`);
  await expect(store.read("2025")).rejects.toThrow(`no run "2025" in ${root}; there is ${second}, ${first}`);
  await expect(store.read("../..")).rejects.toThrow(ConnectError);
  await expect(store.read("")).rejects.toThrow(ConnectError);
});

test.each([
  ["no manifest", (path: string) => rm(join(path, "manifest.json")), "it has no manifest.json"],
  ["a cut manifest", (path: string) => truncate(join(path, "manifest.json"), 100), "is not JSON"],
  ["an empty manifest", (path: string) => writeFile(join(path, "manifest.json"), "{}"), "has no schemaVersion"],
  ["a list for a manifest", (path: string) => writeFile(join(path, "manifest.json"), "[]"), "does not hold an object"],
  [
    "a manifest of the future",
    (path: string) => writeFile(join(path, "manifest.json"), '{"schemaVersion":99}'),
    "schema version 99; this Carryover reads up to 1",
  ],
  [
    "a manifest without its fields",
    (path: string) => writeFile(join(path, "manifest.json"), '{"schemaVersion":1}'),
    'lacks a valid "id", "name", "created"',
  ],
  ["a missing file", (path: string) => rm(join(path, "table.csv")), "table.csv is missing"],
  ["a cut file", (path: string) => truncate(join(path, "table.csv"), 3), "has 3 bytes where 9 were written"],
])("a run with %s is listed as damaged, with the reason, among the others", async (_what, damage, reason) => {
  const id = await writeRun("bad", "2026-11-22T00:00:00Z");
  const good = await writeRun("good", "2026-11-21T00:00:00Z");
  await damage(join(root, id));
  const [entry, other] = await store.list();
  expect(entry).toMatchObject({ kind: "damaged", id, reason: expect.stringContaining(reason) });
  expect(other).toMatchObject({ kind: "run", id: good });
  await expect(store.read(id)).rejects.toThrow(`run ${id} is damaged`);
  expect((await store.read("latest")).id).toBe(good);
});

test("a renamed folder is damaged, and anything that is not named like a run is not one", async () => {
  const id = await writeRun("default", "2026-11-22T00:00:00Z");
  const renamed = id.replace("default", "other");
  await rename(join(root, id), join(root, renamed));
  await mkdir(join(root, "notes"));
  await writeFile(join(root, "README.md"), "");
  expect(await store.list()).toMatchObject([
    { kind: "damaged", id: renamed, reason: expect.stringContaining("the folder was renamed") },
  ]);
  await expect(store.read("latest")).rejects.toThrow("every run");
});

test("a changed file of the same size is found by verify", async () => {
  const id = await writeRun("default", "2026-11-22T00:00:00Z");
  await writeFile(join(root, id, "table.csv"), "nam3\nmore\n".slice(0, 13).padEnd(13, "x"));
  expect(await (await store.read(id)).verify()).toEqual(["table.csv"]);
});

test("derived files come and are replaced; the run's own are never changed", async () => {
  const run = await store.read(await writeRun("default", "2026-11-22T00:00:00Z"));
  await run.writeDerived("report.html", "first");
  await run.writeDerived("report.html", "second");
  expect(await readFile(join(run.path, "report.html"), "utf8")).toBe("second");
  expect((await readdir(run.path)).toSorted()).toEqual(["manifest.json", "report.html", "table.csv"]);
  await expect(run.writeDerived("table.csv", "")).rejects.toThrow("is never changed");
  await expect(run.writeDerived("manifest.json", "")).rejects.toThrow("is never changed");
  expect((await store.list())[0]?.kind).toBe("run");
});

test.each(["../escape", "a/b", "", ".hidden", "a\\b"])("a file named %j is refused", async (name) => {
  const writer = await store.begin("default");
  await expect(writer.writeFile(name, "")).rejects.toThrow("is not a plain file name");
  await writer.discard();
  const run = await store.read(await writeRun("default", "2026-11-22T00:00:00Z"));
  await expect(run.writeDerived(name, "")).rejects.toThrow(ConnectError);
});

test("a store that cannot be read says so", async () => {
  await mkdir(join(root, ".."), { recursive: true });
  await writeFile(root, "a file where a folder should be");
  await expect(store.list()).rejects.toThrow(`the run store ${root} cannot be read`);
});
