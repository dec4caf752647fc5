// Writing files so that they survive a crash: flushed to the disk, and never half visible.
import { open, readdir, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";

/** Flushes a folder's list of names to the disk, so that a file made or renamed in it stays there. */
export async function flushFolder(path: string): Promise<void> {
  const handle = await open(path, "r");
  try {
    await handle.sync();
  } catch (error) {
    // Windows and some network file systems cannot flush a folder; they order a rename after its writes themselves.
    if (!["EPERM", "EINVAL", "EISDIR", "ENOTSUP"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
  } finally {
    await handle.close();
  }
}

/** Flushes a file's contents to the disk. */
export async function flushFile(path: string): Promise<void> {
  const handle = await open(path, "r+");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Replaces a file as a whole: a reader sees the old contents or the new, and after a crash one of the two.
 *
 * @param temporary  path on the same file system where the contents gather first
 */
export async function replaceFile(path: string, contents: string | Uint8Array, temporary: string): Promise<void> {
  try {
    const handle = await open(temporary, "wx");
    try {
      await handle.writeFile(contents);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await flushFolder(dirname(path));
}

/** Names of the files directly in a folder, sorted. */
export async function fileNames(path: string): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name)
    .toSorted();
}
