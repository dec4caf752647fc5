// Each check on numbers of which the right answer is known.
import { normalQuantile, openStream } from "@carryover/engine";
import { describe, expect, test } from "vitest";
import type { DiagnosticFinding, Evaluation } from "../../src/analysis/evaluation.ts";
import { contraction, priorToPosterior } from "../../src/trust/check-contraction.ts";
import { checkConvergence } from "../../src/trust/check-convergence.ts";
import { extrapolation, leastShare } from "../../src/trust/check-extrapolation.ts";
import { checkInSampleFit } from "../../src/trust/check-in-sample-fit.ts";
import { checkInfluentialObservations } from "../../src/trust/check-influential-observations.ts";
import { negativeBaseline } from "../../src/trust/check-negative-baseline.ts";
import { checkOutOfSample } from "../../src/trust/check-out-of-sample.ts";
import { checkPlacebo } from "../../src/trust/check-placebo.ts";
import { plausibleRoi } from "../../src/trust/check-plausible-roi.ts";
import { predictivePValue, testStatistics } from "../../src/trust/check-posterior-predictive.ts";
import { checkPriorOnlySpend } from "../../src/trust/check-prior-only-spend.ts";
import { priorPredictive } from "../../src/trust/check-prior-predictive.ts";
import { priorSensitivity } from "../../src/trust/check-prior-sensitivity.ts";
import { sampleSize } from "../../src/trust/check-sample-size.ts";
import type { PlaceboResult } from "../../src/trust/placebo.ts";
import type { PowerScaling } from "../../src/trust/power-scaling.ts";
import type { ChannelFinding } from "../../src/trust/trust-report.ts";
import type { Validation } from "../../src/validation/validation.ts";
import { makeEvaluation } from "../report/make-evaluation.ts";

/** Evenly spread quantiles of a normal: its moments without sampling error. */
function normals(mean: number, sd: number, count = 1000): Float64Array {
  return Float64Array.from({ length: count }, (_, index) => mean + sd * normalQuantile((index + 0.5) / count));
}

describe("convergence", () => {
  const evaluation = makeEvaluation({ verdict: "pass" });
  const finding = (check: DiagnosticFinding["check"], severity: "caution" | "fail"): DiagnosticFinding => ({
    check,
    severity,
    subjects: [],
    found: `${check} is bad.`,
    remedy: `Mend ${check}.`,
  });
  const withFindings = (...findings: DiagnosticFinding[]): Evaluation => ({
    ...evaluation,
    diagnostics: { ...evaluation.diagnostics, findings },
  });

  test("passes without findings, and takes the gravest that is about the chains", () => {
    expect(checkConvergence(withFindings())).toMatchObject({ verdict: "pass", critical: true, remedy: null });
    const found = checkConvergence(withFindings(finding("tree-depth", "caution"), finding("rhat", "fail")));
    expect(found).toMatchObject({ verdict: "fail", reason: "rhat is bad.", remedy: "Mend rhat." });
    expect(checkConvergence(withFindings(finding("pareto-k", "caution")))).toMatchObject({ verdict: "pass" });
  });

  test("a run stopped early is a caution even where its draws agree", () => {
    const stopped = { ...withFindings(), sampling: { ...evaluation.sampling, interrupted: true } };
    expect(checkConvergence(stopped)).toMatchObject({ verdict: "caution" });
  });

  test("a preview shows its k-hat alone", () => {
    const preview = {
      ...withFindings(finding("preview", "fail")),
      sampling: { ...evaluation.sampling, previewParetoK: 0.9 },
    };
    expect(checkConvergence(preview)).toMatchObject({
      verdict: "fail",
      numbers: [{ name: "Pareto k-hat", value: 0.9 }],
    });
    expect(checkInfluentialObservations(preview, 100)).toMatchObject({ verdict: "not-run" });
  });

  test("influential observations caution by their share of what was observed", () => {
    const bad = (count: number): Evaluation => ({
      ...evaluation,
      diagnostics: { ...evaluation.diagnostics, findings: [finding("pareto-k", "caution")], badParetoK: count },
    });
    expect(checkInfluentialObservations(bad(1), 200).verdict).toBe("pass");
    expect(checkInfluentialObservations(bad(5), 200)).toMatchObject({ verdict: "caution", remedy: "Mend pareto-k." });
    expect(checkInfluentialObservations(bad(30), 200).verdict).toBe("fail");
  });
});

describe("in-sample fit", () => {
  const of = (quality: Partial<Evaluation["quality"]>): ReturnType<typeof checkInSampleFit> => {
    const evaluation = makeEvaluation({ verdict: "pass", periods: 400 });
    return checkInSampleFit({
      ...evaluation,
      quality: { ...evaluation.quality, r2: 0.8, coverage94: 0.94, ...quality },
    });
  };

  test("never counts for the returns: even a pass says so", () => {
    expect(of({})).toMatchObject({ verdict: "pass", critical: false });
    expect(of({}).reason).toContain("no evidence");
  });

  test("cautions where little is explained, fails where nothing is, and distrusts the perfect", () => {
    expect(of({ r2: 0.3 }).verdict).toBe("caution");
    expect(of({ r2: -0.1 }).verdict).toBe("fail");
    expect(of({ r2: 0.999 })).toMatchObject({ verdict: "caution" });
  });

  test("allows coverage what chance explains", () => {
    // Three standard errors of a share of 400 are 3.6 points; three more are allowed.
    expect(of({ coverage94: 0.94 - 0.06 }).verdict).toBe("pass");
    expect(of({ coverage94: 0.94 - 0.08 })).toMatchObject({ verdict: "caution" });
    expect(of({ coverage94: 0.7 })).toMatchObject({ verdict: "fail" });
    expect(of({ coverage94: 0.7 }).reason).toContain("too narrow");
  });
});

describe("out of sample", () => {
  const validation = (status: "pass" | "caution" | "fail", coverage90: number): Validation => ({
    status: "complete",
    model: "default",
    kpi: "revenue",
    digest: "0123456789abcdef",
    settings: { splits: "rolling", folds: 3, chains: 2, warmup: 300, draws: 300, seed: 1 },
    folds: [],
    failed: [],
    stopped: [],
    comparisons: [
      {
        baseline: "seasonal-naive",
        folds: 3,
        won: 3,
        crps: { model: 1, baseline: 2 },
        difference: 1,
        standardError: 0.1,
        skill: 0.5,
        outcome: "beats",
      },
    ],
    stability: [],
    coverage: { "50": 0.5, "80": 0.8, "90": coverage90, "95": 0.95 },
    verdict: { status, sentence: "It was judged.", remarks: status === "pass" ? [] : ["Do this."] },
  });

  test("without a validation nothing stands in for it", () => {
    const missing = checkOutOfSample(undefined);
    expect(missing).toMatchObject({ verdict: "not-run", critical: true });
    expect(missing.remedy).toContain("carryover validate");
  });

  test("takes the validation's verdict, and holds its intervals to what they promise besides", () => {
    expect(checkOutOfSample(validation("pass", 0.9))).toMatchObject({ verdict: "pass", remedy: null });
    expect(checkOutOfSample(validation("pass", 0.82)).verdict).toBe("caution");
    expect(checkOutOfSample(validation("pass", 0.6)).verdict).toBe("fail");
    // Of 24 values two standard errors are twelve points.
    const short = [{ heldOut: { cells: 24 } }] as unknown as Validation["folds"];
    expect(checkOutOfSample({ ...validation("pass", 0.75), folds: short }).verdict).toBe("pass");
    expect(checkOutOfSample({ ...validation("pass", 0.7), folds: short }).verdict).toBe("caution");
    expect(checkOutOfSample(validation("fail", 0.9))).toMatchObject({ verdict: "fail", remedy: "Do this." });
  });
});

describe("posterior predictive statistics", () => {
  test("p is the share of simulated values above the observed, ties half", () => {
    expect(predictivePValue(2, Float64Array.of(1, 2, 3, 4))).toBe((2 + 0.5) / 4);
    expect(predictivePValue(9, Float64Array.of(1, 2))).toBe(0);
  });

  test("are what they are called", () => {
    const series = Float64Array.from({ length: 20 }, (_, t) => (t === 7 ? 100 : t));
    const value = Object.fromEntries(testStatistics.map(({ name, of }) => [name, of(series)]));
    const total = 190 - 7 + 100;
    expect(value.mean).toBeCloseTo(total / 20, 12);
    expect(value.minimum).toBe(0);
    expect(value.maximum).toBe(100);
    // A tenth of twenty are two: 100 and 19.
    expect(value["share of the best tenth"]).toBeCloseTo(119 / total, 12);
    const squares = series.reduce((sum, each) => sum + (each - total / 20) ** 2, 0);
    expect(value["standard deviation"]).toBeCloseTo(Math.sqrt(squares / 19), 12);
    let products = 0;
    for (let t = 1; t < 20; t += 1) products += (series[t] - total / 20) * (series[t - 1] - total / 20);
    expect(value["lag-1 autocorrelation"]).toBeCloseTo(products / squares, 12);
  });
});

describe("prior predictive", () => {
  test("passes where the observed total lies inside the prior, fails where the prior hardly reached", () => {
    expect(priorPredictive(100, normals(110, 20)).verdict).toBe("pass");
    expect(priorPredictive(100, normals(140, 20)).verdict).toBe("caution");
    expect(priorPredictive(100, normals(160, 20)).verdict).toBe("fail");
  });

  test("cautions about a prior that says nothing, and one that expects less than nothing", () => {
    expect(priorPredictive(100, normals(3000, 2500)).reason).toContain("next to nothing");
    const negative = priorPredictive(100, normals(60, 100));
    expect(negative).toMatchObject({ verdict: "caution" });
    expect(negative.reason).toContain("below zero");
  });
});

describe("contraction", () => {
  test("draws of the prior have none and did not move; known variances give the textbook's", () => {
    const prior = normals(1, 0.5).map(Math.exp);
    const same = priorToPosterior(prior, prior);
    expect(same.contraction).toBeCloseTo(0, 12);
    expect(same.shift).toBeCloseTo(0, 12);
    const known = priorToPosterior(prior, normals(0.5, 0.25).map(Math.exp));
    expect(known.contraction).toBeCloseTo(1 - 0.25, 6);
    expect(known.shift).toBeCloseTo(-1, 2);
  });

  test("is of the values themselves where one is not positive", () => {
    const known = priorToPosterior(normals(0, 2), normals(3, 1));
    expect(known.contraction).toBeCloseTo(0.75, 6);
    // 1,000 quantiles miss the outermost tail: a standard deviation short by 0.1 %.
    expect(known.shift).toBeCloseTo(1.5, 2);
  });

  test("names the channels whose ROI is the prior, half the prior, or far from it", () => {
    const prior = normals(0, 1).map(Math.exp);
    const posterior = (mean: number, sd: number): Float64Array => normals(mean, sd).map(Math.exp);
    const inputs = [
      { name: "tv", prior, posterior: prior },
      { name: "search", prior, posterior: posterior(0, 0.8) },
      { name: "social", prior, posterior: posterior(-2.5, 0.2) },
      { name: "radio", prior, posterior: posterior(0.1, 0.2) },
      { name: "idle", prior, posterior: new Float64Array(10) },
    ];
    const check = contraction(inputs);
    expect(check.channels?.map(({ verdict }) => verdict)).toEqual(["fail", "caution", "caution", "pass", "fail"]);
    const reasons = check.channels?.map(({ reason }) => reason.replaceAll("\u202f", " ")) ?? [];
    expect(reasons[0]).toBe("its ROI is 100 % prior");
    expect(reasons[1]).toBe("its ROI is 64 % prior");
    expect(reasons[2]).toContain("2.5 prior standard deviations below");
    expect(reasons[3]).toBe("its ROI is 96 % data");
    expect(reasons[4]).toContain("it had no spend");
    expect(check.reason).toContain("say nothing about the ROI of tv and idle:");
    expect(contraction(inputs.slice(1, 4)).reason).toContain("search and social rests");
    // An earlier posterior that new data do not move is no assumption.
    expect(contraction(inputs.slice(0, 1), true).channels?.[0]).toMatchObject({ verdict: "caution" });
  });

  const finding = (channel: string, verdict: ChannelFinding["verdict"]): ChannelFinding => ({
    channel,
    verdict,
    numbers: [],
    reason: "",
  });

  test("spend on channels that are all prior fails from one half on", () => {
    const findings = [finding("tv", "fail"), finding("search", "pass"), finding("radio", "caution")];
    expect(checkPriorOnlySpend([60, 30, 10], findings)).toMatchObject({
      verdict: "fail",
      critical: true,
      numbers: [{ value: 0.6 }],
    });
    expect(checkPriorOnlySpend([20, 70, 10], findings).verdict).toBe("caution");
    expect(checkPriorOnlySpend([5, 85, 10], findings).verdict).toBe("pass");
    expect(checkPriorOnlySpend([0, 0, 0], findings).verdict).toBe("pass");
  });
});

describe("prior sensitivity", () => {
  const scaling = (sensitivity: number, paretoK = 0.1): PowerScaling => ({ sensitivity, shift: 0.4, paretoK });
  const judged = (own: PowerScaling, data: PowerScaling, rest = scaling(0.01)) =>
    priorSensitivity([{ name: "tv", sensitivity: { own, rest, data } }]);

  test("tells a conflict from weak data, and robust from both", () => {
    expect(judged(scaling(0.01), scaling(0.3)).verdict).toBe("pass");
    expect(judged(scaling(0.2), scaling(0.3)).channels?.[0].reason).toContain("pull apart");
    expect(judged(scaling(0.2), scaling(0.01)).channels?.[0].reason).toContain("data are weak");
    expect(judged(scaling(0.01), scaling(0.3), scaling(0.2)).channels?.[0].reason).toContain("baseline");
  });

  test("says that it cannot tell where the weights are unreliable", () => {
    expect(judged(scaling(0.01, 0.9), scaling(0.3))).toMatchObject({ verdict: "caution" });
    expect(
      judged(scaling(0.01, Number.POSITIVE_INFINITY), scaling(0.3)).channels?.[0].numbers.at(-1)?.value,
    ).toBeNull();
  });
});

describe("extrapolation", () => {
  test("the least effect counts after the beginning, in the geo where it is lowest", () => {
    const north = [0, 2, 2, 4];
    const south = [9, 1, 1, 1];
    // Without the first period: north 2 of 8/3, south 1 of 1.
    expect(leastShare(Float64Array.of(...north, ...south), 4, 1)).toBeCloseTo(2 / (8 / 3), 12);
    expect(leastShare(new Float64Array(4), 4, 0)).toBeNaN();
  });

  test("a channel that paused passes, one always on fails, one without effect too", () => {
    const check = extrapolation([
      { name: "search", share: 0 },
      { name: "tv", share: 0.6 },
      { name: "radio", share: 0.9 },
      { name: "idle", share: Number.NaN },
    ]);
    expect(check.channels?.map(({ verdict }) => verdict)).toEqual(["pass", "caution", "fail", "fail"]);
  });
});

describe("plausible ROI", () => {
  const input = (roi: number, share = 0.1) => [{ name: "tv", roi: normals(roi, 0.5), share: normals(share, 0.01) }];

  test("believes what lies between nothing and twenty, and up to half of the KPI", () => {
    expect(plausibleRoi(input(3)).verdict).toBe("pass");
    expect(plausibleRoi(input(25)).channels?.[0].reason).toContain("above 20");
    expect(plausibleRoi(input(0)).channels?.[0].reason).toContain("negative with probability 0.50");
    expect(plausibleRoi(input(3, 0.6))).toMatchObject({ verdict: "fail" });
  });

  test("judges the share alone where returns are not in money", () => {
    expect(plausibleRoi([{ name: "tv", roi: new Float64Array(0), share: normals(0.1, 0.01) }]).verdict).toBe("pass");
  });
});

describe("negative baseline", () => {
  const draws = 200;
  const periods = 10;
  const of = (mean: number): ReturnType<typeof negativeBaseline> => {
    const stream = openStream({ seed: 1, chain: 0, purpose: "data" });
    const level = Float64Array.from({ length: draws }, () => mean + stream.normal());
    return negativeBaseline(
      Float64Array.from({ length: draws * periods }, (_, index) => level[Math.floor(index / periods)]),
      periods,
    );
  };

  test("passes well above zero, cautions where a twentieth of the draws is below, fails where a fifth is", () => {
    expect(of(4)).toMatchObject({ verdict: "pass", critical: true });
    expect(of(1.3).verdict).toBe("caution");
    expect(of(0.3).verdict).toBe("fail");
  });

  test("a baseline that is negative in some periods only is found, too", () => {
    const seasonal = Float64Array.from({ length: draws * periods }, (_, index) => (index % periods < 3 ? -1 : 4));
    expect(negativeBaseline(seasonal, periods)).toMatchObject({
      verdict: "fail",
      numbers: [{ value: 0 }, { value: 0.3 }, { value: expect.closeTo(2.5, 9) }],
    });
  });
});

describe("sample size", () => {
  const input = { observations: 600, parameters: 40, effective: 30, years: 3, hasYear: true };

  test("counts observations per parameter, and years for the season", () => {
    expect(sampleSize(input).verdict).toBe("pass");
    expect(sampleSize({ ...input, observations: 300 }).verdict).toBe("caution");
    expect(sampleSize({ ...input, observations: 100 }).verdict).toBe("fail");
    expect(sampleSize({ ...input, years: 1.5 })).toMatchObject({ verdict: "caution" });
    expect(sampleSize({ ...input, years: 1.5, hasYear: false }).verdict).toBe("pass");
  });
});

describe("placebo", () => {
  const result: PlaceboResult = {
    name: "placebo of tv",
    source: "tv",
    shift: 30,
    level: 0.9,
    median: 0.1,
    lower: 0.02,
    upper: 0.4,
    priorMedian: 0.5,
    nothing: 0.15,
    factor: 6,
    rhat: 1.01,
    draws: 2000,
  };

  test("is not run unless asked for", () => {
    expect(checkPlacebo(undefined)).toMatchObject({ verdict: "not-run", critical: true });
  });

  test("passes where the data make nothing of it, or nothing at all; fails where they make something", () => {
    expect(checkPlacebo(result).reason).toContain("worth little");
    expect(checkPlacebo({ ...result, factor: 1 }).reason).toContain("left at its prior");
    expect(checkPlacebo({ ...result, factor: 0.2 }).verdict).toBe("caution");
    expect(checkPlacebo({ ...result, factor: 0 })).toMatchObject({ verdict: "fail" });
    expect(checkPlacebo({ ...result, rhat: 1.2 })).toMatchObject({ verdict: "caution" });
    expect(checkPlacebo({ ...result, rhat: null }).verdict).toBe("pass");
  });
});
