// The evaluation as plain column tables, for CSV and Parquet. Column names are snake_case, as the tools that read them expect.
import type { Cell, Table, TableColumn } from "../data/table.ts";
import type { Estimate, Evaluation } from "./evaluation.ts";

/** One row per period and component: mean and intervals of what the component brought to the KPI. */
export function contributionsTable(evaluation: Evaluation): Table {
  const { dates, components } = evaluation;
  const rows = components.flatMap(({ name, group, overTime }) =>
    dates.map((date, period) => ({ date, name, group, overTime, period })),
  );
  return table("contributions", [
    column("date", rows, ({ date }) => date),
    column("component", rows, ({ name }) => name),
    column("group", rows, ({ group }) => group),
    column("mean", rows, ({ overTime, period }) => overTime.mean[period]),
    column("lower_50", rows, ({ overTime, period }) => overTime.lower50[period]),
    column("upper_50", rows, ({ overTime, period }) => overTime.upper50[period]),
    column("lower_94", rows, ({ overTime, period }) => overTime.lower94[period]),
    column("upper_94", rows, ({ overTime, period }) => overTime.upper94[period]),
  ]);
}

/** One row per channel: money spent, what it brought and what it returns. */
export function roasTable(evaluation: Evaluation): Table {
  const { channels, trueRoas, currency } = evaluation;
  return table("roas", [
    column("channel", channels, ({ name }) => name),
    column("currency", channels, () => currency),
    column("spend", channels, ({ spend }) => spend),
    column("spend_share", channels, ({ spendShare }) => spendShare),
    ...estimateColumns("contribution", channels, ({ contribution }) => contribution),
    column("contribution_share", channels, ({ contributionShare }) => contributionShare.mean),
    ...estimateColumns("roas", channels, ({ roas }) => roas),
    ...estimateColumns("marginal_roas", channels, ({ marginalRoas }) => marginalRoas),
    column("probability_best", channels, ({ probabilityBest }) => probabilityBest),
    column("contraction", channels, ({ contraction }) => contraction),
    column("half_life_periods", channels, ({ halfLifePeriods }) => halfLifePeriods.mean),
    column("saturation", channels, ({ saturation }) => saturation.level?.mean ?? null),
    column("saturation_state", channels, ({ saturation }) => saturation.state),
    column("true_roas", channels, ({ name }) => trueRoas[name] ?? null),
  ]);
}

/** One row per channel and geo: money spent there, what it brought and what it returned; no rows for national data. */
function channelsByGeoTable({ byGeo, currency }: Evaluation): Table {
  const rows = (byGeo?.geos ?? []).flatMap(({ name: geo, channels }) => channels.map((channel) => ({ geo, channel })));
  return table("channels_by_geo", [
    column("geo", rows, ({ geo }) => geo),
    column("channel", rows, ({ channel }) => channel.name),
    column("currency", rows, () => currency),
    column("spend", rows, ({ channel }) => channel.spend),
    ...estimateColumns("contribution", rows, ({ channel }) => channel.contribution),
    ...estimateColumns("roas", rows, ({ channel }) => channel.roas),
  ]);
}

/** One row per known truth; no rows when nothing is known. */
export function recoveryTable({ recovery }: Evaluation): Table {
  return table("parameter_recovery", [
    column("parameter", recovery, ({ label }) => label),
    column("truth", recovery, ({ truth }) => truth),
    ...estimateColumns("", recovery, ({ estimate }) => estimate),
    column("z_score", recovery, ({ zScore }) => zScore),
    column("inside_94", recovery, ({ inside94 }) => inside94),
    column("note", recovery, ({ note }) => note ?? null),
  ]);
}

/** One row per scalar parameter: its posterior and its diagnostics. */
export function parametersTable({ parameters }: Evaluation): Table {
  return table("parameters", [
    column("parameter", parameters, ({ label }) => label),
    ...estimateColumns("", parameters, ({ estimate }) => estimate),
    column("mcse_mean", parameters, ({ mcseMean }) => mcseMean),
    column("ess_bulk", parameters, ({ essBulk }) => essBulk),
    column("ess_tail", parameters, ({ essTail }) => essTail),
    column("rhat", parameters, ({ rhat }) => rhat),
  ]);
}

/** One row per period: observed KPI, empty where it is not known, predicted KPI, the bands with noise. */
export function fitTable({ dates, observed, predicted }: Evaluation): Table {
  const periods = dates.map((date, period) => ({ date, period }));
  return table("fit", [
    column("date", periods, ({ date }) => date),
    column("observed", periods, ({ period }) => observed[period]),
    column("predicted", periods, ({ period }) => predicted.mean[period]),
    column("lower_50", periods, ({ period }) => predicted.lower50[period]),
    column("upper_50", periods, ({ period }) => predicted.upper50[period]),
    column("lower_94", periods, ({ period }) => predicted.lower94[period]),
    column("upper_94", periods, ({ period }) => predicted.upper94[period]),
    column("residual", periods, ({ period }) => {
      const value = observed[period];
      return value === null ? null : value - predicted.mean[period];
    }),
  ]);
}

/** All tables by the name of the file they make; the one by geo where there are several. */
export function evaluationTables(evaluation: Evaluation): Table[] {
  return [
    contributionsTable(evaluation),
    roasTable(evaluation),
    ...(evaluation.byGeo === undefined ? [] : [channelsByGeoTable(evaluation)]),
    recoveryTable(evaluation),
    parametersTable(evaluation),
    fitTable(evaluation),
  ];
}

function table(source: string, columns: readonly TableColumn[]): Table {
  return { source, columns, rows: columns[0]?.cells.length ?? 0, firstLine: 2 };
}

/** Numbers that are not finite become empty cells. */
function column<Row>(name: string, rows: readonly Row[], cell: (row: Row) => Cell): TableColumn {
  return {
    name,
    cells: rows.map((row) => {
      const value = cell(row);
      return typeof value === "number" && !Number.isFinite(value) ? null : value;
    }),
  };
}

/** Mean, median, sd and interval ends of an estimate, each prefixed unless the prefix is empty. */
function estimateColumns<Row>(
  prefix: string,
  rows: readonly Row[],
  pick: (row: Row) => Estimate,
): readonly TableColumn[] {
  const name = (what: string): string => (prefix === "" ? what : `${prefix}_${what}`);
  const one = (what: string, value: (estimate: Estimate) => number): TableColumn =>
    column(name(what), rows, (row) => value(pick(row)));
  return [
    one("mean", ({ mean }) => mean),
    one("median", ({ median }) => median),
    one("sd", ({ sd }) => sd),
    one("lower_50", ({ interval50 }) => interval50[0]),
    one("upper_50", ({ interval50 }) => interval50[1]),
    one("lower_80", ({ interval80 }) => interval80[0]),
    one("upper_80", ({ interval80 }) => interval80[1]),
    one("lower_94", ({ interval94 }) => interval94[0]),
    one("upper_94", ({ interval94 }) => interval94[1]),
  ];
}
