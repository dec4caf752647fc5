import { spawn } from "node:child_process";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { ModelSpec } from "@carryover/mmm";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Checkpoint, checkpointDifferences, openCheckpoints } from "../../src/runs/checkpoints.ts";
import { openRunStore } from "../../src/runs/run-store.ts";
import { runFacts } from "./run-facts.ts";

const script = fileURLToPath(new URL("write-checkpoints-forever.mjs", import.meta.url));

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "carryover-checkpoints-"));
});
afterEach(() => rm(root, { recursive: true, force: true }));

function checkpoint(id: string): Checkpoint {
  const { spec } = runFacts();
  return {
    ...{ id, name: "some", source: "a.csv", digest: "12", spec, version: "0.1.0" },
    ...{ created: "2026-01-01T00:00:00.000Z", platform: "linux" },
    sampling: {
      options: { chains: 1, warmup: 1, draws: 2, targetAcceptance: 0.9, maxTreeDepth: 10, metric: "dense", seed: 1 },
      layout: { dim: 1, variables: [{ name: "a", shape: [] }] },
      samplingMs: 3,
      chains: [{ finished: 1, records: Float64Array.of(0.1), statistics: new Float64Array(9), state: undefined }],
    },
  };
}

test("a checkpoint is read as it was written, by id, by a beginning, or as the latest", async () => {
  const store = openCheckpoints(root);
  const older = checkpoint(store.newId("older", new Date("2026-01-01")));
  const newer = checkpoint(store.newId("newer", new Date("2026-01-02")));
  expect(await store.list()).toEqual([]);
  await store.write(older);
  await store.write(newer);
  expect(await store.list()).toEqual([newer.id, older.id]);
  expect(await store.read("latest")).toEqual(newer);
  expect(await store.read("20260101")).toEqual(older);
  await expect(store.read("2026010")).rejects.toThrow(/fits 2 checkpoints.*give more of the id/);
  await expect(store.read("1999")).rejects.toThrow(
    `no checkpoint "1999" in ${root}; there is ${newer.id}, ${older.id}`,
  );
  await store.rename(older.id, "20260103-000000-run-0000");
  await store.remove(newer.id);
  expect(await store.list()).toEqual(["20260103-000000-run-0000"]);
  expect((await store.read("latest")).id).toBe(older.id);
  // Runs are what they were: a folder of checkpoints is none.
  expect(await openRunStore(root).list()).toEqual([]);
});

test("a damaged checkpoint is named with the damage, and nothing outside its folder is touched", async () => {
  const store = openCheckpoints(root);
  await expect(store.read("latest")).rejects.toThrow("nothing to go on with");
  await mkdir(join(root, ".checkpoints"));
  await writeFile(join(root, ".checkpoints", "20260103-000000-run-0000.checkpoint"), "nonsense");
  await expect(store.read("latest")).rejects.toThrow(
    /checkpoint 20260103-000000-run-0000 cannot be read: .*not a file of this kind/,
  );
  await expect(store.remove("../../something")).rejects.toThrow("is not the id of a checkpoint");
});

test("what differs is said in words, and no more of it than fits", () => {
  const { spec } = runFacts();
  const own = { digest: "12", spec, version: "0.1.0" };
  expect(checkpointDifferences(own, structuredClone(own))).toEqual([]);
  const changed = {
    ...spec,
    kind: "adelon",
    dataDigest: "34",
    extra: Object.fromEntries(Array.from({ length: 12 }, (_, i) => [i, i])),
  };
  const differences = checkpointDifferences(own, {
    digest: "34",
    spec: changed as unknown as ModelSpec,
    version: "0.2.0",
  });
  expect(differences.slice(0, 3)).toEqual([
    "data: digest 12 → 34",
    "version of Carryover: 0.1.0 → 0.2.0",
    `spec kind: "${spec.kind}" → "adelon"`,
  ]);
  expect(differences.length).toBeLessThan(14);
});

test("a process killed while it writes leaves a whole checkpoint, and its half-written one goes away", async () => {
  const store = openCheckpoints(root);
  const id = store.newId("forever");
  for (let round = 0; round < 4; round += 1) {
    const announced = await writeUntilKilled(id, Math.random() * 30);
    const { sampling } = await store.read("latest");
    const [{ finished, records }] = sampling.chains;
    expect(finished).toBeGreaterThanOrEqual(announced);
    expect(records.every((value) => value === finished)).toBe(true);
  }
  const writer = await openRunStore(root).begin("next");
  expect((await readdir(root)).filter((name) => name.startsWith(".tmp-"))).toHaveLength(1);
  await writer.discard();
});

/** Resolves to the last count that the writer announced. */
function writeUntilKilled(id: string, delayMs: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, root, id]);
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => {
      if (output === "") setTimeout(() => child.kill("SIGKILL"), delayMs);
      output += chunk.toString();
    });
    let errors = "";
    child.stderr.on("data", (chunk: Buffer) => {
      errors += chunk.toString();
    });
    child.on("close", (_code, signal) => {
      if (signal === "SIGKILL") resolve(Number(output.trim().split("\n").at(-1)));
      else reject(new Error(`the writer ended by itself: ${errors}`));
    });
  });
}
