// The judgment on a run: made of what is kept with it, kept with it, and told.
import { loadFit, type StoredRun } from "@carryover/connect";
import {
  assessTrust,
  type Evaluation,
  type Fit,
  type PlaceboResult,
  type TrustCheck,
  type TrustReport,
} from "@carryover/mmm";
import { readSupplements, writeReport } from "../supplements.ts";

interface Trusted {
  readonly fit: Fit;
  readonly evaluation: Evaluation;
  readonly level?: number | undefined;
  readonly draws?: number | undefined;
  /** That of an earlier judgment by default. */
  readonly placebo?: PlaceboResult | undefined;
}

/** Judges a run by what is kept with it, and keeps the judgment; the report is the caller's to write again. */
export async function keepTrust(run: StoredRun, { fit, evaluation, ...options }: Trusted): Promise<TrustReport> {
  const { trust: earlier, validation } = await readSupplements(run);
  const report = assessTrust(fit, evaluation, {
    ...options,
    validation,
    placebo: options.placebo ?? earlier?.placebo,
  });
  await run.writeDerived("trust.json", `${JSON.stringify(report, undefined, 2)}\n`);
  return report;
}

/** Judges a run once more, after something was learned of it, and writes its report again. */
export async function judgeAgain(run: StoredRun, evaluation: Evaluation): Promise<TrustReport> {
  const { fit } = await loadFit(run);
  const { trust: earlier } = await readSupplements(run);
  const report = await keepTrust(run, { fit, evaluation, level: earlier?.level });
  await writeReport(run, evaluation);
  return report;
}

/** The lines beside the ROIs, where the run was judged. */
export async function channelTrustLines(run: StoredRun): Promise<string[]> {
  const { trust } = await readSupplements(run);
  return trust === undefined ? [] : ["Trust:", ...trust.channels.map(({ line }) => `  ${line}`)];
}

/** The verdict on the run that numbers were asked of, where it was judged and is no pass. */
export async function trustVerdictLines(run: StoredRun): Promise<string[]> {
  const { trust } = await readSupplements(run);
  if (trust === undefined || trust.verdict === "pass") return [];
  return [`Trust: ${trust.verdict.toUpperCase()}. ${trust.sentence}`];
}

/** The judgment in full. */
export function trustLines({ verdict, sentence, checks, channels, meridianHealth }: TrustReport): string[] {
  return [
    `${verdict.toUpperCase()}: ${sentence}`,
    ...checks.flatMap((check) => [
      `  ${check.verdict.padEnd(8)} ${check.title}${check.critical ? " (critical)" : ""}`,
      `           ${check.reason}`,
      ...(check.remedy === null ? [] : [`           To do: ${check.remedy}`]),
    ]),
    ...channels.map(({ line }) => `  ${line}`),
    ...(meridianHealth === undefined
      ? []
      : [
          meridianHealth.sentence,
          ...meridianHealth.checks.map(({ status, title, found }) => `  ${status.padEnd(8)} ${title}: ${found}`),
        ]),
  ];
}

/** What did not pass, and the line beside each ROI: the end of an evaluation. */
export function trustSummaryLines({ verdict, sentence, checks, channels, meridianHealth }: TrustReport): string[] {
  const isOpen = ({ verdict: ofCheck }: TrustCheck): boolean => ofCheck === "fail" || ofCheck === "caution";
  return [
    `Trust: ${verdict.toUpperCase()}. ${sentence}`,
    ...checks.filter(isOpen).map((check) => `  ${check.verdict.padEnd(8)} ${check.title}: ${check.reason}`),
    ...channels.map(({ line }) => `  ${line}`),
    ...(meridianHealth === undefined ? [] : [meridianHealth.sentence]),
  ];
}
