// Geos: what each channel brought and returned in each place, where the data have several.
import type { Evaluation, GeoEvaluations } from "../analysis/evaluation.ts";
import type { ReportTable } from "./charts/chart.ts";
import type { Chapter } from "./document.ts";
import { formatShare, joinNames } from "./format.ts";
import { numberInterval } from "./interval-text.ts";
import { channelLabels } from "./names.ts";

/** Names of more geos than this would make a sentence unreadable. */
const namedGeos = 3;

export function geosChapter(evaluation: Evaluation, byGeo: GeoEvaluations): Chapter {
  return {
    id: "geos",
    title: "Geos",
    question: "Where does each channel work better, and where worse?",
    answer: differenceSentence(evaluation, byGeo),
    blocks: [
      {
        kind: "table",
        span: "full",
        title: "Return per unit by geo, with 94 % intervals",
        table: returnsTable(evaluation, byGeo),
      },
      { kind: "table", span: "full", title: "Fit and spend by geo", table: fitTable(evaluation, byGeo) },
      {
        kind: "paragraph",
        text: "A geo learns from the others: where its own data say little, its return is drawn to what the channel returns in all of them, and its interval is wide.",
      },
    ],
  };
}

/** Which geos' returns lie above or below the national return with 97 % probability, channel by channel. */
function differenceSentence(evaluation: Evaluation, { geos }: GeoEvaluations): string {
  const labels = channelLabels(evaluation);
  const clauses = evaluation.channels.flatMap((channel, index) => {
    const differing = (side: "above" | "below"): string[] =>
      geos.flatMap(({ name, channels }) => {
        const { spend, roas } = channels[index]!;
        const [low, high] = roas.interval94;
        const differs = side === "above" ? low > channel.roas.mean : high < channel.roas.mean;
        return spend > 0 && differs ? [name] : [];
      });
    const clause = (names: readonly string[], word: string): string[] => {
      if (names.length === 0) return [];
      return [`${word} in ${names.length > namedGeos ? `${names.length} of ${geos.length} geos` : joinNames(names)}`];
    };
    const parts = [...clause(differing("above"), "more"), ...clause(differing("below"), "less")];
    return parts.length === 0 ? [] : [`${labels[index]} returned clearly ${joinNames(parts)}`];
  });
  if (clauses.length === 0)
    return `In none of ${geos.length} geos does a channel's return differ clearly from its return in all of them.`;
  return `${clauses.join("; ")} than in all geos together.`;
}

function returnsTable(evaluation: Evaluation, { geos }: GeoEvaluations): ReportTable {
  return {
    columns: [
      { label: "Geo", kind: "text" },
      ...channelLabels(evaluation).map((label) => ({ label, kind: "figure" as const })),
    ],
    rows: geos.map(({ name, channels }) => [
      name,
      ...channels.map(({ spend, roas }) => {
        if (!(spend > 0)) return "–";
        const { mean, lower, upper } = numberInterval(roas, roas.interval94);
        return `${mean} (${lower} to ${upper})`;
      }),
    ]),
  };
}

function fitTable(evaluation: Evaluation, { geos }: GeoEvaluations): ReportTable {
  return {
    columns: [
      { label: "Geo", kind: "text" },
      { label: "KPI", kind: "amount" },
      { label: "R²", kind: "number" },
      { label: "Missed in a typical period", kind: "figure" },
      ...channelLabels(evaluation).map((label) => ({ label: `${label} spend`, kind: "money" as const })),
    ],
    rows: geos.map(({ name, observed, r2, mape, channels }) => [
      name,
      observed,
      r2,
      formatShare(mape),
      ...channels.map(({ spend }) => spend),
    ]),
  };
}
