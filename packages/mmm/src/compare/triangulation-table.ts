// A comparison as one tidy table: a row for each run, framework, channel, metric and quantile.
import type { Cell, Table } from "../data/table.ts";
import type { Quantity } from "./quantity.ts";
import type { FrameworkResult, Triangulation } from "./triangulation.ts";

interface Row {
  readonly run: string | null;
  readonly framework: string;
  /** Null for what is of the whole. */
  readonly channel: string | null;
  readonly metric: string;
  /** `mean`, `sd`, `q05`, `q50`, `q95`, or `value` for what has no distribution. */
  readonly quantile: string;
  /** What the metric is at, where it is a curve: money per period, or lag in periods. */
  readonly at: number | null;
  readonly value: number | null;
}

/** Rows of `triangulation.parquet`; the consensus stands among the frameworks by that name, and has no run. */
export function triangulationTable(triangulation: Triangulation): Table {
  const { frameworks, consensus, channels, disagreement, ranking } = triangulation;
  const rows: Row[] = [
    ...frameworks.flatMap((each) => frameworkRows(each, channels)),
    ...channels.flatMap((channel): Row[] => {
      const place = { run: null, framework: "consensus", channel };
      return [
        ...quantityRows(place, "roi", consensus.roi[channel]),
        ...quantityRows(place, "marginal_roi", consensus.marginalRoi[channel]),
        ...quantityRows(place, "contribution", consensus.contribution[channel]),
        ...consensus.curves[channel].map(
          ({ spend, mean }): Row => ({ ...place, metric: "response_curve", quantile: "mean", at: spend, value: mean }),
        ),
        valueRow(place, "mean_rank_roi", ranking.roi.meanRank[channel]),
        valueRow(place, "mean_rank_marginal_roi", ranking.marginalRoi.meanRank[channel]),
        valueRow(
          place,
          "between_share",
          disagreement.channels.find((each) => each.channel === channel)?.betweenShare ?? null,
        ),
      ];
    }),
    ...(consensus.plans?.plans ?? []).flatMap(({ name, allocation, underFramework }): Row[] => [
      ...Object.entries(allocation).map(([channel, money]) =>
        valueRow({ run: null, framework: "consensus", channel }, `plan: ${name}`, money),
      ),
      ...Object.entries(underFramework).flatMap(([framework, { lift, regret }]) => {
        const place = { run: runOf(frameworks, framework), framework, channel: null };
        return [
          ...quantityRows(place, `lift of plan: ${name}`, lift),
          valueRow(place, `regret of plan: ${name}`, regret),
        ];
      }),
    ]),
  ];
  const column = (name: string, cell: (row: Row) => Cell): Table["columns"][number] => ({
    name,
    cells: rows.map(cell),
  });
  return {
    source: "triangulation",
    rows: rows.length,
    firstLine: 2,
    columns: [
      column("run", ({ run }) => run),
      column("framework", ({ framework }) => framework),
      column("channel", ({ channel }) => channel),
      column("metric", ({ metric }) => metric),
      column("quantile", ({ quantile }) => quantile),
      column("at", ({ at }) => at),
      column("value", ({ value }) => value),
    ],
  };
}

type Place = Pick<Row, "run" | "framework" | "channel">;

function frameworkRows(framework: FrameworkResult, channels: readonly string[]): Row[] {
  const { run, name, outOfSample } = framework;
  const whole: Place = { run, framework: name, channel: null };
  return [
    valueRow(whole, "weight", framework.weight),
    valueRow(whole, "r2", framework.r2),
    valueRow(whole, "mape", framework.mape),
    valueRow(whole, "wmape", framework.wmape),
    valueRow(whole, "nrmse", framework.nrmse),
    ...(outOfSample === null
      ? []
      : [
          valueRow(whole, "out_of_sample_r2", outOfSample.r2),
          valueRow(whole, "out_of_sample_wmape", outOfSample.wmape),
          valueRow(whole, "out_of_sample_crps", outOfSample.crps),
          valueRow(whole, "out_of_sample_coverage50", outOfSample.coverage50),
          valueRow(whole, "out_of_sample_coverage90", outOfSample.coverage90),
          valueRow(whole, "out_of_sample_elpd", outOfSample.elpd),
        ]),
    ...channels.flatMap((channel) => channelRows(framework, { run, framework: name, channel }, channel)),
  ];
}

function channelRows(framework: FrameworkResult, place: Place, channel: string): Row[] {
  const transforms = framework.transforms[channel];
  return [
    ...quantityRows(place, "roi", framework.roi[channel]),
    ...quantityRows(place, "marginal_roi", framework.marginalRoi[channel]),
    ...quantityRows(place, "contribution", framework.contribution[channel]),
    ...(transforms === null
      ? []
      : [
          ...quantityRows(place, "half_life", transforms.adstock.halfLife),
          ...quantityRows(place, "mean_lag", transforms.adstock.meanLag),
          ...transforms.adstock.weights.map(
            (weight, lag): Row => ({ ...place, metric: "adstock_weight", quantile: "mean", at: lag, value: weight }),
          ),
          ...quantityRows(place, "half_saturation", transforms.saturation.halfSaturation),
          ...quantityRows(place, "slope", transforms.saturation.slope),
          ...quantityRows(place, "elasticity", transforms.saturation.elasticity),
        ]),
    ...framework.curves[channel].flatMap(({ spend, mean, lower, upper }): Row[] => [
      { ...place, metric: "response_curve", quantile: "mean", at: spend, value: mean },
      { ...place, metric: "response_curve", quantile: "q05", at: spend, value: lower },
      { ...place, metric: "response_curve", quantile: "q95", at: spend, value: upper },
    ]),
  ];
}

function quantityRows(place: Place, metric: string, quantity: Quantity | null): Row[] {
  if (quantity === null) return [];
  return Object.entries(quantity).map(([quantile, value]) => ({ ...place, metric, quantile, at: null, value }));
}

function valueRow(place: Place, metric: string, value: number | null): Row {
  return { ...place, metric, quantile: "value", at: null, value };
}

function runOf(frameworks: readonly FrameworkResult[], name: string): string | null {
  return frameworks.find((each) => each.name === name)?.run ?? null;
}
