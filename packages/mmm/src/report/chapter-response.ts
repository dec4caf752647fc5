// Response: what more or less spend would bring.
import type { Evaluation } from "../analysis/evaluation.ts";
import { currencyUnit } from "./currency.ts";
import type { Chapter } from "./document.ts";
import { figure } from "./figure.ts";
import { formatProbability } from "./format.ts";
import { numberInterval, sureBetween } from "./interval-text.ts";
import { channelLabels } from "./names.ts";
import { orderedByMarginal } from "./ordering.ts";

/** Where the next unit of money is worth most, and how sure that is. */
export function nextUnitSentence(evaluation: Evaluation): string {
  const order = orderedByMarginal(evaluation);
  const [top] = order;
  if (top === undefined) return "There is no paid channel in the model.";
  const labels = channelLabels(evaluation);
  const unit = currencyUnit(evaluation.currency);
  const { marginalRoas } = evaluation.channels[top.index]!;
  const text = numberInterval(marginalRoas, marginalRoas.interval94);
  const first = `The next ${unit} returns ${text.mean} in ${labels[top.index]} (${sureBetween(text, evaluation)})`;
  const second = order[1];
  if (second === undefined) return `${first}.`;
  return top.probabilityAboveNext >= 0.8
    ? `${first}, more than in any other channel; ${labels[second.index]} comes second (this order holds with probability about ${formatProbability(top.probabilityAboveNext)}).`
    : `${first}, but whether that is more than in ${labels[second.index]} we cannot tell (probability about ${formatProbability(top.probabilityAboveNext)}).`;
}

export function responseChapter(evaluation: Evaluation): Chapter {
  const labels = channelLabels(evaluation);
  const unit = currencyUnit(evaluation.currency);
  return {
    id: "response",
    title: "Response",
    question: "What would more or less buy?",
    answer: nextUnitSentence(evaluation),
    blocks: [
      ...evaluation.channels.map((_, index) => figure(evaluation, { name: "response-curve", index }, "tile")),
      ...(evaluation.channels.length === 0 ? [] : [figure(evaluation, { name: "marginal-roas" }, "half")]),
      {
        kind: "table",
        span: "half",
        title: `Where the next ${unit} works best`,
        table: {
          columns: [
            { label: "Channel", kind: "text" },
            { label: "Next unit returns", kind: "number" },
            { label: "P(above the next row)", kind: "probability" },
            { label: "Spend per period now", kind: "money" },
            { label: "Largest seen", kind: "money" },
          ],
          rows: orderedByMarginal(evaluation).map(({ index, probabilityAboveNext }, rank, order) => {
            const channel = evaluation.channels[index]!;
            return [
              labels[index]!,
              channel.marginalRoas.mean,
              rank === order.length - 1 ? null : probabilityAboveNext,
              channel.currentSpendPerPeriod,
              channel.observedMaximum,
            ];
          }),
        },
      },
    ],
  };
}
