// Refreshing a run with organic channels, treatments, media before it and gaps.
import { describe, expect, test } from "vitest";
import type { Panel } from "../../src/data/panel.ts";
import { firstPeriods } from "../../src/data/slice-panel.ts";
import { resolveSpec } from "../../src/model/resolve-spec.ts";
import { createPosterior } from "../../src/posterior.ts";
import { continuityProblems, restatedSeries, restatements } from "../../src/refresh/compare-panels.ts";
import { dataDrift } from "../../src/refresh/data-drift.ts";
import { foretold } from "../../src/refresh/foretold.ts";
import { refreshSpec } from "../../src/refresh/refresh-spec.ts";
import { withHistory } from "../../src/refresh/with-history.ts";
import { isPlainData } from "../report/make-evaluation.ts";
import { richWorld } from "../support/rich-panel.ts";
import { priorDraws, statedFit } from "../support/stated-fit.ts";

describe("a refresh", () => {
  const { panel, config } = richWorld("ragged", {}, { past: 3 });
  const before = firstPeriods(panel, 50);
  const spec = resolveSpec(before, config);
  const previous = statedFit(before, spec, priorDraws(before, spec, 80, 3));

  test("takes the posterior of organic channels and treatments as their prior", () => {
    const { spec: next, newPeriods } = refreshSpec(previous, panel, { prior: "posterior", holdout: [55] });
    expect(newPeriods).toBe(10);
    expect(next.holdout).toContain(55);
    const stated = [
      ...Object.keys(next.elementPriors ?? {}),
      ...(next.joint?.variables.map((variable) => variable.name) ?? []),
    ];
    expect(stated).toEqual(expect.arrayContaining(["organic_contribution", "organic_retention", "treatment"]));
    expect(Number.isFinite(createPosterior({ panel, spec: next }).dim)).toBe(true);
  });

  test("tells drift where the KPI is known", () => {
    const fit = statedFit(panel, resolveSpec(panel, config), priorDraws(panel, resolveSpec(panel, config), 12, 3));
    const told = foretold({ old: fit, before: 50, kept: Int32Array.from({ length: 12 }, (_, draw) => draw), seed: 1 });
    expect(isPlainData(told)).toBe(true);
    const drift = dataDrift(panel, 50, spec.geo?.sizes);
    expect(isPlainData(drift)).toBe(true);
    expect(drift.controls.map(({ name }) => name)).toEqual(["weather", "price"]);
  });

  test("finds a past that is no longer what it was, also of what was shown before the panel", () => {
    const [mail, ...others] = panel.organic ?? [];
    const changed: Panel = {
      ...panel,
      organic: [{ ...mail, exposure: mail.exposure.map((value) => value + 1) }, ...others],
      treatments: (panel.treatments ?? []).map((series) => ({
        ...series,
        values: series.values.map((each) => each + 1),
      })),
      ...(panel.history && {
        history: {
          ...panel.history,
          media: panel.history.media.map((each, index) =>
            index === 0 ? { ...each, exposure: each.exposure.with(2, 999) } : each,
          ),
        },
      }),
      kpi: { ...panel.kpi, values: panel.kpi.values.with(4, 1000) },
    };
    expect(restatements(before, panel)).toEqual([]);
    const found = restatements(before, changed);
    expect(found.map(restatedSeries)).toEqual(["revenue", "exposure of mail", "price", "media of tv before the data"]);
    expect(found[0]).toMatchObject({ cells: 1, largest: { date: panel.dates[4] } });
    expect(found[3].largest).toMatchObject({ after: 999 });
    const { history: _, ...without } = panel;
    expect(restatements(before, without).map(({ series }) => series)).toEqual(["history", "history"]);
    expect(
      continuityProblems(before, { ...panel, organic: [], treatments: [] }).map(({ found: text }) => text),
    ).toEqual([
      expect.stringContaining('organic channel "mail"'),
      expect.stringContaining('organic channel "posts"'),
      expect.stringContaining('treatment "price"'),
    ]);
  });

  test("puts the run's own beginning, and what was before it, in front of data that begin later", () => {
    const later = withoutFirst(panel, 20);
    const { panel: completed, fromHistory } = withHistory(before, later);
    expect(fromHistory).toBe(20);
    expect(completed.digest).toBe(panel.digest);
  });
});

/** The panel from a period on, as an export of the last weeks has it. */
function withoutFirst(panel: Panel, periods: number): Panel {
  const all = panel.dates.length;
  const cut = (values: Float64Array): Float64Array => values.filter((_, cell) => cell % all >= periods);
  const { history: _, ...rest } = panel;
  return {
    ...rest,
    dates: panel.dates.slice(periods),
    kpi: { ...panel.kpi, values: cut(panel.kpi.values), revenuePerKpi: cut(panel.kpi.revenuePerKpi) },
    media: panel.media.map((series) => ({ ...series, spend: cut(series.spend), exposure: cut(series.exposure) })),
    controls: panel.controls.map((series) => ({ ...series, values: cut(series.values) })),
    organic: (panel.organic ?? []).map((series) => ({
      ...series,
      exposure: cut(series.exposure),
      ...(series.frequency === undefined ? {} : { frequency: cut(series.frequency) }),
    })),
    treatments: (panel.treatments ?? []).map((series) => ({ ...series, values: cut(series.values) })),
  };
}
