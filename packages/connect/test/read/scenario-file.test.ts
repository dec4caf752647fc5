import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SpecError } from "@carryover/mmm";
import { expect, test } from "vitest";
import { ConnectError } from "../../src/errors.ts";
import { parseScenarioText, readScenarioFile } from "../../src/read/scenario-file.ts";

const text = `groups:
  digital: [search, social]
scenarios:
  - name: to digital
    changes:
      - shift 10% of tv to digital
      - +20% search in Q4
      - -5% tv
  - "break: tv off in week 30-34"
  - dearer: [tv cost +10%]
`;

function refusal(of: string): string {
  try {
    parseScenarioText(of, "plans.yaml");
  } catch (error) {
    if (error instanceof SpecError) return error.message;
    throw error;
  }
  return "";
}

test("scenarios are read from YAML, signs at the beginning and all", () => {
  expect(parseScenarioText(`\uFEFF${text}`, "plans.yaml")).toEqual({
    groups: { digital: ["search", "social"] },
    scenarios: [
      { name: "to digital", changes: ["shift 10% of tv to digital", "+20% search in Q4", "-5% tv"] },
      { name: "break", changes: [" tv off in week 30-34"] },
      { name: "dearer", changes: ["tv cost +10%"] },
    ],
  });
});

test("problems say where in the file they stand", () => {
  expect(refusal("scenarios:\n  - name: a\n    change: tv off\n")).toContain('plans.yaml:3:13: unknown key "change"');
  expect(refusal("scenarios:\n  - a: [3]\n")).toMatch(/^plans\.yaml:2:\d+: the changes of "a" are not text/);
  expect(refusal("- a: b: tv off\n")).toMatch(/^plans\.yaml:1:\d+: not valid YAML/);
  expect(refusal("")).toContain("plans.yaml:1:1: the scenarios are not a list");
});

test("a file that is not there is named", async () => {
  const folder = await mkdtemp(join(tmpdir(), "carryover-scenarios-"));
  const path = join(folder, "plans.yaml");
  const missing = await readScenarioFile(path).catch((error: unknown) => error);
  expect(missing).toBeInstanceOf(ConnectError);
  expect(String(missing)).toContain(`there is no file ${path}`);
  await writeFile(path, text);
  expect((await readScenarioFile(path)).scenarios).toHaveLength(3);
  await rm(folder, { recursive: true });
});
