// Summary: what marketing brought and what to do next, on one page.
import type { Evaluation } from "../analysis/evaluation.ts";
import type { TrustReport } from "../trust/trust-report.ts";
import { recommendedActions } from "./actions.ts";
import { summaryCards } from "./cards.ts";
import type { Block, Chapter } from "./document.ts";
import { figure } from "./figure.ts";
import { answerSentence, verdictSentence } from "./sentences.ts";

/** @param trust  of the same run, where it was judged: what it says stands before everything else */
export function summaryChapter(evaluation: Evaluation, trust?: TrustReport): Chapter {
  const actions = recommendedActions(evaluation);
  const blocks: Block[] = [
    ...(trust === undefined ? [] : [{ kind: "paragraph" as const, text: trust.sentence }]),
    { kind: "cards", cards: summaryCards(evaluation) },
  ];
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
    answer: `${distrust(evaluation, trust)}${answerSentence(evaluation)}`,
    blocks,
  };
}

/** A warning where a critical check failed; a failed computation warns of itself. */
function distrust({ diagnostics }: Evaluation, trust: TrustReport | undefined): string {
  if (trust?.verdict !== "fail" || diagnostics.verdict === "fail") return "";
  return "Do not act on these numbers yet: a critical check failed, see Trust. ";
}
