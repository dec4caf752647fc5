// carryover analyze: what media caused in any window, per channel, group, geo and in all.
import { setImmediate } from "node:timers/promises";
import { loadFit } from "@carryover/connect";
import {
  type AnalysisProgress,
  formatCsv,
  incrementalityRequest,
  incrementalitySteps,
  incrementalityTable,
} from "@carryover/mmm";
import { InterruptedError } from "../errors.ts";
import type { Command, CommandContext, OptionValues } from "../options.ts";
import { duration } from "../progress.ts";
import { writeSupplement } from "../supplements.ts";
import { analysisLines } from "./analysis-lines.ts";
import { evaluationOf } from "./evaluate.ts";
import { storeOf, storeOptions } from "./store-options.ts";
import { channelTrustLines } from "./trust-judgment.ts";

export const analyzeCommand: Command = {
  name: "analyze",
  summary: "what media caused in any window: contribution, ROI, marginal ROI, cost per unit, carry-in and carry-out",
  positionals: ["[ID]"],
  options: {
    from: { value: "DATE", help: "first day of the window (default the data's first)" },
    to: { value: "DATE", help: "last day of the window (default the data's last)" },
    by: { value: "PIECE", help: "one window for each year, quarter or month instead of one for all" },
    level: { value: "SHARE", help: "share of the posterior that intervals hold (default 0.9)" },
    groups: { value: "GROUPS", help: 'channels to be told together as well: "paid=tv,search; offline=tv,print"' },
    geo: { help: "tell each geo as well" },
    curves: { help: "curves of the actual flighting and of steady spend as well; the best frequency of reach" },
    draws: { value: "NUMBER", help: "posterior draws to use (default 1000)" },
    ...storeOptions,
  },
  stopping: "Stopping; an analysis that is not finished leaves nothing behind. Again to quit at once.",
  notes: [
    "ID is a run's id, a beginning that only it has, or latest (the default).",
    "A period belongs to the window its first day lies in.",
    "Writes incrementality.json and incrementality.csv, and the chapter into the run's report. Every figure is defined in docs/glossary.md.",
  ],
  async run(context) {
    const { values, positionals, console, logger } = context;
    const run = await storeOf(values).read(positionals[0] ?? "latest");
    const { fit } = await loadFit(run);
    const request = incrementalityRequest(fit.panel, requestOf(values));
    const evaluation = await evaluationOf(run, console);
    const { windows, maxDraws } = request;
    const draws = Math.min(maxDraws, fit.draws.chains * fit.draws.draws);
    console.note(`Asking ${draws} draws about ${windows.length} window${windows.length === 1 ? "" : "s"}.`);
    const startedAt = performance.now();
    const found = await carriedOut(incrementalitySteps(fit, request), context);
    logger.info({ run: run.id, draws: found.draws, ms: performance.now() - startedAt }, "analyzed");
    await run.writeDerived("incrementality.csv", formatCsv(incrementalityTable(found)));
    await writeSupplement(run, evaluation, "incrementality", found);
    console.print(...analysisLines(found), ...(await channelTrustLines(run)), `Report: ${run.path}/report.html`);
    console.result({ run: run.id, path: run.path, ...found });
    return "done";
  },
};

/** Numbers that are none are handed on: they are named with everything else that is wrong. */
function requestOf(values: OptionValues): Parameters<typeof incrementalityRequest>[1] {
  const number = (name: string): number | undefined => {
    const text = values.text(name);
    return text === undefined ? undefined : text.trim() === "" ? Number.NaN : Number(text);
  };
  return {
    from: values.text("from"),
    to: values.text("to"),
    by: values.text("by"),
    level: number("level"),
    groups: values.text("groups"),
    byGeo: values.isSet("geo"),
    curves: values.isSet("curves"),
    draws: number("draws"),
  };
}

const redrawEveryMs = 200;
const plainEveryMs = 5000;

/** Takes the steps one by one, showing how far they are. @throws InterruptedError when the reader asks to stop */
async function carriedOut<Result>(
  steps: Generator<AnalysisProgress, Result>,
  { console, signal }: CommandContext,
): Promise<Result> {
  const startedAt = performance.now();
  let shownAt = startedAt;
  for (;;) {
    const step = steps.next();
    if (step.done === true) {
      console.draw([]);
      return step.value;
    }
    const now = performance.now();
    if (now - shownAt >= (console.isLive ? redrawEveryMs : plainEveryMs)) {
      shownAt = now;
      const { done, total } = step.value;
      const line = `${Math.round((100 * done) / total)} % done, ${duration(((now - startedAt) / done) * (total - done))} left`;
      if (console.isLive) console.draw([line]);
      else console.note(line);
    }
    // Lets a request to stop arrive.
    await setImmediate();
    if (signal.aborted) throw new InterruptedError("Stopped before the analysis was finished; nothing was written.");
  }
}
