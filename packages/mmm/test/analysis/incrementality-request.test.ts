// What can be asked of an analysis of incrementality, and what is said about what cannot.
import { describe, expect, test } from "vitest";
import { incrementalityRequest } from "../../src/analysis/incrementality-request.ts";
import type { Panel } from "../../src/data/panel.ts";
import { SpecError } from "../../src/errors.ts";
import { geoWorld } from "../support/geo-panel.ts";
import { smallWorld } from "../support/small-panel.ts";

const { panel } = smallWorld({}, 120);
const weekly = geoWorld({ geos: 3, periods: 70 }).panel;

function problemsOf(ask: () => unknown): string[] {
  try {
    ask();
  } catch (error) {
    if (error instanceof SpecError) return error.message.split("\n");
    throw error;
  }
  return [];
}

test("everything wrong is said at once, each with what to change", () => {
  const problems = problemsOf(() =>
    incrementalityRequest(panel, {
      from: "2023-12-31",
      to: "2024-13-01",
      by: "quater",
      level: 1.5,
      groups: "paid=tv,serch; tv=search; lone; paid=tv; total=tv; all=zzz",
      draws: 0,
    }),
  );
  expect(problems).toEqual([
    "from: 2023-12-31 lies outside the data, which run from 2024-01-01 to 2024-04-29. Give a day between them, or leave from out.",
    'to: "2024-13-01" is not a date of the form YYYY-MM-DD. Write a day such as 2024-01-31.',
    'by: "quater" is no piece of the calendar. Did you mean quarter? It is one of year, quarter, month.',
    "level 1.5 is not between 0 and 1. Give the share of the posterior that intervals shall hold, such as 0.9.",
    "0 draws is not a whole number above 0. Give the number of posterior draws to use, such as 1000.",
    'group "paid": there is no channel "serch". Did you mean search? There are tv, search.',
    'group "tv" has the name of a channel. Choose another name.',
    'group "lone" is not a name and its channels. Write it as paid=tv,search.',
    'group "paid" is given twice. Give each group its own name.',
    'group "total" has the name of all channels together. Choose another name.',
    'group "all": there is no channel "zzz". Name one of tv, search.',
  ]);
});

test.each([
  [{ from: "2024-03-01", to: "2024-02-01" }, "the window ends on 2024-02-01, before it begins on 2024-03-01"],
  [{ to: "2030-01-01" }, "to: 2030-01-01 lies outside the data"],
  [{ by: "decades" }, 'by: "decades" is no piece of the calendar. Give one of year, quarter, month.'],
  [{ level: Number.NaN }, "level NaN is not between 0 and 1"],
])("%j is refused", (options, message) => {
  const [problem, ...others] = problemsOf(() => incrementalityRequest(panel, options));
  expect(problem).toContain(message);
  expect(others).toEqual([]);
});

test("a window in which no week begins is refused", () => {
  const monday = weekly.dates[3];
  const tuesday = `${monday.slice(0, 8)}${String(Number(monday.slice(8)) + 1).padStart(2, "0")}`;
  expect(problemsOf(() => incrementalityRequest(weekly, { from: tuesday, to: tuesday }))[0]).toContain(
    `no weekly period begins between ${tuesday} and ${tuesday}`,
  );
});

describe("windows", () => {
  const names = (of: Panel, options: object): string[] =>
    incrementalityRequest(of, options).windows.map(({ name }) => name);

  test("the data's own by default, whole", () => {
    const { windows, range, level, maxDraws } = incrementalityRequest(panel);
    expect(windows).toEqual([range]);
    expect(range).toEqual({
      name: "2024-01-01 to 2024-04-29",
      from: "2024-01-01",
      to: "2024-04-29",
      first: 0,
      end: 120,
    });
    expect([level, maxDraws]).toEqual([0.9, 1000]);
  });

  test("by year, quarter and month, in a row without gaps", () => {
    expect(names(panel, { by: "year" })).toEqual(["2024"]);
    expect(names(panel, { by: "quarter" })).toEqual(["2024 Q1", "2024 Q2"]);
    expect(names(panel, { by: "month", from: "2024-02-10" })).toEqual(["2024-02", "2024-03", "2024-04"]);
    const { windows } = incrementalityRequest(weekly, { by: "month" });
    windows.forEach(({ first, end }, index) => {
      expect(end).toBeGreaterThan(first);
      expect(first).toBe(index === 0 ? 0 : windows[index - 1].end);
    });
    expect(windows.at(-1)?.end).toBe(70);
  });

  test("a week belongs to the window its first day lies in, and ends on its seventh", () => {
    const { range } = incrementalityRequest(weekly, { from: weekly.dates[4], to: weekly.dates[5] });
    expect([range.first, range.end, range.from]).toEqual([4, 6, weekly.dates[4]]);
    expect(Date.parse(range.to) - Date.parse(range.from)).toBe(13 * 86_400_000);
  });

  test("the last week may be named by any of its days", () => {
    const last = incrementalityRequest(weekly).range.to;
    expect(incrementalityRequest(weekly, { to: last }).range.end).toBe(70);
  });
});

test("groups are separated by semicolons or spaces, and may overlap", () => {
  const { groups } = incrementalityRequest(panel, { groups: "paid = tv, search; tele=tv one=search,search" });
  expect(groups).toEqual([
    { name: "paid", channels: ["tv", "search"] },
    { name: "tele", channels: ["tv"] },
    { name: "one", channels: ["search"] },
  ]);
});

test("geos are only told apart where there are several", () => {
  expect(incrementalityRequest(panel, { byGeo: true }).byGeo).toBe(false);
  expect(incrementalityRequest(weekly, { byGeo: true }).byGeo).toBe(true);
});
