// Each check: when it finds something, how grave it is, whom it names, what it advises.
import { expect, test } from "vitest";
import { verdictOf, verdictSentence } from "../../src/analysis/diagnostics.ts";
import type { ParameterRow } from "../../src/analysis/evaluation.ts";
import { type MixingInput, mixingFindings } from "../../src/analysis/mixing-findings.ts";
import { drawFactor, groupByCause, raisedTargetAccept, structuralRemedy } from "../../src/analysis/remedies.ts";
import {
  bfmiFindings,
  divergenceFindings,
  divergentCorner,
  paretoFindings,
  treeDepthFindings,
} from "../../src/analysis/sampler-findings.ts";
import { additiveFit, days } from "./additive-fit.ts";

function row(label: string, rhat: number, essBulk = 1000, essTail = 1000): ParameterRow {
  const estimate = { mean: 0, median: 0, sd: 1, interval50: [0, 0], interval80: [0, 0], interval94: [0, 0] } as const;
  return { label, rhat, essBulk, essTail, estimate, mcseMean: 0.01 };
}

function mixing(rows: readonly ParameterRow[], input: Partial<MixingInput> = {}) {
  return mixingFindings({
    rows,
    chains: 4,
    drawsPerChain: 1000,
    channels: ["tv", "print_ooh"],
    kind: "adelon",
    ...input,
  });
}

test("parameters inside all limits give no finding", () => {
  expect(mixing([row("intercept", 1.009, 401, 401)])).toEqual([]);
});

test("R-hat at the limit is a caution, from 1.05 on a failure", () => {
  expect(mixing([row("intercept", 1.01)])).toMatchObject([{ check: "rhat", severity: "caution" }]);
  expect(mixing([row("intercept", 1.05)])).toMatchObject([{ check: "rhat", severity: "fail" }]);
  expect(mixing([row("intercept", Number.NaN)])).toMatchObject([{ check: "rhat", severity: "fail" }]);
});

test("effective draws at 400 are a caution, below 100 a failure, bulk and tail apart", () => {
  expect(mixing([row("intercept", 1, 400, 401)])).toMatchObject([{ check: "ess-bulk", severity: "caution" }]);
  expect(mixing([row("intercept", 1, 401, 99)])).toMatchObject([{ check: "ess-tail", severity: "fail" }]);
});

test("a run stopped after a few draws is said to have too few, not to disagree", () => {
  const rows = [row("intercept", Number.NaN, Number.NaN, Number.NaN), row("roi[tv]", Number.NaN)];
  expect(mixing(rows, { drawsPerChain: 3 })).toMatchObject([
    { severity: "fail", found: expect.stringContaining("There are 3 draws per chain only") },
  ]);
  expect(mixing(rows, { drawsPerChain: 1, chains: 1 })[0].found).toContain("There is 1 draw per chain only");
});

test("failing parameters are named together when they share a cause, worst first", () => {
  const found = mixing([
    row("saturation_S[print_ooh]", 1.02),
    row("intercept", 1.012),
    row("beta_media[print_ooh]", 1.04),
    row("saturation_S[tv]", 1.0),
  ]);
  expect(found.map(({ subjects }) => subjects)).toEqual([
    ["beta_media[print_ooh]", "saturation_S[print_ooh]"],
    ["intercept"],
  ]);
  expect(found[0].found).toBe(
    "R-hat of beta_media[print_ooh] and saturation_S[print_ooh] is up to 1.040, the limit is 1.01: the chains do not agree.",
  );
});

test("the remedy for a channel's curve is its slope prior or an experiment, and the better model for the seed's", () => {
  const [finding] = mixing([row("saturation_S[print_ooh]", 1.02)]);
  expect(finding.remedy).toContain("2000 per chain");
  expect(finding.remedy).toContain("slope of print_ooh");
  expect(finding.remedy).toContain("experiment");
  expect(finding.remedy).toContain('model "default"');
  const [other] = mixing([row("slope[tv]", 1.02)], { kind: "default" });
  expect(other.remedy).not.toContain('model "default"');
});

test("carryover, baseline and noise have remedies of their own", () => {
  expect(structuralRemedy({ channel: "tv", labels: ["retention[tv]"] }, "default")).toContain("carryover of tv");
  expect(structuralRemedy({ channel: null, labels: ["intercept", "trend"] }, "default")).toContain("controls");
  expect(structuralRemedy({ channel: null, labels: ["sigma"] }, "default")).toContain("outliers");
});

test("in Meridian's model, which has slopes for reach alone, no remedy asks for the prior of a slope", () => {
  const remedy = (...labels: string[]) => structuralRemedy({ channel: "tv", labels }, "meridian");
  expect(remedy("alpha_m[tv]")).toContain("carryover of tv");
  expect(remedy("beta_gm_dev[tv,north]", "eta_m[tv]")).toContain("model.meridian.priors.media_sd");
  expect(remedy("ec_m[tv]", "roi_m[tv]")).toContain("half saturation of tv");
  expect(remedy("ec_m[tv]", "roi_m[tv]")).not.toContain("slope");
});

test("labels of a control are not taken for a channel's", () => {
  expect(groupByCause(["control[price]", "roi[tv]", "sigma"], ["tv"])).toEqual([
    { channel: null, labels: ["control[price]", "sigma"] },
    { channel: "tv", labels: ["roi[tv]"] },
  ]);
});

test("the advice on drawing longer is enough for the limit", () => {
  expect(drawFactor(90, 400)).toBe(5);
  expect(drawFactor(399, 400)).toBe(2);
  expect(drawFactor(Number.NaN, 400)).toBe(2);
  expect(mixing([row("intercept", 1, 90)])[0].remedy).toContain("5000 per chain");
});

test("one chain cannot be compared with another", () => {
  const found = mixing([row("intercept", Number.NaN)], { chains: 1 });
  expect(found).toMatchObject([{ check: "rhat", severity: "caution", subjects: ["chain 1"] }]);
});

const total = 2000;
function fitWith(flags: Partial<Record<"divergent" | "depthSaturated", (draw: number) => boolean>>) {
  const flag = (which: "divergent" | "depthSaturated"): Uint8Array =>
    Uint8Array.from({ length: total }, (_, draw) => (flags[which]?.(draw) ? 1 : 0));
  return additiveFit({
    kind: "adelon",
    dates: days(1),
    kpi: [1],
    chains: 4,
    intercept: Array.from({ length: total }, (_, draw) => Math.sin(draw)),
    noise: new Array<number>(total).fill(1),
    channels: [{ name: "tv", spend: [1], coefficient: new Array<number>(total).fill(1) }],
    statistics: { divergent: flag("divergent"), depthSaturated: flag("depthSaturated") },
  });
}

const slope = {
  label: "saturation_S[tv]",
  values: Float64Array.from({ length: total }, (_, draw) => (draw % 100) / 100),
};
const other = { label: "intercept", values: Float64Array.from({ length: total }, (_, draw) => Math.sin(draw)) };
const constant = { label: "fixed", values: new Float64Array(total).fill(2) };

function divergences(divergent: (draw: number) => boolean, targetAccept = 0.9) {
  const { draws } = fitWith({ divergent });
  return divergenceFindings({
    draws,
    scalars: [constant, other, slope],
    targetAccept,
    channels: ["tv"],
    kind: "adelon",
  });
}

test("no divergence, no finding", () => {
  expect(divergences(() => false)).toEqual([]);
});

test("a single divergence is a caution and asks for a higher target acceptance", () => {
  const [finding] = divergences((draw) => draw === 17);
  expect(finding).toMatchObject({ severity: "caution", subjects: [] });
  expect(finding.found).toContain("1 of 2000 draws is divergent");
  expect(finding.remedy).toBe("Raise target acceptance from 0.9 to 0.95.");
});

test("divergences that gather in a corner name its parameter and that parameter's remedy", () => {
  const [finding] = divergences((draw) => draw % 100 === 1);
  expect(finding).toMatchObject({ severity: "fail", subjects: ["saturation_S[tv]"] });
  expect(finding.found).toContain("they gather where saturation_S[tv] is low");
  expect(finding.remedy).toContain("slope of tv");
});

test("the other side of a parameter is named high", () => {
  const divergent = Uint8Array.from({ length: total }, (_, draw) => (draw % 100 === 98 ? 1 : 0));
  expect(divergentCorner([slope], divergent)).toEqual({ label: "saturation_S[tv]", side: "high" });
});

test("divergences everywhere have no corner", () => {
  const divergent = Uint8Array.from({ length: total }, (_, draw) => (draw % 7 === 0 ? 1 : 0));
  expect(divergentCorner([slope, other], divergent)).toBeNull();
});

test("target acceptance goes half of the way to 1, and not beyond 0.99", () => {
  expect(raisedTargetAccept(0.8)).toBe(0.9);
  expect(raisedTargetAccept(0.95)).toBe(0.98);
  expect(raisedTargetAccept(0.99)).toBe(0.99);
  expect(divergences((draw) => draw === 17, 0.99)[0].remedy).toBe("Tighten the widest priors.");
});

test("saturated trees are a caution that names the chains", () => {
  const { draws } = fitWith({ depthSaturated: (draw) => draw >= 500 && draw < 700 });
  expect(treeDepthFindings(draws)).toMatchObject([{ check: "tree-depth", severity: "caution", subjects: ["chain 2"] }]);
  expect(treeDepthFindings(draws)[0].found).toContain("200 of 2000 draws (10\u202f%)");
  expect(treeDepthFindings(fitWith({}).draws)).toEqual([]);
});

test("E-BFMI below 0.3 is a caution, far below a failure; unknown is not judged", () => {
  expect(bfmiFindings([0.3, 1.1, Number.NaN])).toEqual([]);
  expect(bfmiFindings([0.9, 0.29])).toMatchObject([{ severity: "caution", subjects: ["chain 2"] }]);
  expect(bfmiFindings([0.1, 0.29])).toMatchObject([{ severity: "fail", subjects: ["chain 1", "chain 2"] }]);
});

test("observations with a large Pareto k are named, the worst first", () => {
  const found = paretoFindings([0.2, 0.8, 1.2], 0.7, ["2024-01-01", "2024-01-02", "2024-01-03"]);
  expect(found).toMatchObject([{ severity: "caution", subjects: ["2024-01-03", "2024-01-02"] }]);
  expect(found[0].found).toContain("2 of 3 observations have a Pareto k above 0.70");
  expect(paretoFindings([0.7], 0.7, ["2024-01-01"])).toEqual([]);
});

test("the verdict's sentence gives the reason and says how much more there is", () => {
  const numbers = { maxRhat: 1.0023, minEssBulk: 812.4, minEssTail: 700.2 };
  expect(verdictSentence("pass", [], numbers)).toBe(
    "The computation can be trusted: the chains agree (R-hat at most 1.002, limit 1.01), every parameter has at least 700 effective draws, and no draw diverged.",
  );
  const loo = paretoFindings([0.9, 0.1], 0.7, ["2024-01-01", "2024-01-02"]);
  expect(verdictSentence("pass", loo, numbers)).toContain("The finding below concerns model comparison by LOO only.");
  const findings = mixing([row("intercept", 1.06, 50)]);
  expect(verdictSentence("fail", findings, numbers)).toBe(
    "Do not rely on these numbers: R-hat of intercept is up to 1.060, the limit is 1.01: the chains do not agree. 1 more finding below.",
  );
  expect(verdictSentence("caution", findings.slice(0, 1), numbers)).toMatch(/^Use these numbers with care: .*agree\.$/);
});

test("the verdict is the gravest finding's, few observations beyond LOO excepted", () => {
  const loo = paretoFindings([0.9, 0.1], 0.7, ["2024-01-01", "2024-01-02"]);
  const rhat = mixing([row("intercept", 1.06)]);
  expect(verdictOf([], 0)).toBe("pass");
  expect(verdictOf(loo, 0.01)).toBe("pass");
  expect(verdictOf(loo, 0.02)).toBe("caution");
  expect(verdictOf([...rhat, ...loo], 0.01)).toBe("fail");
});
