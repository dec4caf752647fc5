// What is typed: verbs, help, and every kind of mistake in the words and in the configuration.
import { copyFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { commands } from "../src/commands/index.ts";
import { carryover, fixture, lastJson } from "./support/carryover.ts";

const home = process.cwd();
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "carryover-words-"));
  process.chdir(folder);
});
afterEach(async () => {
  process.chdir(home);
  await rm(folder, { recursive: true, force: true });
});

test.each([[], ["--help"], ["-h"], ["help"]])("help lists every verb (%j)", async (...words) => {
  const { code, stdout } = await carryover(words);
  expect(code).toBe(0);
  const width = Math.max(...commands.map(({ name }) => name.length));
  for (const command of commands) expect(stdout).toContain(`  ${command.name.padEnd(width)}  ${command.summary}\n`);
});

test.each(commands.map(({ name }) => name))(
  "carryover %s --help shows its options and the common ones",
  async (name) => {
    const { code, stdout, stderr } = await carryover([name, "--help"]);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toContain(`Usage: carryover ${name}`);
    for (const option of ["--log-level", "--log-file", "--json", "--quiet", "--help"]) expect(stdout).toContain(option);
  },
);

test("the version is the package's", async () => {
  const { version } = JSON.parse(await readFile(new URL("../package.json", import.meta.url), "utf8"));
  expect(await carryover(["--version"])).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
});

test.each([
  [["tarin"], "unknown verb tarin; did you mean carryover train?"],
  [["zzzzzzzz"], "see carryover --help"],
  [["--verbose"], "unknown option --verbose"],
  [["train", "--chians", "4"], "unknown option --chians for carryover train; did you mean --chains?"],
  [["train", "--chains", "none", "--data", fixture("good.csv")], "--chains none: must be a whole number from 1 to 64"],
  [["train", "--target-accept", "1.5", "--data", fixture("good.csv")], "--target-accept 1.5: must be a number between"],
  [["check", "--log-level", "loud"], "--log-level loud: must be one of trace, debug"],
  [["check", "--log-file", "/dev/null/x"], "--log-file /dev/null/x cannot be written"],
  [["check", "extra"], 'unexpected argument "extra"'],
  [["init"], "DATA is missing; usage: carryover init DATA [options]"],
  [["check"], "there is no ./carryover.yaml; give --config FILE or --data FILE, or write one with carryover init"],
  [["check", "--config", "missing.yaml"], "there is no file missing.yaml"],
  [["check", "--data", "missing.csv"], "There is no file missing.csv"],
  [["check", "--data", "."], ". is a folder. Name a file in it."],
  [["check", "--data", fixture("README.md")], "README.md has none of the extensions"],
  [["check", "--model", "adelom", "--data", fixture("good.csv")], "did you mean adelon?"],
  [["runs", "show", "latest"], "there are no runs in .carryover/runs"],
  [["runs", "diff", "a"], "runs diff needs two runs"],
  [["runs", "list"], 'it was given "list"'],
  [["evaluate", "nope"], "there are no runs"],
  [["serve", "--port", "99999"], "--port 99999: must be a whole number from 0 to 65535"],
  [["generate", "--channels", "radio"], "--channels radio: must be one of tv, search"],
  [["generate", "--start-date", "tomorrow"], "--start-date tomorrow: must be a date such as"],
  [["generate", "--periods", "0"], "--periods 0: must be a whole number from 1"],
])("%j ends with 2 and says what to type", async (words, message) => {
  const { code, stdout, stderr } = await carryover(words);
  expect(stderr).toContain(message);
  expect(stderr).not.toMatch(/^\s+at /m);
  expect([code, stdout]).toEqual([2, ""]);
});

test("a mistake under --json is a line of JSON too", async () => {
  const ended = await carryover(["train", "--chians", "4", "--json"]);
  expect(lastJson(ended)).toMatchObject({ ok: false, exitCode: 2, error: { kind: "UsageError" } });
});

test.each([
  [
    "channels:",
    "chanels:",
    'carryover.yaml:6:1: chanels: "chanels" is not a key of the configuration. Write "channels"',
  ],
  ["  kpi:", "  kpi: [", "carryover.yaml:6:1: not valid YAML"],
  ["yearly_order: 1", "yearly_order: many", 'carryover.yaml:13:17: model.yearly_order: "many" is not a number'],
  [
    "    spend: tv_spend",
    "    spend: tv_spend\n    priors: { roy: { distribution: normal, mean: 1, sd: 1 } }",
    "carryover.yaml:9:15: ",
  ],
  [
    "    spend: tv_spend",
    "    spend: tv_spend\n    priors: { roi: { distribution: nromal, mean: 1, sd: 1 } }",
    "nromal",
  ],
])("a wrong line of the configuration (%j) is pointed at, and ends with 2", async (from, to, message) => {
  const yaml = await readFile(fixture("carryover.yaml"), "utf8");
  expect(yaml).toContain(from);
  await writeFile("carryover.yaml", yaml.replace(from, to));
  await copyFile(fixture("good.csv"), "good.csv");
  const { code, stderr } = await carryover(["check"]);
  expect(stderr).toContain(message);
  expect(code).toBe(2);
});

test("a truth file that is not there, or is none, is named", async () => {
  const yaml = await readFile(fixture("carryover.yaml"), "utf8");
  await writeFile("carryover.yaml", yaml.replace("  date: date", "  date: date\n  truth: truth.json"));
  await copyFile(fixture("good.csv"), "good.csv");
  expect(await carryover(["check"])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("truth.json cannot be read"),
  });
  await writeFile("truth.json", "{}");
  expect((await carryover(["check"])).stderr).toContain("is not a truth file: it lacks baseline, seasonality");
  await writeFile("truth.json", "{");
  expect((await carryover(["check"])).stderr).toContain("is not a truth file");
});

test("schema prints the JSON Schema", async () => {
  const { code, stdout } = await carryover(["schema"]);
  expect(code).toBe(0);
  expect(JSON.parse(stdout).properties).toHaveProperty("channels");
});

test("init writes a configuration that check accepts, with the schema beside it, and never replaces one unasked", async () => {
  await copyFile(fixture("good.csv"), "sales.csv");
  const first = await carryover(["init", "sales.csv", "--json"]);
  expect(first.code).toBe(0);
  expect(lastJson(first)).toMatchObject({ ok: true, config: join(folder, "carryover.yaml") });
  expect(JSON.parse(await readFile("carryover.schema.json", "utf8"))).toHaveProperty("properties");
  expect(await readFile("carryover.yaml", "utf8")).toContain("$schema=carryover.schema.json");
  const checked = await carryover(["check", "--json"]);
  expect(lastJson(checked)).toMatchObject({ ok: true, periods: 60, channels: ["tv", "search"], kpi: "revenue" });
  const again = await carryover(["init", "sales.csv"]);
  expect(again).toMatchObject({ code: 2, stderr: expect.stringContaining("is already there") });
  expect(await carryover(["init", "sales.csv", "--force"])).toMatchObject({ code: 0 });
  expect(await carryover(["init", "sales.csv", "--out", "other.yaml", "--quiet"])).toEqual({
    code: 0,
    stdout: "",
    stderr: "",
  });
});

test("init on a path elsewhere writes the way from the configuration to the data", async () => {
  await copyFile(fixture("good.csv"), "sales.csv");
  await carryover(["generate", "--out", "sub/deep", "--periods", "30"]);
  await carryover(["init", "sales.csv", "--out", "sub/my.yaml"]);
  expect(await readFile("sub/my.yaml", "utf8")).toContain('path: "../sales.csv"');
  expect(await carryover(["check", "--config", "sub/my.yaml"])).toMatchObject({ code: 0 });
});

test("without a configuration the columns are guessed, and that is said", async () => {
  const { code, stdout, stderr } = await carryover(["check", "--data", fixture("good.csv")]);
  expect([code, stderr]).toEqual([
    0,
    "The columns were guessed from their names; write the guess down with carryover init.\n",
  ]);
  expect(stdout).toContain("2 channels: tv");
});

test("generate writes data, truth and a configuration that fits them; the same seed writes the same", async () => {
  const words = [
    "generate",
    "--periods",
    "100",
    "--seed",
    "7",
    "--channels",
    "tv,search",
    "--start-date",
    "2024-03-01",
  ];
  const ended = await carryover([...words, "--out", "a", "--json"]);
  expect(lastJson(ended)).toMatchObject({
    ok: true,
    n_days: 100,
    seed: 7,
    channels: ["tv", "search"],
    start_date: "2024-03-01",
  });
  await carryover([...words, "--out", "b", "--model", "adelon"]);
  expect(await readFile("a/data.csv", "utf8")).toBe(await readFile("b/data.csv", "utf8"));
  const checked = await carryover(["check", "--config", "b/carryover.yaml", "--json"]);
  expect(lastJson(checked)).toMatchObject({
    ok: true,
    model: "adelon",
    firstDate: "2024-03-01",
    channels: ["tv", "search"],
  });
});

test("the log holds what was done, at the level asked for", async () => {
  await carryover(["check", "--data", fixture("good.csv"), "--log-file", "logs/a.log"]);
  const records = (await readFile("logs/a.log", "utf8"))
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(records.map(({ msg }) => msg)).toEqual(["started", "ended"]);
  expect(records[1]).toMatchObject({ verb: "check", outcome: "done" });
  await carryover(["check", "--data", fixture("good.csv"), "--log-file", "logs/b.log", "--log-level", "error"]);
  expect(await readFile("logs/b.log", "utf8")).toBe("");
  const echoed = await carryover(["check", "--data", fixture("good.csv"), "--log-level", "info"]);
  expect(echoed.stderr).toContain('"msg":"started"');
});

test("a file system that refuses is told in its words, without a stack", async () => {
  await writeFile("file", "");
  const { code, stderr } = await carryover(["generate", "--out", "file/sub"]);
  expect(code).toBe(1);
  expect(stderr).toMatch(/^ENOTDIR: not a directory, mkdir .*\n$/);
});
