// The public surface of what touches the outside: files, databases, the run store.
export { ConnectError } from "./errors.ts";
export { importFit } from "./originals/import-fit.ts";
export type { ImportedFit, Original } from "./originals/imported-fit.ts";
export { renderReport } from "./publish/report.ts";
export type { ConfigFile, ConfigProblem } from "./read/config-file.ts";
export { parseConfigText, readConfigFile } from "./read/config-file.ts";
export { sqlName, sqlText, withDuckDb } from "./read/duckdb.ts";
export { readTable } from "./read/read-table.ts";
export { parseScenarioText, readScenarioFile } from "./read/scenario-file.ts";
export { readYamlFile } from "./read/yaml-file.ts";
export type { Checkpoint, CheckpointOrigin, CheckpointStore } from "./runs/checkpoints.ts";
export { checkpointDifferences, openCheckpoints } from "./runs/checkpoints.ts";
export type { FitRecord, LoadedFit } from "./runs/fit-run.ts";
export { loadAdaptation, loadFit, saveFit } from "./runs/fit-run.ts";
export type {
  RunData,
  RunDiagnostics,
  RunFacts,
  RunFile,
  RunImport,
  RunManifest,
  RunRefresh,
  RunResults,
  RunSampler,
  RunTimings,
  RunVersions,
} from "./runs/manifest.ts";
export { manifestSchemaVersion } from "./runs/manifest.ts";
export type { DifferenceTopic, RoasDifference, RunDifference, TopicDifference } from "./runs/run-difference.ts";
export { diffRuns } from "./runs/run-difference.ts";
export { isRunId } from "./runs/run-id.ts";
export type { RunEntry, RunStore, StoredRun } from "./runs/run-store.ts";
export { openRunStore } from "./runs/run-store.ts";
export type { RunWriter } from "./runs/run-writer.ts";
export type { ValueChange } from "./runs/value-difference.ts";
export { canonicalJson } from "./runs/value-difference.ts";
export type { InferenceData } from "./write/inference-data.ts";
export { readDraws, readInferenceData, writeInferenceData } from "./write/inference-data.ts";
export type { NetcdfAttributes, NetcdfWriteOptions } from "./write/netcdf-file.ts";
export { writeParquetTables } from "./write/parquet-table.ts";
export { formatYaml } from "./write/yaml.ts";
