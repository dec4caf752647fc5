// What a refresh is made from: the earlier run's configuration, specification and draws, and the data as they are now.
import { ConnectError, type RunRefresh, readTable, type StoredRun } from "@carryover/connect";
import {
  buildModel,
  buildPanel,
  type Config,
  type Fit,
  type ModelSpec,
  parseConfig,
  type RefreshedSpec,
  type RobynRefreshOptions,
  type RobynReport,
  refreshRobyn,
  refreshSpec,
  restatedSeries,
  withHistory,
} from "@carryover/mmm";
import type { Project } from "./project.ts";

export interface RefreshRequest {
  readonly prior: "spec" | "posterior";
  readonly discount: number;
  readonly window: number | undefined;
  readonly acceptRestated: boolean;
  /** Path of the data; the earlier run's by default. */
  readonly data: string | undefined;
  /** Of a run of model robyn. */
  readonly search: Pick<RobynRefreshOptions, "steps" | "trials" | "iterations" | "seed">;
}

export interface RefreshProject {
  readonly project: Project;
  readonly refresh: Pick<RefreshedSpec, "newPeriods" | "seenPeriods" | "restated" | "addedKnots" | "widened">;
  /** Periods that the data lacked and the earlier run knew. */
  readonly fromHistory: number;
  /** For the new run's manifest. */
  readonly facts: RunRefresh;
}

/** @throws DataError, SpecError or ConnectError, each naming what to change */
export async function refreshProject(
  run: StoredRun,
  before: Fit,
  { prior, discount, window, acceptRestated, data, search }: RefreshRequest,
): Promise<RefreshProject> {
  const { manifest } = run;
  const config = withSamplerOf(run, parseConfig(manifest.config));
  const source = data ?? manifest.data.source;
  const { panel: read, warnings, holdout: held } = buildPanel(await readTable(source), config);
  const { panel, fromHistory } = withHistory(before.panel, read);
  if (before.spec.kind === "robyn") {
    const refreshed = refreshRobyn(await previousSearch(run, before, config), panel, { ...search, acceptRestated });
    const { spec, newPeriods, restated } = refreshed;
    return {
      project: { config: refreshed.config, panel, spec, warnings, source, truth: undefined, guessed: false },
      refresh: { newPeriods, seenPeriods: windowLength(spec), restated, addedKnots: 0, widened: [] },
      fromHistory,
      facts: { run: run.id, prior: "spec", newPeriods, restated: restated.map(restatedSeries) },
    };
  }
  const [own, all] = [read.dates.length, panel.dates.length];
  const holdout = held.map((cell) => Math.floor(cell / own) * all + fromHistory + (cell % own));
  const refresh = refreshSpec(before, panel, { prior, discount, window, acceptRestated, holdout });
  buildModel(panel, refresh.spec);
  return {
    project: { config, panel, spec: refresh.spec, warnings, source, truth: undefined, guessed: false },
    refresh,
    fromHistory,
    facts: {
      run: run.id,
      prior,
      ...(prior === "posterior" ? { discount } : {}),
      ...(window === undefined ? {} : { window }),
      newPeriods: refresh.newPeriods,
      restated: refresh.restated.map(restatedSeries),
    },
  };
}

function windowLength({ robyn }: ModelSpec): number {
  return robyn === undefined ? 0 : robyn.window.to - robyn.window.from;
}

/** @throws ConnectError when the run no longer holds what its search had selected */
async function previousSearch(
  run: StoredRun,
  { panel, spec }: Fit,
  config: Config,
): Promise<Parameters<typeof refreshRobyn>[0]> {
  const file = await run.file("robyn.json");
  if (file === undefined)
    throw new ConnectError(`run ${run.id} holds no robyn.json: what it had selected is not known`);
  const [best] = (JSON.parse(file.toString("utf8")) as RobynReport).models;
  if (best === undefined) throw new ConnectError(`robyn.json of run ${run.id} holds no model`);
  return { panel, spec, config, best };
}

/** The earlier run's settings in place of the configuration's, options having been given then; but a full warm-up. A search has no chains. */
function withSamplerOf({ manifest }: StoredRun, config: Config): Config {
  const { chains, warmup, drawsAsked, targetAccept, seed, warmStart } = manifest.sampler;
  const isOwn = manifest.preview === undefined && config.model.kind !== "robyn";
  return {
    ...config,
    sampler: {
      ...config.sampler,
      seed,
      ...(isOwn ? { chains, draws: drawsAsked, target_accept: targetAccept } : {}),
      ...(isOwn && warmStart === undefined ? { warmup } : {}),
    },
  };
}
