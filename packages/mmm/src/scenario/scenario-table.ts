// A comparison as a table: one row for each plan, and one for each of its channels.
import type { Cell, Table } from "../data/table.ts";
import type { ChannelOutcome, ScenarioComparison, ScenarioOutcome } from "./comparison.ts";

type Row = Readonly<Record<string, Cell>>;

/** Columns: plan, channel (empty for the whole plan), spend, expected outcome or contribution, difference to the base, intervals. */
export function scenarioTable({ base, scenarios }: ScenarioComparison): Table {
  const rows: Row[] = [
    { plan: base.name, channel: null, ...whole(base), ...noDifference },
    ...base.channels.map((channel) => ({ plan: base.name, ...ofChannel(channel), ...noDifference })),
    ...scenarios.flatMap((scenario) => [
      { plan: scenario.name, channel: null, ...whole(scenario), ...difference(scenario) },
      ...scenario.channels.map((channel) => ({
        plan: scenario.name,
        ...ofChannel(channel),
        ...noDifference,
        spend_change: channel.spendChange,
        delta: channel.contributionChange.delta,
        delta_lower: channel.contributionChange.deltaInterval[0],
        delta_upper: channel.contributionChange.deltaInterval[1],
      })),
    ]),
  ];
  const names = Object.keys(rows[0]);
  return {
    source: "scenarios",
    rows: rows.length,
    firstLine: 2,
    columns: names.map((name) => ({ name, cells: rows.map((row) => row[name]) })),
  };
}

function whole({
  spend,
  expected,
  interval,
  observableInterval,
  money,
}: ScenarioComparison["base"] | ScenarioOutcome): Row {
  return {
    spend,
    expected,
    lower: interval[0],
    upper: interval[1],
    observable_lower: observableInterval[0],
    observable_upper: observableInterval[1],
    money: money.expected,
  };
}

function ofChannel({ name, spend, contribution }: ChannelOutcome): Row {
  return {
    channel: name,
    spend,
    expected: contribution.expected,
    lower: contribution.interval[0],
    upper: contribution.interval[1],
    observable_lower: null,
    observable_upper: null,
    money: null,
  };
}

const noDifference: Row = {
  spend_change: null,
  delta: null,
  delta_lower: null,
  delta_upper: null,
  probability_better: null,
  carry_out: null,
  net: null,
};

function difference({ spendChange, delta, deltaInterval, probabilityBetter, carryOut, net }: ScenarioOutcome): Row {
  return {
    spend_change: spendChange,
    delta,
    delta_lower: deltaInterval[0],
    delta_upper: deltaInterval[1],
    probability_better: probabilityBetter,
    carry_out: carryOut.delta,
    net: net?.expected ?? null,
  };
}
