// Panels with all there can be, whose KPI is not known all over, go through everything that is asked of a fit.
import { describe, expect, test } from "vitest";
import { channelContributions, contributionByRemoval } from "../src/analysis/contributions.ts";
import { evaluate } from "../src/analysis/evaluate.ts";
import { analyzeIncrementality } from "../src/analysis/incrementality.ts";
import { incrementalityRequest } from "../src/analysis/incrementality-request.ts";
import { observedPlan } from "../src/analysis/media-plan.ts";
import { evaluationTables } from "../src/analysis/tables.ts";
import { openPlanner } from "../src/budget/planner.ts";
import type { Fit } from "../src/fit.ts";
import { resolveSpec } from "../src/model/resolve-spec.ts";
import { buildReport } from "../src/report/chapters.ts";
import { compareScenarios } from "../src/scenario/compare-scenarios.ts";
import { assessTrust } from "../src/trust/assess-trust.ts";
import { placeboModel, placeboResult } from "../src/trust/placebo.ts";
import { priorFit } from "../src/trust/prior-draws.ts";
import { isPlainData } from "./report/make-evaluation.ts";
import { type RichWorld, richWorld } from "./support/rich-panel.ts";

const draws = 12;
const sampling = { warmup: 0, seed: 1, targetAccept: 0.9 };

const worlds: Readonly<Record<string, () => RichWorld>> = {
  "ragged geos with a history": () => richWorld("ragged", { data: { holdout: "held" } }, { past: 5 }),
  "one series with gaps": () => richWorld("national", { data: { ragged: true } }, { past: 5, gaps: [10, 11, 40] }),
  "PyMC-Marketing's": () =>
    richWorld(
      "national",
      { data: { ragged: true }, model: { kind: "pymc-marketing" } },
      { past: 5, gaps: [10, 11, 40] },
    ),
  "a log-normal likelihood": () =>
    richWorld("national", { data: { ragged: true }, model: { likelihood: "log-normal" } }, { past: 5, gaps: [10, 40] }),
};

/** Every text of a report. */
function texts(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(texts);
}

describe.each(Object.entries(worlds))("%s", (name, world) => {
  const { panel, config, holdout } = world();
  const spec = resolveSpec(panel, config, { holdout });
  const fit: Fit = priorFit(panel, spec, draws, 5);
  const evaluation = evaluate(fit, { sampling });
  const unknown = panel.kpi.values.filter(Number.isNaN).length;

  test("the evaluation is plain data, and says what is not known", () => {
    expect(isPlainData({ ...evaluation, diagnostics: null, parameters: null, traces: null })).toBe(true);
    expect(evaluation.unknown).toMatchObject({ cells: unknown, of: panel.kpi.values.length });
    expect(evaluation.unknown?.sentence).toContain(`The KPI of ${unknown} of ${panel.kpi.values.length} values`);
    expect(evaluation.quality.r2).toBeLessThanOrEqual(1);
    expect(evaluation.diagnostics.findings.every(({ found }) => !/NaN/.test(found))).toBe(true);
  });

  test("organic channels and treatments are parts of their own name, and all parts are the outcome", () => {
    const groups = new Map(evaluation.components.map((part) => [part.name, part.group]));
    expect(["mail", "posts", "price"].map((part) => groups.get(part))).toEqual(["organic", "organic", "treatments"]);
    const components = fit.components();
    const expected = fit.outcome(observedPlan(panel)).values;
    expected.forEach((value, index) => {
      const sum = components.reduce((total, part) => total + part.values[index], 0);
      // Rounding of some ten parts.
      expect(Math.abs(sum - value)).toBeLessThan(1e-9 * Math.max(1, Math.abs(value)));
    });
    const rows = evaluationTables(evaluation).find(({ source }) => source === "contributions");
    expect(new Set(rows?.columns[1].cells)).toEqual(new Set(evaluation.components.map((part) => part.name)));
  });

  test("what a channel brought is what its removal takes away, at all times", () => {
    channelContributions(fit, fit.components()).forEach((values, channel) => {
      contributionByRemoval(fit, channel).forEach((removed, index) => {
        expect(Math.abs(values[index] - removed)).toBeLessThan(1e-8 * Math.max(1, Math.abs(removed)) + 1e-6);
      });
    });
  });

  test("incrementality agrees with the evaluation on the whole window", () => {
    const request = incrementalityRequest(panel, { draws, curves: name.startsWith("ragged") });
    const { windows } = analyzeIncrementality(fit, request);
    expect(windows[0].unknown).toBe(unknown);
    expect(Number.isFinite(windows[0].observed)).toBe(true);
    evaluation.channels.forEach(({ contribution }, index) => {
      const { windowView } = windows[0].subjects[index];
      const { mean } = windowView.contribution;
      expect(mean).toBeCloseTo(contribution.mean, 4);
    });
    expect(Object.values(windows[0].baseline).every(Number.isFinite)).toBe(true);
  });

  test("plans, scenarios, trust and the report are made of it without a number that is none", async () => {
    const plan = openPlanner(fit).optimize({}, { verify: false, regretDraws: 2 });
    expect(plan.channels.every(({ plan: planned, roiPlan }) => Number.isFinite(planned + roiPlan))).toBe(true);
    const trust = assessTrust(fit, evaluation, { draws });
    expect(isPlainData(trust)).toBe(true);
    const report = buildReport(evaluation, { trust });
    expect(texts(report).filter((text) => /\bNaN\b|undefined|Infinity/.test(text))).toEqual([]);
    expect(texts(report).some((text) => text.includes(evaluation.unknown?.sentence ?? "?"))).toBe(true);
    const model = placeboModel({ panel, spec }, 3);
    const placebo = placeboResult(priorFit(model.panel, model.spec, draws, 5), model, 0.9);
    expect(Number.isFinite(placebo.median)).toBe(true);
    const horizon = { first: panel.dates.length, last: panel.dates.length + 3 };
    const rules = { media: "recent", controls: "hold" } as const;
    const { assumptions, scenarios } = await compareScenarios(fit, { scenarios: [], horizon, rules, maxDraws: 8 });
    expect(assumptions.join(" ")).toContain("posts");
    expect(isPlainData(scenarios)).toBe(true);
  });
});
