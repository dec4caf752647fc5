import { expect, test } from "vitest";
import type { RunFacts, RunManifest } from "../../src/runs/manifest.ts";
import { diffRuns } from "../../src/runs/run-difference.ts";
import { canonicalJson, valueChanges } from "../../src/runs/value-difference.ts";
import { runFacts } from "./run-facts.ts";

function manifest(id: string, changes: Partial<RunFacts> = {}): RunManifest {
  return { schemaVersion: 1, id, name: id, created: "2026-11-22T00:00:00Z", files: [], ...runFacts(changes) };
}

function changesOf(changes: Partial<RunFacts>): Record<string, string[]> {
  const { topics } = diffRuns(manifest("a"), manifest("b", changes));
  return Object.fromEntries(
    topics
      .filter((topic) => topic.changes.length > 0)
      .map((topic) => [topic.topic, topic.changes.map((each) => each.path)]),
  );
}

const base = runFacts();

test("equal runs do not differ", () => {
  const difference = diffRuns(manifest("a"), manifest("b"));
  expect(difference.topics.every((topic) => topic.changes.length === 0)).toBe(true);
  expect(difference.sentence).toBe("The runs have the same inputs and the same results.");
});

test("topics come in the order that explains: data, spec, priors, scales, sampler, versions", () => {
  expect(diffRuns(manifest("a"), manifest("b")).topics.map((topic) => topic.topic)).toEqual([
    "data",
    "spec",
    "priors",
    "scales",
    "sampler",
    "versions",
  ]);
});

test("each kind of change lands in its topic alone, under a name a reader knows", () => {
  const [tv, search] = base.spec.channels;
  const wider = { ...tv!, priors: { retention: { distribution: "beta", alpha: 3, beta: 2 } } };
  const slower = { ...tv!, adstock: { kind: "geometric", window: 13, normalize: true } as const };
  const normal = { distribution: "normal", mean: 0, sd: 5 };
  expect(changesOf({ data: { ...base.data, digest: "ff", periods: 108 } })).toEqual({ data: ["digest", "periods"] });
  expect(changesOf({ spec: { ...base.spec, channels: [wider, search!] } })).toEqual({ priors: ["tv.retention.alpha"] });
  expect(changesOf({ spec: { ...base.spec, channels: [slower, search!] } })).toEqual({
    spec: ["channels.tv.adstock.window"],
  });
  expect(changesOf({ spec: { ...base.spec, noise: normal } })).toEqual({ priors: ["noise.sd"] });
  expect(changesOf({ spec: { ...base.spec, trend: { kind: "none", prior: normal } } })).toEqual({
    spec: ["trend.kind"],
    priors: ["trend.prior.sd"],
  });
  expect(changesOf({ spec: { ...base.spec, scales: { ...base.spec.scales, media: [1, 3] } } })).toEqual({
    scales: ["media.search"],
  });
  expect(changesOf({ sampler: { ...base.sampler, seed: 7 } })).toEqual({ sampler: ["seed"] });
  expect(changesOf({ versions: { ...base.versions, node: "22.0.0" } })).toEqual({ versions: ["node"] });
});

test("where the file lay does not count, only what was in it", () => {
  expect(changesOf({ data: { ...base.data, source: "elsewhere.csv" } })).toEqual({});
});

test("results are compared by channel, in posterior standard deviations", () => {
  const results = {
    ...base.results!,
    roas: [
      { channel: "tv", mean: 1.5, sd: 0.1, lower: 1.3, upper: 1.7 },
      { channel: "radio", mean: 1, sd: 0.1, lower: 0.8, upper: 1.2 },
    ],
  };
  const difference = diffRuns(manifest("a"), manifest("b", { results, sampler: { ...base.sampler, seed: 7 } }));
  expect(difference.roas).toEqual([
    {
      channel: "tv",
      before: 1.2,
      after: 1.5,
      change: expect.closeTo(0.3),
      changeInSd: expect.closeTo(0.3 / Math.hypot(0.1, 0.1)),
    },
    { channel: "search", before: 2, after: null, change: null, changeInSd: null },
    { channel: "radio", before: null, after: 1, change: null, changeInSd: null },
  ]);
  expect(difference.sentence).toBe(
    "The runs differ in sampler; most changed is the ROAS of tv, which rose from 1.2 to 1.5.",
  );
});

test("different results from the same inputs are called what they are", () => {
  const roas = base.results!.roas.map((row) => ({ ...row, mean: row.mean - 0.5 }));
  const difference = diffRuns(manifest("a"), manifest("b", { results: { ...base.results!, roas } }));
  expect(difference.sentence).toContain("same inputs yet different results");
});

test("a run without results can still be compared", () => {
  const difference = diffRuns(
    manifest("a", { results: null }),
    manifest("b", { data: { ...base.data, digest: "ff" } }),
  );
  expect(difference.sentence).toBe("The runs differ in data; no ROAS changed.");
});

test("an inserted member of a named list is one change", () => {
  const before = [
    { name: "tv", x: 1 },
    { name: "search", x: 2 },
  ];
  const after = [{ name: "radio", x: 3 }, ...before];
  expect(valueChanges(before, after)).toEqual([{ path: "radio", before: undefined, after: { name: "radio", x: 3 } }]);
});

test("canonical JSON does not depend on the order of keys", () => {
  expect(canonicalJson({ b: [{ d: 1, c: 2 }], a: null })).toBe(canonicalJson({ a: null, b: [{ c: 2, d: 1 }] }));
  expect(canonicalJson([1, 2])).not.toBe(canonicalJson([2, 1]));
});
