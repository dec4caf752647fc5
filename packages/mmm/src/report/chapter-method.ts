// Method: what was computed, as formulas with this run's numbers.
import type { Evaluation } from "../analysis/evaluation.ts";
import { periodWord } from "../calendar/periods.ts";
import { currencyUnit } from "./currency.ts";
import type { Block, Chapter } from "./document.ts";
import {
  countOf,
  formatCount,
  formatFixed,
  formatMoney,
  formatNumber,
  formatPeriods,
  formatShare,
  formatWords,
} from "./format.ts";
import { channelLabels, kpiCurrency, kpiWord } from "./names.ts";
import { likelyBest } from "./sentences.ts";

const groupWords = {
  baseline: "baseline",
  trend: "trend",
  seasonality: "season",
  holidays: "holidays",
  controls: "controls",
  treatments: "treatments",
  organic: "organic media",
} as const;

function equation(evaluation: Evaluation): Block {
  const present = Object.entries(groupWords).flatMap(([group, word]) =>
    evaluation.components.some((component) => component.group === group) ? [`${word}[t]`] : [],
  );
  const media = evaluation.channels.length === 0 ? [] : ["Σ contribution of each channel[t]"];
  return {
    kind: "formula",
    formula: `${kpiWord(evaluation)}[t] = ${[...present, ...media, "noise[t]"].join(" + ")}`,
    meaning: `The sum for each ${periodWord(evaluation.frequency)} t; ${evaluation.sampling.ensemble === undefined ? "every part has a posterior, and the parts add up to the expectation draw by draw" : "the parts add up to the expectation model by model"}.`,
  };
}

function returnFormula(evaluation: Evaluation): readonly Block[] {
  const index = likelyBest(evaluation);
  const channel = evaluation.channels[index];
  if (channel === undefined || !(channel.spend > 0)) return [];
  const label = channelLabels(evaluation)[index]!;
  const currency = kpiCurrency(evaluation);
  const brought =
    currency === null
      ? `value of ${formatWords(channel.contribution.mean)} ${kpiWord(evaluation)}`
      : formatMoney(channel.contribution.mean, currency);
  const { currency: money } = evaluation;
  return [
    {
      kind: "formula",
      formula: `return(${label}) = ${brought} ÷ ${formatMoney(channel.spend, money)} = ${formatNumber(channel.roas.mean)}`,
      meaning: `A channel's contribution is the expected ${kpiWord(evaluation)} with its spend less the expected ${kpiWord(evaluation)} without it, carryover included; its return is that, in money, over its spend.`,
    },
    {
      kind: "formula",
      formula: `next ${currencyUnit(money)}(${label}) = (value at 101 % of spend − value at 100 %) ÷ (1 % × ${formatMoney(channel.spend, money)}) = ${formatNumber(channel.marginalRoas.mean)}`,
      meaning: "The return of a little more, with every period's spend scaled up alike.",
    },
    {
      kind: "formula",
      formula: `half-life(${label}) = ${formatPeriods(channel.halfLifePeriods.mean, evaluation.frequency)}`,
      meaning: "The time until half of one period's total effect has come.",
    },
  ];
}

function shareFormula(evaluation: Evaluation): Block {
  const observed = evaluation.observed.reduce<number>((sum, value) => sum + (value ?? 0), 0);
  // What media brought where the KPI is known: over all periods where it is known all over.
  const media =
    evaluation.unknown === undefined
      ? evaluation.channels.reduce((sum, channel) => sum + channel.contribution.mean, 0)
      : evaluation.mediaShare.mean * observed;
  const currency = kpiCurrency(evaluation);
  const write = (value: number): string => (currency === null ? formatWords(value) : formatMoney(value, currency));
  return {
    kind: "formula",
    formula: `media share = ${write(media)} ÷ ${write(observed)} = ${formatShare(evaluation.mediaShare.mean)}`,
    meaning: `What all channels brought over the ${kpiWord(evaluation)} observed${evaluation.unknown === undefined ? "" : ", both where it is known"}.`,
  };
}

type Sampling = Evaluation["sampling"];

function methodSentence(evaluation: Evaluation): string {
  const { sampling, model } = evaluation;
  const what = `of ${kpiWord(evaluation)} on ${evaluation.channels.length} channels over ${formatCount(evaluation.dates.length)} ${periodWord(evaluation.frequency)}s`;
  const asked = "every number here is a question asked of";
  const total = formatCount(sampling.chains * sampling.draws);
  if (sampling.ensemble !== undefined) {
    const { models, evaluations } = sampling.ensemble;
    return `A search among penalized regressions (${model.framework}) ${what}; ${asked} ${countOf(models, "model")} selected out of ${formatCount(evaluations)}, each as often among ${total} draws as it weighs.`;
  }
  const draws =
    sampling.previewParetoK === undefined
      ? "posterior draws"
      : "draws of an approximation, which is a preview of the posterior";
  return `A Bayesian regression (${model.framework}, model "${model.kind}") ${what}; ${asked} ${total} ${draws}.`;
}

function ensembleReading({ bootstrapped }: NonNullable<Sampling["ensemble"]>): string {
  return bootstrapped
    ? "A number is the weighted mean over the selected models. A 94 % interval leaves 3 % of the draws on either side: it is the spread between selected models, and within each that of its coefficients when the residuals are resampled in blocks. What the search did not select is not in it."
    : "A number is the weighted mean over the selected models. A 94 % interval leaves 3 % of their weight on either side: it is the spread between selected models, not sampling uncertainty.";
}

function thisRun(sampling: Sampling): string[] {
  const { chains, warmup, draws, seed, targetAccept, samplingSeconds, gradientEvaluations, previewParetoK, ensemble } =
    sampling;
  if (ensemble !== undefined) {
    return [
      `${formatCount(ensemble.evaluations)} models in ${countOf(ensemble.trials, "trial")}, ${countOf(ensemble.models, "model")} selected, seed ${seed}.`,
      `${formatNumber(samplingSeconds)} seconds of searching.`,
    ];
  }
  return [
    previewParetoK !== undefined
      ? `A preview: ${formatCount(chains * draws)} draws of normal approximations (Pathfinder), chosen by their importance, k-hat ${formatFixed(previewParetoK, 2)}, seed ${seed}.`
      : `${chains} chains of ${formatCount(warmup)} warmup and ${formatCount(draws)} kept draws, target acceptance ${targetAccept}, seed ${seed}.`,
    `${formatNumber(samplingSeconds)} seconds of sampling, ${formatCount(gradientEvaluations)} gradient evaluations.`,
  ];
}

export function methodChapter(evaluation: Evaluation): Chapter {
  const { sampling } = evaluation;
  const stopped = sampling.interrupted
    ? ` The run was stopped before ${sampling.ensemble === undefined ? "all draws were made" : "the search had ended"}; what is here comes from what it had.`
    : "";
  return {
    id: "method",
    title: "Method",
    question: "How were these numbers made?",
    answer: `${methodSentence(evaluation)}${stopped}`,
    blocks: [
      equation(evaluation),
      ...returnFormula(evaluation),
      shareFormula(evaluation),
      { kind: "heading", text: "How to read it" },
      {
        kind: "list",
        items: [
          sampling.ensemble === undefined
            ? "A number is the posterior mean. A 94 % interval leaves 3 % of the posterior on either side; 50 %, 80 % and 90 % intervals are made alike."
            : ensembleReading(sampling.ensemble),
          "Media is carried over from period to period and flattens out as it grows; how fast, and how far, is estimated for each channel.",
          "Returns are before cost of goods, and within the observed window: what comes later is not counted.",
          sampling.ensemble === undefined
            ? "The probability that a channel is best comes from the joint draws. The probability that one channel's next unit is worth more than another's takes the two posteriors as normal and independent, which makes it a little too sure."
            : "The probability that a channel is best is the weight of the models in which it is; a probability here never says more than how selected models agree.",
          "Curves are dotted beyond the largest spend observed: there the model extrapolates.",
        ],
      },
      { kind: "heading", text: "This run" },
      {
        kind: "list",
        items: [...thisRun(sampling)],
      },
    ],
  };
}
