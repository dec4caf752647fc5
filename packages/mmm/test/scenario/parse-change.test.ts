import { describe, expect, test } from "vitest";
import { parseChange } from "../../src/scenario/parse-change.ts";
import { read, refusals } from "./vocabulary.ts";

const shift = { kind: "shift", from: ["tv"], to: ["search"], step: { unit: "percent", value: 10 } };
const more = { kind: "adjust", channels: ["search"], step: { unit: "percent", value: 20 } };
const less = { kind: "adjust", channels: ["tv"], step: { unit: "percent", value: -15 } };
const off = { kind: "adjust", channels: ["tv"], step: { unit: "factor", value: 0 } };
const budget = { kind: "adjust", channels: "all", step: { unit: "factor", value: 1.1 } };
const money = (value: number, per?: string): object => ({
  unit: "money",
  value,
  ...(per === undefined ? {} : { per }),
});
const q4 = { window: { kind: "months", first: 10, last: 12 } };

describe.each<[object, readonly string[]]>([
  [shift, ["shift 10% of tv to search", "Shift 10 % from TV to Search", "move 10 percent of “tv” to 'search'"]],
  [{ ...shift, to: ["search", "social"] }, ["shift 10% of tv to digital", "shift 10% of tv to search and social"]],
  [
    { ...shift, to: ["search", "print_ooh"] },
    ["shift 10% of tv to search, print-ooh", 'shift 10% of tv to search & "print ooh"'],
  ],
  [
    { ...shift, step: money(50_000) },
    ["shift 50000 of tv to search", "shift $50k from tv to search", "shift 50,000 of tv to search"],
  ],
  [
    { ...shift, step: money(5000, "week") },
    [
      "shift 5000 per week of tv to search",
      "shift 5k a week from tv to search",
      "shift 5 000 € weekly of tv to search",
    ],
  ],
  [
    more,
    [
      "+20% search",
      "+ 20 % search",
      "search +20%",
      "search up 20%",
      "increase search by 20%",
      "raise search by 20 percent",
      "add 20% to search",
    ],
  ],
  [
    { ...more, ...q4 },
    [
      "+20% search in Q4",
      "+20 % search during q4",
      "search +20% in October..December",
      "+20% search in Oct-Dec",
      "+20% search in the Q4",
    ],
  ],
  [
    less,
    [
      "-15% tv",
      "–15% tv",
      "−15 % tv",
      "— 15% tv",
      "tv -15%",
      "tv-15%",
      "cut tv by 15%",
      "tv down by 15%",
      "remove 15% from tv",
    ],
  ],
  [off, ["tv off", "switch off tv", "turn off tv", "no tv", "pause tv", "tv x0"]],
  [budget, ["budget x1.1", "budget ×1.1", "total budget 1.1x", "all channels x1.1", "the whole budget x 1.1"]],
  [
    { kind: "adjust", channels: ["tv"], step: money(50_000) },
    ["+50000 tv", "tv +50k", "add 50,000 to tv", "increase tv by 50000 EUR"],
  ],
  [
    { kind: "set", channels: ["tv"], amount: { value: 50_000, per: "week" } },
    ["set tv to 50000 per week", "tv = 50k per week", "tv to 50 000 weekly"],
  ],
  [
    { kind: "set", channels: "all", amount: { value: 1e6 } },
    ["set budget to 1000000", "budget = 1 million", "budget to 1m", "set the total budget to $1,000,000"],
  ],
  [
    { kind: "cost", channels: ["tv"], step: { unit: "percent", value: 10 } },
    ["tv cost +10%", "cost of tv +10%", "+10% tv cost", "increase tv cost by 10%", "+10% cost of tv"],
  ],
  [
    { kind: "control", control: "price", step: { unit: "percent", value: 5 } },
    ["price +5%", "+5% price", "control price +5%", "raise price by 5%"],
  ],
  [
    { kind: "control", control: "is_promotion", step: { unit: "to", value: 1 } },
    ["is_promotion on", "switch on is-promotion", "set is_promotion to 1", "control is_promotion = 1"],
  ],
  [{ kind: "control", control: "price", step: { unit: "to", value: -1.2 } }, ["control price = -1.2", "price = −1.2"]],
  [
    { kind: "control", control: "off-trade index", step: { unit: "add", value: 0.3 } },
    ["off-trade index +0.3", 'control "off-trade index" + 0.3'],
  ],
  [{ kind: "value", step: { unit: "percent", value: 5 } }, ["unit value +5%", "+5% unit value"]],
  [{ ...off, geos: ["North"] }, ['tv off in geo "North"', "tv off in North", "tv off in region north"]],
  [
    { ...off, geos: ["North", "South West"], ...q4 },
    ["tv off in Q4 in geo North and South West", "tv off in geos “South West”, North in Q4"].map((text) => text),
  ],
])("%j", (change, texts) => {
  test.each(texts)("is %s", (text) => {
    const found = read(text);
    const geos = found.geos === undefined ? {} : { geos: [...found.geos].sort() };
    expect({ ...found, ...geos }).toEqual(change);
  });
});

const window = (text: string): unknown => read(`tv off in ${text}`).window;

describe("a window", () => {
  test.each<[string, object]>([
    ["Q4", q4.window],
    ["December", { kind: "months", first: 12, last: 12 }],
    ["Nov..Feb", { kind: "months", first: 11, last: 2 }],
    ["Q3-Q4", { kind: "months", first: 7, last: 12 }],
    ["week 30-34", { kind: "weeks", first: 30, last: 34 }],
    ["weeks 30 to 34", { kind: "weeks", first: 30, last: 34 }],
    ["week 30 – 34", { kind: "weeks", first: 30, last: 34 }],
    ["W30-W34", { kind: "weeks", first: 30, last: 34 }],
    ["KW 30".replace(" ", ""), { kind: "weeks", first: 30, last: 30 }],
    ["week 50..2", { kind: "weeks", first: 50, last: 2 }],
    ["last 8 weeks", { kind: "edge", edge: "last", count: 8, unit: "week" }],
    ["the first 1 month", { kind: "edge", edge: "first", count: 1, unit: "month" }],
    ["next 10 days", { kind: "edge", edge: "first", count: 10, unit: "day" }],
    ["Q4 2024", { kind: "dates", from: "2024-10-01", to: "2024-12-31" }],
    ["2024 Q4", { kind: "dates", from: "2024-10-01", to: "2024-12-31" }],
    ["2024-Q4", { kind: "dates", from: "2024-10-01", to: "2024-12-31" }],
    ["Q4 2024..Q1 2025", { kind: "dates", from: "2024-10-01", to: "2025-03-31" }],
    ["Nov..Feb 2025", { kind: "dates", from: "2024-11-01", to: "2025-02-28" }],
    ["February 2024", { kind: "dates", from: "2024-02-01", to: "2024-02-29" }],
    ["2024", { kind: "dates", from: "2024-01-01", to: "2024-12-31" }],
    ["2024-10", { kind: "dates", from: "2024-10-01", to: "2024-10-31" }],
    ["2024-10..2024-12", { kind: "dates", from: "2024-10-01", to: "2024-12-31" }],
    ["2024-10–2024-12", { kind: "dates", from: "2024-10-01", to: "2024-12-31" }],
    ["2024-12-28…2025-01-03", { kind: "dates", from: "2024-12-28", to: "2025-01-03" }],
    ["2024-02-29", { kind: "dates", from: "2024-02-29", to: "2024-02-29" }],
    ["week 30 of 2024", { kind: "dates", from: "2024-07-22", to: "2024-07-28" }],
    ["week 1 of 2025", { kind: "dates", from: "2024-12-30", to: "2025-01-05" }],
    ["week 53 of 2020", { kind: "dates", from: "2020-12-28", to: "2021-01-03" }],
    ["2024-W30..2024-W34", { kind: "dates", from: "2024-07-22", to: "2024-08-25" }],
    ["week 52-2 2025", { kind: "dates", from: "2024-12-23", to: "2025-01-12" }],
  ])("%s", (text, expected) => {
    expect(window(text)).toEqual(expected);
  });

  test("is also read from … to …, and without a preposition", () => {
    const expected = { kind: "dates", from: "2024-10-01", to: "2024-12-15" };
    expect(read("tv off from 2024-10 to 2024-12-15").window).toEqual(expected);
    expect(read("shift 10% from tv to search from 2024-10 until 2024-12-15").window).toEqual(expected);
    expect(read("tv off week 30-34").window).toEqual({ kind: "weeks", first: 30, last: 34 });
  });

  test.each([
    ["Q5", "there is no quarter 5"],
    ["week 54", "there is no week 54"],
    ["week 53 of 2024", "2024 has 52 ISO weeks, not 53"],
    ["2024-13", "2024-13 is not in the calendar"],
    ["2023-02-29", "2023-02-29 is not in the calendar"],
    ["2024-12..2024-10", "ends on 2024-10-31, before it begins on 2024-12-01"],
    ["Q4..2025-01-15", "one end of the window has no year"],
    ["summer", 'cannot be read from "summer" on. Windows are written like'],
    ["last 0 weeks", 'Write it like "last 8 weeks"'],
  ])("%s is refused by name", (text, message) => {
    expect(refusals(() => window(text))).toContain(message);
  });
});

describe("what cannot be meant is refused", () => {
  test.each([
    ["", "ends before it says what to change"],
    ["frobnicate", 'there is no channel or control "frobnicate"'],
    ["shift tv to search", "Say how much"],
    ["shift 10% of tv", 'Say where to: "shift 10% of tv to search"'],
    ["shift 120% of tv to search", "there is no more than 100% to shift, not 120%"],
    ["shift -5% of tv to search", "the amount is negative"],
    ["shift 10% of tv to search and tv", "tv would give and take"],
    ["shift 10% of budget to tv", "a shift goes from channels to channels"],
    ["tv -120%", "a cut of 120% leaves less than nothing"],
    ["tv cost -100%", "a cost or value must stay above zero"],
    ["tv cost +500", "percentage or a factor"],
    ["set tv to -5", "spend cannot be negative"],
    ["set tv and search to 500", "not clear whether each of them or all together"],
    ["tv on", "a channel that is switched on needs an amount"],
    ["+20% serach", 'there is no channel or control "serach". Write search, the nearest there is'],
    ["+20% promotion", "Write is_promotion, the nearest there is"],
    ["control tvv = 2", 'there is no control "tvv"'],
    ["tv off in geo Nort", 'there is no geo "Nort". Write North'],
    ["tv off in Q4 in Q3", 'cannot be read from "Q3" on'],
    ["+20% search §", 'cannot be read from "§" on'],
    ["set tv to", "ends before it says what to change"],
    ["tv 20 per fortnight", "An amount is per day, week, month or period"],
  ])("%s", (text, message) => {
    expect(refusals(() => read(text))).toContain(message);
  });

  test("with all unknown names at once", () => {
    const message = refusals(() => read("shift 10% of tvv to serach in geo Nord"));
    expect(message.split("\n")).toHaveLength(3);
  });
});

test("a channel called like a factor is the channel", () => {
  const names = { channels: ["x1", "x2"], controls: [], geos: [] };
  const adjust = (channels: string[], value: number, unit: string) => ({
    kind: "adjust",
    channels,
    step: { unit, value },
  });
  expect(parseChange("+10% x1", names)).toMatchObject(adjust(["x1"], 10, "percent"));
  expect(parseChange("x1 x1.2", names)).toMatchObject(adjust(["x1"], 1.2, "factor"));
  expect(parseChange("x1 and x2 x2.0", names)).toMatchObject(adjust(["x1", "x2"], 2, "factor"));
});
