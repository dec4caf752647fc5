import { EventEmitter } from "node:events";
import { expect, test, vi } from "vitest";
import { type KeyInput, listenForKeys, listenForRequests } from "../src/live-requests.ts";

class Terminal extends EventEmitter implements KeyInput {
  readonly isTTY = true;
  readonly calls: string[] = [];
  setRawMode(raw: boolean): void {
    this.calls.push(raw ? "raw" : "cooked");
  }
  resume(): void {
    this.calls.push("read");
  }
  pause(): void {
    this.calls.push("leave");
  }
  press(keys: string): void {
    this.emit("data", Buffer.from(keys));
  }
}

const nextTurn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

test("p and i are requests; Ctrl-C and Ctrl-Z stay what they are", async () => {
  const terminal = new Terminal();
  const [asked, sent]: [string[], string[]] = [[], []];
  const release = listenForKeys(terminal, (request) => void asked.push(request), {
    isInForeground: async () => true,
    signal: (name) => void sent.push(name),
  });
  await nextTurn();
  terminal.press("pxI");
  terminal.press("\u0003");
  expect([asked, sent]).toEqual([["pause", "inspect"], ["SIGINT"]]);
  terminal.press("\u001A");
  expect(sent).toEqual(["SIGINT", "SIGTSTP"]);
  // The shell has the terminal as it was, until the process goes on in front.
  expect(terminal.calls).toEqual(["raw", "read", "cooked", "leave"]);
  process.emit("SIGCONT");
  await nextTurn();
  expect(terminal.calls.slice(4)).toEqual(["raw", "read"]);
  release();
  expect(terminal.calls.slice(6)).toEqual(["cooked", "leave"]);
  expect(terminal.listenerCount("data")).toBe(0);
  process.emit("SIGCONT");
  await nextTurn();
  expect(terminal.calls).toHaveLength(8);
});

test("a process in the background leaves the terminal alone, and so does one that has none", async () => {
  const terminal = new Terminal();
  const release = listenForKeys(terminal, () => undefined, { isInForeground: async () => false });
  await nextTurn();
  release();
  expect(terminal.calls).toEqual([]);
  const pipe = Object.assign(new Terminal(), { isTTY: false });
  listenForKeys(pipe, () => undefined)();
  expect(pipe.calls).toEqual([]);
});

test("SIGUSR2 asks for what is finished, until nobody listens", () => {
  const asked = vi.fn();
  const release = listenForRequests(asked);
  process.emit("SIGUSR2");
  expect(asked).toHaveBeenCalledWith("inspect");
  release();
  expect(process.listenerCount("SIGUSR2")).toBe(0);
});
