// carryover simulate: scenarios side by side with the plan as it is, in the past or in the future.
import { extname } from "node:path";
import { setImmediate } from "node:timers/promises";
import { loadFit, readScenarioFile, readTable, type StoredRun } from "@carryover/connect";
import {
  compareScenarios,
  type Fit,
  type FutureTable,
  formatCsv,
  type Horizon,
  parseConfig,
  parseFutureRules,
  parseScenarios,
  planHorizon,
  readFuture,
  type Scenario,
  type ScenarioComparison,
  scenarioTable,
  splitScenario,
  vocabularyOf,
} from "@carryover/mmm";
import { InterruptedError, UsageError } from "../errors.ts";
import type { Command, CommandContext, OptionValues } from "../options.ts";
import { writeSupplement } from "../supplements.ts";
import { evaluationOf } from "./evaluate.ts";
import { comparisonLines } from "./simulate-text.ts";
import { storeOf, storeOptions } from "./store-options.ts";
import { trustVerdictLines } from "./trust-judgment.ts";

export const simulateCommand: Command = {
  name: "simulate",
  summary: "predict what other plans would bring, side by side",
  positionals: ["[RUN]", "[SCENARIO …]"],
  options: {
    ...storeOptions,
    scenarios: { value: "FILE", help: "more scenarios, as YAML" },
    groups: { value: "LIST", help: "channels spoken of together: digital=search,social; air=tv" },
    horizon: { value: "N", help: "plan the N periods after the data" },
    from: { value: "DATE", help: "plan from this date or month on (default: the last year of the data)" },
    to: { value: "DATE", help: "plan up to and with this date or month" },
    future: { value: "FILE", help: "what is known of the periods after the data, in columns named as the data's" },
    "future-media": { value: "RULE", help: "media after that: last-year (default), recent, or a FILE" },
    "future-controls": { value: "RULE", help: "controls after that: hold, last-year, NUMBER, or price=hold,promo=0" },
    "future-value": { value: "RULE", help: "money per unit of KPI after that: hold, last-year or NUMBER" },
    level: { value: "MASS", help: "mass of the intervals (default 0.9)" },
    draws: { value: "N", help: "posterior draws to use, evenly thinned (default 1000)" },
    seed: { value: "N", help: "of the scatter of observations (default 1)" },
  },
  notes: [
    'A scenario is "name: change; change"; the name may be left out. Changes: "shift 10% of tv to search", "+20% search in Q4",',
    '"tv off in week 30-34", "set tv to 50000 per week in 2025-01..2025-03", "budget x1.1", "tv cost +10%", "price +5%". See docs/scenarios.md.',
    "RUN is a run's id, a beginning that only it has, or latest (the default). Writes scenarios.json, scenarios.csv and the report's chapter.",
  ],
  async run(context) {
    const { values, console } = context;
    const { reference, texts } = wordsOf(context.positionals);
    const request = requestOf(values);
    const run = await storeOf(values).read(reference);
    const { fit } = await loadFit(run);
    const scenarios = await scenariosOf(texts, values, fit);
    const horizon = planHorizon(fit.panel, request.horizon);
    const { media, table } = await futureOf(run, fit, horizon, values);
    const rules = parseFutureRules(
      { media, controls: values.text("future-controls"), value: values.text("future-value") },
      fit.panel,
    );
    const { level, maxDraws, seed } = request;
    const options = { scenarios, horizon, rules, table, level, maxDraws, seed };
    const comparison = await compareScenarios(fit, { ...options, onProgress: progressOf(context) });
    await keep(run, comparison, context);
    console.print(
      ...comparisonLines(comparison),
      ...(await trustVerdictLines(run)),
      `Report: ${run.path}/report.html#scenarios`,
    );
    console.result({ run: run.id, path: run.path, ...comparison });
    return "done";
  },
};

/** The first word is the run unless it is a scenario, which has a space or a sign that no run's id has. */
function wordsOf(positionals: readonly string[]): { readonly reference: string; readonly texts: readonly string[] } {
  const [first, ...rest] = positionals;
  if (first === undefined || /[^\w.-]/u.test(first)) return { reference: "latest", texts: positionals };
  return { reference: first, texts: rest };
}

interface Request {
  readonly horizon: { readonly periods?: number; readonly from?: string; readonly to?: string };
  readonly level: number;
  readonly maxDraws: number;
  readonly seed: number;
}

function requestOf(values: OptionValues): Request {
  const periods = values.whole("horizon", 1, 100_000);
  const [from, to] = [values.text("from"), values.text("to")];
  if (periods !== undefined && (from ?? to) !== undefined) {
    throw new UsageError("--horizon counts periods after the data, --from and --to name dates; give one of the two");
  }
  return {
    horizon: {
      ...(periods === undefined ? {} : { periods }),
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
    },
    level: values.between("level", 0, 1) ?? 0.9,
    maxDraws: values.whole("draws", 1, 1_000_000) ?? 1000,
    seed: values.whole("seed", 0, 2 ** 31 - 1) ?? 1,
  };
}

async function scenariosOf(texts: readonly string[], values: OptionValues, fit: Fit): Promise<Scenario[]> {
  const path = values.text("scenarios");
  const file = path === undefined ? undefined : await readScenarioFile(path);
  const vocabulary = vocabularyOf(fit.panel, file?.groups, values.text("groups"));
  const all = [...texts.map(splitScenario), ...(file?.scenarios ?? [])];
  const isForecast = values.isSet("horizon") || values.isSet("from") || values.isSet("to");
  if (all.length === 0 && !isForecast) {
    throw new UsageError(
      'give a scenario, such as carryover simulate latest "shift 10% of tv to search", or a file of them with --scenarios; with --horizon alone the current plan is forecast',
    );
  }
  return parseScenarios(all, vocabulary);
}

/** What is known of the periods after the data, from the files the options name, and the rule for media. */
async function futureOf(
  run: StoredRun,
  { panel }: Fit,
  horizon: Horizon,
  values: OptionValues,
): Promise<{ readonly media: string | undefined; readonly table: FutureTable | undefined }> {
  const rule = values.text("future-media");
  const isFile = rule !== undefined && extname(rule) !== "";
  const media = isFile ? undefined : rule;
  const periods = Math.max(0, horizon.last + 1 - panel.dates.length);
  const read = async (path: string | undefined): Promise<FutureTable | undefined> => {
    if (path === undefined || periods === 0) return undefined;
    return readFuture(await readTable(path), parseConfig(run.manifest.config), panel, periods);
  };
  if (periods === 0 && (values.isSet("future") || isFile)) {
    throw new UsageError(
      "the horizon lies within the data; a file of future values belongs to --horizon or a later --to",
    );
  }
  const [future, ofMedia] = [await read(values.text("future")), await read(isFile ? rule : undefined)];
  if (ofMedia === undefined) return { media, table: future };
  const { controls = new Map(), treatments = new Map() } = future ?? {};
  return {
    media,
    table: { ...(future ?? ofMedia), media: ofMedia.media, organic: ofMedia.organic, controls, treatments },
  };
}

/** Lets Ctrl-C through between portions of the work. */
function progressOf({ console, signal }: CommandContext): (share: number) => Promise<void> {
  return async (share) => {
    console.draw([`Asking the draws: ${Math.round(100 * share)} %`]);
    await setImmediate();
    if (signal.aborted) throw new InterruptedError("Stopped; the run is as it was.");
  };
}

async function keep(run: StoredRun, comparison: ScenarioComparison, { console }: CommandContext): Promise<void> {
  console.draw([]);
  await run.writeDerived("scenarios.csv", formatCsv(scenarioTable(comparison)));
  await writeSupplement(run, await evaluationOf(run, console), "scenarios", comparison);
}
