// An optimized budget as lines of text.
import type { Optimization } from "@carryover/mmm";
import { alignedNumbers } from "../aligned-rows.ts";

export function optimizationLines(plan: Optimization): string[] {
  const { window, channels, draws, milliseconds, decide, method } = plan;
  const when = `${window.from} to ${window.to}`;
  const head = ["channel", "current", "plan", "change", "return now", "in the plan", "next unit now", "in the plan"];
  const rows = channels.map((channel) => [
    channel.name,
    amount(channel.current),
    amount(channel.plan),
    channel.change === null ? "" : percent(channel.change),
    channel.current > 0 ? channel.roiCurrent.toFixed(2) : "–",
    channel.plan > 0 ? channel.roiPlan.toFixed(2) : "–",
    channel.marginalRoiCurrent.toFixed(2),
    channel.marginalRoiPlan.toFixed(2),
  ]);
  const total = ["in all", amount(plan.currentBudget), amount(plan.budget), changeOf(plan), "", "", "", ""];
  const gap = plan.dualityGap === null ? "not known" : plan.dualityGap.toPrecision(2);
  return [
    `${window.isFuture ? "Planned" : "Best for"} ${when}, ${plan.objective.text}:`,
    ...alignedNumbers([head, ...rows, total]),
    ...plan.sentences,
    ...bindingLines(plan),
    ...robynLines(plan),
    ...plan.extrapolation.map(({ sentence }) => `Caution: ${sentence}`),
    ...(decide === "channels"
      ? []
      : [`${plan.rows.length} amounts of money by ${decide === "geos" ? "geo" : "week"} are in allocation.csv.`]),
    `Method ${method}, ${draws} draws, ${milliseconds.toFixed(0)} ms: KKT residual ${plan.kktResidual.toExponential(1)}, duality gap ${gap}; ${plan.search}.`,
  ];
}

/** The second solution that Robyn's allocator gives with every plan. */
function robynLines({ robyn }: Optimization): string[] {
  if (robyn === undefined) return [];
  const { response, widening, channels } = robyn;
  const rows = channels.map(({ name, initial, plan, widened }) => [
    name,
    amount(initial.spend),
    amount(plan.spend),
    amount(widened.spend),
  ]);
  return [
    `By Robyn's count a period's response rises from ${amount(response.initial)} to ${amount(response.plan)}, and to ${amount(response.widened)} within bounds ${widening} times as wide; spend of a period:`,
    ...alignedNumbers([["channel", "now", "plan", "wider bounds"], ...rows]),
  ];
}

/** Limits that are told; all are in optimization.json. */
const shownLimits = 10;

function bindingLines({ binding }: Optimization): string[] {
  const limits = binding.filter(({ kind }) => kind !== "budget").map(({ sentence }) => sentence);
  if (limits.length <= shownLimits) return limits;
  return [...limits.slice(0, shownLimits), `And ${limits.length - shownLimits} more limits (optimization.json).`];
}

function changeOf({ budget, currentBudget }: Optimization): string {
  return percent(budget / currentBudget - 1);
}

function percent(change: number): string {
  const rounded = Math.abs(100 * change).toFixed(1);
  const sign = Number(rounded) === 0 ? "" : change > 0 ? "+" : "\u2212";
  return `${sign}${rounded} %`;
}

function amount(value: number): string {
  return value
    .toFixed(0)
    .replace("-", "\u2212")
    .replace(/\B(?=(\d{3})+$)/g, "\u202F");
}
