import { expect, test } from "vitest";
import { UsageError } from "../src/errors.ts";
import { commandHelp } from "../src/help.ts";
import { type Command, parseArguments } from "../src/options.ts";

const command: Command = {
  name: "train",
  summary: "fit a model",
  positionals: ["DATA", "[NAME]"],
  options: {
    chains: { value: "N", short: "n", help: "chains" },
    "target-accept": { value: "SHARE", help: "acceptance" },
    model: { value: "KIND", help: "model" },
    strict: { help: "fail when not converged" },
  },
  notes: ["A note."],
  run: () => Promise.resolve("done"),
};

const parse = (...words: string[]) => parseArguments(command, words);

test("options, switches, short forms and arguments are read in any order", () => {
  const { values, positionals } = parse("a.csv", "--chains", "4", "--strict", "--target-accept=0.9", "-q");
  expect(positionals).toEqual(["a.csv"]);
  expect(values.whole("chains", 1, 64)).toBe(4);
  expect(values.between("target-accept", 0.5, 1)).toBe(0.9);
  expect([values.isSet("strict"), values.isSet("quiet"), values.isSet("json")]).toEqual([true, true, false]);
  expect(parse("a.csv", "-n", "2").values.whole("chains", 1, 64)).toBe(2);
  expect(values.text("model")).toBeUndefined();
  expect(values.whole("seed", 0, 1)).toBeUndefined();
});

test("the last of a repeated option counts, and after -- everything is an argument", () => {
  expect(parse("a", "--chains", "1", "--chains", "2").values.text("chains")).toBe("2");
  expect(parse("--", "--chains").positionals).toEqual(["--chains"]);
});

test("every value of an option that repeats counts, in order", () => {
  const repeating = {
    ...command,
    options: { ...command.options, bounds: { value: "A..B", help: "x", repeats: true } },
  } as const;
  const { values } = parseArguments(repeating, ["a", "--bounds", "0.7..1.3", "--bounds=tv=0.5..1"]);
  expect(values.texts("bounds")).toEqual(["0.7..1.3", "tv=0.5..1"]);
  expect(values.with("chains", "2").texts("bounds")).toHaveLength(2);
  expect(values.texts("model")).toEqual([]);
});

test.each([
  [["a", "--chans", "4"], "unknown option --chans for carryover train; did you mean --chains?"],
  [["a", "--target-acept=1"], "did you mean --target-accept?"],
  [["a", "--zzzzzz"], "see carryover train --help"],
  [["a", "-z"], "unknown option -z"],
  [["a", "--chains"], "--chains needs a value: --chains N"],
  [["a", "--chains", "--strict"], "--chains needs a value: --chains N"],
  [["a", "--chains="], "--chains needs a value"],
  [["a", "--strict=yes"], '--strict takes no value; it was given "yes"'],
  [["a", "b", "c"], 'unexpected argument "c"; usage: carryover train DATA [NAME] [options]'],
  [[], "DATA is missing; usage: carryover train DATA [NAME] [options]"],
  [["a", "--__proto__", "1"], "unknown option --__proto__"],
  [["a", "--constructor", "1"], "unknown option --constructor"],
])("%j is refused in words", (words, message) => {
  expect(() => parse(...words)).toThrow(UsageError);
  expect(() => parse(...words)).toThrow(message);
});

test.each(["0", "65", "1.5", "four", "1e1", " ", "-4"])("%j is no number of chains", (text) => {
  const { values } = parse("a", `--chains=${text}`);
  expect(() => values.whole("chains", 1, 64)).toThrow(`--chains ${text}: must be a whole number from 1 to 64`);
});

test.each(["0.5", "1", "x", " "])("%j is no acceptance", (text) => {
  const { values } = parse("a", `--target-accept=${text}`);
  expect(() => values.between("target-accept", 0.5, 1)).toThrow("must be a number between 0.5 and 1");
});

test("a wrong choice names the right ones and the nearest", () => {
  const { values } = parse("a", "--model", "adelom");
  expect(() => values.choice("model", ["default", "adelon"])).toThrow(
    "--model adelom: must be one of default, adelon; did you mean adelon?",
  );
  expect(parse("a", "--model", "adelon").values.choice("model", ["default", "adelon"])).toBe("adelon");
});

test("help is asked for without the arguments, and shows every option", () => {
  expect(parse("--help").values.isSet("help")).toBe(true);
  const help = commandHelp(command).join("\n");
  for (const part of ["Usage: carryover train DATA [NAME] [options]", "--chains N", "-n, ", "--json", "A note."]) {
    expect(help).toContain(part);
  }
});
