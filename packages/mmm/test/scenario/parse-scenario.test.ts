import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatScenario } from "../../src/scenario/format-scenario.ts";
import { parseScenarios, splitScenario } from "../../src/scenario/parse-scenario.ts";
import type { Change, Channels, PerUnit, Scenario, Window } from "../../src/scenario/scenario.ts";
import { parseScenarioFile } from "../../src/scenario/scenario-file.ts";
import { refusals, vocabulary } from "./vocabulary.ts";

const scenariosOf = (...texts: string[]): Scenario[] => parseScenarios(texts.map(splitScenario), vocabulary);

const positive = fc.oneof(fc.integer({ min: 1, max: 99 }), fc.double({ min: 1e-6, max: 99, noNaN: true }));
const amount = fc.oneof(fc.integer({ min: 1, max: 10_000_000 }), fc.double({ min: 1e-3, max: 1e9, noNaN: true }));
const signed = positive.chain((value) => fc.constantFrom(value, -value));
const per = fc.option(fc.constantFrom<PerUnit>("day", "week", "month", "period"), { nil: undefined });
const money = fc
  .record({ value: amount, per })
  .map(({ value, per: unit }) => (unit === undefined ? { value } : { value, per: unit }));
const some = (names: readonly string[]): fc.Arbitrary<string[]> => fc.shuffledSubarray([...names], { minLength: 1 });
const channels = fc.oneof(fc.constant<Channels>("all"), some(vocabulary.channels));
const proportion = fc.oneof(
  signed.map((value) => ({ unit: "percent" as const, value })),
  positive.map((value) => ({ unit: "factor" as const, value })),
);
const isoDay = fc.integer({ min: 0, max: 40_000 }).map((day) => new Date(day * 86_400_000).toISOString().slice(0, 10));
const window: fc.Arbitrary<Window> = fc.oneof(
  fc.record({
    kind: fc.constant("months" as const),
    first: fc.integer({ min: 1, max: 12 }),
    last: fc.integer({ min: 1, max: 12 }),
  }),
  fc.record({
    kind: fc.constant("weeks" as const),
    first: fc.integer({ min: 1, max: 53 }),
    last: fc.integer({ min: 1, max: 53 }),
  }),
  fc.tuple(isoDay, isoDay).map(([left, right]) => {
    const [from, to] = [left, right].sort();
    return { kind: "dates" as const, from, to };
  }),
  fc.record({
    kind: fc.constant("edge" as const),
    edge: fc.constantFrom("first" as const, "last" as const),
    count: fc.integer({ min: 1, max: 400 }),
    unit: fc.constantFrom<PerUnit>("day", "week", "month", "period"),
  }),
);
const place = fc.record({ window, geos: some(vocabulary.geos) }, { requiredKeys: [] });
const body: fc.Arbitrary<Change> = fc.oneof(
  fc
    .tuple(fc.shuffledSubarray([...vocabulary.channels], { minLength: 2 }), fc.nat(), positive, money, fc.boolean())
    .map(([names, cut, percent, amounts, isMoney]): Change => {
      const at = 1 + (cut % (names.length - 1));
      const step = isMoney ? { unit: "money" as const, ...amounts } : { unit: "percent" as const, value: percent };
      return { kind: "shift", from: names.slice(0, at), to: names.slice(at), step };
    }),
  fc.record({ kind: fc.constant("adjust" as const), channels, step: proportion }),
  fc.record({
    kind: fc.constant("adjust" as const),
    channels,
    step: fc.constant({ unit: "factor" as const, value: 0 }),
  }),
  fc.record({
    kind: fc.constant("adjust" as const),
    channels,
    step: fc.tuple(money, fc.boolean()).map(([amounts, isLess]) => ({
      unit: "money" as const,
      ...amounts,
      value: isLess ? -amounts.value : amounts.value,
    })),
  }),
  fc.record({
    kind: fc.constant("set" as const),
    channels: fc.oneof(
      fc.constant<Channels>("all"),
      fc.constantFrom(...vocabulary.channels).map((name) => [name]),
    ),
    amount: money,
  }),
  fc.record({ kind: fc.constant("cost" as const), channels, step: proportion }),
  fc.record({
    kind: fc.constant("control" as const),
    control: fc.constantFrom(...vocabulary.controls),
    step: fc.oneof(
      proportion,
      signed.map((value) => ({ unit: "add" as const, value })),
      fc.oneof(fc.constant(0), signed).map((value) => ({ unit: "to" as const, value })),
    ),
  }),
  fc.record({ kind: fc.constant("value" as const), step: proportion }),
);
const change = fc.tuple(body, place).map(([what, where]): Change => ({ ...what, ...where }));

describe("a scenario", () => {
  test("written as text is read as the same scenario", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("more", "Q4: a push; then rest", "Ünïcode – name", "10% off"),
        fc.array(change, { minLength: 1, maxLength: 4 }),
        (name, changes) => {
          const scenario = { name, changes };
          expect(scenariosOf(formatScenario(scenario))).toEqual([scenario]);
        },
      ),
      { numRuns: 400 },
    );
  });

  test("of any text at all is understood or refused in words, never an accident", () => {
    const words =
      'shift move set to of from in geo tv search price off on x1.1 +20% -15% 50k per week Q4 week 30-34 2024-10 .. ; : , and " “ last 8 weeks = budget cost unit value control –'.split(
        " ",
      );
    const texts = fc.oneof(
      fc.string({ unit: "grapheme", maxLength: 30 }),
      fc.array(fc.constantFrom(...words), { maxLength: 12 }).map((parts) => parts.join(" ")),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const message = refusals(() => scenariosOf(text));
        expect(message === "" || /\. [^.]+/u.test(message)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  test("without a name is called what it says, its changes in order", () => {
    const [scenario] = scenariosOf("tv off  in Q4;  +20% search;");
    expect(scenario.name).toBe("tv off in Q4; +20% search");
    expect(scenario.changes.map(({ kind }) => kind)).toEqual(["adjust", "adjust"]);
    expect(formatScenario(scenario)).toBe(scenario.name);
  });

  test("keeps names with colons and quotes apart from its changes", () => {
    expect(splitScenario('"a: b": tv off in geo "x:y"')).toEqual({ name: "a: b", changes: [' tv off in geo "x:y"'] });
    expect(splitScenario("“summer; autumn”: tv off").name).toBe("summer; autumn");
  });

  test("is refused with everything that is wrong in any of them", () => {
    const message = refusals(() => scenariosOf("a: +20% serach; -5% tvv", "a: tv off", "b:", "c: tv off in geo Nort"));
    expect(message.split("\n")).toEqual([
      expect.stringContaining('there is no channel or control "serach". Write search'),
      expect.stringContaining('there is no channel or control "tvv". Write tv'),
      expect.stringContaining('two scenarios are called "a"'),
      expect.stringContaining('the scenario "b" changes nothing'),
      expect.stringContaining('there is no geo "Nort". Write North'),
    ]);
  });

  test("may not use groups of channels that do not exist", () => {
    const groups = { digital: ["search", "socail"], none: [] };
    const message = refusals(() => parseScenarios([{ changes: ["tv off"] }], { ...vocabulary, groups }));
    expect(message).toContain('the group "digital" has "socail", which is no channel');
    expect(message).toContain('the group "none" has no channel');
  });
});

describe("a file of scenarios", () => {
  const entries = [
    { name: "shift", changes: ["shift 10% of tv to digital", "+20% search in Q4"] },
    { name: "dark", changes: ["tv off in week 30-34"] },
  ];

  test.each<[string, unknown]>([
    ["texts", ["shift: shift 10% of tv to digital; +20% search in Q4", "dark: tv off in week 30-34"]],
    ["names and changes", { scenarios: entries }],
    ["entries of a list", [{ shift: entries[0].changes }, { dark: "tv off in week 30-34" }]],
    ["a mapping", { scenarios: { shift: entries[0].changes, dark: "tv off in week 30-34" } }],
    ["a mapping alone", { shift: entries[0].changes, dark: entries[1].changes }],
  ])("may hold them as %s", (_, value) => {
    const { scenarios } = parseScenarioFile(value);
    expect(parseScenarios(scenarios, vocabulary)).toEqual(parseScenarios(entries, vocabulary));
  });

  test("defines groups", () => {
    const file = parseScenarioFile({ groups: { online: ["search", "social"], air: "tv" }, scenarios: ["no air"] });
    expect(file.groups).toEqual({ online: ["search", "social"], air: ["tv"] });
    const [{ changes }] = parseScenarios(file.scenarios, { ...vocabulary, groups: file.groups });
    expect(changes).toEqual([{ kind: "adjust", channels: ["tv"], step: { unit: "factor", value: 0 } }]);
  });

  test.each<[unknown, string]>([
    [null, "the scenarios are not a list"],
    [[], "the file has no scenario"],
    [{ scenarios: ["tv off"], group: {} }, 'unknown key "group". Write "groups"'],
    [[{ name: "a", change: "tv off" }], 'unknown key "change". Write "changes"'],
    [[{ name: "a", changes: [3] }], 'the changes of "a" are not text'],
    [[{ name: [], changes: "tv off" }], "the name is not text"],
    [[7], "this is no scenario"],
    [{ scenarios: ["tv off"], groups: ["tv"] }, "the groups are not a mapping"],
    [{ scenarios: ["tv off"], groups: { air: [1] } }, 'the group "air" is not a list of channels'],
  ])("%j is refused", (value, message) => {
    expect(refusals(() => parseScenarioFile(value))).toContain(message);
  });
});
