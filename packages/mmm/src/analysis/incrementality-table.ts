// An analysis of incrementality as a table: one row per window, place and subject.
import type { Cell, Table, TableColumn } from "../data/table.ts";
import type { Incrementality, SubjectIncrementality } from "./incrementality-result.ts";
import type { LevelEstimate, RatioEstimate } from "./level-estimate.ts";

interface Row {
  readonly window: Incrementality["windows"][number];
  /** Null for all geos together. */
  readonly geo: string | null;
  readonly subject: SubjectIncrementality;
}

/** Rows of `incrementality.csv`. What is infinite or undefined is an empty cell; intervals are those of the level asked for. */
export function incrementalityTable({ windows, currency, level }: Incrementality): Table {
  const rows = windows.flatMap((window): Row[] => [
    ...window.subjects.map((subject): Row => ({ window, geo: null, subject })),
    ...(window.geos ?? []).flatMap(({ name, subjects }) =>
      subjects.map((subject): Row => ({ window, geo: name, subject })),
    ),
  ]);
  const column = (name: string, cell: (row: Row) => Cell): TableColumn => ({ name, cells: rows.map(cell) });
  const estimate = (name: string, of: (subject: SubjectIncrementality) => LevelEstimate | null): TableColumn[] => [
    column(name, ({ subject }) => of(subject)?.mean ?? null),
    column(`${name}_lower`, ({ subject }) => of(subject)?.lower ?? null),
    column(`${name}_upper`, ({ subject }) => of(subject)?.upper ?? null),
  ];
  const ratio = (name: string, of: (subject: SubjectIncrementality) => RatioEstimate | null): TableColumn[] => [
    column(`${name}_ratio_of_means`, ({ subject }) => of(subject)?.ratioOfMeans ?? null),
    column(`${name}_mean_of_ratios`, ({ subject }) => of(subject)?.meanOfRatios ?? null),
    column(`${name}_lower`, ({ subject }) => of(subject)?.lower ?? null),
    column(`${name}_upper`, ({ subject }) => of(subject)?.upper ?? null),
  ];
  return {
    source: "incrementality",
    rows: rows.length,
    firstLine: 2,
    columns: [
      column("window", ({ window }) => window.name),
      column("from", ({ window }) => window.from),
      column("to", ({ window }) => window.to),
      column("geo", ({ geo }) => geo),
      column("subject", ({ subject }) => subject.name),
      column("kind", ({ subject }) => subject.kind),
      column("currency", () => currency),
      column("level", () => level),
      column("spend", ({ subject }) => subject.spend),
      ...estimate("contribution", ({ windowView }) => windowView.contribution),
      ...estimate("carry_in", ({ windowView }) => windowView.carryIn),
      ...estimate("own", ({ windowView }) => windowView.own),
      ...estimate("carry_out", ({ flightView }) => flightView.carryOut),
      ...estimate("flight", ({ flightView }) => flightView.contribution),
      ...estimate("roi", ({ flightView }) => flightView.roi),
      column("roi_probability_above_one", ({ subject }) => subject.flightView.roi?.probabilityAboveOne ?? null),
      ...estimate("marginal_roi", ({ flightView }) => flightView.marginalRoi),
      column("marginal_roi_derivative", ({ subject }) => subject.flightView.marginalRoiDerivative),
      ...ratio("cpik", ({ flightView }) => flightView.cpik),
      ...ratio("share_of_media", ({ windowView }) => windowView.shareOfMedia),
      ...ratio("share_of_kpi", ({ windowView }) => windowView.shareOfKpi),
      ...ratio("elasticity", ({ windowView }) => windowView.elasticity),
    ],
  };
}
