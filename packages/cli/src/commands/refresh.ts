// carryover refresh: a run goes on with newer data, and tells what moved and why.
import { loadFit, type StoredRun } from "@carryover/connect";
import { defaultSampleOptions } from "@carryover/engine";
import { type DriftReport, type Fit, measureDrift, type Refresh, SpecError } from "@carryover/mmm";
import { alignedRows } from "../aligned-rows.ts";
import { type RefreshProject, refreshProject } from "../config/refresh-project.ts";
import { samplerChoices, samplerOptions } from "../config/sampler.ts";
import { searchOptions } from "../config/search.ts";
import type { Console } from "../console.ts";
import { UsageError } from "../errors.ts";
import { beginningChoices, beginningOf, beginningOptions } from "../fit/beginning.ts";
import { prepareWorkers } from "../fit/fit-under-way.ts";
import type { Command, OptionValues } from "../options.ts";
import { reportProject } from "./check.ts";
import { concludeEvaluation } from "./evaluate.ts";
import { storeOf, storeOptions } from "./store-options.ts";
import { copyRun, fitOutcome, reportFit, trainProject } from "./train.ts";

export const refreshCommand: Command = {
  name: "refresh",
  summary: "fit a run's model to newer data with its scales frozen, and tell what moved and why",
  positionals: ["[ID]"],
  options: {
    data: { value: "FILE", short: "d", help: "the data as they are now (default the file the run was fitted to)" },
    prior: {
      value: "WHICH",
      help: "spec (default): the run's priors and all data; posterior: its posterior and the new periods alone",
    },
    discount: {
      value: "SHARE",
      help: "with --prior posterior: trust in it, above 0 up to 1 (default); its variances are divided by this",
    },
    window: { value: "NUMBER", help: "only so many of the latest periods count, instead of all" },
    steps: { value: "NUMBER", help: "model robyn: periods its window slides by (default the new ones)" },
    "accept-restated": { help: "take a past that is no longer what the run was fitted to" },
    ...samplerOptions,
    ...searchOptions,
    ...storeOptions,
    ...beginningOptions,
    "warm-start": { help: "begin with what the run's own chains had learned, and warm up briefly" },
    name: { value: "NAME", help: "name of the new run (default the earlier one's)" },
    out: { value: "DIR", short: "o", help: "copy the new run's files into this folder as well" },
    strict: { help: "exit with 4 when the chains have not converged" },
  },
  notes: [
    "ID is a run's id, a beginning that only it has, or latest (the default).",
    "Sampler settings and seed are the run's unless given. Data that begin later than the run are completed from it.",
    "Ctrl-C keeps the draws that are finished; a second one quits at once.",
  ],
  async run(context) {
    const { values, positionals, console } = context;
    const startedMs = performance.now();
    const [choices, begin] = [samplerChoices(values), beginningChoices(values)];
    if (values.isSet("warm-start") && begin.resume !== undefined) {
      throw new UsageError("--resume goes on with a fit as it was begun; it cannot take --warm-start as well");
    }
    const asked = refreshChoices(values);
    const store = storeOf(values);
    const previous = await store.read(positionals[0] ?? "latest");
    const { fit: before } = await loadFit(previous);
    checkKind(before, values);
    const refreshed = await refreshProject(previous, before, {
      ...asked,
      data: values.text("data"),
      search: {
        steps: values.whole("steps", 1, 1_000_000),
        trials: values.whole("trials", 1, 100),
        iterations: values.whole("iterations", 20, 100_000),
        seed: choices.seed,
      },
    });
    const { project, fromHistory } = refreshed;
    reportProject(project, console);
    console.note(...settingLines(previous, refreshed));
    const warmStart = values.isSet("warm-start") ? previous.id : undefined;
    const inherited = begin.resume === undefined ? { ...inheritedChoices(previous), ...choices } : choices;
    const beginning = await beginningOf(project, inherited, { ...begin, warmStart }, store);
    if (warmStart !== undefined) checkWarmStart(refreshed);
    const runner = prepareWorkers(beginning.sampler.chains ?? defaultSampleOptions.chains);
    try {
      const named = { ...context, values: values.isSet("name") ? values : values.with("name", previous.manifest.name) };
      const training = {
        project,
        beginning,
        startedMs,
        store,
        runner,
        refresh: refreshed.facts,
        resumeWith: `carryover refresh ${previous.id}`,
      };
      const trained = await trainProject(training, named);
      reportFit(trained, console);
      console.note("Comparing with the earlier run.");
      const drift = measureDrift({
        before,
        after: trained.fit,
        prior: asked.prior,
        restated: refreshed.refresh.restated,
        seed: beginning.sampler.seed,
      });
      const result: Refresh = {
        run: previous.id,
        discount: asked.prior === "posterior" ? asked.discount : null,
        window: asked.window ?? null,
        seenPeriods: refreshed.refresh.seenPeriods,
        fromHistory,
        addedKnots: refreshed.refresh.addedKnots,
        widened: refreshed.refresh.widened,
        drift,
      };
      // Before the report, which shows it.
      await trained.run.writeDerived("refresh.json", `${JSON.stringify(result, undefined, 2)}\n`);
      await concludeEvaluation(trained.run, trained, console);
      await copyRun(trained.run, values);
      reportDrift(drift, console);
      console.result({ refreshed: previous.id, refresh: result });
      return fitOutcome(trained, context);
    } finally {
      runner.close();
    }
  },
};

interface RefreshChoices {
  readonly prior: "spec" | "posterior";
  readonly discount: number;
  readonly window: number | undefined;
  readonly acceptRestated: boolean;
}

/** Options that belong to chains and priors, and those that belong to a search. */
const ofPosteriors = [
  "prior",
  "discount",
  "window",
  "chains",
  "warmup",
  "draws",
  "target-accept",
  "until-ess",
  "warm-start",
  "resume",
  "checkpoint-every",
];
const ofSearches = ["steps", "trials", "iterations"];

/** @throws UsageError for options of another kind of model than the run's */
function checkKind({ spec }: Fit, values: OptionValues): void {
  const isSearch = spec.kind === "robyn";
  const unfit = (isSearch ? ofPosteriors : ofSearches).filter((name) => values.isSet(name));
  if (unfit.length === 0) return;
  throw new UsageError(
    isSearch
      ? `the run is a search, without chains or a posterior; its refresh cannot take --${unfit.join(" or --")}`
      : `--${unfit.join(" and --")} ${unfit.length === 1 ? "belongs" : "belong"} to model robyn; the run is of model ${spec.kind}`,
  );
}

/** Read before the data are. @throws UsageError */
function refreshChoices(values: OptionValues): RefreshChoices {
  const prior = values.choice("prior", ["spec", "posterior"] as const) ?? "spec";
  const discount = values.text("discount");
  if (discount !== undefined && prior === "spec") {
    throw new UsageError("--discount says how far to trust the posterior as a prior; it needs --prior posterior");
  }
  const share = discount === undefined || discount.trim() === "1" ? 1 : values.between("discount", 0, 1);
  return {
    prior,
    discount: share ?? 1,
    window: values.whole("window", 1, 1_000_000),
    acceptRestated: values.isSet("accept-restated"),
  };
}

/** What the configuration does not hold of how the earlier run was sampled. */
function inheritedChoices({ manifest }: StoredRun): { readonly untilEss?: number } {
  const { untilEss } = manifest.sampler;
  return untilEss === undefined ? {} : { untilEss };
}

/** @throws SpecError where the parameters are others than those that were learned about */
function checkWarmStart({ refresh }: RefreshProject): void {
  if (refresh.addedKnots === 0 && refresh.widened.length === 0) return;
  throw new SpecError([
    {
      code: "refresh-warm-start",
      severity: "error",
      found: "the longer data need more parameters than the run's chains had learned about",
      remedy: "Leave out --warm-start",
    },
  ]);
}

function settingLines(previous: StoredRun, { project, refresh, fromHistory, facts }: RefreshProject): string[] {
  if (project.spec.robyn !== undefined) {
    const { window } = project.spec.robyn;
    const { dates } = project.panel;
    return [
      `Refreshing ${previous.id}: ${refresh.newPeriods} new periods; the window slides to ${dates[window.from]} to ${dates[window.to - 1]}, and the search stays near the earlier run's best model.`,
      ...(fromHistory === 0 ? [] : [`The first ${fromHistory} periods, which the data lack, are the run's own.`]),
      ...(facts.restated.length === 0 ? [] : [`Taken as restated: the past ${facts.restated.join(", ")}.`]),
    ];
  }
  const counted = facts.prior === "posterior" ? "its posterior is the prior of the new periods" : "its priors are kept";
  return [
    `Refreshing ${previous.id}: ${refresh.newPeriods} new periods, ${refresh.seenPeriods} count; scales are frozen and ${counted}.`,
    ...(fromHistory === 0 ? [] : [`The first ${fromHistory} periods, which the data lack, are the run's own.`]),
    ...(facts.restated.length === 0 ? [] : [`Taken as restated: the past ${facts.restated.join(", ")}.`]),
    ...(previous.manifest.status === "interrupted" ? ["The run had been stopped early: its posterior is rough."] : []),
    ...(previous.manifest.preview === undefined ? [] : ["The run is a preview: its posterior is approximate."]),
  ];
}

/** What moved, why, and the returns side by side. */
function reportDrift({ sentences, channels }: DriftReport, console: Console): void {
  const rows = channels.map(({ name, roi, roiLikeForLike }) => [
    name,
    roi.before.mean.toFixed(3),
    roi.after.mean.toFixed(3),
    `${roiLikeForLike.before.mean.toFixed(3)} → ${roiLikeForLike.after.mean.toFixed(3)}`,
    roiLikeForLike.probabilityMoved.toFixed(2),
    roiLikeForLike.moved ? "more than explained" : "",
  ]);
  console.print(...sentences, ...alignedRows([["ROI", "before", "now", "like for like", "P(moved)", ""], ...rows]));
}
