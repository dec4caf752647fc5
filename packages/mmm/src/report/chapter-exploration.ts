// Exploration: what could be said of the data before any model.
import type { Exploration, ExplorationFinding } from "../explore/exploration.ts";
import type { ReportTable } from "./charts/chart.ts";
import type { Block, Chapter } from "./document.ts";

const marks: Readonly<Record<ExplorationFinding["severity"], string>> = {
  fail: "✕\u00a0fail",
  review: "!\u00a0review",
  info: "✓\u00a0noted",
};

export function explorationChapter(exploration: Exploration): Chapter {
  return {
    id: "exploration",
    title: "Exploration",
    question: "Can these data tell the channels apart?",
    answer: answerOf(exploration),
    blocks: [
      { kind: "table", span: "full", title: "What was looked at, gravest first", table: findingsTable(exploration) },
      { kind: "table", span: "full", title: "Variables", table: variablesTable(exploration) },
      ...pairsBlock(exploration),
    ],
  };
}

/** One sentence. */
export function answerOf({ findings }: Pick<Exploration, "findings">): string {
  const failing = findings.filter(({ severity }) => severity === "fail");
  if (failing.length > 0) return `No model can be identified from these data yet. ${failing[0]!.found}`;
  const open = findings.filter(({ severity }) => severity === "review").length;
  if (open === 0) return "Nothing in the data stands in the way of a model.";
  return `Nothing in the data stands in the way of a model; ${open === 1 ? "one thing deserves" : `${open} things deserve`} a look.`;
}

function findingsTable({ findings }: Exploration): ReportTable {
  return {
    columns: [
      { label: "Severity", kind: "text" },
      { label: "Found", kind: "text" },
      { label: "What to do", kind: "text" },
    ],
    rows: findings.map(({ severity, found, remedy }) => [marks[severity], found, remedy ?? "–"]),
  };
}

function variablesTable({ variables, series }: Exploration): ReportTable {
  return {
    columns: [
      { label: "Variable", kind: "text" },
      { label: "Group", kind: "text" },
      { label: "Variance inflation", kind: "number" },
      { label: "R² on geos", kind: "number" },
      { label: "R² on periods", kind: "number" },
      { label: "With population", kind: "number" },
      { label: "Outliers", kind: "count" },
    ],
    rows: variables.map((each) => [
      each.name,
      each.group,
      each.varianceInflation,
      each.explainedByGeo,
      each.explainedByTime,
      each.populationScaled,
      series.find(({ name, group }) => name === each.name && group === each.group)?.outliers ?? 0,
    ]),
  };
}

function pairsBlock({ pairs }: Exploration): Block[] {
  if (pairs.length === 0) return [];
  const table: ReportTable = {
    columns: [
      { label: "Variable", kind: "text" },
      { label: "And", kind: "text" },
      { label: "Correlation", kind: "number" },
    ],
    rows: pairs.map(({ left, right, correlation }) => [left, right, correlation]),
  };
  return [{ kind: "table", span: "half", title: "Most correlated variables", table }];
}
