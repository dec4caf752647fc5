// Scenarios over time: the outcome of every plan, and what each scenario differs by from the current plan.
import type { Evaluation } from "../../analysis/evaluation.ts";
import { periodWord } from "../../calendar/periods.ts";
import type { OutcomeSeries, ScenarioComparison } from "../../scenario/comparison.ts";
import { capitalized, formatLevel } from "../format.ts";
import { kpiCurrency, kpiWord } from "../names.ts";
import { bandSeries } from "./band.ts";
import { chartOption, dateLabels, grid, isNarrow, timeAxis, topSpace, verticalAxis } from "./base.ts";
import { timeOf } from "./buckets.ts";
import type { Chart, ChartStyle } from "./chart.ts";
import { thinnedPositions } from "./lttb.ts";
import type { ChartSeries, LegendEntry } from "./option.ts";
import { axisName, axisScale, largestOf } from "./scale.ts";
import { channelColor } from "./theme.ts";

/** Bands of more scenarios than this would cover each other. */
const mostBands = 3;

const longestName = 26;

/** A legend takes short names, each once. */
function legendNames(scenarios: ScenarioComparison["scenarios"]): readonly string[] {
  const short = scenarios.map(({ name }) => (name.length <= longestName ? name : `${name.slice(0, longestName - 1)}…`));
  return short.map((name, index) => (short.indexOf(name) === index ? name : `${name} (${index + 1})`));
}

/** Expected outcome of every plan by period, with what may be observed under the current plan. */
export function scenarioOutcomesChart(
  comparison: ScenarioComparison,
  evaluation: Evaluation,
  style: ChartStyle,
): Chart {
  const { base, scenarios, futurePeriods, level } = comparison;
  const band: OutcomeSeries = { ...base.observableOverTime, expected: base.overTime.expected };
  const word = periodWord(comparison.frequency);
  const kpi = kpiWord(evaluation);
  const names = legendNames(scenarios);
  return {
    id: "scenario-outcomes",
    title: `${capitalized(kpi)} per ${word} under ${scenarios.length === 0 ? "the current plan" : "each plan"}`,
    description: `Expected ${kpi}; shaded: where ${formatLevel(level)} of what may be observed under the current plan lies${futurePeriods > 0 && futurePeriods < comparison.dates.length ? "; dashed line: where the data end" : ""}.`,
    ...pictured({
      comparison,
      evaluation,
      style,
      axis: `${capitalized(kpi)} per ${word}`,
      lines: [
        { name: capitalized(base.name), color: style.theme.observed, series: band, banded: true },
        ...scenarios.map(({ overTime }, index) => ({
          name: names[index]!,
          color: channelColor(style.theme, index),
          series: overTime,
          banded: false,
        })),
      ],
    }),
  };
}

/** Difference of every scenario to the current plan by period, with its interval. */
export function scenarioDifferencesChart(
  comparison: ScenarioComparison,
  evaluation: Evaluation,
  style: ChartStyle,
): Chart {
  const { scenarios, level } = comparison;
  const word = periodWord(comparison.frequency);
  const kpi = kpiWord(evaluation);
  const names = legendNames(scenarios);
  const banded = scenarios.length <= mostBands;
  return {
    id: "scenario-differences",
    title: `What each ${word} would gain or lose`,
    description: `Expected ${kpi} of each scenario less that of the current plan, draw by draw${banded ? `, with ${formatLevel(level)} intervals` : ""}.`,
    ...pictured({
      comparison,
      evaluation,
      style,
      axis: `Difference per ${word}`,
      lines: scenarios.map(({ deltaOverTime }, index) => ({
        name: names[index]!,
        color: channelColor(style.theme, index),
        series: deltaOverTime,
        banded,
      })),
    }),
  };
}

interface Picture {
  readonly comparison: ScenarioComparison;
  readonly evaluation: Evaluation;
  readonly style: ChartStyle;
  readonly axis: string;
  readonly lines: readonly {
    readonly name: string;
    readonly color: string;
    readonly series: OutcomeSeries;
    readonly banded: boolean;
  }[];
}

function pictured({
  comparison,
  evaluation,
  style,
  axis,
  lines,
}: Picture): Omit<Chart, "id" | "title" | "description"> {
  const { dates, futurePeriods } = comparison;
  const shown = lines.flatMap(({ series, banded }) =>
    banded ? [series.expected, series.lower, series.upper] : [series.expected],
  );
  const positions = thinnedPositions(shown, isNarrow(style) ? 220 : 420);
  const scale = axisScale(largestOf(...shown), kpiCurrency(evaluation));
  const x = positions.map((position) => timeOf(dates[position]!));
  const pick = (values: readonly number[]): readonly number[] =>
    positions.map((position) => scale.apply(values[position]!));
  const entries: LegendEntry[] = lines.map(({ name, color }) => ({ name, icon: "roundRect", itemStyle: { color } }));
  const top = topSpace(entries, style);
  const boundary = futurePeriods > 0 && futurePeriods < dates.length ? dates[dates.length - futurePeriods] : undefined;
  const series = lines.flatMap(({ name, color, series: own, banded }, index): ChartSeries[] => [
    ...(banded
      ? bandSeries({
          name: `${name} band`,
          stack: `band ${index}`,
          x,
          lower: pick(own.lower),
          upper: pick(own.upper),
          color,
          opacity: 0.14,
        })
      : []),
    {
      type: "line",
      name,
      data: pick(own.expected).map((value, at) => [x[at]!, value]),
      showSymbol: false,
      lineStyle: { color, width: 1.6 },
      itemStyle: { color },
      ...(boundary === undefined || index > 0
        ? {}
        : {
            markLine: {
              silent: true,
              symbol: "none" as const,
              label: { show: false },
              lineStyle: { color: style.theme.muted, type: "dashed" as const, width: 1 },
              data: [{ xAxis: timeOf(boundary) }],
            },
          }),
    },
  ]);
  return {
    height: top + (isNarrow(style) ? 230 : 270),
    option: chartOption(style, {
      grid: [grid(top)],
      xAxis: [timeAxis(style, dateLabels(style, dates))],
      yAxis: [verticalAxis(style, axisName(axis, scale), { scale: true })],
      series,
      legend: entries,
    }),
    table: {
      columns: [
        { label: "Date", kind: "date" },
        ...lines.flatMap(({ name, banded }) => [
          { label: name, kind: "amount" as const },
          ...(banded
            ? [
                { label: `${name}, from`, kind: "amount" as const },
                { label: `${name}, to`, kind: "amount" as const },
              ]
            : []),
        ]),
      ],
      rows: positions.map((position) => [
        dates[position]!,
        ...lines.flatMap(({ series: own, banded }) =>
          banded ? [own.expected[position]!, own.lower[position]!, own.upper[position]!] : [own.expected[position]!],
        ),
      ]),
    },
  };
}
