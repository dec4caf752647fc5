import { describe, expect, test } from "vitest";
import { periodsOf, splitChoices } from "../../src/commands/split-options.ts";
import { UsageError } from "../../src/errors.ts";
import { OptionValues } from "../../src/options.ts";

const given = (values: Readonly<Record<string, string>>): OptionValues =>
  new OptionValues(new Map(Object.entries(values)));

describe("spans of time are periods of the data", () => {
  test.each([
    ["8", "weekly", 8],
    ["8w", "weekly", 8],
    ["56d", "weekly", 8],
    ["1y", "weekly", 52],
    ["8w", "daily", 56],
    ["30d", "daily", 30],
    ["3m", "monthly", 3],
    ["2y", "monthly", 24],
  ] as const)("%s of %s data is %d", (text, frequency, periods) => {
    expect(periodsOf(text, "horizon", frequency)).toBe(periods);
  });

  test.each([
    ["10d", "weekly"],
    ["8w", "monthly"],
    ["3m", "daily"],
    ["0", "daily"],
    ["-3", "daily"],
    ["soon", "daily"],
  ] as const)("%s of %s data is refused with what would do", (text, frequency) => {
    expect(() => periodsOf(text, "horizon", frequency)).toThrow(UsageError);
    expect(() => periodsOf(text, "horizon", frequency)).toThrow(/such as 8 or 8/);
  });

  test("a gap may be nothing", () => {
    expect(periodsOf("0", "gap", "daily")).toBe(0);
  });
});

test("options of another kind of split are refused", () => {
  expect(splitChoices(given({ folds: "3", horizon: "8w", gap: "1w" }))("daily")).toMatchObject({
    splits: "rolling",
    folds: 3,
    horizon: 56,
    gap: 7,
  });
  expect(() => splitChoices(given({ splits: "kfold", horizon: "8w" }))).toThrow(
    "--horizon belongs to --splits rolling, not to kfold",
  );
  expect(() => splitChoices(given({ splits: "folds" }))).toThrow("did you mean");
});
