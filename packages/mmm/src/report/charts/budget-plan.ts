// The current plan and the optimized one, channel by channel, with what the bounds would have allowed.
import type { Evaluation } from "../../analysis/evaluation.ts";
import type { Optimization } from "../../budget/optimization.ts";
import { currencySymbol } from "../currency.ts";
import { magnitudeOf } from "../format.ts";
import { displayNames } from "../names.ts";
import type { Chart, ChartStyle } from "./chart.ts";
import { type Forest, forestHeight, forestOption } from "./forest.ts";
import { channelColor } from "./theme.ts";

/** Dot: plan; diamond: current; thick line: what moves; thin line: the channel's bounds. */
export function budgetPlanChart(plan: Optimization, evaluation: Evaluation, style: ChartStyle): Chart {
  const labels = displayNames(plan.channels.map(({ name }) => name));
  const largest = plan.channels.reduce((most, each) => Math.max(most, each.plan, each.current), 0);
  const { divisor, word } = magnitudeOf(largest, 1e6);
  const rows = plan.channels.map((channel, index) => {
    const place = evaluation.channels.findIndex(({ name }) => name === channel.name);
    const moved = [channel.current, channel.plan].toSorted((a, b) => a - b);
    const bounds = channel.bounds ?? moved;
    return {
      label: labels[index]!,
      color: channelColor(style.theme, place === -1 ? index : place),
      center: channel.plan / divisor,
      interval50: [moved[0]! / divisor, moved[1]! / divisor] as const,
      interval94: [bounds[0]! / divisor, bounds[1]! / divisor] as const,
      mark: channel.current / divisor,
    };
  });
  const unit = currencySymbol(plan.currency);
  const forest: Forest = {
    rows,
    axisName: `Spend over the window, ${unit}${word === "" ? "" : ` ${word}`}`,
    reference: null,
    markName: "Current",
  };
  return {
    id: "budget-plan",
    title: titleOf(plan, labels),
    description:
      "Dot: spend in the plan; diamond: current spend; the thick line joins them, the thin line is what the channel's bounds allow.",
    height: forestHeight(forest),
    option: forestOption(forest, style),
    table: {
      columns: [
        { label: "Channel", kind: "text" },
        { label: "Current", kind: "money" },
        { label: "Plan", kind: "money" },
        { label: "Least allowed", kind: "money" },
        { label: "Most allowed", kind: "money" },
      ],
      rows: plan.channels.map((channel, index) => [
        labels[index]!,
        channel.current,
        channel.plan,
        ...(channel.bounds ?? [null, null]),
      ]),
    },
  };
}

/** Who gains most and who gives most. */
function titleOf({ channels }: Optimization, labels: readonly string[]): string {
  const moves = channels.map(({ plan, current }) => plan - current);
  const gains = moves.indexOf(Math.max(...moves));
  const gives = moves.indexOf(Math.min(...moves));
  const isMoved = (index: number): boolean =>
    index >= 0 && Math.abs(moves[index]!) > 0.005 * Math.max(1, channels[index]!.current);
  if (!isMoved(gains) && !isMoved(gives)) return "The plan leaves the split as it is";
  if (!isMoved(gives) || moves[gives]! >= 0) return `${labels[gains]} gains most`;
  if (!isMoved(gains) || moves[gains]! <= 0) return `${labels[gives]} gives most`;
  return `${labels[gains]} gains most, ${labels[gives]} gives most`;
}
