// The whole of validation on three weekly years: a model that is right beats every baseline; on a KPI of pure noise it says that
// it does not.
import { openStream } from "@carryover/engine";
import { expect, test } from "vitest";
import { observedPlan } from "../../src/analysis/media-plan.ts";
import type { Config } from "../../src/data/config/config.ts";
import type { Panel } from "../../src/data/panel.ts";
import { resolveSpec } from "../../src/model/resolve-spec.ts";
import { planSplits, type SplitRequest } from "../../src/validation/plan-validation.ts";
import { runFolds } from "../../src/validation/run-folds.ts";
import { summarizeValidation } from "../../src/validation/summarize-validation.ts";
import type { BaselineComparison, BaselineName, Validation } from "../../src/validation/validation.ts";
import { geoWorld } from "../support/geo-panel.ts";
import { priorDraws, statedFit } from "../support/stated-fit.ts";

const { panel: media, config } = geoWorld({ geos: 1, periods: 156, seed: 11 });
const panel = withModelKpi(media);

/** The media and prices of a generated world, with the KPI that the model itself expects at stated parameters, and its noise. */
function withModelKpi(of: Panel): Panel {
  const spec = resolveSpec(of, config);
  const [drawn] = priorDraws(of, spec, 1, 4);
  const stated = {
    ...drawn,
    intercept: [0.6],
    trend: [0.1],
    yearly: drawn.yearly.map((_, index) => 0.05 / (1 + index)),
    control: drawn.control.map(() => -0.05),
    roi: drawn.roi.map(() => 3),
    sigma: [0.03],
  };
  const fit = statedFit(of, spec, [stated]);
  const values = fit.predictive(fit.outcome(observedPlan(of)).values, 8);
  return { ...of, kpi: { ...of.kpi, values } };
}

const sampling = { chains: 2, warmup: 250, draws: 150, seed: 3 };

async function validate(of: Panel, request: SplitRequest, model: Config = config): Promise<Validation> {
  const { folds, settings } = planSplits(of, model, request);
  const outcomes = await runFolds(of, model, folds, { sampling });
  return summarizeValidation({ panel: of, model: "default", settings: { ...settings, ...sampling } }, outcomes);
}

function against({ comparisons }: Validation, name: BaselineName): BaselineComparison {
  const found = comparisons.find(({ baseline }) => baseline === name);
  if (found === undefined) throw new Error(`no ${name}`);
  return found;
}

test("the right model beats seasonal naive, itself without media, and plain regression", async () => {
  const validation = await validate(panel, { folds: 5, horizon: 8 });
  expect(validation.status).toBe("complete");
  for (const name of ["seasonal-naive", "no-media", "regression"] as const) {
    expect(against(validation, name).skill, name).toBeGreaterThan(0);
  }
  expect(against(validation, "no-media").outcome).toBe("beats");
  expect(against(validation, "seasonal-naive").outcome).toBe("beats");
  // 40 held-out weeks: 3 standard errors below 90 %.
  expect(validation.coverage?.["90"]).toBeGreaterThan(0.75);
  expect(validation.stability.every(({ ratio }) => ratio < 1.5)).toBe(true);
  expect(validation.verdict.status).not.toBe("fail");
}, 120_000);

test("blocks of the history agree", async () => {
  const validation = await validate(panel, { splits: "kfold", folds: 4, buffer: 2 });
  expect(against(validation, "no-media").outcome).toBe("beats");
  expect(validation.coverage?.["90"]).toBeGreaterThan(0.8);
}, 120_000);

test("of a KPI that is noise it says that media do not help to predict it", async () => {
  const stream = openStream({ seed: 5, chain: 0, purpose: "data" });
  const values = panel.kpi.values.map(() => 1e6 * (1 + 0.05 * stream.normal()));
  const noise: Panel = { ...panel, kpi: { ...panel.kpi, values } };
  const validation = await validate(noise, { folds: 5, horizon: 8 });
  expect(against(validation, "no-media").outcome).not.toBe("beats");
  expect(validation.verdict.status).not.toBe("pass");
  expect(validation.verdict.sentence).toMatch(/(does not beat|not clearly of) .*the same model without media/);
}, 120_000);
