// How a verb's end is told: words for people, one JSON line for programs, a number for the shell.
import { DataError, SpecError } from "@carryover/mmm";
import type { Console } from "./console.ts";
import { exitCodeOfError, exitCodeOfOutcome, exitCodes } from "./exit-codes.ts";
import type { Outcome } from "./options.ts";

export function endWithOutcome(outcome: Outcome, console: Console): number {
  const exitCode = exitCodeOfOutcome(outcome);
  console.close({ ok: exitCode === exitCodes.done, outcome, exitCode });
  return exitCode;
}

export interface FailureOptions {
  readonly console: Console;
  /** Writes down what is known of an unforeseen error; gives the path. */
  readonly writeFailure: (error: unknown) => string;
  /** The reader had asked to stop: whatever came of it, that is how it ended. */
  readonly stopped: boolean;
}

/** The message of a foreseen error; of any other one line and where the rest is written. Never a stack. */
export function endWithError(error: unknown, { console, writeFailure, stopped }: FailureOptions): number {
  const foreseen = exitCodeOfError(error);
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  if (foreseen === undefined) {
    const log = writeFailure(error);
    console.error(`Unexpected error: ${message.split("\n")[0]} (details in ${log})`);
    console.close({ ok: false, error: { kind: name, message, log }, exitCode: exitCodes.unexpected });
    return exitCodes.unexpected;
  }
  const exitCode = stopped ? exitCodes.interrupted : foreseen;
  console.error(...message.split("\n"));
  const problems = error instanceof DataError || error instanceof SpecError ? { problems: error.problems } : {};
  console.close({ ok: false, error: { kind: name, message, ...problems }, exitCode });
  return exitCode;
}
