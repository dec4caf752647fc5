// A comparison of scenarios as lines of text.
import { periodWord, type ScenarioComparison, type ScenarioOutcome } from "@carryover/mmm";
import { alignedNumbers } from "../aligned-rows.ts";

type Base = ScenarioComparison["base"];

export function comparisonLines(comparison: ScenarioComparison): string[] {
  const { dates, frequency, futurePeriods, level, assumptions, base, scenarios } = comparison;
  const word = periodWord(frequency);
  const ahead =
    futurePeriods === 0
      ? "what would have been"
      : futurePeriods === dates.length
        ? "forecast"
        : `the last ${futurePeriods} forecast`;
  const unit = comparison.kpi.kind === "revenue" ? comparison.currency : comparison.kpi.name;
  const head = [
    "",
    "spend",
    `expected ${unit}`,
    `${percent(level)} interval`,
    "difference",
    `${percent(level)} interval`,
    "P(better)",
    "net",
  ];
  const rows = [baseRow(base), ...scenarios.map(scenarioRow)];
  return [
    `${dates[0]} to ${dates.at(-1)}, ${dates.length} ${word}s: ${ahead}.`,
    ...assumptions.map((assumption) => `  ${assumption}`),
    ...alignedNumbers([head, ...rows]),
    ...(scenarios.length === 0 ? [] : [carryOutLine(comparison, word)]),
    ...[base, ...scenarios].flatMap(({ name, beyondData }) =>
      beyondData.map(({ sentence }) => `Caution, ${name}: ${sentence}`),
    ),
  ];
}

function baseRow({ name, spend, expected, interval }: Base): string[] {
  return [name, amount(spend), amount(expected), range(interval), "", "", "", ""];
}

function scenarioRow(scenario: ScenarioOutcome): string[] {
  const { name, spend, expected, interval, delta, deltaInterval, probabilityBetter, net } = scenario;
  return [
    name,
    amount(spend),
    amount(expected),
    range(interval),
    signed(delta),
    `${signed(deltaInterval[0])} to ${signed(deltaInterval[1])}`,
    probabilityBetter.toFixed(2),
    net === null ? "–" : signed(net.expected),
  ];
}

function carryOutLine({ scenarios, carryOutPeriods }: ScenarioComparison, word: string): string {
  const parts = scenarios.map(({ name, carryOut }) => `${signed(carryOut.delta)} (${name})`);
  return `Intervals are of the expected outcome. Not in the difference: what is carried into the ${carryOutPeriods} ${word}s after, ${parts.join(", ")}. Net is money gained with that, less extra spend.`;
}

function amount(value: number): string {
  const digits = Math.abs(value) < 100 ? value.toPrecision(3) : Math.round(value).toLocaleString("en-US");
  return digits.replaceAll(",", "\u202F").replace("-", "\u2212");
}

function signed(value: number): string {
  return value > 0 ? `+${amount(value)}` : amount(value);
}

function range([lower, upper]: readonly [number, number]): string {
  return `${amount(lower)} to ${amount(upper)}`;
}

function percent(share: number): string {
  return `${Number((100 * share).toFixed(1))}\u202F%`;
}
