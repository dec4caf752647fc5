// Real processes: killed in the middle and gone on with, stopped and gone on with, asked while they run.
import { type ChildProcess, spawn } from "node:child_process";
import { copyFile, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readDraws } from "@carryover/connect";
import type { Draws } from "@carryover/engine";
import { afterAll, beforeAll, expect, test } from "vitest";
import { fixture, lastJson, startCarryover } from "./support/carryover.ts";

let folder: string;
let whole: Draws;
/** Long enough that a checkpoint a second comes several times before the end. */
const words = [
  "train",
  "--data",
  "good.csv",
  "--chains",
  "2",
  "--warmup",
  "300",
  "--draws",
  "12000",
  "--seed",
  "9",
  "--json",
];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "carryover-resume-"));
  await copyFile(fixture("good.csv"), join(folder, "good.csv"));
  const ended = await startCarryover([...words, "--store", "whole"], { cwd: folder });
  whole = await drawsOf(lastJson(ended));
  expect(await checkpoints("whole")).toEqual([]);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function drawsOf(result: Record<string, unknown>): Promise<Draws> {
  return readDraws(join(folder, String(result.path), "posterior.nc"));
}

async function checkpoints(store: string): Promise<string[]> {
  return readdir(join(folder, store, ".checkpoints")).catch(() => []);
}

function expectSameDraws(draws: Draws): void {
  expect(draws.draws).toBe(whole.draws);
  for (const [index, { name, values }] of draws.variables.entries()) {
    const other = whole.variables[index];
    expect(name).toBe(other.name);
    // Bytes and not numbers: the very same bits.
    expect(Buffer.from(values.buffer).equals(Buffer.from(other.values.buffer)), name).toBe(true);
  }
  expect(draws.statistics.leapfrogs).toEqual(whole.statistics.leapfrogs);
}

/** A process that is killed without a word once its store holds a checkpoint that is newer than those it began with. */
async function killAtCheckpoint(store: string, more: readonly string[], afterMs: number): Promise<void> {
  const child: ChildProcess = spawn(
    process.execPath,
    [join(import.meta.dirname, "../dist/main.js"), ...words, "--store", store, "--checkpoint-every", "1s", ...more],
    { cwd: folder, stdio: "ignore" },
  );
  const ended = new Promise((resolve) => child.on("exit", (_code, signal) => resolve(signal)));
  while ((await checkpoints(store)).length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  await new Promise((resolve) => setTimeout(resolve, afterMs));
  child.kill("SIGKILL");
  expect(await ended).toBe("SIGKILL");
}

test("a fit killed twice by SIGKILL and gone on with gives exactly the draws of one that nobody disturbed", async () => {
  await killAtCheckpoint("killed", [], 100);
  // The second time it lives a little longer: it must have gone on from the first checkpoint, not have begun anew.
  await killAtCheckpoint("killed", ["--resume", "latest"], 2500);
  const ended = await startCarryover([...words, "--store", "killed", "--resume", "latest"], { cwd: folder });
  expect(ended.code).toBe(0);
  expect(ended.stderr).toMatch(/Going on with \S+: \d+, \d+ iterations of its chains are done\./);
  expectSameDraws(await drawsOf(lastJson(ended)));
  // What was for going on is gone, and so is what the killed processes left half written.
  expect(await readdir(join(folder, "killed"))).toEqual([".checkpoints", lastJson(ended).run]);
  expect(await checkpoints("killed")).toEqual([]);
});

test("a fit stopped by Ctrl-C is a run, and under the run's id it can be gone on with to the same draws", async () => {
  // Asked again and again, for a fast machine is soon done and a slow one long warming up.
  let asking: NodeJS.Timeout | undefined;
  let isStopped = false;
  const stopped = await startCarryover([...words, "--store", "stopped"], {
    cwd: folder,
    onOutput: (output, child) => {
      if (output.includes("Sampling 2 chains")) asking ??= setInterval(() => child.kill("SIGUSR2"), 300);
      if (isStopped || !output.includes(" draws in each of 2 chains")) return;
      isStopped = true;
      clearInterval(asking);
      child.kill("SIGINT");
    },
  });
  clearInterval(asking);
  expect(stopped.code).toBe(130);
  expect(stopped.stderr).toMatch(
    /So far, after .*: \d+ draws in each of 2 chains \(\d+, \d+ finished\), \d+ divergent, R-hat at most/,
  );
  const { run } = lastJson(stopped);
  expect(await checkpoints("stopped")).toEqual([`${run}.checkpoint`]);
  const ended = await startCarryover([...words, "--store", "stopped", "--resume", String(run)], { cwd: folder });
  expect(ended.code).toBe(0);
  expectSameDraws(await drawsOf(lastJson(ended)));
});

test("a process halted by the system and continued gives the same draws", async () => {
  let halted = false;
  const ended = await startCarryover([...words, "--store", "halted"], {
    cwd: folder,
    onOutput: (output, child) => {
      if (halted || !output.includes("Sampling 2 chains")) return;
      halted = true;
      setTimeout(() => child.kill("SIGSTOP"), 300);
      setTimeout(() => child.kill("SIGCONT"), 1300);
    },
  });
  expect(ended.code).toBe(0);
  expectSameDraws(await drawsOf(lastJson(ended)));
});
