// Runs the command line: as a real process of the built program, or inside this one so that coverage counts it.
import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { runCommandLine } from "../../src/command-line.ts";
import type { ListenForRequests } from "../../src/live-requests.ts";

const program = fileURLToPath(new URL("../../dist/main.js", import.meta.url));

/** A file of test/fixtures. */
export function fixture(name: string): string {
  return fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url));
}

export interface Ended {
  readonly code: number | null;
  /** Of a process that a signal ended. */
  readonly signal?: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ProcessOptions {
  readonly cwd?: string;
  /** Called with everything written so far whenever more comes. */
  readonly onOutput?: (output: string, child: ChildProcess) => void;
}

/** The built program in a process of its own. */
export function startCarryover(words: readonly string[], { cwd, onOutput }: ProcessOptions = {}): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...words], { cwd, stdio: ["ignore", "pipe", "pipe"] });
    let [stdout, stderr] = ["", ""];
    child.stdout.on("data", (chunk: Buffer) => {
      stdout += chunk.toString();
      onOutput?.(stdout + stderr, child);
    });
    child.stderr.on("data", (chunk: Buffer) => {
      stderr += chunk.toString();
      onOutput?.(stdout + stderr, child);
    });
    child.on("error", reject);
    child.on("close", (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
}

export interface InnerOptions {
  /** Called with everything written so far and a way to press Ctrl-C. */
  readonly onOutput?: (output: string, interrupt: () => void) => void;
  readonly onRequest?: ListenForRequests;
}

/** The same command line in this process. */
export async function carryover(words: readonly string[], { onOutput, onRequest }: InnerOptions = {}): Promise<Ended> {
  let [stdout, stderr] = ["", ""];
  let interrupt = (): void => undefined;
  const code = await runCommandLine(words, {
    stdout: {
      write: (text) => {
        stdout += text;
        onOutput?.(stdout + stderr, interrupt);
      },
    },
    stderr: {
      write: (text) => {
        stderr += text;
        onOutput?.(stdout + stderr, interrupt);
      },
    },
    ...(onRequest === undefined ? {} : { onRequest }),
    onInterrupt: (handle) => {
      interrupt = handle;
      return () => undefined;
    },
  });
  return { code, stdout, stderr };
}

/** The JSON object that closes stdout under --json. */
export function lastJson({ stdout }: Ended): Record<string, unknown> {
  return JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "") as Record<string, unknown>;
}
