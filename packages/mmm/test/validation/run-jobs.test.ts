import { SamplingError } from "@carryover/engine";
import { expect, test } from "vitest";
import { SpecError } from "../../src/errors.ts";
import { type FitJob, type JobProgress, runJobs } from "../../src/validation/run-jobs.ts";

const done = (name: string): FitJob<string> => ({ name, run: async () => name });
const failing = (name: string, error: Error): FitJob<string> => ({
  name,
  run: async () => {
    throw error;
  },
});

test("results come in the order of the jobs, and a job that the model does not allow leaves its reason", async () => {
  const problem = { code: "spend", severity: "error", found: "no spend", remedy: "Spend" } as const;
  const outcomes = await runJobs(
    [done("a"), failing("b", new SpecError([problem])), failing("c", new SamplingError("stuck")), done("d")],
    { concurrency: 3 },
  );
  expect(outcomes.map((outcome) => (outcome !== undefined && "result" in outcome ? outcome.result : outcome))).toEqual([
    "a",
    { failure: expect.stringContaining("no spend") },
    { failure: "stuck" },
    "d",
  ]);
});

test("an error of the program is not a finding", async () => {
  await expect(runJobs([failing("a", new TypeError("oops"))], {})).rejects.toThrow("oops");
});

test("no more jobs run at a time than asked, and every one is told from waiting to its end", async () => {
  let [running, most] = [0, 0];
  const jobs = Array.from(
    { length: 6 },
    (_, index): FitJob<number> => ({
      name: `${index}`,
      async run({ onShare }) {
        running += 1;
        most = Math.max(most, running);
        onShare(0.5);
        await new Promise((resolve) => setTimeout(resolve, 2));
        running -= 1;
        return index;
      },
    }),
  );
  const seen: JobProgress[] = [];
  await runJobs(jobs, { concurrency: 2, onProgress: (progress) => seen.push(progress) });
  expect(most).toBe(2);
  const stages = seen.filter(({ index }) => index === 3).map(({ stage, share }) => [stage, share]);
  expect(stages).toEqual([
    ["waiting", 0],
    ["sampling", 0],
    ["sampling", 0.5],
    ["done", 1],
  ]);
});

test("when it is stopped, finished jobs stay and others have no outcome", async () => {
  const controller = new AbortController();
  let closed = 0;
  const outcomes = await runJobs(
    [
      done("a"),
      {
        name: "b",
        run: async () => {
          controller.abort();
          return undefined;
        },
      },
      done("c"),
    ],
    {
      signal: controller.signal,
      openRunner: () => ({
        start: () => {
          throw new Error("no chain is started here");
        },
        close: () => {
          closed += 1;
        },
      }),
    },
  );
  expect(outcomes).toEqual([{ result: "a" }, undefined, undefined]);
  expect(closed).toBe(1);
});

test("a result is handed over before its place is taken, and only where there is one", async () => {
  const order: string[] = [];
  const job = (name: string): FitJob<string> => ({
    name,
    async run() {
      order.push(`run ${name}`);
      return name;
    },
  });
  await runJobs([job("a"), failing("b", new SamplingError("stuck")), job("c")], {
    onResult: async (result) => {
      await Promise.resolve();
      order.push(`keep ${result}`);
    },
  });
  expect(order).toEqual(["run a", "keep a", "run c", "keep c"]);
});
