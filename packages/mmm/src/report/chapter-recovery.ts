// Recovery: on generated data, whether the model found what was put in.
import type { Evaluation } from "../analysis/evaluation.ts";
import type { Chapter } from "./document.ts";
import { figure } from "./figure.ts";
import { recoverySentence } from "./sentences.ts";

export function recoveryChapter(evaluation: Evaluation): Chapter {
  const chart = figure(evaluation, { name: "recovery" }, "full");
  return {
    id: "recovery",
    title: "Recovery of the truth",
    question: "These data were generated: did the model find what was put in?",
    answer: recoverySentence(evaluation),
    blocks: [
      chart,
      { kind: "table", span: "full", title: "Truth against estimate, farthest first", table: chart.table },
    ],
  };
}
