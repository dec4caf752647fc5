// The spacing of dates is told in spite of gaps; a mixture or a disorder is told from it.
import { expect, test } from "vitest";
import { detectFrequency } from "../../src/data/frequency.ts";
import { groupProblems } from "../../src/data/group-problems.ts";
import type { Problem } from "../../src/errors.ts";

const every = (step: number, count: number, from = 19723): number[] =>
  Array.from({ length: count }, (_, index) => from + step * index);

test("whole series are daily, weekly or monthly", () => {
  expect(detectFrequency(every(1, 30))).toEqual({ kind: "regular", frequency: "daily" });
  expect(detectFrequency(every(7, 30))).toEqual({ kind: "regular", frequency: "weekly" });
  expect(detectFrequency([19723, 19754, 19783, 19814, 19844])).toEqual({ kind: "regular", frequency: "monthly" });
});

test("gaps do not hide the spacing", () => {
  const businessDays = every(1, 70).filter((day) => (day + 3) % 7 < 5);
  expect(detectFrequency(businessDays)).toMatchObject({ frequency: "daily" });
  expect(detectFrequency(every(7, 60).filter((_, index) => index % 5 !== 0))).toMatchObject({ frequency: "weekly" });
});

test("a change of spacing is a mixture that says where each begins", () => {
  const days = [...every(1, 40), ...every(7, 20, 19723 + 40)];
  expect(detectFrequency(days)).toEqual({
    kind: "mixed",
    found: "the dates are daily from 2024-01-01 but weekly from 2024-02-10",
  });
});

test("no spacing is irregular, one date too few", () => {
  expect(detectFrequency([0, 3, 11, 16, 30])).toMatchObject({ kind: "irregular" });
  expect(detectFrequency([5])).toEqual({ kind: "too-few" });
  expect(detectFrequency([])).toEqual({ kind: "too-few" });
});

test("long lists of problems end in one line, by kind and column, and the last few are not hidden for one", () => {
  const problem = (row: number, column: string): Problem => ({
    code: "empty-cell",
    severity: "error",
    column,
    row,
    found: "empty",
    remedy: "Fill",
  });
  const list = [2, 3, 4, 5, 6, 7].flatMap((row) =>
    row < 6 ? [problem(row, "a"), problem(row, "b")] : [problem(row, "a")],
  );
  const grouped = groupProblems(list);
  expect(grouped.filter(({ column }) => column === "b")).toHaveLength(4);
  const ofA = grouped.filter(({ column }) => column === "a");
  expect(ofA).toHaveLength(4);
  expect(ofA[3].found).toBe("and 3 more rows like these (rows 5 to 7)");
  const rowless = Array.from(
    { length: 6 },
    (): Problem => ({ code: "gap", severity: "error", found: "gap", remedy: "Fill" }),
  );
  expect(groupProblems(rowless).at(-1)?.found).toBe("and 3 more like these");
});
