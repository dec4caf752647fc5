// The built program in a process of its own: what only a process can show.
import { copyFile, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { fixture, lastJson, startCarryover } from "./support/carryover.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "carryover-process-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test("the built program is a script that node runs", async () => {
  const built = await readFile(new URL("../dist/main.js", import.meta.url), "utf8");
  expect(built.startsWith("#!/usr/bin/env node\n")).toBe(true);
});

test("answers, complaints and exit codes go where the shell expects them", async () => {
  const [good, bad, typo] = await Promise.all([
    startCarryover(["check", "--data", fixture("good.csv")]),
    startCarryover(["check", "--config", fixture("carryover.yaml"), "--data", fixture("negative-spend.csv")]),
    startCarryover(["chekc"]),
  ]);
  expect(good).toMatchObject({ code: 0, stdout: expect.stringContaining("Nothing stands in the way of a fit.") });
  expect(bad).toMatchObject({ code: 3, stdout: "", stderr: expect.stringContaining("−120 is negative") });
  expect(typo).toMatchObject({ code: 2, stdout: "", stderr: "unknown verb chekc; did you mean carryover check?\n" });
});

test("Ctrl-C while sampling keeps the draws, writes the run as interrupted, and ends with 130", async () => {
  await copyFile(fixture("good.csv"), join(folder, "good.csv"));
  let pressed = false;
  const words = ["train", "--data", "good.csv", "--chains", "2", "--warmup", "100", "--draws", "200000", "--json"];
  const ended = await startCarryover(words, {
    cwd: folder,
    onOutput: (output, child) => {
      // The plain progress comes every five seconds: a hundred iterations of warm-up are long done by the first.
      if (pressed || !output.includes(" % done")) return;
      pressed = true;
      child.kill("SIGINT");
      // npm passes the same key press on a second time.
      setTimeout(() => child.kill("SIGINT"), 5);
    },
  });
  expect(ended.stderr).toContain("Stopping; what is finished is kept.");
  expect(ended.stderr).toMatch(/Stopped early: \d+ of 200000 draws kept in each of \d chains/);
  expect(ended.code).toBe(130);
  expect(lastJson(ended)).toMatchObject({ ok: false, outcome: "interrupted", exitCode: 130, status: "interrupted" });
  const shown = await startCarryover(["runs", "show", "latest", "--json"], { cwd: folder });
  const { manifest } = lastJson(shown) as {
    manifest: { status: string; sampler: { draws: number; drawsAsked: number } };
  };
  expect(manifest.status).toBe("interrupted");
  expect(manifest.sampler.draws).toBeGreaterThan(0);
  expect(manifest.sampler.drawsAsked).toBe(200_000);
});

test("a reader that has seen enough is no failure", async () => {
  const ended = await startCarryover(["schema"], { onOutput: (_output, child) => child.stdout?.destroy() });
  expect([ended.code, ended.stderr]).toEqual([0, ""]);
});
