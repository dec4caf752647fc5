// docs/cli.md against the verbs: the page has them all with every option, and the exit codes.
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { commands } from "../../src/commands/index.ts";
import { trainOptions } from "../../src/commands/train.ts";
import { projectOptions } from "../../src/config/project.ts";
import { samplerOptions } from "../../src/config/sampler.ts";
import { exitCodes } from "../../src/exit-codes.ts";
import { globalOptions, type OptionSpec } from "../../src/options.ts";

const page = readFileSync(new URL("../../../../docs/cli.md", import.meta.url), "utf8");

/** Options that a section may take over by these words instead of naming each. */
const groups: Readonly<Record<string, Readonly<Record<string, OptionSpec>>>> = {
  "what to fit": projectOptions,
  "how to sample": samplerOptions,
  "options of `train`": trainOptions,
};

/** The text under a verb's heading, up to the next heading. */
function section(name: string): string {
  return page.split(/^##+ /m).find((part) => part.startsWith(`\`${name}`)) ?? "";
}

function names(text: string, option: string): boolean {
  return new RegExp(`\`--${option}[\` ]`).test(text);
}

describe.each(commands)("$name", ({ name, options }) => {
  test("has a section with every option", () => {
    const text = section(name);
    expect(text).not.toBe("");
    const takenOver = Object.entries(groups).flatMap(([words, group]) =>
      text.includes(words) ? Object.keys(group) : [],
    );
    const missing = Object.keys(options).filter((option) => !names(text, option) && !takenOver.includes(option));
    expect(missing).toEqual([]);
  });
});

test("every option stands on the page", () => {
  const all = [globalOptions, ...commands.map(({ options }) => options)].flatMap((each) => Object.keys(each));
  expect([...new Set(all)].filter((option) => !names(page, option))).toEqual([]);
});

test("the page's table of exit codes is the program's", () => {
  const codes = [...page.matchAll(/^\| (\d+) \| /gm)].map(([, code]) => Number(code));
  expect(codes).toEqual(Object.values(exitCodes));
});
