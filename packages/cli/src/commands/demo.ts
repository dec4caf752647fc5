// carryover demo, which is what npm start calls: generated data, a fit of them, and the report in the browser.
import { canonicalJson, type RunStore, type StoredRun } from "@carryover/connect";
import { loadProject, type Project } from "../config/project.ts";
import { type Sampler, samplerChoices, samplerOf, samplerOptions } from "../config/sampler.ts";
import { version } from "../config/version.ts";
import type { Command, CommandContext } from "../options.ts";
import { reportProject } from "./check.ts";
import { concludeEvaluation } from "./evaluate.ts";
import { demoFolder, demoValues } from "./run.ts";
import { openServer, portOptions, serveUntilStopped } from "./serve.ts";
import { storeOf, storeOptions } from "./store-options.ts";
import { reportFit, trainProject } from "./train.ts";

export const demoCommand: Command = {
  name: "demo",
  summary: "generate data, fit them, and serve the report: what npm start does",
  positionals: [],
  options: { ...samplerOptions, ...storeOptions, ...portOptions },
  stopping: "Stopping.",
  notes: [
    `The data go into ${demoFolder}. A second start finds the run of the first and serves it at once.`,
    "Runs until Ctrl-C, which is its ordinary end once it serves: exit code 0.",
  ],
  async run(context) {
    const choices = samplerChoices(context.values);
    const values = await demoValues(context.values);
    const store = storeOf(values);
    // Opened before the fit: a taken port is said at once, not after a minute of sampling.
    const server = await openServer(store, context);
    try {
      const project = await loadProject(values);
      await ensureRun(project, samplerOf(project.config, choices), store, { ...context, values });
      if (context.signal.aborted) return "interrupted";
      await serveUntilStopped(server, context);
      return "done";
    } finally {
      await server.close();
    }
  },
};

/** Finds the run of this very fit, or makes it; afterwards it is there and evaluated. */
async function ensureRun(project: Project, sampler: Sampler, store: RunStore, context: CommandContext): Promise<void> {
  const { console } = context;
  const known = await findRun(store, project, sampler);
  if (known !== undefined) {
    console.print(`Found the fit of these data: run ${known.id}.`);
    return;
  }
  const startedMs = performance.now();
  const beginning = { sampler, choices: {}, checkpointEveryMs: undefined };
  reportProject(project, console);
  const trained = await trainProject({ project, beginning, startedMs, store }, context);
  reportFit(trained, console);
  await concludeEvaluation(trained.run, trained, console);
}

/** A complete, reported run with the same data, spec, sampler and version: its draws would come out the same. */
async function findRun(store: RunStore, project: Project, sampler: Sampler): Promise<StoredRun | undefined> {
  const { chains, warmup, draws, targetAcceptance, seed, untilEss } = sampler;
  const asked = canonicalJson({ chains, warmup, drawsAsked: draws, targetAccept: targetAcceptance, seed, untilEss });
  for (const entry of await store.list()) {
    if (entry.kind !== "run") continue;
    const { manifest } = entry;
    const { draws: _made, essReached: _reached, ...itsSampler } = manifest.sampler;
    const isSame =
      manifest.status === "complete" &&
      manifest.versions.carryover === version &&
      manifest.data.digest === project.panel.digest &&
      canonicalJson(manifest.spec) === canonicalJson(project.spec) &&
      canonicalJson(itsSampler) === asked;
    if (!isSame) continue;
    const run = await store.read(manifest.id);
    if ((await run.file("report.html")) !== undefined) return run;
  }
  return undefined;
}
