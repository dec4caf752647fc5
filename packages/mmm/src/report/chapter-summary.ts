// Summary: what marketing brought and what to do next, on one page.
import type { Evaluation } from "../analysis/evaluation.ts";
import { recommendedActions } from "./actions.ts";
import { summaryCards } from "./cards.ts";
import type { Block, Chapter } from "./document.ts";
import { figure } from "./figure.ts";
import { answerSentence, verdictSentence } from "./sentences.ts";

export function summaryChapter(evaluation: Evaluation): Chapter {
  const actions = recommendedActions(evaluation);
  const blocks: Block[] = [{ kind: "cards", cards: summaryCards(evaluation) }];
  if (actions.length > 0) {
    blocks.push({ kind: "heading", text: "What to do next" }, { kind: "actions", actions });
  }
  blocks.push(
    { kind: "heading", text: "Where the money went and what came of it" },
    figure(evaluation, { name: "decomposition" }, "full"),
  );
  if (evaluation.channels.length > 0) {
    blocks.push(figure(evaluation, { name: "roas" }, "half"), figure(evaluation, { name: "shares" }, "half"));
  }
  if (evaluation.diagnostics.verdict !== "pass") {
    blocks.push({ kind: "paragraph", text: verdictSentence(evaluation) });
  }
  return {
    id: "summary",
    title: "Summary",
    question: "What did marketing bring, and what should I do next?",
    answer: answerSentence(evaluation),
    blocks,
  };
}
