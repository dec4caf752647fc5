import { expect, test } from "vitest";
import { fetchRuns } from "../src/fetch-runs.ts";
import { seconds } from "../src/format.ts";
import { matches, type RunsState, runsSentence, runsView } from "../src/runs-view.ts";
import { textOf } from "../src/view.ts";
import { run } from "./run-summary.ts";

type Ready = Extract<RunsState, { kind: "ready" }>;

const damaged = { kind: "damaged", id: "20261121-000000-old-0000", reason: "it has no manifest.json" } as const;
const ready: Ready = { kind: "ready", runs: [run, damaged] };

test("a run shows its verdict, its data, its ROAS with the interval, and links to its report", () => {
  const text = textOf(runsView(ready, ""));
  for (const part of ["default", "2026-11-22 21:04 UTC", "pass", "data.csv", "2024-01-01 to 2025-12-22", "R² 0.951"]) {
    expect(text).toContain(part);
  }
  expect(text).toContain("tv 1.23 (1.00 to 1.45)");
  expect(JSON.stringify(runsView(ready, ""))).toContain(`"/runs/${run.id}/report.html"`);
});

test("a damaged run is listed with what is wrong", () => {
  expect(textOf(runsView(ready, ""))).toContain("This run cannot be read: it has no manifest.json.");
});

test("an interrupted run says so beside its verdict", () => {
  const interrupted: Ready = { kind: "ready", runs: [{ ...run, status: "interrupted", verdict: "caution", r2: null }] };
  expect(textOf(runsView(interrupted, ""))).toMatch(/caution\s+interrupted/);
});

test("the search finds by any words of the row, in any order and case", () => {
  expect(matches(run, "TV default")).toBe(true);
  expect(matches(run, "default radio")).toBe(false);
  expect(matches(damaged, "damaged manifest")).toBe(true);
  expect(textOf(runsView(ready, "nothing like it"))).toBe("No run matches “nothing like it”.");
  expect(textOf(runsView(ready, "old"))).not.toContain("3f9a");
});

test("the four states say what to do", () => {
  expect(textOf(runsView({ kind: "ready", runs: [] }, ""))).toContain("carryover run");
  expect(textOf(runsView({ kind: "failed", reason: "fetch failed" }, ""))).toContain("carryover serve");
  expect(runsView({ kind: "loading" }, "").attributes["aria-busy"]).toBe("true");
  expect(runsSentence({ kind: "loading" })).toBe("Reading the run store…");
  expect(runsSentence({ kind: "failed", reason: "" })).toBe("The run store is out of reach.");
});

test("the first line answers: how many runs, how new, and whether to trust the newest", () => {
  expect(runsSentence(ready)).toBe("2 runs; the newest is from 2026-11-22 21:04 UTC. All checks passed.");
  expect(runsSentence({ kind: "ready", runs: [{ ...run, sentence: null }] })).toBe(
    "One run; the newest is from 2026-11-22 21:04 UTC.",
  );
  expect(runsSentence({ kind: "ready", runs: [damaged] })).toBe("Nothing has been fitted yet.");
});

test("durations are short to read", () => {
  expect([seconds(3.52), seconds(41.6), seconds(125)]).toEqual(["3.5 s", "42 s", "2 min 5 s"]);
});

test("whatever goes wrong on the way becomes a reason", async () => {
  const answering = (response: Response | Error): typeof fetch =>
    (() => (response instanceof Error ? Promise.reject(response) : Promise.resolve(response))) as typeof fetch;
  expect(await fetchRuns(answering(Response.json({ runs: [run] })))).toEqual({ kind: "ready", runs: [run] });
  expect(await fetchRuns(answering(Response.json({ detail: "no disk" }, { status: 500 })))).toEqual({
    kind: "failed",
    reason: "no disk",
  });
  expect(await fetchRuns(answering(Response.json({}, { status: 503 })))).toEqual({
    kind: "failed",
    reason: "the server answered 503",
  });
  expect(await fetchRuns(answering(new Error("fetch failed")))).toEqual({ kind: "failed", reason: "fetch failed" });
});
