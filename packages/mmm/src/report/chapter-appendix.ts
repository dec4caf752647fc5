// Appendix: all tables.
import type { Evaluation } from "../analysis/evaluation.ts";
import { channelTable } from "./chapter-channels.ts";
import { convergenceTable, parametersByWorst } from "./chapter-diagnostics.ts";
import type { Chapter } from "./document.ts";

export function appendixChapter(evaluation: Evaluation): Chapter {
  return {
    id: "appendix",
    title: "Appendix",
    question: "Where are all the numbers?",
    answer: `All ${evaluation.channels.length} channels, ${evaluation.components.length} parts and ${evaluation.parameters.length} parameters; the numbers behind each picture are under the picture.`,
    blocks: [
      { kind: "table", span: "full", title: "Channels", table: channelTable(evaluation) },
      {
        kind: "table",
        span: "full",
        title: "Parts of the KPI",
        table: {
          columns: [
            { label: "Part", kind: "text" },
            { label: "Group", kind: "text" },
            { label: "Total", kind: "amount" },
            { label: "94 % from", kind: "amount" },
            { label: "94 % to", kind: "amount" },
            { label: "Share", kind: "share" },
          ],
          rows: evaluation.components.map((component) => [
            component.name,
            component.group,
            component.total.mean,
            ...component.total.interval94,
            component.share,
          ]),
        },
      },
      {
        kind: "table",
        span: "full",
        title: "Parameters",
        table: {
          columns: [
            { label: "Parameter", kind: "text" },
            { label: "Mean", kind: "number" },
            { label: "Median", kind: "number" },
            { label: evaluation.sampling.ensemble === undefined ? "Posterior sd" : "Sd over models", kind: "number" },
            { label: "94 % from", kind: "number" },
            { label: "94 % to", kind: "number" },
          ],
          rows: evaluation.parameters.map(({ label, estimate }) => [
            label,
            estimate.mean,
            estimate.median,
            estimate.sd,
            ...estimate.interval94,
          ]),
        },
      },
      ...(evaluation.sampling.ensemble === undefined
        ? [
            {
              kind: "table" as const,
              span: "full" as const,
              title: "Convergence of all parameters, worst first",
              table: convergenceTable(parametersByWorst(evaluation)),
            },
          ]
        : []),
    ],
  };
}
