// The log: pino records to a file when asked for, and kept in memory so that a failure can always be written down.
import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { type Logger, pino } from "pino";
import { UsageError } from "./errors.ts";

export const logLevels = ["trace", "debug", "info", "warn", "error", "silent"] as const;
type LogLevel = (typeof logLevels)[number];

export interface LogOptions {
  readonly level: LogLevel;
  /** Appended to; undefined for none. */
  readonly file: string | undefined;
  /** Where records go as well, when the level was asked for without a file. */
  readonly echo?: (line: string) => void;
}

export interface Log {
  readonly logger: Logger;
  /** Writes down what is known of a failure; returns the path of the file that holds it. */
  writeFailure(error: unknown): string;
}

/** Records kept for a failure report. */
const rememberedRecords = 500;

/** @throws UsageError when the file cannot be written */
export function openLog({ level, file, echo }: LogOptions): Log {
  const path = file === undefined ? undefined : resolve(file);
  if (path !== undefined) startFile(path);
  const remembered: string[] = [];
  const destination = {
    write(line: string): void {
      remembered.push(line);
      if (remembered.length > rememberedRecords) remembered.shift();
      if (path !== undefined) appendFileSync(path, line);
      else echo?.(line.trimEnd());
    },
  };
  const logger = pino({ level, base: { pid: process.pid } }, destination);
  return {
    logger,
    writeFailure(error) {
      const record = { level: "fatal", time: new Date().toISOString(), ...describeFailure(error) };
      if (path !== undefined) {
        appendFileSync(path, `${JSON.stringify(record)}\n`);
        return path;
      }
      const fresh = join(tmpdir(), `carryover-${new Date().toISOString().replaceAll(/[:.]/g, "-")}-${process.pid}.log`);
      writeFileSync(fresh, `${remembered.join("")}${JSON.stringify(record)}\n`, { mode: 0o600 });
      return fresh;
    },
  };
}

function startFile(path: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    appendFileSync(path, "");
  } catch (error) {
    throw new UsageError(`--log-file ${path} cannot be written: ${(error as Error).message}`);
  }
}

/** Name, message and stack of an error and of what caused it. */
function describeFailure(error: unknown): { message: string; stack: string } {
  const stacks: string[] = [];
  for (let cause: unknown = error; cause !== undefined && stacks.length < 5; ) {
    stacks.push(cause instanceof Error ? (cause.stack ?? cause.message) : String(cause));
    cause = cause instanceof Error ? cause.cause : undefined;
  }
  return { message: error instanceof Error ? error.message : String(error), stack: stacks.join("\ncaused by: ") };
}
