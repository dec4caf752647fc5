// What a killed process left half written: how they are named, told from live ones, and removed.
import { createHash } from "node:crypto";
import { readdir, rm, stat } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";

const prefix = ".tmp-";
const pattern = /^\.tmp-.+\.([0-9a-f]{8})\.(\d+)$/;
/** A path of another machine whose owner cannot be asked is left alone for a week after its last change. */
const foreignPatienceMs = 7 * 24 * 3600 * 1000;

/** Paths this process is writing now: its pid alone does not prove it, for pids are used again after a restart. */
const mine = new Set<string>();

/** `.tmp-<what>.<machine>.<pid>`: says who must be dead before anyone else may remove it. */
export function temporaryPath(root: string, what: string): string {
  return join(root, `${prefix}${what}.${machine()}.${process.pid}`);
}

export function claim(path: string): void {
  mine.add(path);
}

export function release(path: string): void {
  mine.delete(path);
}

/** Removes the temporary folders and files whose writers are gone; returns how many. Never throws on one it cannot remove. */
export async function removeLeftovers(root: string, now: number = Date.now()): Promise<number> {
  const names = (await readdir(root)).filter((name) => name.startsWith(prefix));
  let removed = 0;
  for (const name of names) {
    const path = join(root, name);
    if (!(await isLeftover(path, name, now))) continue;
    try {
      await rm(path, { recursive: true, force: true });
      removed += 1;
    } catch {
      // Somebody else is removing it, or may: either way it is not ours to insist.
    }
  }
  return removed;
}

async function isLeftover(path: string, name: string, now: number): Promise<boolean> {
  const parts = pattern.exec(name);
  if (parts === null || parts[1] !== machine()) {
    const found = await stat(path).catch(() => undefined);
    return found !== undefined && now - found.mtimeMs > foreignPatienceMs;
  }
  const pid = Number(parts[2]);
  return pid === process.pid ? !mine.has(path) : !isAlive(pid);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function machine(): string {
  return createHash("sha256").update(hostname()).digest("hex").slice(0, 8);
}
