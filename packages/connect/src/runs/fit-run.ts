// A fit as a run: written with everything needed to evaluate it again, and read back as the same fit.
import { join } from "node:path";
import type { Adaptation, Variable } from "@carryover/engine";
import {
  type Evaluation,
  evaluationTables,
  type Fit,
  type FitFacts,
  fitFromDraws,
  type KnownTruth,
  type Panel,
} from "@carryover/mmm";
import { ConnectError } from "../errors.ts";
import { readDraws, writeInferenceData } from "../write/inference-data.ts";
import { writeParquetTables } from "../write/parquet-table.ts";
import type { RunData, RunDiagnostics, RunFacts, RunImport, RunRefresh, RunResults } from "./manifest.ts";
import { decodePlainData, encodePlainData } from "./plain-data.ts";
import type { RunStore, StoredRun } from "./run-store.ts";
import { panelFromJson, panelToJson } from "./stored-panel.ts";

/** What is known of a fit besides itself. */
export interface FitRecord {
  readonly fit: Fit;
  readonly evaluation: Evaluation;
  /** Name of the run; part of its id. */
  readonly name: string;
  /** What the data were read from, for people. */
  readonly source: string;
  readonly config: unknown;
  readonly truth: KnownTruth | undefined;
  /** Kept draws per chain that were asked for, at most. */
  readonly drawsAsked: number;
  /** Effective draws after which sampling was to end. */
  readonly untilEss?: number | undefined;
  /** Smallest effective number of draws, where sampling ended for it. */
  readonly essReached?: number | undefined;
  /** Id of the run whose adaptation the chains began with. */
  readonly warmStart?: string | undefined;
  /** What another run of the same parameters can start with. */
  readonly adaptation?: Adaptation | undefined;
  /** Of which run it is a refresh. */
  readonly refresh?: RunRefresh | undefined;
  /** Of a fit that another package made. */
  readonly imported?: RunImport | undefined;
  readonly version: string;
  /** From reading the data to now. */
  readonly totalSeconds: number;
}

/** Tables that belong to the run itself; the recovery table is made by the evaluation, which may know the truth later. */
const ownTables: ReadonlySet<string> = new Set(["contributions", "roas", "channels_by_geo", "parameters", "fit"]);

const adaptationFile = "adaptation.bin";

/** Writes a run; it is there as a whole, or not at all. */
export async function saveFit(store: RunStore, record: FitRecord): Promise<StoredRun> {
  const { fit, evaluation } = record;
  const writer = await store.begin(record.name);
  try {
    await writer.writeFile("panel.json", panelToJson(fit.panel));
    if (record.truth !== undefined) await writer.writeFile("truth.json", JSON.stringify(record.truth, undefined, 2));
    if (record.adaptation !== undefined) await writer.writeFile(adaptationFile, encodePlainData(record.adaptation));
    await writePosterior(fit, evaluation, join(writer.path, "posterior.nc"));
    const tables = evaluationTables(evaluation).filter(({ source }) => ownTables.has(source));
    await writeParquetTables(tables, writer.path);
    const { id } = await writer.commit(runFacts(record));
    return await store.read(id);
  } catch (error) {
    await writer.discard();
    throw error;
  }
}

export interface LoadedFit {
  readonly fit: Fit;
  readonly truth: KnownTruth | undefined;
}

/** The fit of a run, answering as it did when it was made. @throws ConnectError when a file of the run is missing */
export async function loadFit(run: StoredRun): Promise<LoadedFit> {
  const [panel, truth] = [await run.file("panel.json"), await run.file("truth.json")];
  if (panel === undefined) throw new ConnectError(`run ${run.id} has no panel.json: it cannot be evaluated again`);
  const { spec, status, timings, preview, ensemble } = run.manifest;
  const { samplingSeconds, gradientEvaluations } = timings;
  const draws = await readDraws(join(run.path, "posterior.nc"));
  const facts: FitFacts = {
    interrupted: status === "interrupted",
    timings: { samplingSeconds, gradientEvaluations },
    ...(preview === undefined ? {} : { preview: { paretoK: preview.paretoK ?? Number.POSITIVE_INFINITY } }),
    ...(ensemble === undefined ? {} : { ensemble }),
  };
  return {
    fit: fitFromDraws(panelFromJson(panel.toString("utf8")), spec, draws, facts),
    truth: truth === undefined ? undefined : (JSON.parse(truth.toString("utf8")) as KnownTruth),
  };
}

/** What the run's chains had learned. @throws ConnectError when the run does not hold it */
export async function loadAdaptation(run: StoredRun): Promise<Adaptation> {
  const bytes = await run.file(adaptationFile);
  if (bytes === undefined) throw new ConnectError(`run ${run.id} holds no ${adaptationFile}: it cannot start another`);
  try {
    return decodePlainData(bytes) as Adaptation;
  } catch (error) {
    throw new ConnectError(`${adaptationFile} of run ${run.id} cannot be read: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

async function writePosterior(fit: Fit, evaluation: Evaluation, path: string): Promise<void> {
  const { panel, draws } = fit;
  const { dates, geos, kpi, media, organic = [], treatments = [], controls } = panel;
  const national = geos.length === 1;
  const [dims, shape] = national
    ? [["time"], [dates.length]]
    : [
        ["geo", "time"],
        [geos.length, dates.length],
      ];
  const stacked = (name: string, dim: string, series: readonly Float64Array[]): Variable[] =>
    series.length === 0
      ? []
      : [{ name, dims: [dim, ...dims], shape: [series.length, ...shape], values: joined(series) }];
  await writeInferenceData(path, {
    draws,
    observed: [{ name: kpi.name, dims, shape, values: kpi.values }],
    constantData: [
      ...stacked(
        "exposure",
        "media",
        media.map(({ exposure }) => exposure),
      ),
      ...stacked(
        "spend",
        "media",
        media.map(({ spend }) => spend),
      ),
      ...stacked(
        "organic_exposure",
        "organic",
        organic.map(({ exposure }) => exposure),
      ),
      ...stacked(
        "treatments",
        "treatment_name",
        treatments.map(({ values }) => values),
      ),
      ...stacked(
        "controls",
        "control_name",
        controls.map(({ values }) => values),
      ),
    ],
    logLikelihood: [{ name: kpi.name, dims, shape, values: fit.pointwiseLogLikelihood() }],
    coordinates: {
      time: dates,
      ...(national ? {} : { geo: geos }),
      media: media.map(({ name }) => name),
      control_name: controls.map(({ name }) => name),
      ...(organic.length === 0 ? {} : { organic: organic.map(({ name }) => name) }),
      ...(treatments.length === 0 ? {} : { treatment_name: treatments.map(({ name }) => name) }),
    },
    attributes: {
      inference_library: "carryover",
      sampling_time: fit.timings.samplingSeconds,
      tuning_steps: evaluation.sampling.warmup,
      model: fit.spec.kind,
      data_digest: panel.digest,
    },
  });
}

function joined(series: readonly Float64Array[]): Float64Array {
  const length = series[0]?.length ?? 0;
  const values = new Float64Array(series.length * length); // (series, geo, time)
  for (const [index, each] of series.entries()) values.set(each, index * length);
  return values;
}

function runFacts(record: FitRecord): RunFacts {
  const { fit, evaluation, config, source } = record;
  const { chains, warmup, draws, seed, targetAccept } = evaluation.sampling;
  return {
    status: fit.interrupted ? "interrupted" : "complete",
    verdict: evaluation.diagnostics.verdict,
    model: fit.spec.kind,
    data: dataFacts(fit.panel, source),
    config,
    spec: fit.spec,
    sampler: {
      ...{ chains, warmup, draws, drawsAsked: record.drawsAsked, targetAccept, seed },
      ...(record.untilEss === undefined ? {} : { untilEss: record.untilEss }),
      ...(record.essReached === undefined ? {} : { essReached: record.essReached }),
      ...(record.warmStart === undefined ? {} : { warmStart: record.warmStart }),
    },
    versions: {
      carryover: record.version,
      node: process.versions.node,
      platform: `${process.platform}-${process.arch}`,
    },
    ...(record.refresh === undefined ? {} : { refresh: record.refresh }),
    ...(record.imported === undefined ? {} : { imported: record.imported }),
    ...(fit.preview === undefined ? {} : { preview: { paretoK: finite(fit.preview.paretoK) } }),
    ...(fit.ensemble === undefined ? {} : { ensemble: fit.ensemble }),
    timings: { ...fit.timings, totalSeconds: record.totalSeconds },
    diagnostics: diagnosticsFacts(evaluation),
    results: resultFacts(evaluation),
  };
}

function dataFacts(panel: Panel, source: string): RunData {
  const { dates, geos, kpi, media, controls } = panel;
  return {
    source,
    digest: panel.digest,
    frequency: panel.frequency,
    firstDate: dates[0] ?? "",
    lastDate: dates.at(-1) ?? "",
    periods: dates.length,
    geos,
    kpi: kpi.name,
    currency: panel.currency,
    spend: Object.fromEntries(media.map(({ name, spend }) => [name, spend.reduce((sum, value) => sum + value, 0)])),
    controls: controls.map(({ name }) => name),
  };
}

function diagnosticsFacts({ diagnostics }: Evaluation): RunDiagnostics {
  const { sentence, maxRhat, minEssBulk, minEssTail, divergences, minBfmi, badParetoK } = diagnostics;
  return {
    sentence,
    maxRhat: finite(maxRhat),
    minEssBulk: finite(minEssBulk),
    minEssTail: finite(minEssTail),
    divergences,
    minBfmi: finite(minBfmi),
    badParetoK,
  };
}

function resultFacts({ quality, mediaShare, channels }: Evaluation): RunResults {
  return {
    r2: finite(quality.r2),
    mape: finite(quality.mape),
    mediaShare: finite(mediaShare.mean),
    roas: channels.map(({ name, roas }) => ({
      channel: name,
      mean: roas.mean,
      sd: roas.sd,
      lower: roas.interval94[0],
      upper: roas.interval94[1],
    })),
  };
}

/** JSON has no NaN. */
function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
