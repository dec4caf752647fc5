import { describe, expect, test } from "vitest";
import { evaluate } from "../../src/analysis/evaluate.ts";
import { assessTrust } from "../../src/trust/assess-trust.ts";
import { modelSpread } from "../../src/trust/check-model-spread.ts";
import { statedRobynFit } from "../support/robyn-fit.ts";

const fit = statedRobynFit();
const evaluation = evaluate(fit, { sampling: { warmup: 0, seed: 1, targetAccept: 0.8 } });

describe("an ensemble of selected models", () => {
  const report = assessTrust(fit, evaluation);
  const byId = (id: string) => report.checks.find((check) => check.id === id);

  test("is not asked what needs a prior or a posterior, and each such check says why", () => {
    for (const id of [
      "contraction",
      "prior-sensitivity",
      "prior-predictive",
      "prior-only-spend",
      "influential-observations",
      "placebo",
    ]) {
      expect(byId(id)).toMatchObject({ verdict: "not-run", reason: expect.stringContaining("Not applicable") });
    }
    expect(report.channels.every(({ priorShare }) => priorShare === null)).toBe(true);
  });

  test("is asked whether its search had settled, in place of whether chains agree", () => {
    expect(byId("convergence")).toMatchObject({ title: "The search settled", verdict: "caution" });
    expect(evaluation.diagnostics.findings.map(({ check }) => check)).toEqual(["search"]);
    expect(evaluation.diagnostics.maxRhat).toBeNaN();
    expect(evaluation.parameters.every(({ rhat, essBulk }) => Number.isNaN(rhat) && Number.isNaN(essBulk))).toBe(true);
    expect(evaluation.traces).toEqual([]);
  });

  test("names objectives that still moved when the search ended", () => {
    const unsettled = { ...fit, ensemble: { ...fit.ensemble!, models: 5, unsettled: ["NRMSE"] } };
    const moved = evaluate(unsettled, { sampling: { warmup: 0, seed: 1, targetAccept: 0.8 } });
    expect(moved.diagnostics.sentence).toContain("NRMSE still moved");
    expect(assessTrust(unsettled, moved).checks[0]).toMatchObject({ id: "convergence", verdict: "caution" });
  });

  test("has as many observations as its window has periods whose KPI is known", () => {
    const { from, to } = fit.spec.robyn!.window;
    expect(to - from).toBeLessThan(fit.panel.dates.length);
    expect(byId("sample-size")?.reason).toContain(`${to - from} for `);
  });

  test("is cautioned channel by channel where models that fit alike disagree about an ROI", () => {
    const facebook = report.channels.find(({ name }) => name === "facebook_S");
    expect(facebook?.verdict).not.toBe("pass");
    expect(facebook?.line).toContain("models that fit alike give it an ROI anywhere from");
  });
});

describe("the spread of models", () => {
  const verdictOf = (roi: readonly number[]) => modelSpread([{ name: "tv", roi: Float64Array.from(roi) }]).verdict;

  test("passes, cautions and fails by the width of the range over the mean", () => {
    expect(verdictOf([1, 1, 1.2])).toBe("pass");
    expect(verdictOf([0.5, 1, 2])).toBe("caution");
    expect(verdictOf([0.1, 0.1, 0.1, 4])).toBe("fail");
  });

  test("a channel that every model leaves without effect is no agreement to rely on", () => {
    const check = modelSpread([{ name: "tv", roi: new Float64Array(5) }]);
    expect(check).toMatchObject({
      verdict: "caution",
      channels: [{ reason: expect.stringContaining("without effect") }],
    });
  });
});
