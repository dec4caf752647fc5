// The chapter of scenarios: what it answers, and that its tables and pictures hold what was compared.
import { beforeAll, describe, expect, test } from "vitest";
import { resolveSpec } from "../../src/model/resolve-spec.ts";
import { differenceSentence } from "../../src/report/chapter-scenarios.ts";
import { buildReport } from "../../src/report/chapters.ts";
import { drawChart } from "../../src/report/charts/catalog.ts";
import { darkTheme, lightTheme } from "../../src/report/charts/theme.ts";
import type { Block, Chapter } from "../../src/report/document.ts";
import { compareScenarios } from "../../src/scenario/compare-scenarios.ts";
import type { ScenarioComparison, ScenarioOutcome } from "../../src/scenario/comparison.ts";
import { parseScenarios, splitScenario } from "../../src/scenario/parse-scenario.ts";
import { planHorizon } from "../../src/scenario/plan-horizon.ts";
import { vocabularyOf } from "../../src/scenario/vocabulary.ts";
import { smallWorld } from "../support/small-panel.ts";
import { priorDraws, statedFit } from "../support/stated-fit.ts";
import { isPlainData, makeEvaluation } from "./make-evaluation.ts";

const evaluation = makeEvaluation();
const plain = (text: string): string => text.replaceAll("\u202f", " ");

function chapter(scenarios: ScenarioComparison): Chapter {
  const found = buildReport(evaluation, { scenarios }).chapters.find(({ id }) => id === "scenarios");
  if (found === undefined) throw new Error("no chapter");
  return found;
}

const figures = ({ blocks }: Chapter): Extract<Block, { kind: "figure" }>[] =>
  blocks.filter((block) => block.kind === "figure");
const text = ({ blocks }: Chapter): string =>
  plain(
    blocks
      .map((block) => (block.kind === "paragraph" ? block.text : block.kind === "list" ? block.items.join(" ") : ""))
      .join(" "),
  );

let past: ScenarioComparison;
let forecast: ScenarioComparison;

beforeAll(async () => {
  const { panel, config } = smallWorld({}, 80);
  const spec = resolveSpec(panel, config);
  const fit = statedFit(panel, spec, priorDraws(panel, spec, 5, 2));
  const read = (...texts: string[]) => parseScenarios(texts.map(splitScenario), vocabularyOf(panel));
  past = await compareScenarios(fit, {
    scenarios: read(
      "tv off",
      "a name that is much too long for a legend: search x5",
      "a name that is much too long for it: price +1%; budget x1",
    ),
    horizon: { first: 60, last: 79 },
  });
  forecast = await compareScenarios(fit, {
    scenarios: [],
    horizon: planHorizon(panel, { from: panel.dates[78], to: "2024-04-01" }),
    rules: { media: "recent", controls: "hold" },
    level: 0.975,
  });
});

describe("the chapter of scenarios", () => {
  test("is there once scenarios were simulated, as plain data with rectangular tables", () => {
    expect(buildReport(evaluation).chapters.map(({ id }) => id)).not.toContain("scenarios");
    for (const each of [chapter(past), chapter(forecast)]) {
      expect(isPlainData(each)).toBe(true);
      for (const block of each.blocks) {
        if (block.kind !== "figure" && block.kind !== "table") continue;
        for (const row of block.table.rows) expect(row).toHaveLength(block.table.columns.length);
      }
    }
  });

  test("leads with what leaves most after its spend", () => {
    const net = (each: (typeof past.scenarios)[number]): number => each.net?.expected ?? Number.NaN;
    const best = past.scenarios.reduce((top, each) => (net(each) > net(top) ? each : top));
    expect(chapter(past).answer).toContain(`Of three scenarios “${best.name}”`);
    expect(text(chapter(past))).toContain("20 days, all of them observed");
    expect(text(chapter(past))).toMatch(/A name that is much too long for a legend: search goes beyond the data/);
    expect(text(chapter(past))).toContain("in the 41 days after the horizon");
  });

  test("tells a forecast alone, with what was assumed", () => {
    const whole = chapter(forecast);
    expect(plain(whole.answer)).toMatch(/^The current plan is expected to bring .* \(97.5 % sure between/);
    expect(text(whole)).toContain("12 of them after the data");
    expect(text(whole)).toContain("tv and search as on the mean of the last 28 days");
    expect(figures(whole).map(({ id }) => id)).toEqual(["scenario-outcomes"]);
  });

  test("draws every plan under a name of its own, and the end of the data", () => {
    const [outcomes, differences] = figures(chapter(past));
    for (const width of [360, 900]) {
      const style = { theme: width === 360 ? darkTheme : lightTheme, width };
      const { option, height } = drawChart(outcomes.chart, evaluation, style);
      const names = option.legend?.data.map(({ name }) => name) ?? [];
      expect(new Set(names).size).toBe(4);
      expect(height).toBeGreaterThan(200);
      expect(drawChart(differences.chart, evaluation, style).option.legend?.data).toHaveLength(3);
    }
    const [picture] = figures(chapter(forecast));
    const { series } = drawChart(picture.chart, evaluation, { theme: lightTheme, width: 900 }).option;
    const marked = series.flatMap((each) => ("markLine" in each && each.markLine ? each.markLine.data : []));
    expect(marked).toEqual([{ xAxis: Date.parse("2024-03-21") }]);
  });
});

describe("a difference in a sentence", () => {
  const of = (changes: Partial<ScenarioOutcome>): string =>
    plain(differenceSentence(evaluation, { ...past.scenarios[0], ...changes }, 0.9));

  test("says more, less, nothing or that it cannot be told", () => {
    const sure = { delta: 5000, deltaInterval: [4000, 6000] as const, spendChange: 0 };
    expect(of(sure)).toBe(
      "“tv off” brings $5 000 more than the current plan for the same money (90 % sure between $4 000 and $6 000).",
    );
    expect(of({ ...sure, delta: -5000, deltaInterval: [-6000, -4000], spendChange: -100 })).toContain(
      "$5 000 less than the current plan for $100 less spend",
    );
    expect(of({ ...sure, deltaInterval: [-100, 9000], probabilityBetter: 0.93 })).toMatch(
      /^Whether “tv off” brings more or less than the current plan we cannot tell: .* probability 0.93\.$/,
    );
    expect(of({ delta: 0, deltaInterval: [0, 0], spendChange: 0 })).toBe(
      "“tv off” changes nothing that is expected, for the same money.",
    );
  });
});
