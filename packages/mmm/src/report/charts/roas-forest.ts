// What each channel returned for one unit of money, and what one more would: forests with the true value where it is known.
import type { Estimate, Evaluation } from "../../analysis/evaluation.ts";
import { currencySymbol, currencyUnit } from "../currency.ts";
import { formatProbability } from "../format.ts";
import { numberInterval } from "../interval-text.ts";
import { channelLabels } from "../names.ts";
import { orderedByMarginal } from "../ordering.ts";
import type { Chart, ChartStyle, ReportTable } from "./chart.ts";
import { type Forest, type ForestRow, forestHeight, forestOption } from "./forest.ts";
import { channelColor } from "./theme.ts";

function rowsOf(
  evaluation: Evaluation,
  style: ChartStyle,
  estimateOf: (index: number) => Estimate,
  truth: Readonly<Record<string, number>>,
): readonly ForestRow[] {
  const labels = channelLabels(evaluation);
  return evaluation.channels.map((channel, index) => {
    const estimate = estimateOf(index);
    return {
      label: labels[index]!,
      color: channelColor(style.theme, index),
      center: estimate.mean,
      interval50: estimate.interval50,
      interval94: estimate.interval94,
      mark: truth[channel.name] ?? null,
    };
  });
}

/** The break-even line is drawn when anything comes near it; far away it would only squeeze the rows. */
function reference(rows: readonly ForestRow[]): number | null {
  return Math.max(...rows.map((row) => row.interval94[1])) >= 0.8 ? 1 : null;
}

function tableOf(rows: readonly ForestRow[], value: string): ReportTable {
  const known = rows.some((row) => row.mark !== null);
  return {
    columns: [
      { label: "Channel", kind: "text" },
      { label: value, kind: "number" },
      { label: "50 % from", kind: "number" },
      { label: "50 % to", kind: "number" },
      { label: "94 % from", kind: "number" },
      { label: "94 % to", kind: "number" },
      ...(known ? [{ label: "True value", kind: "number" as const }] : []),
    ],
    rows: rows.map((row) => [
      row.label,
      row.center,
      ...row.interval50,
      ...row.interval94,
      ...(known ? [row.mark] : []),
    ]),
  };
}

/** ROAS by channel with 50 % and 94 % intervals. */
export function roasChart(evaluation: Evaluation, style: ChartStyle): Chart {
  const rows = rowsOf(evaluation, style, (index) => evaluation.channels[index]!.roas, evaluation.trueRoas);
  const forest: Forest = {
    rows,
    axisName: `Return per ${currencyUnit(evaluation.currency)} spent, ${currencySymbol(evaluation.currency)}`,
    reference: reference(rows),
    markName: "True value",
  };
  return {
    id: "roas",
    title: roasTitle(evaluation),
    description: `Dot: mean; thick line: 50 % interval; thin line: 94 % interval${rows.some((row) => row.mark !== null) ? "; diamond: the true value" : ""}${forest.reference === null ? "" : "; dashed line: money back"}.`,
    height: forestHeight(forest),
    option: forestOption(forest, style),
    table: tableOf(rows, "Return per unit spent"),
  };
}

function roasTitle(evaluation: Evaluation): string {
  const labels = channelLabels(evaluation);
  const best = evaluation.channels.reduce(
    (top, channel, index) => (channel.probabilityBest > evaluation.channels[top]!.probabilityBest ? index : top),
    0,
  );
  const channel = evaluation.channels[best];
  if (channel === undefined) return "No channel to compare";
  const text = numberInterval(channel.roas, channel.roas.interval94);
  if (evaluation.channels.length === 1)
    return `${labels[best]} returned ${text.mean} per ${currencyUnit(evaluation.currency)}`;
  const probability = formatProbability(channel.probabilityBest);
  return channel.probabilityBest >= 0.8
    ? `${labels[best]} returned the most per ${currencyUnit(evaluation.currency)}: ${text.mean} (best with probability ${probability})`
    : `Which channel returned the most cannot be told: ${labels[best]} leads with probability ${probability}`;
}

/** Next-dollar ROAS by channel with 50 % and 94 % intervals. */
export function marginalRoasChart(evaluation: Evaluation, style: ChartStyle): Chart {
  const rows = rowsOf(evaluation, style, (index) => evaluation.channels[index]!.marginalRoas, {});
  const unit = currencyUnit(evaluation.currency);
  const forest: Forest = {
    rows,
    axisName: `Return of the next ${unit}, ${currencySymbol(evaluation.currency)}`,
    reference: reference(rows),
    markName: "",
  };
  const labels = channelLabels(evaluation);
  const order = orderedByMarginal(evaluation);
  const top = order[0];
  return {
    id: "marginal-roas",
    title:
      top === undefined
        ? "No channel to compare"
        : `The next ${unit} is worth most in ${labels[top.index]}${order.length > 1 && top.probabilityAboveNext < 0.8 ? ", but the lead is not certain" : ""}`,
    description: `Money back for one more ${unit} with spend scaled up a little; dot: mean; thick line: 50 % interval; thin line: 94 % interval${forest.reference === null ? "" : "; dashed line: money back"}.`,
    height: forestHeight(forest),
    option: forestOption(forest, style),
    table: tableOf(rows, `Return of the next ${unit}`),
  };
}
