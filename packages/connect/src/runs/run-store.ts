// The run store: a folder of runs, each written once. A crash at any moment leaves a store that lists and works.
import { randomBytes } from "node:crypto";
import { mkdir, readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { ConnectError } from "../errors.ts";
import { replaceFile } from "./durable-files.ts";
import { claim, release, removeLeftovers, temporaryPath } from "./leftovers.ts";
import { parseManifest, type RunManifest } from "./manifest.ts";
import { diffRuns, type RunDifference } from "./run-difference.ts";
import { isRunId } from "./run-id.ts";
import { beginRun, plainName, type RunWriter, sha256 } from "./run-writer.ts";

/** What the store holds under one id: a run, or a folder that was a run until something outside damaged it. */
export type RunEntry =
  | { readonly kind: "run"; readonly id: string; readonly manifest: RunManifest }
  | { readonly kind: "damaged"; readonly id: string; readonly reason: string };

export interface StoredRun {
  readonly id: string;
  readonly path: string;
  readonly manifest: RunManifest;
  /** The file's bytes, or undefined when the run has no such file. */
  file(name: string): Promise<Buffer | undefined>;
  /** Writes, or replaces as a whole, a file computed from the run: a report, an export. The run's own files are refused. */
  writeDerived(name: string, contents: string | Uint8Array): Promise<void>;
  /** Names of the run's own files whose contents are no longer what was written. */
  verify(): Promise<readonly string[]>;
}

export interface RunStore {
  readonly root: string;
  /** Starts a run, after removing what killed processes left behind. */
  begin(name: string, now?: Date): Promise<RunWriter>;
  /** Newest first. Never throws for a damaged run: it is listed with what is wrong. */
  list(): Promise<readonly RunEntry[]>;
  /** By id, by a prefix that only one run has, or `latest`. @throws ConnectError naming what there is */
  read(reference: string): Promise<StoredRun>;
  /** Why two runs differ. */
  diff(before: string, after: string): Promise<RunDifference>;
}

/** Opens the store in a folder, which is made when the first run begins. Reading a store writes nothing. */
export function openRunStore(root: string): RunStore {
  const read = async (reference: string): Promise<StoredRun> => {
    const entry = await find(root, reference);
    if (entry.kind === "damaged") throw new ConnectError(`run ${entry.id} is damaged: ${entry.reason}`);
    return storedRun(root, entry.manifest);
  };
  return {
    root,
    read,
    list: () => listRuns(root),
    async begin(name, now = new Date()) {
      await mkdir(root, { recursive: true });
      await removeLeftovers(root);
      return beginRun(root, name, now);
    },
    async diff(before, after) {
      const [first, second] = [await read(before), await read(after)];
      return diffRuns(first.manifest, second.manifest);
    },
  };
}

function storedRun(root: string, manifest: RunManifest): StoredRun {
  const path = join(root, manifest.id);
  const own = new Set(["manifest.json", ...manifest.files.map((file) => file.name)]);
  return {
    id: manifest.id,
    path,
    manifest,
    file: (name) => readFileIfPresent(join(path, plainName(name))),
    async writeDerived(name, contents) {
      if (own.has(plainName(name))) {
        throw new ConnectError(`"${name}" belongs to run ${manifest.id} as it was fitted and is never changed`);
      }
      const temporary = temporaryPath(root, `${manifest.id}-${name}-${randomBytes(4).toString("hex")}`);
      claim(temporary);
      try {
        await replaceFile(join(path, name), contents, temporary);
      } finally {
        release(temporary);
      }
    },
    async verify() {
      const changed: string[] = [];
      for (const file of manifest.files) {
        const digest = await sha256(join(path, file.name)).catch(() => undefined);
        if (digest !== file.sha256) changed.push(file.name);
      }
      return changed;
    },
  };
}

async function listRuns(root: string): Promise<RunEntry[]> {
  const ids = (await folderNames(root)).filter(isRunId);
  const entries = await Promise.all(ids.map((id) => readEntry(root, id)));
  const time = (entry: RunEntry): string => (entry.kind === "run" ? entry.manifest.created : isoTime(entry.id));
  return entries.toSorted((a, b) => compare(time(b), time(a)) || compare(b.id, a.id));
}

async function readEntry(root: string, id: string): Promise<RunEntry> {
  const damaged = (reason: string): RunEntry => ({ kind: "damaged", id, reason });
  try {
    const text = await readFileIfPresent(join(root, id, "manifest.json"));
    if (text === undefined) return damaged("it has no manifest.json");
    const parsed = parseManifest(text.toString("utf8"), id);
    if ("reason" in parsed) return damaged(parsed.reason);
    for (const file of parsed.manifest.files) {
      const found = await stat(join(root, id, plainName(file.name))).catch(() => undefined);
      if (found === undefined) return damaged(`its file ${file.name} is missing`);
      if (found.size !== file.bytes) {
        return damaged(`its file ${file.name} has ${found.size} bytes where ${file.bytes} were written`);
      }
    }
    return { kind: "run", id, manifest: parsed.manifest };
  } catch (error) {
    return damaged(`it cannot be read: ${(error as Error).message}`);
  }
}

async function find(root: string, reference: string): Promise<RunEntry> {
  const entries = await listRuns(root);
  if (entries.length === 0) throw new ConnectError(`there are no runs in ${root}`);
  if (reference === "latest") {
    const newest = entries.find((entry) => entry.kind === "run");
    if (newest === undefined) throw new ConnectError(`every run in ${root} is damaged`);
    return newest;
  }
  const matches = entries.filter((entry) => reference !== "" && entry.id.startsWith(reference));
  const exact = matches.find((entry) => entry.id === reference);
  if (exact !== undefined) return exact;
  const [only] = matches;
  if (only === undefined) throw new ConnectError(`no run "${reference}" in ${root}; there is ${someOf(entries)}`);
  if (matches.length > 1) {
    throw new ConnectError(`"${reference}" fits ${matches.length} runs: ${someOf(matches)}; give more of the id`);
  }
  return only;
}

function someOf(entries: readonly RunEntry[]): string {
  const shown = entries.slice(0, 5).map((entry) => entry.id);
  return shown.join(", ") + (entries.length > shown.length ? ` and ${entries.length - shown.length} more` : "");
}

async function folderNames(root: string): Promise<string[]> {
  try {
    const entries = await readdir(root, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw new ConnectError(`the run store ${root} cannot be read: ${(error as Error).message}`, { cause: error });
  }
}

async function readFileIfPresent(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** The time inside an id, as ISO text: `20261122-210405-…` is 2026-11-22T21:04:05. */
function isoTime(id: string): string {
  return id.replace(/^(\d{4})(\d{2})(\d{2})-(\d{2})(\d{2})(\d{2}).*$/, "$1-$2-$3T$4:$5:$6");
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
