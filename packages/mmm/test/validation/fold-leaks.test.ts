import { expect, test } from "vitest";
import type { Config } from "../../src/data/config/config.ts";
import type { Panel } from "../../src/data/panel.ts";
import { searchProblem } from "../../src/frameworks/robyn/search-problem.ts";
import { foldView } from "../../src/validation/fold-view.ts";
import { planSplits } from "../../src/validation/plan-validation.ts";
import type { Fold } from "../../src/validation/splits.ts";
import { geoWorld } from "../support/geo-panel.ts";
import { robynWeeklyConfig, weeklyPanel } from "../support/robyn-fit.ts";

/** The panel with another KPI in the cells that a fold is judged by, or that nobody may use. */
function withOtherKpi(panel: Panel, { scored, unused }: Fold): Panel {
  const values = panel.kpi.values.slice();
  for (const cell of [...scored, ...unused]) values[cell] = 1e3 * values[cell] + 1e9 * (cell % 3);
  return { ...panel, kpi: { ...panel.kpi, values } };
}

/** All that a model is told; of a search besides rows, KPI, decomposition, bounds, lambda's range, costs. */
function known(panel: Panel, config: Config, fold: Fold): string {
  const { training, spec } = foldView(panel, config, fold);
  const { dataDigest: _, ...told } = spec;
  return JSON.stringify([told, spec.kind === "robyn" ? searchProblem(training, spec) : null], (_key, value: unknown) =>
    ArrayBuffer.isView(value) ? Array.from(value as Float64Array) : value,
  );
}

const panel = weeklyPanel();
const config = robynWeeklyConfig({ decomposition: ["trend", "season"] });

test.each(["rolling", "kfold"] as const)("no KPI that a %s fold is judged by reaches a search", (splits) => {
  const { folds } = planSplits(panel, config, { splits, folds: 2 });
  for (const fold of folds) {
    expect(fold.scored.length).toBeGreaterThan(0);
    expect(known(withOtherKpi(panel, fold), config, fold)).toBe(known(panel, config, fold));
  }
});

test.each(["rolling", "kfold"] as const)(
  "no KPI that a %s fold is judged by reaches Meridian's scales, sizes or knots",
  (splits) => {
    for (const population of [true, false]) {
      const model = { kind: "meridian", meridian: { knots: "automatic" } };
      const world = geoWorld({}, { model, population });
      const [fold] = planSplits(world.panel, world.config, { splits, folds: 2 }).folds;
      expect(known(withOtherKpi(world.panel, fold), world.config, fold)).toBe(known(world.panel, world.config, fold));
    }
  },
);
