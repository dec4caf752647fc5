// One run being written: files gather in a temporary folder that becomes the run in a single rename.
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { ConnectError } from "../errors.ts";
import { fileNames, flushFile, flushFolder } from "./durable-files.ts";
import { claim, release, temporaryPath } from "./leftovers.ts";
import { manifestSchemaVersion, type RunFacts, type RunFile, type RunManifest } from "./manifest.ts";
import { newRunId } from "./run-id.ts";

export interface RunWriter {
  readonly id: string;
  /** The temporary folder: a tool that writes files itself may write them here before `commit`. */
  readonly path: string;
  writeFile(name: string, contents: string | Uint8Array): Promise<void>;
  /** Flushes everything, then makes the run visible in one step. Nothing may be written afterwards. */
  commit(facts: RunFacts): Promise<RunManifest>;
  /** Removes what was written, as if the run had never begun. */
  discard(): Promise<void>;
}

/** Opens a writer in `root`, which exists. */
export async function beginRun(root: string, name: string, now: Date): Promise<RunWriter> {
  const id = newRunId(name, now);
  const path = temporaryPath(root, id);
  claim(path);
  await mkdir(path);
  let isOpen = true;
  const stillOpen = (): void => {
    if (!isOpen) throw new ConnectError(`run ${id} is closed: it was committed or discarded before`);
  };
  return {
    id,
    path,
    async writeFile(file, contents) {
      stillOpen();
      await writeNew(join(path, plainName(file)), contents);
    },
    async commit(facts) {
      stillOpen();
      isOpen = false;
      const files = await describeFiles(path);
      const manifest: RunManifest = {
        schemaVersion: manifestSchemaVersion,
        id,
        name,
        created: now.toISOString(),
        ...facts,
        files,
      };
      await writeNew(join(path, "manifest.json"), `${JSON.stringify(manifest, undefined, 2)}\n`);
      for (const file of [...files.map((each) => each.name), "manifest.json"]) await flushFile(join(path, file));
      await flushFolder(path);
      await rename(path, join(root, id));
      release(path);
      await flushFolder(root);
      return manifest;
    },
    async discard() {
      isOpen = false;
      await rm(path, { recursive: true, force: true });
      release(path);
    },
  };
}

/** A file name without folders, so that nothing is written outside the run. @throws ConnectError */
export function plainName(name: string): string {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name)) throw new ConnectError(`"${name}" is not a plain file name`);
  return name;
}

export async function sha256(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path)) hash.update(chunk as Uint8Array);
  return hash.digest("hex");
}

async function writeNew(path: string, contents: string | Uint8Array): Promise<void> {
  const handle = await open(path, "wx");
  try {
    await handle.writeFile(contents);
  } finally {
    await handle.close();
  }
}

async function describeFiles(path: string): Promise<RunFile[]> {
  const files: RunFile[] = [];
  for (const name of await fileNames(path)) {
    const { size } = await stat(join(path, name));
    files.push({ name, bytes: size, sha256: await sha256(join(path, name)) });
  }
  return files;
}
