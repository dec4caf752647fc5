// What the figures were measured on.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg, totalmem } from "node:os";
import { fileURLToPath } from "node:url";

/** Processor, memory, load before the benches began, versions, commit. */
export function machineFacts() {
  const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  return {
    date: new Date().toISOString().slice(0, 10),
    machine: {
      processor: cpus()[0]?.model.trim() ?? "unknown",
      cores: availableParallelism(),
      memoryGigabytes: Math.round(totalmem() / 2 ** 30),
      platform: `${process.platform}-${process.arch}`,
      loadBefore: loadavg()[0],
    },
    versions: { carryover: version, node: process.versions.node, v8: process.versions.v8, commit: commit() },
  };
}

function commit() {
  try {
    const directory = fileURLToPath(new URL("..", import.meta.url));
    const options = { cwd: directory, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] };
    return execFileSync("git", ["describe", "--always", "--dirty"], options).trim();
  } catch {
    return null;
  }
}
