// Why two runs differ: first what went in (data, spec, priors, scales, sampler, versions), then what came out.
import type { ModelSpec } from "@carryover/mmm";
import type { RunManifest } from "./manifest.ts";
import { type ValueChange, valueChanges } from "./value-difference.ts";

const differenceTopics = ["data", "spec", "priors", "scales", "sampler", "versions"] as const;
export type DifferenceTopic = (typeof differenceTopics)[number];

export interface TopicDifference {
  readonly topic: DifferenceTopic;
  /** Empty when the topic is the same in both runs. */
  readonly changes: readonly ValueChange[];
}

/** One channel's ROAS in both runs; null where the run has no such channel. */
export interface RoasDifference {
  readonly channel: string;
  readonly before: number | null;
  readonly after: number | null;
  readonly change: number | null;
  /** The change over the root of the summed posterior variances: above about 2, more than the posteriors' own width. */
  readonly changeInSd: number | null;
}

export interface RunDifference {
  readonly before: string;
  readonly after: string;
  readonly topics: readonly TopicDifference[];
  readonly roas: readonly RoasDifference[];
  /** The answer in one sentence. */
  readonly sentence: string;
}

export function diffRuns(before: RunManifest, after: RunManifest): RunDifference {
  const topics = differenceTopics.map((topic) => ({
    topic,
    changes: valueChanges(inputs(before)[topic], inputs(after)[topic]),
  }));
  const roas = roasDifferences(before, after);
  return { before: before.id, after: after.id, topics, roas, sentence: sentence(topics, roas) };
}

function inputs(run: RunManifest): Record<DifferenceTopic, unknown> {
  const { source: _source, ...data } = run.data;
  const { priors, scales, rest } = takeApart(run.spec);
  return {
    data,
    spec: { ...rest, model: run.model },
    priors,
    scales,
    sampler: run.sampler,
    versions: run.versions,
  };
}

/** The spec cut into priors, scales labeled by channel, and everything else. */
function takeApart(spec: ModelSpec): { priors: unknown; scales: unknown; rest: Record<string, unknown> } {
  const {
    dataDigest: _digest,
    scales,
    channels,
    intercept,
    noise,
    controls,
    elementPriors,
    holdout,
    silenced,
    joint,
    ...rest
  } = spec;
  const named = (values: readonly number[]): Record<string, number | undefined> =>
    Object.fromEntries(channels.map((channel, index) => [channel.name, values[index]]));
  const priors: Record<string, unknown> = {
    ...Object.fromEntries(channels.map((channel) => [channel.name, channel.priors])),
    intercept,
    noise,
    controls,
    ...elementPriors,
  };
  const others: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(rest)) {
    const split = withoutPriors(value);
    others[key] = split.rest;
    if (Object.keys(split.priors).length > 0) priors[key] = split.priors;
  }
  return {
    priors,
    scales: { ...scales, media: named(scales.media), spend: named(scales.spend) },
    rest: {
      ...others,
      ...counts({ holdout, silenced }),
      ...(joint === undefined ? {} : { joint: `${joint.mean.length} elements` }),
      channels: channels.map(({ priors: _priors, ...channel }) => channel),
    },
  };
}

/** How many cells each list has, where there is one: their numbers say nothing to a reader. */
function counts(lists: Readonly<Record<string, readonly number[] | undefined>>): Record<string, string> {
  const named = Object.entries(lists).flatMap(([name, cells]) =>
    cells === undefined ? [] : [[name, `${cells.length} cells`] as const],
  );
  return Object.fromEntries(named);
}

/** A part such as `seasonality` without its `prior` and `…Prior` fields, and those fields. */
function withoutPriors(part: unknown): { rest: unknown; priors: Record<string, unknown> } {
  if (typeof part !== "object" || part === null || Array.isArray(part)) return { rest: part, priors: {} };
  const entries = Object.entries(part);
  const isPrior = ([key]: [string, unknown]): boolean => /prior$/i.test(key);
  return {
    rest: Object.fromEntries(entries.filter((entry) => !isPrior(entry))),
    priors: Object.fromEntries(entries.filter(isPrior)),
  };
}

function roasDifferences(before: RunManifest, after: RunManifest): RoasDifference[] {
  const first = before.results?.roas ?? [];
  const second = after.results?.roas ?? [];
  const channels = [...new Set([...first, ...second].map((row) => row.channel))];
  return channels.map((channel) => {
    const [a, b] = [first, second].map((rows) => rows.find((row) => row.channel === channel));
    const change = a === undefined || b === undefined ? null : b.mean - a.mean;
    const sd = Math.hypot(a?.sd ?? 0, b?.sd ?? 0);
    return {
      channel,
      before: a?.mean ?? null,
      after: b?.mean ?? null,
      change,
      changeInSd: change === null || sd === 0 ? null : change / sd,
    };
  });
}

function sentence(topics: readonly TopicDifference[], roas: readonly RoasDifference[]): string {
  const changed = topics.filter((each) => each.changes.length > 0).map((each) => each.topic);
  const largest = roas
    .filter((row) => row.change !== null)
    .toSorted((a, b) => Math.abs(b.change ?? 0) - Math.abs(a.change ?? 0))[0];
  const same = largest === undefined || largest.change === 0;
  if (changed.length === 0) {
    return same
      ? "The runs have the same inputs and the same results."
      : "The runs have the same inputs yet different results: one of them was changed after it was written.";
  }
  const cause = `The runs differ in ${listed(changed)}`;
  if (same) return `${cause}; no ROAS changed.`;
  const sign = (largest.change ?? 0) > 0 ? "rose" : "fell";
  return `${cause}; most changed is the ROAS of ${largest.channel}, which ${sign} from ${short(largest.before)} to ${short(largest.after)}.`;
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

function short(value: number | null): string {
  return value === null ? "none" : String(Number(value.toPrecision(3)));
}
