// Budget: where the money should go, how sure that is, and what holds it back.
import type { Evaluation } from "../analysis/evaluation.ts";
import { sureWord } from "../analysis/format.ts";
import type { ChannelPlan, Optimization, RobynAllocation } from "../budget/optimization.ts";
import { periodWord } from "../calendar/periods.ts";
import { beyondSentence, budgetAnswer, formatWorth, limitSentence } from "./budget-sentences.ts";
import type { ReportTable } from "./charts/chart.ts";
import type { Block, Card, Chapter } from "./document.ts";
import { figure } from "./figure.ts";
import {
  capitalized,
  formatCount,
  formatDate,
  formatLevel,
  formatNumber,
  formatProbability,
  formatShortMoney,
} from "./format.ts";
import { displayNames } from "./names.ts";

/** Rows of a plan by weeks or geos that are shown; all are in allocation.csv. */
const shownRows = 60;
/** Limits that are told; all are in optimization.json. */
const shownLimits = 15;

export function budgetChapter(evaluation: Evaluation, plan: Optimization): Chapter {
  // The first two say what the answer says.
  const rest = plan.sentences.slice(2);
  return {
    id: "budget",
    title: "Budget",
    question: "Where should the money go?",
    answer: budgetAnswer(plan),
    blocks: [
      { kind: "paragraph", text: `${settingSentence(evaluation, plan)} ${rest.join(" ")}` },
      { kind: "cards", cards: cards(plan) },
      figure(evaluation, { name: "budget-plan", data: plan }, "full"),
      { kind: "table", span: "full", title: "Current and planned", table: channelTable(plan) },
      ...(plan.robyn === undefined
        ? []
        : [
            {
              kind: "table",
              span: "full",
              title: `By Robyn’s own count, per ${periodWord(evaluation.frequency)}: now, in the plan, and within bounds ${plan.robyn.widening} times as wide`,
              table: robynTable(plan.robyn),
            } as const,
          ]),
      { kind: "heading", text: "What holds the plan back" },
      bindingBlock(plan),
      ...(plan.extrapolation.length === 0
        ? []
        : [
            { kind: "heading", text: "Outside of what was observed" } as const,
            { kind: "list", items: plan.extrapolation.map(beyondSentence) } as const,
          ]),
      ...(plan.decide === "channels"
        ? []
        : [{ kind: "table", span: "full", title: rowsTitle(plan), table: rowTable(plan) } as const]),
      { kind: "heading", text: "How it was found" },
      { kind: "paragraph", text: proofSentence(plan) },
    ],
  };
}

function settingSentence({ frequency }: Evaluation, { window, objective, decide, method }: Optimization): string {
  const what = {
    channels: "one amount for each channel, flighted as it was",
    weekly: "every week of every channel",
    geos: "every channel in every geo",
  };
  const when = `${window.isFuture ? "the future from" : "the window from"} ${formatDate(window.from)} to ${formatDate(window.to)} (${formatCount(window.periods)} ${periodWord(frequency)}s)`;
  const how = {
    carryover: "",
    greedy: " The method is the seed’s greedy, on its curve without carryover.",
    slsqp: " The method is the seed’s slsqp, on its curve without carryover.",
    "meridian-grid": " The method is Meridian’s climb on a grid of spends.",
    "robyn-allocator":
      " The method is Robyn’s allocator: the mean spend of a period upon the mean of what was carried over, without flighting.",
  }[method];
  return `Planned is ${when}: ${what[decide]}, for the best ${objective.text}.${how}`;
}

function cards(plan: Optimization): Card[] {
  const money = (value: number): string => formatShortMoney(value, plan.currency);
  const worth = (value: number): string => formatWorth(value, plan);
  const { costOfBeingWrong: cost, liftInterval, level } = plan;
  return [
    {
      label: "Expected gain",
      value: worth(plan.expectedLift),
      detail: `${formatLevel(level)} ${sureWord(plan.ensemble)} between ${worth(liftInterval[0])} and ${worth(liftInterval[1])}`,
      sparkline: null,
    },
    {
      label: "Better than now",
      value: formatProbability(plan.probabilityBetter),
      detail: "probability that the plan brings more than the current one",
      sparkline: null,
    },
    {
      label: "If it is wrong",
      value: worth(cost.lossWhenWorse),
      detail:
        cost.expectedRegret === null
          ? "mean loss against the current plan where the plan brings less"
          : `mean loss where the plan brings less; ${worth(cost.expectedRegret)} short, on average, of knowing the truth`,
      sparkline: null,
    },
    {
      label: "Budget",
      value: money(plan.budget),
      detail: `now ${money(plan.currentBudget)}; the next unit adds ${formatNumber(plan.price)}`,
      sparkline: null,
    },
  ];
}

function robynTable({ channels }: RobynAllocation): ReportTable {
  const labels = displayNames(channels.map(({ name }) => name));
  return {
    columns: [
      { label: "Channel", kind: "text" },
      { label: "Carried over", kind: "money" },
      { label: "Spend now", kind: "money" },
      { label: "Response now", kind: "amount" },
      { label: "Spend in the plan", kind: "money" },
      { label: "Response in the plan", kind: "amount" },
      { label: "Spend in wider bounds", kind: "money" },
      { label: "Response in wider bounds", kind: "amount" },
    ],
    rows: channels.map(({ meanCarryover, initial, plan, widened }, index) => [
      labels[index]!,
      meanCarryover,
      ...[initial, plan, widened].flatMap(({ spend, response }) => [spend, response]),
    ]),
  };
}

function channelTable({ channels }: Optimization): ReportTable {
  const labels = displayNames(channels.map(({ name }) => name));
  return {
    columns: [
      { label: "Channel", kind: "text" },
      { label: "Current", kind: "money" },
      { label: "Plan", kind: "money" },
      { label: "Change", kind: "share" },
      { label: "Return now", kind: "number" },
      { label: "Return in the plan", kind: "number" },
      { label: "Next unit now", kind: "number" },
      { label: "Next unit in the plan", kind: "number" },
      { label: "Peak against observed", kind: "number" },
    ],
    rows: channels.map((channel: ChannelPlan, index) => [
      labels[index]!,
      channel.current,
      channel.plan,
      channel.change,
      channel.roiCurrent,
      channel.roiPlan,
      channel.marginalRoiCurrent,
      channel.marginalRoiPlan,
      channel.peakRatio,
    ]),
  };
}

function bindingBlock(plan: Optimization): Block {
  return plan.binding.length === 0
    ? { kind: "paragraph", text: "No bound or constraint holds the plan back." }
    : { kind: "list", items: bindingItems(plan) };
}

function bindingItems(plan: Optimization): string[] {
  const { binding } = plan;
  const items = binding.slice(0, shownLimits).map((limit) => limitSentence(limit, plan));
  return binding.length <= shownLimits
    ? items
    : [...items, `And ${formatCount(binding.length - shownLimits)} more limits, in optimization.json.`];
}

function rowsTitle({ rows, decide }: Optimization): string {
  const shown =
    rows.length > shownRows
      ? `, the first ${shownRows} of ${formatCount(rows.length)} (all are in allocation.csv)`
      : "";
  return `${capitalized(decide === "weekly" ? "week by week" : "geo by geo")}${shown}`;
}

function rowTable({ rows, decide }: Optimization): ReportTable {
  const isWeekly = decide === "weekly";
  return {
    columns: [
      { label: "Channel", kind: "text" },
      isWeekly ? { label: "From", kind: "date" } : { label: "Geo", kind: "text" },
      { label: "Current", kind: "money" },
      { label: "Plan", kind: "money" },
    ],
    rows: rows.slice(0, shownRows).map((row) => [row.channel, isWeekly ? row.from : row.geo, row.current, row.plan]),
  };
}

function proofSentence(plan: Optimization): string {
  const gap =
    plan.dualityGap === null
      ? "nothing bounds what a better plan could add, the search being local"
      : `a better plan could add at most ${formatWorth(plan.dualityGap, plan)} to the objective (the duality gap)`;
  const verified =
    plan.verification === null
      ? ""
      : ` The search used curves tabulated from the model; asked itself, the model agrees to ${formatNumber(plan.verification.largestDifference)} of the worth in every draw.`;
  return `${capitalized(plan.search)}; ${formatCount(plan.draws)} draws. The first-order conditions of an optimum are met to ${formatNumber(plan.kktResidual)} (KKT residual, relative to the steepest slope), and ${gap}.${verified}`;
}
