// A run's manifest: what was asked of which data, with what, and what came out. Written once, last, and never changed.
import type { EnsembleFacts, ModelSpec } from "@carryover/mmm";

/** Raised when a field changes its meaning or goes away; a reader refuses a manifest newer than itself. */
export const manifestSchemaVersion = 1;

export interface RunData {
  /** What the table was read from, as the user gave it. */
  readonly source: string;
  /** The panel's digest: equal data, equal digests. */
  readonly digest: string;
  readonly frequency: string;
  readonly firstDate: string;
  readonly lastDate: string;
  readonly periods: number;
  readonly geos: readonly string[];
  readonly kpi: string;
  readonly currency: string;
  /** Total spend of each channel, money. */
  readonly spend: Readonly<Record<string, number>>;
  readonly controls: readonly string[];
}

export interface RunSampler {
  readonly chains: number;
  readonly warmup: number;
  /** Kept draws per chain: fewer than were asked for in an interrupted run, and in one that reached `untilEss`. */
  readonly draws: number;
  readonly drawsAsked: number;
  /** Smallest bulk ESS after which sampling was to end; absent when all draws were to be made. */
  readonly untilEss?: number;
  /** The ESS for which sampling ended; absent when it did not. */
  readonly essReached?: number;
  /** Run whose adaptation the chains began with. */
  readonly warmStart?: string;
  readonly targetAccept: number;
  readonly seed: number;
}

/** Of a run that goes on from an earlier one with more data. */
export interface RunRefresh {
  /** Id of the run that was refreshed. */
  readonly run: string;
  /** Whether its priors were kept, or its posterior became the prior. */
  readonly prior: "spec" | "posterior";
  /** With the posterior: what its variances were divided by. */
  readonly discount?: number;
  /** Latest periods that counted, where not all did. */
  readonly window?: number;
  readonly newPeriods: number;
  /** Series whose past was restated, and taken so. */
  readonly restated: readonly string[];
}

/** Of a run whose draws another package made. */
export interface RunImport {
  /** The file that was read, as the user gave it. */
  readonly file: string;
  readonly software: string;
  readonly version: string | null;
  /** The original's own numbers that ours were held against, and the largest difference as a share of them. */
  readonly checked: readonly string[];
  readonly difference: number | null;
  /** What else is worth knowing of it, in sentences. */
  readonly notes: readonly string[];
}

export interface RunVersions {
  readonly carryover: string;
  readonly node: string;
  readonly platform: string;
}

/** Of a run whose draws are a preview's: of an approximation, not of the posterior. */
interface RunPreview {
  /** Pareto k-hat; above 0.7 the draws are unreliable. Null when it is infinite. */
  readonly paretoK: number | null;
}

export interface RunTimings {
  readonly samplingSeconds: number;
  readonly gradientEvaluations: number;
  /** From reading the data to the written run. */
  readonly totalSeconds: number;
}

export interface RunDiagnostics {
  readonly sentence: string;
  readonly maxRhat: number | null;
  readonly minEssBulk: number | null;
  readonly minEssTail: number | null;
  readonly divergences: number;
  readonly minBfmi: number | null;
  readonly badParetoK: number;
}

export interface RunResults {
  readonly r2: number | null;
  readonly mape: number | null;
  readonly mediaShare: number | null;
  /** By channel, in the order of the spec; 94 % interval. */
  readonly roas: readonly {
    readonly channel: string;
    readonly mean: number;
    readonly sd: number;
    readonly lower: number;
    readonly upper: number;
  }[];
}

/** A file of the run with what it must contain. */
export interface RunFile {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** Everything but what the store itself knows: see {@link RunManifest}. */
export interface RunFacts {
  readonly status: "complete" | "interrupted";
  readonly verdict: "pass" | "caution" | "fail" | "unknown";
  readonly model: string;
  readonly data: RunData;
  /** The configuration as resolved: the user's file with every default filled in. */
  readonly config: unknown;
  /** The frozen spec: priors and scales included. */
  readonly spec: ModelSpec;
  readonly sampler: RunSampler;
  readonly versions: RunVersions;
  /** Absent for a run that was trained anew. */
  readonly refresh?: RunRefresh;
  /** Absent for a fit of our own. */
  readonly imported?: RunImport;
  /** Absent for draws of the posterior. */
  readonly preview?: RunPreview;
  /** Of a run whose draws are the selected models of a search. */
  readonly ensemble?: EnsembleFacts;
  readonly timings: RunTimings;
  readonly diagnostics: RunDiagnostics | null;
  readonly results: RunResults | null;
}

export interface RunManifest extends RunFacts {
  readonly schemaVersion: number;
  readonly id: string;
  readonly name: string;
  /** ISO time, UTC, milliseconds. */
  readonly created: string;
  readonly files: readonly RunFile[];
}

/** What is wrong with a manifest's text, in words, or the manifest. */
export function parseManifest(
  text: string,
  id: string,
): { readonly manifest: RunManifest } | { readonly reason: string } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { reason: "manifest.json is not JSON: it was cut short or edited" };
  }
  if (!isRecord(value)) return { reason: "manifest.json does not hold an object" };
  const version = value.schemaVersion;
  if (typeof version !== "number") return { reason: "manifest.json has no schemaVersion" };
  if (version > manifestSchemaVersion) {
    return {
      reason: `manifest.json has schema version ${version}; this Carryover reads up to ${manifestSchemaVersion}`,
    };
  }
  const missing = Object.entries(shape).filter(([key, fits]) => !fits(value[key]));
  if (missing.length > 0) {
    return { reason: `manifest.json lacks a valid ${missing.map(([key]) => `"${key}"`).join(", ")}` };
  }
  if (value.id !== id) return { reason: `manifest.json belongs to run ${String(value.id)}: the folder was renamed` };
  return { manifest: value as unknown as RunManifest };
}

const isText = (value: unknown): boolean => typeof value === "string";
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isRecordOrNull = (value: unknown): boolean => value === null || isRecord(value);

/** What a reader relies on; fields inside are trusted, for the file is written by this package only. */
const shape: Readonly<Record<string, (value: unknown) => boolean>> = {
  id: isText,
  name: isText,
  created: (value) => isText(value) && Number.isFinite(Date.parse(String(value))),
  status: (value) => value === "complete" || value === "interrupted",
  verdict: isText,
  model: isText,
  data: isRecord,
  spec: isRecord,
  sampler: isRecord,
  versions: isRecord,
  timings: isRecord,
  diagnostics: isRecordOrNull,
  results: isRecordOrNull,
  files: (value) =>
    Array.isArray(value) &&
    value.every((file) => isRecord(file) && isText(file.name) && typeof file.bytes === "number"),
};
