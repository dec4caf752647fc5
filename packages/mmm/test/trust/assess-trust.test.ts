// The whole judgment: its verdict by rule, and of fits of which one knows whether they can be trusted.
import { beforeAll, describe, expect, test } from "vitest";
import { evaluate } from "../../src/analysis/evaluate.ts";
import { fitBayesian } from "../../src/frameworks/bayesian/fit.ts";
import { fitFromDraws } from "../../src/frameworks/bayesian/fit-from-draws.ts";
import { someDraws } from "../../src/frameworks/one-chain.ts";
import { resolveSpec } from "../../src/model/resolve-spec.ts";
import { assessTrust, overallSentence, overallVerdict } from "../../src/trust/assess-trust.ts";
import { checkPosteriorPredictive } from "../../src/trust/check-posterior-predictive.ts";
import { checkPriorPredictive } from "../../src/trust/check-prior-predictive.ts";
import { checkPriorSensitivity } from "../../src/trust/check-prior-sensitivity.ts";
import { checkResidualAutocorrelation } from "../../src/trust/check-residual-autocorrelation.ts";
import { placeboModel, placeboResult } from "../../src/trust/placebo.ts";
import { priorFit } from "../../src/trust/prior-draws.ts";
import { priorFacts } from "../../src/trust/prior-facts.ts";
import { trustFacts } from "../../src/trust/trust-facts.ts";
import type { TrustCheck, TrustReport } from "../../src/trust/trust-report.ts";
import { isPlainData } from "../report/make-evaluation.ts";
import { smallWorld } from "../support/small-panel.ts";

const check = (
  id: TrustCheck["id"],
  verdict: TrustCheck["verdict"],
  critical = false,
  reason = `${id} says so.`,
): TrustCheck => ({ id, title: id, verdict, critical, numbers: [], threshold: "", reason, remedy: null });

describe("the verdict", () => {
  const good = [
    check("convergence", "pass", true),
    check("out-of-sample", "pass", true),
    check("collinearity", "pass"),
  ];

  test("passes when everything does, the optional placebo left out", () => {
    expect(overallVerdict([...good, check("placebo", "not-run", true)])).toBe("pass");
  });

  test("fails with a critical check alone; any other failure is a caution", () => {
    expect(overallVerdict([...good, check("negative-baseline", "fail", true)])).toBe("fail");
    expect(overallVerdict([...good, check("extrapolation", "fail")])).toBe("caution");
    expect(overallVerdict([...good, check("sample-size", "caution")])).toBe("caution");
  });

  test("is no pass before the model was tried on what it had not seen", () => {
    expect(overallVerdict([check("convergence", "pass", true), check("out-of-sample", "not-run", true)])).toBe(
      "caution",
    );
  });

  test("is one sentence with the gravest reason, or with whose ROI can be used", () => {
    const failed = [...good, check("negative-baseline", "fail", true, "Nothing would be sold.")];
    expect(overallSentence("fail", failed, [])).toBe("Do not decide on these numbers yet. Nothing would be sold.");
    const cautioned = [...good, check("sample-size", "caution")];
    const channels = [
      { name: "tv", verdict: "fail" },
      { name: "search", verdict: "pass" },
    ] as const;
    expect(overallSentence("caution", cautioned, channels)).toBe(
      "Use these numbers with care: 3 of 4 checks passed. The ROI of search can be used as it stands, that of tv cannot.",
    );
    expect(overallSentence("pass", good, channels)).toContain("all 3 checks passed");
  });
});

describe("fits", () => {
  const { panel, config } = smallWorld({ yearly_order: 0, day_of_week: false, holidays: null });
  const spec = resolveSpec(panel, config);
  const sampling = { warmup: 200, seed: 3, targetAccept: 0.9 };
  const byId = (report: TrustReport, id: TrustCheck["id"]): TrustCheck => {
    const found = report.checks.find((each) => each.id === id);
    if (found === undefined) throw new Error(`no check ${id}`);
    return found;
  };

  describe("one that learned nothing: draws of the prior", () => {
    const fit = priorFit(panel, spec, 300, 9);
    let report: TrustReport;
    beforeAll(() => {
      report = assessTrust(fit, evaluate(fit, { sampling }), { draws: 300 });
    });

    test("has no contraction, and all its money rides on priors", () => {
      expect(byId(report, "contraction").verdict).toBe("fail");
      // The variance of 300 draws is known to 8 %: three of these.
      for (const { value } of byId(report, "contraction").numbers) expect(Math.abs(value!)).toBeLessThan(0.25);
      expect(byId(report, "prior-only-spend")).toMatchObject({ verdict: "fail", numbers: [{ value: 1 }] });
      expect(byId(report, "prior-predictive").verdict).not.toBe("fail");
      expect(report.verdict).toBe("fail");
      expect(report.sentence).toMatch(/^Do not decide on these numbers yet\./);
    });

    test("says so beside each ROI", () => {
      expect(report.channels.map(({ name }) => name)).toEqual(["tv", "search"]);
      for (const channel of report.channels) {
        expect(channel.line.startsWith(`${channel.name}: ${channel.verdict} – `)).toBe(true);
        expect(channel.verdict).not.toBe("pass");
      }
    });

    test("is plain data", () => {
      expect(isPlainData(report)).toBe(true);
    });
  });

  describe("one of data that vary and say much", () => {
    let report: TrustReport;
    beforeAll(async () => {
      const fit = await fitBayesian(panel, spec, { sampling: { chains: 2, warmup: 150, draws: 150, seed: 3 } });
      report = assessTrust(fit, evaluate(fit, { sampling }), { draws: 300, level: 0.8 });
    });

    test("its ROIs are data, its channels moved on their own and paused", () => {
      expect(report.draws).toBe(300);
      expect(report.level).toBe(0.8);
      for (const { value } of byId(report, "contraction").numbers) expect(value).toBeGreaterThan(0.5);
      expect(byId(report, "collinearity").verdict).toBe("pass");
      expect(byId(report, "residual-autocorrelation").verdict).toBe("pass");
      expect(byId(report, "negative-baseline").verdict).toBe("pass");
      expect(byId(report, "posterior-predictive").verdict).toBe("pass");
      expect(byId(report, "plausible-roi").verdict).toBe("pass");
      expect(byId(report, "out-of-sample").verdict).toBe("not-run");
      for (const { roi, priorShare } of report.channels) {
        expect(roi.lower).toBeLessThan(roi.median);
        expect(roi.median).toBeLessThan(roi.upper);
        expect(priorShare).toBeLessThan(0.5);
      }
    });

    test("counts add up, and no check comes twice", () => {
      const ids = report.checks.map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      expect(Object.values(report.counts).reduce((sum, count) => sum + count, 0)).toBe(ids.length);
      for (const { remedy, verdict } of report.checks) expect(remedy === null).toBe(verdict === "pass");
    });
  });

  test("what the likelihood has not seen does not count", () => {
    const holdout = [20, 21, 22, 23, 24, 25, 26, 27, 28, 29];
    const withKpi = (values: Float64Array) =>
      priorFit({ ...panel, kpi: { ...panel.kpi, values } }, { ...spec, holdout }, 60, 9);
    const evaluation = evaluate(withKpi(panel.kpi.values), { sampling });
    const judged = (kpi: Float64Array): readonly TrustCheck[] => {
      const facts = trustFacts(withKpi(kpi), evaluation, 60);
      return [
        checkResidualAutocorrelation(facts),
        checkPosteriorPredictive(facts),
        checkPriorPredictive(facts, priorFacts(facts, 60)),
        checkPriorSensitivity(facts),
      ];
    };
    const changed = panel.kpi.values.map((value, cell) => (holdout.includes(cell) ? 50 * value : value));
    expect(judged(changed)).toEqual(judged(panel.kpi.values));
    const seen = panel.kpi.values.map((value, cell) => (cell === 30 ? 50 * value : value));
    expect(judged(seen)).not.toEqual(judged(panel.kpi.values));
  });

  test("the likelihood is of the draws that were kept, by the fit's own definition", () => {
    const fit = priorFit(panel, spec, 40, 9);
    const kept = Int32Array.of(3, 17, 38);
    const some = fitFromDraws(panel, spec, someDraws(fit.draws, kept), fit).pointwiseLogLikelihood();
    const all = fit.pointwiseLogLikelihood();
    kept.forEach((draw, row) => {
      expect(some.subarray(row * 140, (row + 1) * 140)).toEqual(all.subarray(draw * 140, (draw + 1) * 140));
    });
  });

  describe("a placebo", () => {
    const model = placeboModel({ panel, spec }, 7);

    test("is the channel with most spend, moved around the end by whole weeks, as dear and as often on", () => {
      const { panel: widened, spec: wider, source, shift } = model;
      const own = panel.media.find(({ name }) => name === source)!;
      const copy = widened.media.at(-1)!;
      expect(source).toBe("tv");
      expect(shift % 7).toBe(0);
      expect(shift).toBeGreaterThanOrEqual(35);
      expect(shift).toBeLessThanOrEqual(105);
      copy.spend.forEach((value, t) => {
        expect(value).toBe(own.spend[(t + shift) % 140]);
      });
      expect(wider.channels.map(({ name }) => name)).toEqual(["tv", "search", "placebo of tv"]);
      expect(wider.scales.spend[2]).toBe(spec.scales.spend[0]);
      expect(widened.kpi).toBe(panel.kpi);
    });

    test("of reach it takes the frequency along", () => {
      const frequency = Float64Array.from({ length: 140 }, (_, t) => 1 + t);
      const media = panel.media.map((series) => (series.name === "tv" ? { ...series, frequency } : series));
      const copy = placeboModel({ panel: { ...panel, media }, spec }, 7);
      expect(copy.panel.media.at(-1)?.frequency?.[0]).toBe(1 + copy.shift);
    });

    test("left at its prior it is no more likely to be worth nothing than before", () => {
      const result = placeboResult(priorFit(model.panel, model.spec, 800, 5), model, 0.9);
      // A tenth of 800 draws, give or take three standard deviations of the binomial.
      expect(result.factor).toBeGreaterThan(0.68);
      expect(result.factor).toBeLessThan(1.32);
      expect(result.rhat).toBeNull();
      // The median of 800 draws of the logarithm is known to 4.4 % of its standard deviation.
      expect(Math.abs(Math.log(result.median / result.priorMedian))).toBeLessThan(0.2);
    });

    test("a refreshed run has no prior to give it", () => {
      expect(() => placeboModel({ panel, spec: { ...spec, silenced: [0] } }, 1)).toThrow(/refreshed run/);
    });
  });
});
