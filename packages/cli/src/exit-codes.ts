// What each way of ending tells the shell. Verbs know nothing of it: they return an outcome or throw.

import { ConnectError } from "@carryover/connect";
import { SamplingError } from "@carryover/engine";
import { DataError, SpecError } from "@carryover/mmm";
import { InterruptedError, UsageError } from "./errors.ts";
import type { Outcome } from "./options.ts";

export const exitCodes = {
  done: 0,
  unexpected: 1,
  usage: 2,
  data: 3,
  notConverged: 4,
  interrupted: 130,
} as const;

export function exitCodeOfOutcome(outcome: Outcome): number {
  switch (outcome) {
    case "done":
      return exitCodes.done;
    case "not-converged":
    case "not-trusted":
      return exitCodes.notConverged;
    case "interrupted":
      return exitCodes.interrupted;
  }
}

/** Undefined for an error nobody foresaw. */
export function exitCodeOfError(error: unknown): number | undefined {
  if (error instanceof InterruptedError) return exitCodes.interrupted;
  if (error instanceof DataError) return exitCodes.data;
  const foreseen = [UsageError, SpecError, ConnectError, SamplingError];
  if (foreseen.some((kind) => error instanceof kind) || isServerError(error)) return exitCodes.usage;
  return isSystemError(error) ? exitCodes.unexpected : undefined;
}

/** Told by its name, so that a verb without a server need not load one. */
function isServerError(error: unknown): boolean {
  return error instanceof Error && error.name === "ServerError";
}

/** A refusal of the operating system, such as a full disk or a missing permission: its message is for the reader. */
function isSystemError(error: unknown): boolean {
  return error instanceof Error && "syscall" in error && "code" in error && typeof error.code === "string";
}
