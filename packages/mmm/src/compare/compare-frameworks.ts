// A comparison from panel and configuration to its findings: every framework fitted, scored on the same folds, and taken apart.
import type { SampleOptions } from "@carryover/engine";
import type { Config } from "../data/config/config.ts";
import type { Panel } from "../data/panel.ts";
import { SpecError } from "../errors.ts";
import type { Fit } from "../fit.ts";
import { fitModel } from "../frameworks/fit-model.ts";
import type { RobynSearch } from "../frameworks/robyn/search-result.ts";
import type { ModelSpec } from "../model/spec.ts";
import { foldView } from "../validation/fold-view.ts";
import { planSplits } from "../validation/plan-validation.ts";
import type { FitJob, JobHost, JobOutcome } from "../validation/run-jobs.ts";
import type { Fold } from "../validation/splits.ts";
import { type FoldForecast, foldForecast } from "./fold-forecast.ts";
import { type FrameworkName, type FrameworkPlan, frameworkPlans } from "./framework-configs.ts";
import { type Hybrid, type HybridSet, hybridSet } from "./hybrids.ts";
import { type MeanRoi, meanRois, type SwapReport, swapReport } from "./swap-effects.ts";

export interface ComparisonPlan {
  readonly frameworks: readonly FrameworkPlan[];
  /** By framework, in the order of `frameworks`: the same periods of each one's panel. */
  readonly folds: readonly (readonly Fold[])[];
  /** Periods of a fold; 0 without folds. */
  readonly horizon: number;
  readonly swaps: readonly HybridSet[];
  /** What was asked and cannot be done, one sentence each. */
  readonly unfinished: readonly string[];
}

export interface ComparisonRequest {
  readonly names: readonly FrameworkName[];
  /** Null: three, or as many as the data allow. */
  readonly folds: number | null;
  /** Periods of a fold; the validation's own by default. */
  readonly horizon?: number | undefined;
  readonly swaps: boolean;
  /** Cells of the panel whose KPI no framework may see. */
  readonly holdout?: readonly number[] | undefined;
}

/** Folds where nobody says how many. */
const usualFolds = 3;

/** @throws SpecError for what a framework cannot do with the data, and for folds asked for that the data do not allow */
export function planComparison(panel: Panel, config: Config, request: ComparisonRequest): ComparisonPlan {
  const frameworks = frameworkPlans(panel, config, request.names, request.holdout);
  const unfinished: string[] = [];
  const { folds, horizon } = plannedFolds(frameworks, request, unfinished);
  const base = frameworks.find(({ spec }) => spec.kind === "default");
  const others = frameworks.filter((each) => each !== base);
  if (request.swaps && base === undefined && others.length > 1) {
    unfinished.push(
      "No ingredient was swapped: that is done with the default model, and it is not among the frameworks.",
    );
  }
  const swaps = request.swaps && base !== undefined ? others.map((other) => hybridSet(base, other)) : [];
  return { frameworks, folds, horizon, swaps, unfinished };
}

function plannedFolds(
  frameworks: readonly FrameworkPlan[],
  { folds: asked, horizon }: ComparisonRequest,
  unfinished: string[],
): Pick<ComparisonPlan, "folds" | "horizon"> {
  const none = { folds: frameworks.map(() => []), horizon: 0 };
  if (asked === 0) return none;
  const attempt = (folds: number): Pick<ComparisonPlan, "folds" | "horizon"> => {
    const planned = frameworks.map(({ panel, config }) =>
      planSplits(panel, config, { splits: "rolling", folds, horizon }),
    );
    return { folds: planned.map((each) => each.folds), horizon: planned[0].settings.horizon ?? 0 };
  };
  if (asked !== null) return attempt(asked);
  for (let folds = usualFolds; folds >= 1; folds -= 1) {
    try {
      return attempt(folds);
    } catch (error) {
      if (!(error instanceof SpecError)) throw error;
    }
  }
  unfinished.push("The data are too short to hold periods out: no framework was scored on what it had not seen.");
  return none;
}

/** A framework's fit. */
export interface FrameworkFit {
  readonly kind: "fit";
  readonly framework: number;
  readonly fit: Fit;
  readonly seconds: number;
  /** Where it was made by a search. */
  readonly search?: RobynSearch | undefined;
}

/** What a job leaves: a framework's fit, what it predicted of a fold, or the returns of a hybrid. */
export type JobResult =
  | FrameworkFit
  | { readonly kind: "fold"; readonly framework: number; readonly forecast: FoldForecast }
  | { readonly kind: "swap"; readonly set: number; readonly hybrid: number | "base"; readonly roi: readonly MeanRoi[] };

/** Chain settings of the fits of a comparison. */
export type JobSampling = Partial<SampleOptions> & Pick<SampleOptions, "chains" | "warmup" | "draws" | "seed">;

export interface ComparisonSampling {
  readonly fits: JobSampling;
  readonly folds: JobSampling;
  readonly swaps: JobSampling;
}

/** Seeds of a comparison's fits lie this far apart. */
const seedStep = 1000;

/** Frameworks first, then folds, then hybrids: what is stopped is what matters least. */
export function comparisonJobs(
  { frameworks, folds, swaps }: ComparisonPlan,
  sampling: ComparisonSampling,
): FitJob<JobResult>[] {
  const fits = frameworks.map(
    ({ name, panel, spec }, framework): FitJob<JobResult> => ({
      name,
      async run(host) {
        const startedMs = performance.now();
        let search: RobynSearch | undefined;
        const fit = await fitted(panel, spec, sampling.fits, host, (found) => {
          search = found;
        });
        const seconds = (performance.now() - startedMs) / 1000;
        return fit === undefined ? undefined : { kind: "fit", framework, fit, seconds, search };
      },
    }),
  );
  const scored = (folds[0] ?? []).flatMap((_, fold) =>
    frameworks.map((plan, framework): FitJob<JobResult> => {
      const own = folds[framework][fold];
      const seed = (sampling.folds.seed + seedStep * (fold + 1)) % 2 ** 32;
      return {
        name: `${plan.name}, ${own.name}`,
        async run(host) {
          const view = foldView(plan.panel, plan.config, own);
          const fit = await fitted(view.training, view.spec, { ...sampling.folds, seed }, host);
          return fit === undefined
            ? undefined
            : { kind: "fold", framework, forecast: foldForecast(own.name, fit, view, seed) };
        },
      };
    }),
  );
  const swapJob = ({ from, to }: HybridSet, set: number, hybrid: number | "base", of: Hybrid): FitJob<JobResult> => ({
    name: hybrid === "base" ? `${from} on the data of ${to}` : `${from} with the ${of.taken.join(", ")} of ${to}`,
    async run(host) {
      const fit = await fitted(of.panel, of.spec, sampling.swaps, host);
      return fit === undefined ? undefined : { kind: "swap", set, hybrid, roi: meanRois(fit) };
    },
  });
  const swapped = swaps.flatMap((each, set) => [
    ...(each.base === undefined ? [] : [swapJob(each, set, "base", each.base)]),
    ...each.hybrids.map((hybrid, index) => swapJob(each, set, index, hybrid)),
  ]);
  return [...fits, ...scored, ...swapped];
}

/** @returns undefined when it was stopped: what a chain has by then is no sample of the whole */
async function fitted(
  panel: Panel,
  spec: ModelSpec,
  sampling: JobSampling,
  host: JobHost,
  onSearch?: (search: RobynSearch) => void,
): Promise<Fit | undefined> {
  const { runner, taskRunner, signal, onShare } = host;
  const fit = await fitModel(panel, spec, {
    sampling,
    onShare,
    onSearch,
    taskRunner,
    ...(runner === undefined ? {} : { runner }),
    ...(signal === undefined ? {} : { signal }),
  });
  return fit.interrupted ? undefined : fit;
}

/** The jobs' results by what they are of. */
export interface ComparisonResults {
  /** By framework; undefined where its fit was stopped or failed. */
  readonly fits: readonly ({ readonly fit: Fit; readonly seconds: number } | undefined)[];
  readonly folds: readonly (readonly FoldForecast[])[];
  readonly swaps: readonly SwapReport[];
  readonly unfinished: readonly string[];
}

/** @param outcomes  of `comparisonJobs`, in their order */
export function comparisonResults(
  plan: ComparisonPlan,
  jobs: readonly FitJob<JobResult>[],
  outcomes: readonly JobOutcome<JobResult>[],
): ComparisonResults {
  const results = outcomes.flatMap((outcome) => (outcome !== undefined && "result" in outcome ? [outcome.result] : []));
  const ofKind = <Kind extends JobResult["kind"]>(kind: Kind): Extract<JobResult, { kind: Kind }>[] =>
    results.filter((result): result is Extract<JobResult, { kind: Kind }> => result.kind === kind);
  const fits = plan.frameworks.map((_, framework) => ofKind("fit").find((each) => each.framework === framework));
  const rois = fits.map((each) => (each === undefined ? undefined : meanRois(each.fit)));
  return {
    fits,
    folds: plan.frameworks.map((_, framework) =>
      ofKind("fold")
        .filter((each) => each.framework === framework)
        .map(({ forecast }) => forecast),
    ),
    swaps: plan.swaps.flatMap((set, index): SwapReport[] => {
      const named = (name: string) => rois[plan.frameworks.findIndex((each) => each.name === name)];
      const [start, end] = [named(set.from), named(set.to)];
      const own = ofKind("swap").filter((each) => each.set === index);
      const base = own.find(({ hybrid }) => hybrid === "base")?.roi;
      if (start === undefined || end === undefined || (set.base !== undefined && base === undefined)) return [];
      const hybrids = own.flatMap(({ hybrid, roi }) =>
        hybrid === "base" ? [] : [{ taken: set.hybrids[hybrid].taken, roi }],
      );
      if (hybrids.length === 0) return [];
      const channels = plan.frameworks[0].panel.media.map(({ name }) => name);
      return [swapReport({ from: set.from, to: set.to, channels, start, base, end, hybrids, cannot: set.cannot })];
    }),
    unfinished: [
      ...plan.unfinished,
      ...outcomes.flatMap((outcome, index) => {
        if (outcome === undefined) return [`Stopped before ${jobs[index].name} was finished.`];
        return "failure" in outcome ? [`${jobs[index].name} could not be fitted: ${outcome.failure}`] : [];
      }),
    ],
  };
}
