// Where the truth is known: how far each estimate lies from it, in posterior standard deviations.
import type { Evaluation, RecoveryRow } from "../../analysis/evaluation.ts";
import type { Chart, ChartStyle } from "./chart.ts";
import { type Forest, forestHeight, forestOption } from "./forest.ts";

/** Rows drawn; the table has all. */
const drawnRows = 40;

function standardized(row: RecoveryRow): (value: number) => number {
  const { sd } = row.estimate;
  return (value) => (sd > 0 ? (value - row.truth) / sd : 0);
}

/** Intervals minus the truth, over the posterior sd: every truth lies on the line at zero. */
export function recoveryChart(evaluation: Evaluation, style: ChartStyle): Chart {
  const worstFirst = evaluation.recovery.toSorted((left, right) => Math.abs(right.zScore) - Math.abs(left.zScore));
  const shown = new Set(worstFirst.slice(0, drawnRows));
  const rows = evaluation.recovery.filter((row) => shown.has(row));
  const inside = evaluation.recovery.filter((row) => row.inside94).length;
  const forest: Forest = {
    rows: rows.map((row) => {
      const scaled = standardized(row);
      return {
        label: row.label,
        color: row.inside94 ? style.theme.model : style.theme.observed,
        center: scaled(row.estimate.mean),
        interval50: row.estimate.interval50.map(scaled) as [number, number],
        interval94: row.estimate.interval94.map(scaled) as [number, number],
        mark: null,
      };
    }),
    axisName: "Posterior sd from the truth",
    reference: 0,
    markName: "Truth",
    rowHeight: 22,
  };
  const more = evaluation.recovery.length - rows.length;
  return {
    id: "recovery",
    title: `${inside} of ${evaluation.recovery.length} true values lie inside their 94 % intervals`,
    description: `The dashed line is the truth of every row; thick line 50 %, thin line 94 % interval; rows that miss the truth have the text's color${more > 0 ? `; the ${more} rows nearest to their truth are in the table only` : ""}.`,
    height: forestHeight(forest),
    option: forestOption(forest, style),
    table: {
      columns: [
        { label: "Parameter", kind: "text" },
        { label: "Truth", kind: "number" },
        { label: "Mean", kind: "number" },
        { label: "94 % from", kind: "number" },
        { label: "94 % to", kind: "number" },
        { label: "z-score", kind: "number" },
        { label: "Inside", kind: "yes-no" },
      ],
      rows: worstFirst.map((row) => [
        row.label,
        row.truth,
        row.estimate.mean,
        ...row.estimate.interval94,
        row.zScore,
        row.inside94,
      ]),
    },
  };
}
