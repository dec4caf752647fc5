// carryover runs: what have we done, and why did it change?
import type { RunDifference, RunEntry, RunManifest, ValueChange } from "@carryover/connect";
import type { Console } from "../console.ts";
import { UsageError } from "../errors.ts";
import type { Command, CommandContext, Outcome } from "../options.ts";
import { duration } from "../progress.ts";
import { storeOf, storeOptions } from "./store-options.ts";

export const runsCommand: Command = {
  name: "runs",
  summary: "list the runs; runs show ID tells one, runs diff A B explains why two differ",
  positionals: ["[show|diff]", "[ID]", "[ID]"],
  options: storeOptions,
  notes: ["ID is a run's id, a beginning that only it has, or latest."],
  run(context) {
    const [what, first, second, ...rest] = context.positionals;
    if (rest.length > 0) throw new UsageError(`unexpected argument "${rest[0]}"`);
    if (what === undefined) return list(context);
    if (what === "show" && second === undefined) return show(context, first ?? "latest");
    if (what === "diff") {
      if (first === undefined || second === undefined)
        throw new UsageError("runs diff needs two runs: carryover runs diff A B");
      return diff(context, first, second);
    }
    throw new UsageError(
      `carryover runs takes nothing, show ID or diff A B; it was given "${context.positionals.join(" ")}"`,
    );
  },
};

async function list({ values, console }: CommandContext): Promise<Outcome> {
  const store = storeOf(values);
  const runs = await store.list();
  if (runs.length === 0) console.print(`There are no runs in ${store.root} yet; make one with carryover run.`);
  else console.print(...listLines(runs));
  console.result({ store: store.root, runs: runs.map((entry) => (entry.kind === "run" ? entry.manifest : entry)) });
  return "done";
}

function listLines(runs: readonly RunEntry[]): string[] {
  const rows = runs.map((entry) => {
    if (entry.kind === "damaged") return [entry.id, "damaged", entry.reason];
    const { manifest } = entry;
    const verdict = verdictText(manifest);
    return [entry.id, verdict, `${manifest.model} on ${manifest.data.source}${roasText(manifest)}`];
  });
  return columns([["RUN", "VERDICT", "WHAT"], ...rows]);
}

function verdictText({ status, verdict, preview }: RunManifest): string {
  const notes = [...(preview === undefined ? [] : ["preview"]), ...(status === "interrupted" ? ["interrupted"] : [])];
  return [verdict, ...notes].join(", ");
}

function roasText({ results }: RunManifest): string {
  if (results === null) return "";
  return `: ROAS ${results.roas.map(({ channel, mean }) => `${channel} ${mean.toFixed(2)}`).join(", ")}`;
}

async function show({ values, console }: CommandContext, reference: string): Promise<Outcome> {
  const run = await storeOf(values).read(reference);
  const changed = await run.verify();
  console.print(...showLines(run.manifest), `  folder    ${run.path}`);
  for (const name of changed) console.note(`Warning: ${name} is no longer what was written.`);
  console.result({ manifest: run.manifest, path: run.path, changed });
  return "done";
}

function showLines(manifest: RunManifest): string[] {
  const { data, sampler, timings, diagnostics, results, versions } = manifest;
  return [
    `${manifest.id} (${manifest.status}, ${verdictText(manifest)})`,
    ...(diagnostics === null ? [] : [`  verdict   ${diagnostics.sentence}`]),
    `  created   ${manifest.created}`,
    `  data      ${data.source}, digest ${data.digest}, ${data.firstDate} to ${data.lastDate}, ${data.periods} ${data.frequency} periods`,
    `  model     ${manifest.model}`,
    ...(manifest.refresh === undefined
      ? []
      : [
          `  refreshes ${manifest.refresh.run}, with its ${manifest.refresh.prior === "spec" ? "priors" : "posterior as prior"}`,
        ]),
    manifest.ensemble !== undefined
      ? `  search    ${manifest.ensemble.models} models out of ${manifest.ensemble.evaluations} in ${manifest.ensemble.trials} trials, ${sampler.draws} draws of them, seed ${sampler.seed}`
      : manifest.preview === undefined
        ? `  sampler   ${sampler.chains} chains × (${sampler.warmup} + ${sampler.draws}), target acceptance ${sampler.targetAccept}, seed ${sampler.seed}`
        : `  preview   ${sampler.draws} draws of an approximation, k-hat ${manifest.preview.paretoK?.toFixed(2) ?? "infinite"}, seed ${sampler.seed}`,
    `  time      ${duration(1000 * timings.samplingSeconds)} ${manifest.ensemble === undefined ? "sampling" : "searching"} of ${duration(1000 * timings.totalSeconds)} in all`,
    `  made by   carryover ${versions.carryover}, Node ${versions.node}, ${versions.platform}`,
    ...(results === null ? [] : roasLines(results.roas)),
  ];
}

export function roasLines(
  roas: readonly { readonly channel: string; readonly mean: number; readonly lower: number; readonly upper: number }[],
): string[] {
  const rows = roas.map(({ channel, mean, lower, upper }) => [
    `  ${channel}`,
    mean.toFixed(3),
    `${lower.toFixed(3)} to ${upper.toFixed(3)}`,
  ]);
  return columns([["  ROAS", "mean", "94 % interval"], ...rows]);
}

async function diff({ values, console }: CommandContext, before: string, after: string): Promise<Outcome> {
  const difference = await storeOf(values).diff(before, after);
  printDifference(difference, console);
  console.result({ ...difference });
  return "done";
}

function printDifference({ before, after, topics, roas, sentence }: RunDifference, console: Console): void {
  console.print(sentence, `  A ${before}`, `  B ${after}`);
  for (const { topic, changes } of topics) {
    console.print(changes.length === 0 ? `${topic}: the same` : `${topic}:`);
    console.print(...changes.map(changeLine));
  }
  if (roas.length === 0) return;
  const cell = (value: number | null, digits: number): string => (value === null ? "none" : value.toFixed(digits));
  const rows = roas.map((row) => [
    `  ${row.channel}`,
    cell(row.before, 3),
    cell(row.after, 3),
    row.change === null ? "" : `${row.change < 0 ? "" : "+"}${row.change.toFixed(3)}`,
    row.changeInSd === null ? "" : `${row.changeInSd.toFixed(1)} sd`,
  ]);
  console.print(...columns([["  ROAS", "A", "B", "change", ""], ...rows]));
}

function changeLine({ path, before, after }: ValueChange): string {
  if (before === undefined) return `  ${path}: ${JSON.stringify(after)} is new`;
  if (after === undefined) return `  ${path}: ${JSON.stringify(before)} is gone`;
  return `  ${path}: ${JSON.stringify(before)} → ${JSON.stringify(after)}`;
}

/** Rows with their cells padded into columns. */
function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = rows.reduce<number[]>((known, row) => {
    row.forEach((cell, index) => {
      known[index] = Math.max(known[index] ?? 0, cell.length);
    });
    return known;
  }, []);
  return rows.map((row) =>
    row
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}
