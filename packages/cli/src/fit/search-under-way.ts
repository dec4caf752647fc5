// A search from its start to its end: shows progress, and keeps what was tried when it is stopped.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { SamplingError } from "@carryover/engine";
import { workerTaskRunner } from "@carryover/engine/tasks";
import { type RobynFit, searchRobyn } from "@carryover/mmm";
import type { Project } from "../config/project.ts";
import { InterruptedError } from "../errors.ts";
import type { CommandContext } from "../options.ts";
import { searchProgress } from "./search-progress.ts";

/** What each worker loads: always the built file, wherever this module was loaded from. */
const searchModule = pathToFileURL(createRequire(import.meta.url).resolve("@carryover/mmm/robyn-search"));

/** Trials run in as many threads as there are processors, or trials. */
export function searchTasks(): ReturnType<typeof workerTaskRunner> {
  return workerTaskRunner(searchModule);
}

/** @throws InterruptedError when it was stopped before a model was evaluated */
export async function searchUnderWay({ panel, spec }: Project, context: CommandContext): Promise<RobynFit> {
  const { console, logger, signal } = context;
  const { trials, iterations, seed } = spec.robyn?.search ?? { trials: 0, iterations: 0, seed: 0 };
  console.note(
    `Searching ${trials} ${trials === 1 ? "trial" : "trials"} of ${iterations} models each, seed ${seed}. Ctrl-C keeps what was tried; there are no checkpoints.`,
  );
  logger.info({ trials, iterations, seed, digest: panel.digest }, "searching");
  const progress = searchProgress(console);
  const release = context.onRequest((request) => {
    console.note(
      request === "inspect" ? progress.line() : "A search cannot be paused; Ctrl-C ends it and keeps what was tried.",
    );
  });
  signal.addEventListener("abort", release, { once: true });
  try {
    return await searchRobyn(panel, spec, {
      runner: searchTasks(),
      signal,
      onProgress: (event) => progress.update(event),
    });
  } catch (error) {
    if (!signal.aborted || !(error instanceof SamplingError)) throw error;
    throw new InterruptedError("Stopped before a model was evaluated, so no run was written.");
  } finally {
    release();
    progress.finish();
  }
}
