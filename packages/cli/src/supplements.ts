// Answers to later questions, kept beside a run as <name>.json, and the report that shows all of them.
import { renderReport, type StoredRun } from "@carryover/connect";
import {
  type Evaluation,
  type RobynFit,
  robynReport,
  type SupplementName,
  type Supplements,
  supplementNames,
} from "@carryover/mmm";

/** Keeps an answer with its run and writes the report again, with the answer's chapter. */
export async function writeSupplement<Name extends SupplementName>(
  run: StoredRun,
  evaluation: Evaluation,
  name: Name,
  value: NonNullable<Supplements[Name]>,
): Promise<void> {
  await run.writeDerived(`${name}.json`, `${JSON.stringify(value, undefined, 2)}\n`);
  await writeReport(run, evaluation);
}

/** Keeps what a search found with the run of its fit; the report is the caller's to write again. */
export async function keepSearch(run: StoredRun, { fit, search }: RobynFit): Promise<void> {
  await run.writeDerived("robyn.json", `${JSON.stringify(robynReport(fit, search), undefined, 1)}\n`);
}

/** Writes a run's report, with the chapters of all that was asked of the run so far. */
export async function writeReport(run: StoredRun, evaluation: Evaluation): Promise<void> {
  await run.writeDerived("report.html", await renderReport(evaluation, await readSupplements(run)));
}

/** The answers that are kept with a run. */
export async function readSupplements(run: StoredRun): Promise<Supplements> {
  const entries = await Promise.all(
    supplementNames.map(async (name) => [name, await run.file(`${name}.json`)] as const),
  );
  return Object.fromEntries(
    entries.flatMap(([name, file]) => (file === undefined ? [] : [[name, JSON.parse(file.toString("utf8"))]])),
  );
}
