// Checkpoints: fits that are under way or were left, each in a file beside the runs, replaced as a whole.
import { randomBytes } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { SamplingCheckpoint } from "@carryover/engine";
import type { ModelSpec } from "@carryover/mmm";
import { ConnectError } from "../errors.ts";
import { flushFolder, replaceFile } from "./durable-files.ts";
import { claim, release, temporaryPath } from "./leftovers.ts";
import { decodePlainData, encodePlainData } from "./plain-data.ts";
import { isRunId, newRunId } from "./run-id.ts";
import { valueChanges } from "./value-difference.ts";

/** What a checkpoint belongs to: the draws follow from these, the sampler's options and the seed. */
export interface CheckpointOrigin {
  /** Name of the run that is to become of it. */
  readonly name: string;
  /** What the data were read from, for people. */
  readonly source: string;
  /** The panel's digest. */
  readonly digest: string;
  readonly spec: ModelSpec;
  /** Version of Carryover. */
  readonly version: string;
}

export interface Checkpoint extends CheckpointOrigin {
  readonly id: string;
  /** ISO time of the start of the fit. */
  readonly created: string;
  /** Of the machine that drew: elsewhere the last digits may come out otherwise. */
  readonly platform: string;
  readonly sampling: SamplingCheckpoint;
  /** Run whose adaptation the chains began with. */
  readonly warmStart?: string | undefined;
}

export interface CheckpointStore {
  /** An id for a fit that starts now. */
  newId(name: string, now?: Date): string;
  /** Writes, or replaces as a whole. A process killed at any moment leaves the new one or the one before. */
  write(checkpoint: Checkpoint): Promise<void>;
  /** Ids, newest first. */
  list(): Promise<readonly string[]>;
  /** By id, by a beginning that only one has, or `latest`. @throws ConnectError naming what there is */
  read(reference: string): Promise<Checkpoint>;
  /** Gives a checkpoint the id of the run that was made of it. */
  rename(id: string, runId: string): Promise<void>;
  remove(id: string): Promise<void>;
}

const folder = ".checkpoints";
const ending = ".checkpoint";

/** The checkpoints of the run store in `root`; their folder is made with the first. */
export function openCheckpoints(root: string): CheckpointStore {
  const home = join(root, folder);
  const pathOf = (id: string): string => {
    if (!isRunId(id)) throw new ConnectError(`"${id}" is not the id of a checkpoint`);
    return join(home, `${id}${ending}`);
  };
  const list = async (): Promise<string[]> => {
    const names = await readdir(home).catch(() => []);
    return names
      .filter((name) => name.endsWith(ending))
      .map((name) => name.slice(0, -ending.length))
      .filter(isRunId)
      .toSorted()
      .toReversed();
  };
  return {
    list,
    newId: (name, now = new Date()) => newRunId(name, now),
    async write(checkpoint) {
      const path = pathOf(checkpoint.id);
      await mkdir(home, { recursive: true });
      const temporary = temporaryPath(root, `${checkpoint.id}-checkpoint-${randomBytes(4).toString("hex")}`);
      claim(temporary);
      try {
        await replaceFile(path, encodePlainData(checkpoint), temporary);
      } finally {
        release(temporary);
      }
    },
    async read(reference) {
      const id = oneOf(await list(), reference, root);
      try {
        return decodePlainData(await readFile(pathOf(id))) as Checkpoint;
      } catch (error) {
        throw new ConnectError(`checkpoint ${id} cannot be read: ${(error as Error).message}`, { cause: error });
      }
    },
    async rename(id, runId) {
      await rename(pathOf(id), pathOf(runId));
      await flushFolder(home);
    },
    async remove(id) {
      await rm(pathOf(id), { force: true });
    },
  };
}

function oneOf(ids: readonly string[], reference: string, root: string): string {
  const some = ids.slice(0, 5).join(", ") + (ids.length > 5 ? ` and ${ids.length - 5} more` : "");
  const [newest] = ids;
  if (newest === undefined) throw new ConnectError(`there is no checkpoint in ${root}: nothing to go on with`);
  if (reference === "latest") return newest;
  const matches = ids.filter((id) => reference !== "" && id.startsWith(reference));
  const found = matches.find((id) => id === reference) ?? matches[0];
  if (found === undefined) throw new ConnectError(`no checkpoint "${reference}" in ${root}; there is ${some}`);
  if (found !== reference && matches.length > 1) {
    throw new ConnectError(
      `"${reference}" fits ${matches.length} checkpoints: ${matches.join(", ")}; give more of the id`,
    );
  }
  return found;
}

/** What differs between a checkpoint's origin and what is to be fitted now, one line each; empty when it belongs to it. */
export function checkpointDifferences(
  { digest, spec, version }: Omit<CheckpointOrigin, "name" | "source">,
  now: Omit<CheckpointOrigin, "name" | "source">,
): string[] {
  // The spec names the data as well; once is enough.
  const changes = valueChanges(spec, now.spec).filter(({ path }) => path !== "dataDigest");
  const shown = changes.slice(0, 10).map(({ path, before, after }) => `spec ${path}: ${text(before)} → ${text(after)}`);
  return [
    ...(digest === now.digest ? [] : [`data: digest ${digest} → ${now.digest}`]),
    ...(version === now.version ? [] : [`version of Carryover: ${version} → ${now.version}`]),
    ...shown,
    ...(changes.length > shown.length ? [`spec: ${changes.length - shown.length} more changes`] : []),
  ];
}

function text(value: unknown): string {
  return value === undefined ? "nothing" : JSON.stringify(value);
}
