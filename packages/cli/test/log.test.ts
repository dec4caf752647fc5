import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { UsageError } from "../src/errors.ts";
import { openLog } from "../src/log.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "carryover-log-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test("records of the level and above are appended to the file, in folders made for it", async () => {
  const file = join(folder, "a", "b.log");
  for (const round of [1, 2]) {
    const { logger } = openLog({ level: "info", file });
    logger.info({ round }, "kept");
    logger.debug("dropped");
  }
  const records = (await readFile(file, "utf8"))
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(records).toMatchObject([
    { msg: "kept", round: 1 },
    { msg: "kept", round: 2 },
  ]);
});

test("without a file records go where they are echoed to", () => {
  const lines: string[] = [];
  const { logger } = openLog({ level: "debug", file: undefined, echo: (line) => lines.push(line) });
  logger.debug("seen");
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0]!)).toMatchObject({ msg: "seen" });
});

test("a failure is written with its stack, its causes and what was logged before", async () => {
  const { logger, writeFailure } = openLog({ level: "info", file: undefined });
  logger.info("before");
  const path = writeFailure(new Error("outer", { cause: new TypeError("inner") }));
  try {
    const text = await readFile(path, "utf8");
    expect(text).toContain('"before"');
    const record = JSON.parse(text.trimEnd().split("\n").at(-1)!);
    expect(record).toMatchObject({ level: "fatal", message: "outer" });
    expect(record.stack).toMatch(/Error: outer[\s\S]*caused by: TypeError: inner/);
  } finally {
    await rm(path);
  }
});

test("with a log file the failure goes there; things that are no errors are written too", async () => {
  const file = join(folder, "x.log");
  expect(openLog({ level: "silent", file }).writeFailure("a text")).toBe(file);
  expect(await readFile(file, "utf8")).toContain("a text");
});

test("a log file that cannot be written is refused at once", () => {
  expect(() => openLog({ level: "info", file: folder })).toThrow(UsageError);
});
