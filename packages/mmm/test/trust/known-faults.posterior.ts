// Fits of data with a fault that was put in: the check that is about it finds it, and finds nothing without it.
import { openStream } from "@carryover/engine";
import { describe, expect, test } from "vitest";
import { evaluate } from "../../src/analysis/evaluate.ts";
import type { Panel } from "../../src/data/panel.ts";
import type { Fit } from "../../src/fit.ts";
import { fitBayesian } from "../../src/frameworks/bayesian/fit.ts";
import { resolveSpec } from "../../src/model/resolve-spec.ts";
import type { ModelSpec } from "../../src/model/spec.ts";
import { assessTrust } from "../../src/trust/assess-trust.ts";
import { checkPlacebo } from "../../src/trust/check-placebo.ts";
import { placeboModel, placeboResult } from "../../src/trust/placebo.ts";
import type { TrustCheck, TrustReport } from "../../src/trust/trust-report.ts";
import { smallWorld } from "../support/small-panel.ts";

const world = smallWorld({ yearly_order: 0, day_of_week: false, holidays: null }, 210);
const sampling = { chains: 4, warmup: 400, draws: 400, seed: 11 };

function withKpi(panel: Panel, more: (t: number) => number): Panel {
  return { ...panel, kpi: { ...panel.kpi, values: panel.kpi.values.map((value, t) => value + more(t)) } };
}

function fitOf(panel: Panel, spec: ModelSpec = resolveSpec(panel, world.config)): Promise<Fit> {
  return fitBayesian(panel, spec, { sampling });
}

async function judged(panel: Panel): Promise<TrustReport> {
  const fit = await fitOf(panel);
  return assessTrust(fit, evaluate(fit, { sampling: { warmup: 400, seed: 11, targetAccept: 0.9 } }));
}

function verdictOf({ checks }: TrustReport, id: TrustCheck["id"]): TrustCheck["verdict"] | undefined {
  return checks.find((check) => check.id === id)?.verdict;
}

test("data without a fault raise no failure", async () => {
  const report = await judged(world.panel);
  expect(report.counts.fail).toBe(0);
  expect(report.verdict).toBe("caution");
  expect(verdictOf(report, "residual-autocorrelation")).toBe("pass");
  expect(verdictOf(report, "collinearity")).toBe("pass");
  expect(verdictOf(report, "contraction")).not.toBe("fail");
});

test("a drift that the model does not know is found in the residuals, and fails the run", async () => {
  const stream = openStream({ seed: 2, chain: 0, purpose: "data" });
  let drift = 0;
  const steps = world.panel.dates.map(() => {
    drift = 0.9 * drift + 40 * stream.normal();
    return drift;
  });
  const report = await judged(withKpi(world.panel, (t) => steps[t]));
  expect(verdictOf(report, "residual-autocorrelation")).toBe("fail");
  expect(report.verdict).toBe("fail");
});

test("channels that are always bought together cannot be told apart", async () => {
  const [tv] = world.panel.media;
  const stream = openStream({ seed: 3, chain: 0, purpose: "data" });
  const spend = tv.spend.map((value) => value * (1 + 0.02 * stream.normal()));
  const twins = { ...world.panel, media: [tv, { name: "search", spend, exposure: spend }] };
  const report = await judged(twins);
  expect(["caution", "fail"]).toContain(verdictOf(report, "collinearity"));
  const line = report.channels.find(({ name }) => name === "search");
  expect(line?.verdict).not.toBe("pass");
});

test("one outlier of twenty standard deviations is named", async () => {
  const report = await judged(withKpi(world.panel, (t) => (t === 100 ? 600 : 0)));
  expect(["caution", "fail"]).toContain(verdictOf(report, "posterior-predictive"));
});

describe("a placebo", () => {
  const model = placeboModel({ panel: world.panel, spec: resolveSpec(world.panel, world.config) }, 1);

  test("earns nothing where it did nothing", async () => {
    const result = placeboResult(await fitOf(model.panel, model.spec), model, 0.9);
    expect(checkPlacebo(result).verdict).toBe("pass");
    expect(result.median).toBeLessThan(result.priorMedian);
  });

  test("is found out where something that looks like it moved the KPI", async () => {
    const copy = model.panel.media.at(-1)!;
    const hidden = withKpi(model.panel, (t) => 1.5 * copy.spend[t]);
    const result = placeboResult(await fitOf(hidden, model.spec), model, 0.9);
    expect(checkPlacebo(result)).toMatchObject({ verdict: "fail" });
    expect(result.lower).toBeGreaterThan(result.nothing);
  });
});
