// Sentences say what the numbers say, and "we cannot tell" when they do not say it.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ChannelEvaluation, Evaluation } from "../../src/analysis/evaluation.ts";
import {
  answerSentence,
  bestChannelSentence,
  binomialCumulative,
  carryoverSentence,
  certaintyOf,
  channelSentence,
  coverageSentence,
  fitSentence,
  likelyBest,
  mediaSentence,
  recoverySentence,
  verdictBadge,
  verdictSentence,
} from "../../src/report/sentences.ts";
import { evaluationArbitrary, makeEstimate, makeEvaluation } from "./make-evaluation.ts";

const plain = (text: string): string => text.replace(/\u202f/g, " ");

/** An evaluation whose channel at `index` is changed. */
function withChannel(evaluation: Evaluation, index: number, change: Partial<ChannelEvaluation>): Evaluation {
  return {
    ...evaluation,
    channels: evaluation.channels.map((channel, at) => (at === index ? { ...channel, ...change } : channel)),
  };
}

const evaluation = makeEvaluation();

describe("a channel's return", () => {
  test("a confident case reads like the example of the design", () => {
    const roas = { ...makeEstimate(0.4871, 0.036), interval94: [0.4213, 0.5562] as const };
    const changed = withChannel(evaluation, 1, { roas, probabilityBest: 0.93 });
    expect(plain(channelSentence(changed, 1))).toBe(
      "Search returned 0.49 per dollar (94 % sure between 0.42 and 0.56), less than it cost; it is the best of five channels with probability 0.93.",
    );
  });

  test("more than it cost is said only when the whole interval lies above one", () => {
    const above = withChannel(evaluation, 0, { roas: makeEstimate(1.5, 0.1), probabilityBest: 0.2 });
    expect(channelSentence(above, 0)).toMatch(/, more than it cost\.$/);
    const across = withChannel(evaluation, 0, { roas: makeEstimate(1.05, 0.1), probabilityBest: 0.2 });
    expect(channelSentence(across, 0)).toMatch(/more or less than it cost we cannot tell\.$/);
  });

  test("an unsure case says that we cannot tell", () => {
    const unsure = withChannel(evaluation, 0, { roas: makeEstimate(0.6, 0.5), probabilityBest: 0.2 });
    expect(channelSentence(unsure, 0)).toMatch(
      /^We cannot tell what TV returned: anything between −0\.\d+ and 1\.\d+ per dollar/,
    );
  });

  test("without spend nothing is said", () => {
    const silent = withChannel(evaluation, 0, {
      spend: 0,
      roas: makeEstimate(Number.NaN, Number.NaN),
      probabilityBest: 0,
    });
    expect(channelSentence(silent, 0)).toBe("TV had no spend, so nothing can be said about its return.");
  });

  test("the currency's unit is named", () => {
    expect(channelSentence({ ...evaluation, currency: "EUR" }, 0)).toContain("per euro");
  });

  test("carryover is told in periods, or as none", () => {
    const slow = withChannel(evaluation, 0, { halfLifePeriods: makeEstimate(3.2, 0.4) });
    expect(plain(carryoverSentence(slow, 0))).toBe(
      "Half of what TV does has come after 3.2 days (94 % sure between 2.4 and 4.0 days).",
    );
    const none = withChannel(evaluation, 0, { halfLifePeriods: makeEstimate(0, 0) });
    expect(carryoverSentence(none, 0)).toContain("works at once");
  });
});

describe("which channel is best", () => {
  test("below even odds it cannot be told", () => {
    const unclear = {
      ...evaluation,
      channels: evaluation.channels.map((channel, index) => ({
        ...channel,
        probabilityBest: index === 2 ? 0.31 : 0.17,
      })),
    };
    expect(bestChannelSentence(unclear)).toBe(
      "Which of five channels returned the most we cannot tell: Social leads, with probability 0.31 only.",
    );
  });

  test("one channel is not called best, and none is said to be missing", () => {
    expect(bestChannelSentence(makeEvaluation({ channels: 1 }))).not.toContain("best");
    expect(bestChannelSentence({ ...evaluation, channels: [] })).toBe("There is no paid channel in the model.");
    expect(likelyBest({ ...evaluation, channels: [] })).toBe(-1);
  });
});

describe("the answer", () => {
  test("share, amount, spend and return stand in one sentence", () => {
    expect(plain(mediaSentence(evaluation))).toMatch(
      /^Media brought \d+(\.\d)? % of revenue \(94 % sure between .* % and .* %\): \$\d+\.\d million for \$\d+\.\d million of spend, \d\.\d+ back per dollar\.$/,
    );
  });

  test("units are counted, not priced", () => {
    expect(mediaSentence(makeEvaluation({ kpi: "units" }))).toMatch(/of sign ups .*million sign ups for \$/);
  });

  test("a share that could be anything is said to be unknown", () => {
    expect(mediaSentence({ ...evaluation, mediaShare: makeEstimate(0.3, 0.3) })).toMatch(
      /^We cannot tell how much of revenue/,
    );
  });

  test("a failed fit says so first, a caution as well", () => {
    expect(answerSentence(makeEvaluation({ verdict: "fail" }))).toMatch(/^Do not act on these numbers yet/);
    expect(answerSentence(makeEvaluation({ verdict: "caution" }))).toMatch(/^Read with care/);
    expect(answerSentence(evaluation)).toMatch(/^Media brought/);
  });

  test("no sentence ever holds a number that could not be computed, whatever the evaluation", () => {
    fc.assert(
      fc.property(evaluationArbitrary, (any) => {
        const sentences = [
          answerSentence(any),
          fitSentence(any),
          coverageSentence(any),
          verdictSentence(any),
          recoverySentence(any),
          ...any.channels.flatMap((_, index) => [channelSentence(any, index), carryoverSentence(any, index)]),
        ];
        for (const sentence of sentences) {
          expect(sentence).not.toMatch(/NaN|Infinity|undefined|n\/a/);
          if (sentence !== "") expect(sentence).toMatch(/\.$/);
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe("fit, verdict and recovery", () => {
  const withQuality = (change: Partial<Evaluation["quality"]>): Evaluation => ({
    ...evaluation,
    quality: { ...evaluation.quality, ...change },
  });

  test("a good and a poor fit are told apart", () => {
    expect(plain(fitSentence(withQuality({ r2: 0.921, mape: 0.0412 })))).toBe(
      "The model explains 92.1 % of the variation of revenue (R² 0.92) and misses a typical day by 4.1 %.",
    );
    expect(fitSentence(withQuality({ r2: 0.3 }))).toContain("explains only");
    expect(plain(fitSentence(withQuality({ r2: -0.2 })))).toContain("only 0.0 %");
  });

  test("intervals that hold too few or too many periods are called so", () => {
    expect(coverageSentence(withQuality({ coverage94: 0.935 }))).toContain("as they should");
    expect(coverageSentence(withQuality({ coverage94: 0.85 }))).toContain("too narrow");
    expect(coverageSentence(withQuality({ coverage94: 1 }))).toContain("wider than they need to be");
  });

  test("the badge has a mark that does not need color, and the count of findings", () => {
    expect(verdictBadge(evaluation)).toEqual({ verdict: "pass", symbol: "✓", label: "Pass", detail: "no findings" });
    expect(verdictBadge(makeEvaluation({ verdict: "fail" }))).toEqual({
      verdict: "fail",
      symbol: "✕",
      label: "Fail",
      detail: "one finding",
    });
  });

  test("the verdict carries the remedy of the gravest finding", () => {
    expect(verdictSentence(makeEvaluation({ verdict: "fail" }))).toContain("What to do: Draw longer");
    expect(verdictSentence(evaluation)).not.toContain("What to do");
  });

  test("recovery counts, names the farthest and says when chance does not explain the misses", () => {
    const row = (label: string, zScore: number) => ({
      label,
      truth: 0,
      estimate: makeEstimate(zScore, 1),
      zScore,
      inside94: Math.abs(zScore) < 1.88,
    });
    const good = { ...evaluation, recovery: [row("a", 0.3), row("b", -1.2), row("c", 0.9)] };
    expect(recoverySentence(good)).toBe(
      "Three of three true values lie inside their 94 % intervals (about three should); the farthest is b, 1.2 standard deviations below its truth.",
    );
    const bad = { ...evaluation, recovery: [row("a", 3.1), row("b", -4.2), row("c", 0.9)] };
    expect(recoverySentence(bad)).toContain("fewer than chance explains");
    expect(recoverySentence({ ...evaluation, recovery: [] })).toBe("");
  });

  test("the binomial distribution function equals its sum by hand", () => {
    expect(binomialCumulative(1, 3, 0.5)).toBeCloseTo(0.5, 12);
    expect(binomialCumulative(3, 3, 0.94)).toBeCloseTo(1, 12);
    expect(binomialCumulative(0, 2, 0.94)).toBeCloseTo(0.0036, 12);
  });

  test("certainty goes by the width of the interval over the mean", () => {
    expect(certaintyOf(makeEstimate(1, 0.1))).toBe("clear");
    expect(certaintyOf(makeEstimate(1, 0.3))).toBe("rough");
    expect(certaintyOf(makeEstimate(1, 0.5))).toBe("unknown");
    expect(certaintyOf(makeEstimate(Number.NaN, 1))).toBe("unknown");
  });
});
