// Scenarios: what other plans would bring, beside the plan as it is.
import type { Evaluation } from "../analysis/evaluation.ts";
import { sureWord } from "../analysis/format.ts";
import { periodWord } from "../calendar/periods.ts";
import type { ScenarioComparison, ScenarioOutcome } from "../scenario/comparison.ts";
import type { ReportTable } from "./charts/chart.ts";
import type { Block, Chapter } from "./document.ts";
import { figure } from "./figure.ts";
import {
  capitalized,
  countOf,
  formatCount,
  formatDate,
  formatLevel,
  formatMoney,
  formatProbability,
  formatWords,
} from "./format.ts";
import { displayNames, kpiCurrency, kpiWord } from "./names.ts";

export function scenariosChapter(evaluation: Evaluation, comparison: ScenarioComparison): Chapter {
  const { scenarios, assumptions, base } = comparison;
  const beyond = [base, ...scenarios].flatMap(({ name, beyondData }) =>
    beyondData.map(({ sentence }) => `${capitalized(name)}: ${sentence}`),
  );
  return {
    id: "scenarios",
    title: "Scenarios",
    question: "What would another plan bring?",
    answer: answer(evaluation, comparison),
    blocks: [
      { kind: "paragraph", text: settingSentence(comparison) },
      ...(assumptions.length === 0 ? [] : [{ kind: "list", items: assumptions } as const]),
      { kind: "table", span: "full", title: "Side by side", table: sideBySide(comparison) },
      { kind: "paragraph", text: readingSentence(evaluation, comparison) },
      ...(beyond.length === 0 ? [] : [{ kind: "list", items: beyond } as const]),
      ...(comparison.dates.length < 2
        ? []
        : [figure(evaluation, { name: "scenario-outcomes", data: comparison }, "full")]),
      ...(comparison.dates.length < 2 || scenarios.length === 0
        ? []
        : [figure(evaluation, { name: "scenario-differences", data: comparison }, "full")]),
      ...scenarios.flatMap((scenario) => scenarioBlocks(evaluation, scenario)),
    ],
  };
}

function amount(evaluation: Evaluation, value: number): string {
  const currency = kpiCurrency(evaluation);
  return currency === null ? `${formatWords(value)} ${kpiWord(evaluation)}` : formatMoney(value, currency);
}

/** The scenario that is best, by what is left after its spend, or that none can be told from the current plan. */
function answer(evaluation: Evaluation, { scenarios, base, level }: ScenarioComparison): string {
  const [first, ...rest] = scenarios;
  if (first === undefined) {
    const [lower, upper] = base.interval.map((value) => amount(evaluation, value));
    return `The current plan is expected to bring ${amount(evaluation, base.expected)} (${formatLevel(level)} ${sureWord(evaluation.sampling.ensemble)} between ${lower} and ${upper}).`;
  }
  const best = rest.reduce((top, each) => (left(each) > left(top) ? each : top), first);
  const lead =
    rest.length === 0
      ? ""
      : `Of ${countOf(scenarios.length, "scenario")} “${best.name}” ${left(best) > 0 ? "leaves most" : "loses least"}${best.net === null ? "" : " after its spend"}. `;
  return `${lead}${differenceSentence(evaluation, best, level)} ${netSentence(evaluation, best)}`;
}

/** What a scenario leaves after its spend, money; where that cannot be told, what it brings more, KPI units. */
function left({ net, delta }: ScenarioOutcome): number {
  return net?.expected ?? delta;
}

/** What a scenario leaves, and how sure it is that this is more than nothing. */
function netSentence(evaluation: Evaluation, { net }: ScenarioOutcome): string {
  if (net === null)
    return "What it leaves after its spend cannot be told: the worth of a unit of the KPI is not given.";
  const money = formatMoney(Math.abs(net.expected), evaluation.currency);
  if (net.expected === 0) return "Nothing is gained or lost by it.";
  return `With what is carried out of the horizon, and after the change in spend, it ${net.expected > 0 ? "gains" : "loses"} ${money}; that it gains at all has probability ${formatProbability(net.probabilityPositive)}.`;
}

/** One scenario against the current plan, in a sentence. */
export function differenceSentence(evaluation: Evaluation, scenario: ScenarioOutcome, level: number): string {
  const { name, delta, deltaInterval, probabilityBetter, spendChange } = scenario;
  const [lower, upper] = deltaInterval;
  const between = `${formatLevel(level)} ${sureWord(evaluation.sampling.ensemble)} between ${amount(evaluation, lower)} and ${amount(evaluation, upper)}`;
  const spend =
    Math.abs(spendChange) <= 1e-9 * Math.max(scenario.spend, 1)
      ? "for the same money"
      : `for ${formatMoney(Math.abs(spendChange), evaluation.currency)} ${spendChange > 0 ? "more" : "less"} spend`;
  if (delta === 0 && lower === 0 && upper === 0) return `“${name}” changes nothing that is expected, ${spend}.`;
  if (lower < 0 && upper > 0) {
    return `Whether “${name}” brings more or less than the current plan we cannot tell: ${amount(evaluation, delta)} expected, ${between}, ${spend}; more with probability ${formatProbability(probabilityBetter)}.`;
  }
  return `“${name}” brings ${amount(evaluation, Math.abs(delta))} ${delta > 0 ? "more" : "less"} than the current plan ${spend} (${between}).`;
}

function settingSentence({ dates, frequency, futurePeriods, lastObserved }: ScenarioComparison): string {
  const word = periodWord(frequency);
  const span = `${formatDate(dates[0] ?? "")} to ${formatDate(dates.at(-1) ?? "")}, ${countOf(dates.length, word)}`;
  if (futurePeriods === 0) return `The plans cover ${span}, all of them observed: this is what would have been.`;
  const which = futurePeriods === dates.length ? "all of them" : `${formatCount(futurePeriods)} of them`;
  return `The plans cover ${span}, ${which} after the data, which end with the ${word} of ${formatDate(lastObserved)}. What media did before the horizon is carried into it.`;
}

function readingSentence(evaluation: Evaluation, comparison: ScenarioComparison): string {
  const { level, carryOutPeriods, draws, frequency } = comparison;
  return `Intervals hold ${formatLevel(level)}. “Expected” is the mean of what would come again and again, and its interval says how well that is known; “may be observed” adds the scatter of a single time. Differences are paired draw by draw over ${formatCount(draws)} draws, which is why they are surer than the outcomes. “Carried out” is what the change does to ${kpiWord(evaluation)} in the ${countOf(carryOutPeriods, periodWord(frequency))} after the horizon, not part of the difference. “Net” is money gained, carried out included, less extra spend.`;
}

function sideBySide({ base, scenarios }: ScenarioComparison): ReportTable {
  return {
    columns: [
      { label: "Plan", kind: "text" },
      { label: "Spend", kind: "money" },
      { label: "Expected", kind: "amount" },
      { label: "From", kind: "amount" },
      { label: "To", kind: "amount" },
      { label: "May be observed from", kind: "amount" },
      { label: "To", kind: "amount" },
      { label: "Difference", kind: "amount" },
      { label: "From", kind: "amount" },
      { label: "To", kind: "amount" },
      { label: "P(more)", kind: "probability" },
      { label: "Carried out", kind: "amount" },
      { label: "Net", kind: "money" },
      { label: "P(net above 0)", kind: "probability" },
    ],
    rows: [
      [
        capitalized(base.name),
        base.spend,
        base.expected,
        ...base.interval,
        ...base.observableInterval,
        ...Array.from({ length: 7 }, () => null),
      ],
      ...scenarios.map((scenario) => [
        scenario.name,
        scenario.spend,
        scenario.expected,
        ...scenario.interval,
        ...scenario.observableInterval,
        scenario.delta,
        ...scenario.deltaInterval,
        scenario.probabilityBetter,
        scenario.carryOut.delta,
        scenario.net?.expected ?? null,
        scenario.net?.probabilityPositive ?? null,
      ]),
    ],
  };
}

function scenarioBlocks(evaluation: Evaluation, scenario: ScenarioOutcome): Block[] {
  const word = periodWord(evaluation.frequency);
  const items = scenario.changes.map(({ text, periods }) => `${text} (${countOf(periods, word)})`);
  const isNamedByChange = scenario.changes.length === 1 && scenario.changes[0]!.text === scenario.name;
  const labels = displayNames(scenario.channels.map(({ name }) => name));
  return [
    { kind: "heading", text: scenario.name },
    ...(isNamedByChange ? [] : [{ kind: "list", items } as const]),
    {
      kind: "table",
      span: "full",
      title: `Channels under “${scenario.name}”`,
      table: {
        columns: [
          { label: "Channel", kind: "text" },
          { label: "Spend", kind: "money" },
          { label: "Change", kind: "money" },
          { label: "Contribution", kind: "amount" },
          { label: "Change", kind: "amount" },
          { label: "From", kind: "amount" },
          { label: "To", kind: "amount" },
        ],
        rows: scenario.channels.map(({ spend, spendChange, contribution, contributionChange }, index) => [
          labels[index]!,
          spend,
          spendChange,
          contribution.expected,
          contributionChange.delta,
          ...contributionChange.deltaInterval,
        ]),
      },
    },
  ];
}
