// Incrementality: what the money of a window brought, inside it and later, and what still came from before.
import type { Evaluation } from "../analysis/evaluation.ts";
import { sureWord } from "../analysis/format.ts";
import type {
  Incrementality,
  PlaceIncrementality,
  SubjectIncrementality,
  WindowIncrementality,
} from "../analysis/incrementality-result.ts";
import type { ReportTable } from "./charts/chart.ts";
import { currencyUnit } from "./currency.ts";
import type { Block, Chapter } from "./document.ts";
import { figure } from "./figure.ts";
import {
  formatDate,
  formatLevel,
  formatMoney,
  formatNumber,
  formatProbability,
  formatShare,
  formatWords,
  thinSpace,
  withCurrency,
} from "./format.ts";
import { numberInterval } from "./interval-text.ts";
import { displayName, kpiWord } from "./names.ts";

export function incrementalityChapter(evaluation: Evaluation, found: Incrementality): Chapter {
  const last = found.windows.at(-1)!;
  return {
    id: "incrementality",
    title: "Incrementality",
    question: "What did the money of a window bring, inside it and later?",
    answer: answerSentence(evaluation, found, last),
    blocks: [
      ...(found.windows.length > 1 ? windowTables(found) : []),
      { kind: "heading", text: `From ${formatDate(last.from)} to ${formatDate(last.to)}` },
      {
        kind: "table",
        span: "full",
        title: "What the window's money returned, later effects included",
        table: flightTable(evaluation, found, last),
      },
      { kind: "paragraph", text: carryOutSentence(evaluation, found, last) },
      {
        kind: "table",
        span: "full",
        title: `Where the window's ${kpiWord(evaluation)} came from`,
        table: windowTable(evaluation, found, last),
      },
      { kind: "paragraph", text: carryInSentence(evaluation, last) },
      ...(last.geos === undefined ? [] : [geoBlock(last.geos, found)]),
      ...curveBlocks(evaluation, found),
      { kind: "list", items: readingNotes(evaluation, found) },
    ],
  };
}

function subjectLabel({ name, kind }: SubjectIncrementality): string {
  return kind === "total" ? "All media" : displayName(name);
}

function totalOf({ subjects }: PlaceIncrementality): SubjectIncrementality {
  return subjects.at(-1)!;
}

/** KPI amounts in words. */
function amount({ kpi, currency }: Pick<Incrementality, "kpi" | "currency">, value: number): string {
  return kpi.kind === "revenue" ? formatMoney(value, currency) : formatWords(value);
}

function answerSentence(evaluation: Evaluation, found: Incrementality, window: WindowIncrementality): string {
  const { spend, flightView } = totalOf(window);
  const { contribution, roi } = flightView;
  const brought = `The media of ${formatDate(window.from)} to ${formatDate(window.to)} brought ${amount(found, contribution.mean)} of ${kpiWord(evaluation)} in all (${formatLevel(found.level)} ${sureWord(evaluation.sampling.ensemble)} between ${amount(found, contribution.lower)} and ${amount(found, contribution.upper)})`;
  if (roi === null) return `${brought}; nothing was spent on them.`;
  const text = numberInterval(roi, [roi.lower, roi.upper]);
  const unit = currencyUnit(found.currency);
  return `${brought} for ${formatMoney(spend, found.currency)}: ${text.mean} per ${unit} (${text.lower} to ${text.upper}); more than it cost with probability ${formatProbability(roi.probabilityAboveOne)}.`;
}

/** Compact: returns and contributions of every window. */
function windowTables(found: Incrementality): Block[] {
  const [first] = found.windows;
  const columns = [
    { label: "Window", kind: "text" as const },
    ...first!.subjects.map((subject) => ({ label: subjectLabel(subject), kind: "figure" as const })),
  ];
  return [
    {
      kind: "table",
      span: "full",
      title: `Return per unit spent in each window, later effects included, with ${formatLevel(found.level)} intervals`,
      table: { columns, rows: found.windows.map(({ name, subjects }) => [name, ...subjects.map(returnText)]) },
    },
    {
      kind: "table",
      span: "full",
      title: "Brought inside each window, by media of the window and before it",
      table: {
        columns,
        rows: found.windows.map(({ name, subjects }) => [
          name,
          ...subjects.map(({ windowView }) => amount(found, windowView.contribution.mean)),
        ]),
      },
    },
  ];
}

function returnText({ flightView: { roi } }: SubjectIncrementality): string {
  if (roi === null) return "–";
  const { mean, lower, upper } = numberInterval(roi, [roi.lower, roi.upper]);
  return `${mean} (${lower} to ${upper})`;
}

function flightTable(evaluation: Evaluation, found: Incrementality, window: WindowIncrementality): ReportTable {
  const level = formatLevel(found.level);
  const costs = evaluation.kpi.kind === "units";
  return {
    columns: [
      { label: "Media", kind: "text" },
      { label: "Spend", kind: "money" },
      { label: "Brought inside", kind: "amount" },
      { label: "Brought later", kind: "amount" },
      { label: "Return per unit", kind: "number" },
      { label: `${level} from`, kind: "number" },
      { label: `${level} to`, kind: "number" },
      { label: "P(more than it cost)", kind: "probability" },
      { label: "Next unit returns", kind: "number" },
      ...(costs ? [{ label: "Cost per unit won", kind: "figure" as const }] : []),
    ],
    rows: window.subjects.map((subject) => {
      const { spend, flightView } = subject;
      const { inside, carryOut, roi, marginalRoi, cpik } = flightView;
      return [
        subjectLabel(subject),
        spend,
        inside.mean,
        carryOut.mean,
        roi?.mean ?? null,
        roi?.lower ?? null,
        roi?.upper ?? null,
        roi?.probabilityAboveOne ?? null,
        marginalRoi?.mean ?? null,
        ...(costs ? [costText(cpik, found.currency)] : []),
      ];
    }),
  };
}

/** Ratio of means with its interval; an end that is infinite says so. */
function costText(cpik: SubjectIncrementality["flightView"]["cpik"], currency: string): string {
  if (cpik === null) return "–";
  const one = (value: number | null): string =>
    value === null ? "without end" : withCurrency(formatNumber(value), currency);
  return `${one(cpik.ratioOfMeans)} (${one(cpik.lower)} to ${one(cpik.upper)})`;
}

function windowTable(evaluation: Evaluation, found: Incrementality, window: WindowIncrementality): ReportTable {
  const level = formatLevel(found.level);
  return {
    columns: [
      { label: "Media", kind: "text" },
      { label: "Brought inside", kind: "amount" },
      { label: `${level} from`, kind: "amount" },
      { label: `${level} to`, kind: "amount" },
      { label: "By earlier media", kind: "amount" },
      { label: "Share of media", kind: "share" },
      { label: `Share of ${kpiWord(evaluation)}`, kind: "share" },
      { label: "Elasticity", kind: "fixed-3" },
    ],
    rows: window.subjects.map((subject) => {
      const { contribution, carryIn, shareOfMedia, shareOfKpi, elasticity } = subject.windowView;
      return [
        subjectLabel(subject),
        contribution.mean,
        contribution.lower,
        contribution.upper,
        carryIn.mean,
        shareOfMedia.ratioOfMeans,
        shareOfKpi.ratioOfMeans,
        elasticity.ratioOfMeans,
      ];
    }),
  };
}

function carryOutSentence(evaluation: Evaluation, found: Incrementality, window: WindowIncrementality): string {
  const { contribution, carryOut } = totalOf(window).flightView;
  const share = contribution.mean > 0 ? ` (${formatShare(carryOut.mean / contribution.mean)} of all they brought)` : "";
  return `${amount(found, carryOut.mean)}${share} of what the window's media brought came after ${formatDate(window.to)}: a return that stops counting there gives them too little ${kpiWord(evaluation)}.`;
}

function carryInSentence(evaluation: Evaluation, window: WindowIncrementality): string {
  const { contribution, carryIn } = totalOf(window).windowView;
  if (carryIn.mean === 0)
    return `Nothing came from media shown before ${formatDate(window.from)}: the data begin there, or nothing lasted.`;
  const share = contribution.mean > 0 ? formatShare(carryIn.mean / contribution.mean) : "a part";
  return `Of what media brought inside the window, ${share} came from media shown before ${formatDate(window.from)}; no ${kpiWord(evaluation)} of theirs is counted as the window's own return.`;
}

function geoBlock(geos: NonNullable<WindowIncrementality["geos"]>, found: Incrementality): Block {
  const [first] = geos;
  return {
    kind: "table",
    span: "full",
    title: `Return per unit spent in the window by geo, later effects included, with ${formatLevel(found.level)} intervals`,
    table: {
      columns: [
        { label: "Geo", kind: "text" },
        ...first!.subjects.map((subject) => ({ label: subjectLabel(subject), kind: "figure" as const })),
      ],
      rows: geos.map(({ name, subjects }) => [name, ...subjects.map(returnText)]),
    },
  };
}

function curveBlocks(evaluation: Evaluation, { curves, level }: Incrementality): Block[] {
  if (curves === undefined) return [];
  return [
    {
      kind: "heading",
      text: `What more or less would have brought, spent as it was from ${formatDate(curves.from)} to ${formatDate(curves.to)}`,
    },
    ...curves.flighted.map((curve) => figure(evaluation, { name: "flighted-curve", data: { curve, level } }, "tile")),
    steadyBlock(curves.steady),
    ...(curves.frequencies.length === 0 ? [] : [frequencyBlock(curves.frequencies, level)]),
  ];
}

function steadyBlock(steady: NonNullable<Incrementality["curves"]>["steady"]): Block {
  return {
    kind: "table",
    span: "full",
    title: "Spent steadily at the present mean, per period",
    table: {
      columns: [
        { label: "Media", kind: "text" },
        { label: "Spend", kind: "money" },
        { label: "Brought", kind: "amount" },
        { label: "By the period's own media", kind: "amount" },
        { label: "Carried over", kind: "amount" },
        { label: "Largest spend seen", kind: "money" },
      ],
      rows: steady.map(({ channel, currentSpendPerPeriod, largestSpendPerPeriod, points }) => {
        const now = points.find(({ spendPerPeriod }) => spendPerPeriod === currentSpendPerPeriod);
        return [
          displayName(channel),
          currentSpendPerPeriod,
          now?.total.mean ?? null,
          now?.immediate ?? null,
          now?.carryover ?? null,
          largestSpendPerPeriod,
        ];
      }),
    },
  };
}

function frequencyBlock(frequencies: NonNullable<Incrementality["curves"]>["frequencies"], level: number): Block {
  return {
    kind: "table",
    span: "full",
    title: "How often people should be reached, contacts and money being the same",
    table: {
      columns: [
        { label: "Media", kind: "text" },
        { label: "Contacts per person now", kind: "number" },
        { label: "Best", kind: "number" },
        { label: `${formatLevel(level)} from`, kind: "number" },
        { label: `${formatLevel(level)} to`, kind: "number" },
        { label: "Largest seen", kind: "number" },
      ],
      rows: frequencies.map(({ channel, current, optimum, interval, observedMaximum }) => [
        displayName(channel),
        current,
        optimum,
        ...interval,
        observedMaximum,
      ]),
    },
  };
}

function readingNotes(evaluation: Evaluation, found: Incrementality): string[] {
  const unit = currencyUnit(found.currency);
  return [
    `Return per unit: all that the window's media brought, inside the window and after it, over what was spent on them. The next unit's return is that of 1${thinSpace}% more in every period of the window.`,
    `Brought inside counts all ${kpiWord(evaluation)} of the window that would be missing without the media, earlier media included; the two views answer two questions and must not be added.`,
    `Elasticity: by how many percent ${kpiWord(evaluation)} rises when the media rise by one percent.`,
    ...(evaluation.kpi.kind === "units"
      ? [
          `Cost per unit won is spend over what it brought; "without end" where draws see nothing brought for any ${unit}.`,
        ]
      : []),
    ...(found.addsUp
      ? []
      : ["In this model effects multiply: what channels brought does not sum to what all media together brought."]),
  ];
}
