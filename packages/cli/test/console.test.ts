import { expect, test } from "vitest";
import { Console } from "../src/console.ts";

class Sink {
  text = "";
  readonly isTTY: boolean;
  readonly columns = 30;
  constructor(isTTY = false) {
    this.isTTY = isTTY;
  }
  write(text: string): void {
    this.text += text;
  }
}

function open(options: { json?: boolean; quiet?: boolean; terminal?: boolean } = {}): {
  console: Console;
  stdout: Sink;
  stderr: Sink;
} {
  const [stdout, stderr] = [new Sink(), new Sink(options.terminal)];
  const console = new Console({ stdout, stderr, json: options.json ?? false, quiet: options.quiet ?? false });
  return { console, stdout, stderr };
}

test("answers go to stdout, everything about the work to stderr", () => {
  const { console, stdout, stderr } = open();
  console.print("answer", "more");
  console.note("working");
  console.error("broken");
  console.result({ a: 1 });
  console.close({ ok: true });
  expect(stdout.text).toBe("answer\nmore\n");
  expect(stderr.text).toBe("working\nbroken\n");
});

test("under --json stdout holds one line of JSON and the answer moves to stderr", () => {
  const { console, stdout, stderr } = open({ json: true });
  console.print("answer");
  console.result({ a: 1 });
  console.result({ b: 2 });
  console.close({ ok: true });
  expect(JSON.parse(stdout.text)).toEqual({ ok: true, a: 1, b: 2 });
  expect(stdout.text.endsWith("}\n")).toBe(true);
  expect(stderr.text).toBe("answer\n");
});

test("quiet leaves only errors, and the JSON line where it was asked for", () => {
  const { console, stdout, stderr } = open({ json: true, quiet: true, terminal: true });
  console.print("answer");
  console.note("working");
  console.draw(["progress"]);
  console.error("broken");
  console.close({ ok: false });
  expect(stderr.text).toBe("broken\n");
  expect(stdout.text).toBe('{"ok":false}\n');
});

test("drawn lines are replaced in place, cut to the terminal's width", () => {
  const { console, stderr } = open({ terminal: true });
  console.draw(["one", "two"]);
  console.draw(["three", "x".repeat(50)]);
  expect(stderr.text).toBe(`one\ntwo\n\u001B[2A\u001B[0Jthree\n${"x".repeat(29)}\n`);
});

test("a line printed while something is drawn goes above it", () => {
  const { console, stderr } = open({ terminal: true });
  console.draw(["progress"]);
  console.note("warning");
  expect(stderr.text).toBe("progress\n\u001B[1A\u001B[0Jwarning\nprogress\n");
  console.keepDrawn();
  console.note("after");
  expect(stderr.text.endsWith("progress\nafter\n")).toBe(true);
});

test("nothing is drawn where nothing can be redrawn", () => {
  const { console, stderr } = open();
  expect(console.isLive).toBe(false);
  console.draw(["progress"]);
  expect(stderr.text).toBe("");
});
