import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SpecError } from "@carryover/mmm";
import { expect, test } from "vitest";
import { type ConfigProblem, parseConfigText, readConfigFile } from "../../src/read/config-file.ts";

const good = `# a comment
data:
  path: data.csv
  date: date
  kpi:
    column: revenue
channels:
  - name: tv
    spend: tv_spend
  - name: search
    spend: search_spend
controls: [price]
`;

/** The places and messages of all problems. */
function problemsOf(text: string): { place: string; code: string; found: string; remedy: string }[] {
  try {
    parseConfigText(text, "my.yaml");
  } catch (error) {
    expect(error).toBeInstanceOf(SpecError);
    return (error as SpecError).problems.map((problem) => {
      const { line, character, code, found, remedy } = problem as ConfigProblem;
      expect(found.startsWith(`my.yaml:${line}:${character}: `)).toBe(true);
      return { place: `${line}:${character}`, code, found, remedy };
    });
  }
  return [];
}

test("a good file is read with its defaults filled in", () => {
  const { config } = parseConfigText(good, "my.yaml");
  expect(config.channels.map((channel) => channel.spend)).toEqual(["tv_spend", "search_spend"]);
  expect(config.controls).toEqual([{ column: "price", is: null, by_population: false, prior: null }]);
  expect(config.sampler).toMatchObject({ chains: 4, seed: 42 });
});

test("a byte order mark and Windows line ends do no harm", () => {
  expect(parseConfigText(`\uFEFF${good.replaceAll("\n", "\r\n")}`, "my.yaml").config.channels).toHaveLength(2);
});

test("country code NO is Norway, not false", () => {
  expect(parseConfigText(`${good}model: { holidays: NO }\n`, "my.yaml").config.model.holidays).toBe("NO");
});

test("an unknown key is pointed at, with the nearest valid one", () => {
  expect(problemsOf(good.replace("    spend: tv_spend", "    spned: tv_spend"))).toMatchObject([
    { place: "8:5", code: "missing-key" },
    { place: "9:5", code: "unknown-key", remedy: 'Write "spend", the nearest valid key' },
  ]);
});

test("a wrong value is pointed at, not its key", () => {
  expect(problemsOf(`${good}sampler:\n  chains:   many\n`)).toMatchObject([{ place: "14:13", code: "wrong-type" }]);
  expect(problemsOf(`${good}sampler: { draws: -5, seed: 1.5 }\n`).map((problem) => problem.place)).toEqual([
    "13:19",
    "13:29",
  ]);
});

test("something missing is placed at the key of its parent", () => {
  expect(problemsOf(good.replace("    column: revenue\n", "    kind: units\n"))).toMatchObject([
    { place: "5:3", code: "missing-key", found: expect.stringContaining("data.kpi.column") },
  ]);
  expect(problemsOf("channels: []\n").map(({ place, code }) => `${place} ${code}`)).toEqual([
    "1:1 missing-key",
    "1:11 empty-list",
  ]);
});

test("an empty value is placed at its key", () => {
  expect(problemsOf(good.replace("date: date", "date:"))).toMatchObject([{ place: expect.stringMatching(/^4:/) }]);
});

test("every problem is reported at once, in the order of the file", () => {
  const lines = problemsOf(`${good.replace("path:", "pth:")}smpler: {}\n`).map((problem) => problem.place);
  expect(lines).toEqual(lines.toSorted((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10)));
  expect(lines).toContain("3:3");
  expect(lines).toContain("13:1");
});

test.each([
  ["a tab", "data:\n\tpath: x\n", "2:1", "Indent with spaces"],
  ["a duplicate key", "data: {}\ndata: {}\n", "2:1", "Keep one of the two"],
  ["an open quote", 'title: "open\n', "2:1", "Close the quote"],
  ["an open bracket", "controls: [a, b\n", "2:1", "Close the quote or bracket"],
  ["two documents", "data: {}\n---\ndata: {}\n", "2:1", "Keep one document"],
])("%s is a YAML problem with its place and a remedy", (_what, text, place, remedy) => {
  const problems = problemsOf(text);
  expect(problems[0]).toMatchObject({ code: "yaml", remedy: expect.stringContaining(remedy) });
  expect(problems[0]?.place).toBe(place);
});

test.each(["", "# only a comment\n", "---\n"])("an empty file (%j) says how to write one", (text) => {
  expect(problemsOf(text)).toMatchObject([{ place: "1:1", remedy: "Write one with carryover init" }]);
});

test("a text or a list in place of a configuration is refused", () => {
  expect(problemsOf("hello\n")[0]?.place).toBe("1:1");
  expect(problemsOf("- a\n- b\n")[0]?.place).toBe("1:1");
});

test("problems inside an anchored mapping are placed where it is written", () => {
  const text = `${good.replace("    spend: tv_spend", "    spend: tv_spend\n    adstock: &a { kind: geometrik }")}title: ok\n`;
  expect(problemsOf(text.replace("    spend: search_spend", "    spend: search_spend\n    adstock: *a"))).toMatchObject(
    [{ place: "10:25" }, { place: "10:25" }],
  );
});

test("a file is read from the disk, and a missing one is named", async () => {
  const folder = await mkdtemp(join(tmpdir(), "carryover-config-"));
  try {
    const path = join(folder, "carryover.yaml");
    await expect(readConfigFile(path)).rejects.toThrow(`there is no file ${path}`);
    await writeFile(path, good);
    expect((await readConfigFile(path)).config.data.path).toBe("data.csv");
    await expect(readConfigFile(folder)).rejects.toThrow(`${folder} cannot be read`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test("a problem found later is placed by its path; one without a path is left as it is", () => {
  const { locate } = parseConfigText(good, "my.yaml");
  const problem = { code: "unknown-column", severity: "error", found: "no such column", remedy: "Correct it" } as const;
  expect(locate({ ...problem, path: ["channels", 1, "spend"] })).toMatchObject({
    line: 11,
    character: 12,
    found: "my.yaml:11:12: no such column",
  });
  expect(locate({ ...problem, path: ["controls", 0] })).toMatchObject({ line: 12, character: 12 });
  expect(locate(problem)).toBe(problem);
});
