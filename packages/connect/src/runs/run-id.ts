// Names of runs: sortable by time, readable, unique.
import { randomBytes } from "node:crypto";

const runIdPattern = /^\d{8}-\d{6}-[a-z0-9][a-z0-9-]*-[0-9a-f]{4}$/;

/** `20261122-210405-default-3f9a`: UTC time to the second, the run's name as a slug, four random hex digits. */
export function newRunId(name: string, now: Date): string {
  const time = now.toISOString().replaceAll(/[-:]/g, "").replace("T", "-").slice(0, 15);
  return `${time}-${slug(name)}-${randomBytes(2).toString("hex")}`;
}

/** Whether a text is a run id: nothing else is ever joined to the store's path. */
export function isRunId(text: string): boolean {
  return text.length <= 96 && runIdPattern.test(text);
}

/** Lower-case letters, digits and dashes, at most 40; `run` when nothing is left. */
function slug(name: string): string {
  const letters = name
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .slice(0, 40)
    .replaceAll(/^-+|-+$/g, "");
  return letters === "" ? "run" : letters;
}
