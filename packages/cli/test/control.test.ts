// Ending early, beginning warm, and going on with a fit that was left, on sixty weeks.
import { copyFile, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { LiveRequest } from "../src/live-requests.ts";
import { carryover, fixture, lastJson } from "./support/carryover.ts";

const home = process.cwd();
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "carryover-control-"));
  process.chdir(folder);
  await copyFile(fixture("good.csv"), "good.csv");
  await copyFile(fixture("carryover.yaml"), "carryover.yaml");
});
afterAll(async () => {
  process.chdir(home);
  await rm(folder, { recursive: true, force: true });
});

const short = ["--chains", "2", "--warmup", "60", "--seed", "5"];

async function sampler(id: unknown): Promise<Record<string, unknown>> {
  return JSON.parse(await readFile(`.carryover/runs/${id}/manifest.json`, "utf8")).sampler;
}

test("--until-ess ends the run when it is reached, and says so; such a run is complete", async () => {
  const ended = await carryover(["train", ...short, "--draws", "2000", "--until-ess", "20", "--json"]);
  expect(ended.code).toBe(0);
  expect(ended.stderr).toContain("or fewer once every parameter has 20 effective ones.");
  expect(ended.stderr).toMatch(
    /Ended after \d+00 of 2000 draws in each of 2 chains: every parameter has the 20 effective/,
  );
  const { run, status } = lastJson(ended);
  expect(status).toBe("complete");
  const kept = await sampler(run);
  expect(kept).toMatchObject({ drawsAsked: 2000, untilEss: 20 });
  expect(kept.essReached).toBeGreaterThanOrEqual(20);
  expect(kept.draws).toBeLessThan(2000);
});

test("--warm-start begins with an earlier run's adaptation and says which; other parameters are refused", async () => {
  const ended = await carryover(["train", "--chains", "2", "--draws", "40", "--warm-start", "latest", "--json"]);
  expect(ended.code).toBe(0);
  expect(ended.stderr).toContain("Sampling 2 chains of 150 warm-up iterations and 40 draws.");
  expect(ended.stderr).toMatch(
    /Beginning with what run \S+ had learned: metric, last positions and step sizes \(0\.\d+, 0\.\d+\) of 2 chains\./,
  );
  const { run } = lastJson(ended);
  expect(await sampler(run)).toMatchObject({ warmup: 150, warmStart: expect.stringMatching(/-default-/) });
  const other = await carryover(["train", "--model", "adelon", "--warm-start", String(run)]);
  expect(other.code).toBe(2);
  expect(other.stderr).toMatch(/an adaptation of other parameters cannot be used: .* is gone/);
});

test("a fit stopped in its warm-up can be gone on with, by exactly those who could have gone on", async () => {
  let pressed = false;
  const long = [...short, "--warmup", "1000000", "--draws", "20"];
  const stopped = await carryover(["train", ...long], {
    onOutput: (output, interrupt) => {
      if (pressed || !output.includes("Sampling 2 chains")) return;
      pressed = true;
      setTimeout(interrupt, 300);
    },
  });
  const id = /Go on with: carryover train --resume (\S+)/.exec(stopped.stderr)?.[1] ?? "";
  expect(await readdir(".carryover/runs/.checkpoints")).toEqual([`${id}.checkpoint`]);
  const resume = (...words: string[]) => carryover(["train", "--resume", id, ...words]);
  expect(await resume("--draws", "30")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("the checkpoint belongs to other options: draws was 20 and is 30"),
  });
  const otherModel = await resume("--model", "adelon");
  expect(otherModel.code).toBe(2);
  expect(otherModel.stderr).toContain(`Checkpoint ${id} belongs to another fit, of good.csv:`);
  expect(otherModel.stderr).toContain('  spec kind: "default" → "adelon"');
  expect(await resume("--warm-start", "latest")).toMatchObject({ code: 2 });
  expect(await carryover(["train", "--resume", "nothing"])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining(`no checkpoint "nothing" in .carryover/runs; there is ${id}`),
  });
  await rm(`.carryover/runs/.checkpoints/${id}.checkpoint`);
  expect(await resume()).toMatchObject({ code: 2, stderr: expect.stringContaining("nothing to go on with") });
});

test("without checkpoints a stopped warm-up leaves nothing", async () => {
  let pressed = false;
  const stopped = await carryover(["train", ...short, "--warmup", "1000000", "--checkpoint-every", "off"], {
    onOutput: (output, interrupt) => {
      if (pressed || !output.includes("Sampling 2 chains")) return;
      pressed = true;
      setTimeout(interrupt, 300);
    },
  });
  expect(stopped.code).toBe(130);
  expect(stopped.stderr).not.toContain("Go on with");
  expect(await readdir(".carryover/runs/.checkpoints").catch(() => [])).toEqual([]);
});

test("a time that is none is refused", async () => {
  for (const time of ["30", "0.5s", "soon"]) {
    expect(await carryover(["train", "--checkpoint-every", time])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("must be a time such as 30s, 5min or 1h"),
    });
  }
});

test("a fit that is asked tells what is finished, halts, and goes on", async () => {
  const asked: LiveRequest[] = ["inspect", "pause", "inspect", "pause"];
  const told = ["warming up, iteration", "Paused: press p", "So far, after", "Going on."];
  let step = 0;
  let ask: (request: LiveRequest) => void = () => undefined;
  const { code, stderr } = await carryover(["train", ...short, "--warmup", "1000000", "--draws", "10"], {
    onRequest: (handle) => {
      ask = handle;
      setTimeout(() => ask(asked[0]), 300);
      return () => undefined;
    },
    onOutput: (text, interrupt) => {
      if (step >= told.length || !text.split("Sampling")[1]?.includes(told[step])) return;
      step += 1;
      setTimeout(() => (step < asked.length ? ask(asked[step]) : interrupt()), 50);
    },
  });
  expect(code).toBe(130);
  expect(step).toBe(4);
  expect(stderr.match(/So far, after/g)).toHaveLength(2);
});
