// What a watcher may ask of running work: keys on a terminal, and a signal everywhere else.
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";

/** `pause`: halt, or go on where it halts. `inspect`: tell what is finished. */
export type LiveRequest = "pause" | "inspect";

/** Calls back on every request, until the returned function is called. */
export type ListenForRequests = (handle: (request: LiveRequest) => void) => () => void;

/** Those of the process: keys where somebody sits at a terminal, and SIGUSR2, for Node keeps SIGUSR1 for its debugger. */
export const listenForRequests: ListenForRequests = (handle) => {
  const releaseKeys = listenForKeys(process.stdin, handle);
  if (process.platform === "win32") return releaseKeys;
  const inspect = (): void => handle("inspect");
  process.on("SIGUSR2", inspect);
  return () => {
    releaseKeys();
    process.off("SIGUSR2", inspect);
  };
};

/** The part of standard input that is used. */
export interface KeyInput {
  readonly isTTY?: boolean;
  setRawMode(raw: boolean): unknown;
  on(event: "data", listener: (keys: Buffer) => void): unknown;
  off(event: "data", listener: (keys: Buffer) => void): unknown;
  resume(): unknown;
  pause(): unknown;
}

export interface KeyOptions {
  /** Whether this process has the terminal: one in the background that touches it is halted by the system. */
  readonly isInForeground?: () => Promise<boolean>;
  /** Sends a signal to this process, as the terminal would have without us. */
  readonly signal?: (name: NodeJS.Signals) => void;
}

/** What the terminal makes of these keys when nobody reads them one by one. */
const signals: Readonly<Record<string, NodeJS.Signals>> = {
  "\u0003": "SIGINT",
  "\u001A": "SIGTSTP",
  "\u001C": "SIGQUIT",
};
const requests: Readonly<Record<string, LiveRequest>> = { p: "pause", i: "inspect" };

/** Reads `p` and `i` as they are pressed; Ctrl-C, Ctrl-Z and Ctrl-\ stay what they are. */
export function listenForKeys(
  input: KeyInput,
  handle: (request: LiveRequest) => void,
  options: KeyOptions = {},
): () => void {
  if (input.isTTY !== true) return () => undefined;
  const { isInForeground = hasTerminal, signal = (name): void => void process.kill(process.pid, name) } = options;
  let state: "waiting" | "listening" | "released" = "waiting";
  const onKeys = (keys: Buffer): void => {
    for (const key of keys.toString("latin1")) {
      const request = requests[key.toLowerCase()];
      if (request !== undefined) handle(request);
      const name = signals[key];
      if (name === undefined) continue;
      if (name === "SIGTSTP") letGo();
      signal(name);
    }
  };
  const listen = async (): Promise<void> => {
    const foreground = await isInForeground();
    if (state !== "waiting" || !foreground) return;
    state = "listening";
    input.setRawMode(true);
    input.on("data", onKeys);
    input.resume();
  };
  const letGo = (): void => {
    if (state !== "listening") return;
    state = "waiting";
    input.off("data", onKeys);
    input.setRawMode(false);
    input.pause();
  };
  // After Ctrl-Z the shell says so when the process has the terminal again, or goes on in the background.
  const onContinue = (): void => void listen();
  process.on("SIGCONT", onContinue);
  void listen();
  return () => {
    letGo();
    state = "released";
    process.off("SIGCONT", onContinue);
  };
}

/** Whether the terminal's foreground process group is ours. */
async function hasTerminal(): Promise<boolean> {
  if (process.platform === "win32") return true;
  try {
    const groups = process.platform === "linux" ? await groupsFromProc() : await groupsFromPs();
    return groups[0] === groups[1];
  } catch {
    return false;
  }
}

/** Own and foreground process group: the third and the sixth field after the name, which may hold blanks. */
async function groupsFromProc(): Promise<readonly (string | undefined)[]> {
  const stat = await readFile("/proc/self/stat", "latin1");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return [fields[2], fields[5]];
}

async function groupsFromPs(): Promise<readonly (string | undefined)[]> {
  const { stdout } = await promisify(execFile)("ps", ["-o", "pgid=,tpgid=", "-p", String(process.pid)]);
  return stdout.trim().split(/\s+/);
}
