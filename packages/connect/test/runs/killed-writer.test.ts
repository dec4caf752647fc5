import { spawn } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { isRunId } from "../../src/runs/run-id.ts";
import { openRunStore } from "../../src/runs/run-store.ts";
import { runFacts } from "./run-facts.ts";

const script = fileURLToPath(new URL("write-runs-forever.mjs", import.meta.url));

/** Runs the writer and kills it with SIGKILL `delayMs` after its first committed run; resolves to the ids it announced. */
function writeUntilKilled(root: string, delayMs: number): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, root, JSON.stringify(runFacts())]);
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => {
      if (output === "") setTimeout(() => child.kill("SIGKILL"), delayMs);
      output += chunk.toString();
    });
    let errors = "";
    child.stderr.on("data", (chunk: Buffer) => {
      errors += chunk.toString();
    });
    child.on("error", reject);
    child.on("close", (_code, signal) => {
      if (signal === "SIGKILL") resolve(output.split("\n").filter(isRunId));
      else reject(new Error(`the writer ended by itself: ${errors}`));
    });
  });
}

test("a writer killed at any moment leaves only whole runs, and the store works on", async () => {
  const root = await mkdtemp(join(tmpdir(), "carryover-killed-"));
  try {
    const store = openRunStore(root);
    const announced: string[] = [];
    let leftBehind = 0;
    // 12 kills spread over about ten of the writer's cycles hit writing, flushing, renaming and replacing.
    for (let round = 0; round < 12; round += 1) {
      announced.push(...(await writeUntilKilled(root, Math.random() * 60)));
      const entries = await store.list();
      expect(entries.filter((entry) => entry.kind === "damaged")).toEqual([]);
      leftBehind += (await readdir(root)).filter((name) => name.startsWith(".tmp-")).length;
      const run = await store.read("latest");
      expect(await run.verify()).toEqual([]);
      const report = await readFile(join(run.path, "report.html"), "utf8").catch(() => undefined);
      expect([undefined, 50_000]).toContain(report?.length);
    }
    // Whatever was announced as committed is there; at most the last of each round was committed but not yet announced.
    const ids = (await store.list()).map((entry) => entry.id);
    expect(ids).toEqual(expect.arrayContaining(announced));
    expect(ids.length - announced.length).toBeLessThanOrEqual(12);
    expect(leftBehind).toBeGreaterThan(0);
    const writer = await store.begin("after");
    await writer.commit(runFacts());
    expect((await readdir(root)).filter((name) => name.startsWith(".tmp-"))).toEqual([]);
    expect((await store.read("latest")).id).toBe(writer.id);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
});
