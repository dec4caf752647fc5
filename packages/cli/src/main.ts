#!/usr/bin/env node
// The carryover command: runs one verb and turns how it ended into words and an exit code.
import { DataError, SpecError } from "@carryover/mmm";
import { openSession, type Session } from "./command-line.ts";
import { Console } from "./console.ts";
import { exitCodeOfError, exitCodeOfOutcome, exitCodes } from "./exit-codes.ts";
import { interruptHandler } from "./interrupt.ts";

const { stdout, stderr, argv } = process;

// A reader such as `head` that has seen enough closes the pipe: that is its right, and no failure.
for (const stream of [stdout, stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(exitCodes.done);
    throw error;
  });
}

async function main(words: readonly string[]): Promise<number> {
  let session: Session;
  try {
    session = openSession(words, { stdout, stderr });
  } catch (error) {
    const console = new Console({ stdout, stderr, json: words.includes("--json"), quiet: false });
    return report(error, console);
  }
  const { console, log, stopping } = session;
  const { signal, handle } = interruptHandler({
    onFirst: () => console.note(stopping),
    onSecond: () => process.exit(exitCodes.interrupted),
  });
  process.on("SIGINT", handle);
  process.on("SIGTERM", handle);
  try {
    const outcome = await session.run(signal);
    const exitCode = exitCodeOfOutcome(outcome);
    console.close({ ok: exitCode === exitCodes.done, outcome, exitCode });
    return exitCode;
  } catch (error) {
    return report(error, console, (cause) => log.writeFailure(cause), signal.aborted);
  }
}

/** Says what went wrong: the message of a foreseen error, one line and the log's path for any other. */
function report(error: unknown, console: Console, writeFailure?: (error: unknown) => string, stopped = false): number {
  const foreseen = stopped ? exitCodes.interrupted : exitCodeOfError(error);
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  if (foreseen === undefined) {
    const path = writeFailure?.(error);
    console.error(`Unexpected error: ${message.split("\n")[0]}${path === undefined ? "" : ` (details in ${path})`}`);
    console.close({ ok: false, error: { kind: name, message, log: path }, exitCode: exitCodes.unexpected });
    return exitCodes.unexpected;
  }
  console.error(...message.split("\n"));
  const problems = error instanceof DataError || error instanceof SpecError ? { problems: error.problems } : {};
  console.close({ ok: false, error: { kind: name, message, ...problems }, exitCode: foreseen });
  return foreseen;
}

process.exitCode = await main(argv.slice(2));
