#!/usr/bin/env node
// The carryover command as a process: streams, signals and the exit code.
import { runCommandLine } from "./command-line.ts";
import { listenForRequests } from "./live-requests.ts";

const { stdout, stderr, argv } = process;

// A reader such as `head` that has seen enough closes the pipe: that is its right, and no failure.
for (const stream of [stdout, stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(0);
    throw error;
  });
}

process.exitCode = await runCommandLine(argv.slice(2), {
  stdout,
  stderr,
  onRequest: listenForRequests,
  onInterrupt: (handle) => {
    process.on("SIGINT", handle);
    process.on("SIGTERM", handle);
    return () => {
      process.off("SIGINT", handle);
      process.off("SIGTERM", handle);
    };
  },
});
