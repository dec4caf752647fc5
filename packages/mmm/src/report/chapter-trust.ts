// Trust: whether the numbers can be used, check by check, with what to do about each.
import type { Evaluation } from "../analysis/evaluation.ts";
import type { HealthStatus, MeridianHealth } from "../trust/meridian-health-report.ts";
import type { ChannelTrust, TrustCheck, TrustNumber, TrustReport } from "../trust/trust-report.ts";
import type { ReportTable } from "./charts/chart.ts";
import type { Block, Chapter } from "./document.ts";
import { capitalized, formatNumber, thinSpace } from "./format.ts";
import { displayNames } from "./names.ts";
import type { VerdictBadge } from "./sentences.ts";

const marks: Readonly<Record<TrustCheck["verdict"], string>> = {
  fail: "✕\u00a0fail",
  caution: "!\u00a0caution",
  "not-run": "?\u00a0not\u00a0run",
  pass: "✓\u00a0pass",
};
const gravestFirst: readonly TrustCheck["verdict"][] = ["fail", "caution", "not-run", "pass"];

/** The header's badge where a run was judged: how the computation went is one of the checks. */
export function trustBadge({ sampling }: Evaluation, { verdict, counts }: TrustReport): VerdictBadge {
  const symbol = { pass: "✓", caution: "!", fail: "✕" }[verdict];
  const run = counts.pass + counts.caution + counts.fail;
  const label = sampling.previewParetoK === undefined ? capitalized(verdict) : "Preview";
  return { verdict, symbol, label, detail: `${counts.pass} of ${run} checks passed`, chapter: "trust" };
}

/** Gravest first; in their own order among equals. */
function sortedChecks({ checks }: TrustReport): TrustCheck[] {
  return checks.toSorted((left, right) => gravestFirst.indexOf(left.verdict) - gravestFirst.indexOf(right.verdict));
}

function titleOf({ title, critical }: TrustCheck): string {
  return `${title}${critical ? " *" : ""}`;
}

/** What did not pass, gravest first. */
function openTable(checks: readonly TrustCheck[]): ReportTable {
  return {
    columns: [
      { label: "Check", kind: "text" },
      { label: "Verdict", kind: "text" },
      { label: "Found", kind: "text" },
      { label: "What to do", kind: "text" },
      { label: "Should be", kind: "text" },
    ],
    rows: checks.map((check) => [
      titleOf(check),
      marks[check.verdict],
      check.reason,
      check.remedy ?? "–",
      check.threshold,
    ]),
  };
}

function passedTable(checks: readonly TrustCheck[]): ReportTable {
  return {
    columns: [
      { label: "Check", kind: "text" },
      { label: "Verdict", kind: "text" },
      { label: "Found", kind: "text" },
      { label: "Should be", kind: "text" },
    ],
    rows: checks.map((check) => [titleOf(check), marks[check.verdict], check.reason, check.threshold]),
  };
}

/** Both tables, where there is something in them: short ones, so that none has to be scrolled. */
function checkBlocks(trust: TrustReport): Block[] {
  const checks = sortedChecks(trust);
  const open = checks.filter(({ verdict }) => verdict !== "pass");
  const passed = checks.filter(({ verdict }) => verdict === "pass");
  const table = (title: string, content: ReportTable): Block[] =>
    content.rows.length === 0 ? [] : [{ kind: "table", span: "full", title, table: content }];
  return [
    ...table("What needs attention, gravest first", openTable(open)),
    ...table("What passed", passedTable(passed)),
  ];
}

function channelsTable({ channels, level }: TrustReport): ReportTable {
  const labels = displayNames(channels.map(({ name }) => name));
  return {
    columns: [
      { label: "Channel", kind: "text" },
      { label: "Verdict", kind: "text" },
      { label: "ROI (median)", kind: "number" },
      { label: `${Number((100 * level).toPrecision(4))}${thinSpace}% from`, kind: "number" },
      { label: "to", kind: "number" },
      { label: "Prior left", kind: "share" },
      { label: "First reason", kind: "text" },
    ],
    rows: channels.map(({ name, verdict, line, roi, priorShare }: ChannelTrust, index) => [
      labels[index]!,
      marks[verdict],
      roi.median,
      roi.lower,
      roi.upper,
      priorShare,
      line.slice(`${name}: ${verdict} – `.length),
    ]),
  };
}

function numbersTable(trust: TrustReport): ReportTable {
  const text = ({ value }: TrustNumber): string => (value === null ? "n/a" : formatNumber(value));
  return {
    columns: [
      { label: "Check", kind: "text" },
      { label: "Number", kind: "text" },
      { label: "Value", kind: "figure" },
    ],
    rows: sortedChecks(trust).flatMap(({ title, numbers }) =>
      numbers.map((number) => [title, number.name, text(number)]),
    ),
  };
}

const healthMarks: Readonly<Record<HealthStatus, string>> = {
  fail: marks.fail,
  review: "!\u00a0review",
  "not-run": marks["not-run"],
  pass: marks.pass,
};

/** Meridian's own checks, beside ours. */
function healthBlocks(health: MeridianHealth | undefined): Block[] {
  if (health === undefined) return [];
  const table: ReportTable = {
    columns: [
      { label: "Check", kind: "text" },
      { label: "Status", kind: "text" },
      { label: "Found", kind: "text" },
      { label: "Should be", kind: "text" },
      { label: "What it does not see", kind: "text" },
      { label: "Of the score", kind: "share" },
    ],
    rows: health.checks.map(({ title, status, found, threshold, blind, weight }) => [
      title,
      healthMarks[status],
      found,
      threshold,
      blind,
      weight,
    ]),
  };
  return [
    { kind: "heading", text: "Meridian’s own checks" },
    { kind: "paragraph", text: `${health.sentence} The verdict above is not made of them.` },
    { kind: "table", span: "full", title: `What Meridian ${health.version} would say of these draws`, table },
  ];
}

export function trustChapter(trust: TrustReport): Chapter {
  return {
    id: "trust",
    title: "Trust",
    question: "Can these numbers be used?",
    answer: trust.sentence,
    blocks: [
      ...checkBlocks(trust),
      {
        kind: "paragraph",
        text: "* critical: its failure fails the run; any other failure, and any caution, makes it a caution. A pass also needs a validation on unseen periods.",
      },
      { kind: "table", span: "full", title: "Returns, and how far each can be trusted", table: channelsTable(trust) },
      { kind: "table", span: "full", title: "Every number behind the checks", table: numbersTable(trust) },
      ...healthBlocks(trust.meridianHealth),
    ],
  };
}
