// An imported fit, kept as a run, opened again by ArviZ: the originals' users find their variables under their names.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { evaluate, parseConfig } from "@carryover/mmm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { importFit } from "../../src/originals/import-fit.ts";
import { readTable } from "../../src/read/read-table.ts";
import { saveFit } from "../../src/runs/fit-run.ts";
import { openRunStore } from "../../src/runs/run-store.ts";
import { runPython } from "../interop/run-python.ts";

const fixture = (name: string): string => fileURLToPath(new URL(`fixtures/${name}`, import.meta.url));

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "carryover-again-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Seen {
  readonly groups: readonly string[];
  readonly variables: Readonly<Record<string, readonly string[]>>;
  readonly shared: Readonly<Record<string, number>>;
  readonly summary: number;
}

/** Imports, keeps as a run, and lets ArviZ compare the run's posterior with another. */
async function again(file: string, table: string, config: unknown, against = fixture(file)): Promise<Seen> {
  const { fit, config: own } = await importFit(fixture(file), await readTable(fixture(table)), parseConfig(config));
  const evaluation = evaluate(fit, { sampling: { warmup: 0, seed: 1, targetAccept: 0.8 } });
  const run = await saveFit(openRunStore(folder), {
    ...{ fit, evaluation, name: "again", source: table, config: own, truth: undefined, drawsAsked: 1 },
    ...{ version: "0.0.0", totalSeconds: 0 },
  });
  const ours = join(run.path, "posterior.nc");
  return (await runPython("compare_posteriors.py", [ours, against === "" ? ours : against])) as Seen;
}

const groups = ["constant_data", "log_likelihood", "observed_data", "posterior", "sample_stats"];

test("of PyMC-Marketing: every parameter under its own name, to the last bit", async () => {
  const seen = await again("pymc-first.nc", "pymc.csv", {
    data: { path: "x.csv", date: "week", kpi: { column: "sales", kind: "revenue" } },
    channels: [
      { name: "tv", spend: "tv" },
      { name: "search", spend: "search" },
    ],
    controls: [{ column: "promo" }, { column: "price" }],
  });
  expect(seen.groups).toEqual(groups);
  expect(seen.shared).toEqual({
    ...{ intercept: 0, adstock_alpha: 0, saturation_lam: 0, saturation_beta: 0, gamma_control: 0, y_sigma: 0 },
    gamma_fourier: 0,
  });
  expect(seen.summary).toBeGreaterThan(0);
});

test("of Meridian: knots, controls and noise under its names, to the last bit", async () => {
  const adstock = { kind: "geometric", window: 7 };
  const seen = await again("meridian-national.nc", "meridian-national.csv", {
    data: { path: "x.csv", date: "time", kpi: { column: "revenue", kind: "revenue" } },
    channels: [
      { name: "tv", spend: "tv_spend", exposure: "tv_impressions", adstock },
      { name: "search", spend: "search_spend", exposure: "search_clicks", adstock },
      { name: "video", spend: "video_spend", reach: "video_reach", frequency: "video_frequency", adstock },
    ],
    controls: [{ column: "mood" }, { column: "weather" }],
    model: { kind: "meridian" },
  });
  expect(seen.groups).toEqual(groups);
  expect(seen.shared).toEqual({ knot_values: 0, gamma_c: 0, sigma: 0 });
  expect(seen.variables).toMatchObject({ roi_m: ["chain", "draw", "channel"], alpha_m: ["chain", "draw", "channel"] });
});

test("of Robyn: an ensemble's draws, with the names of the search", async () => {
  const seen = await again(
    "RobynModel-3_165_9.json",
    "robyn-weekly.csv",
    {
      data: { path: "x.csv", date: "DATE", kpi: { column: "revenue", kind: "revenue" } },
      channels: [
        { name: "tv", spend: "tv_S" },
        { name: "ooh", spend: "ooh_S" },
        { name: "print", spend: "print_S" },
        { name: "facebook", spend: "facebook_S" },
        { name: "search", spend: "search_S" },
      ],
      organic: [{ name: "newsletter", exposure: "newsletter" }],
      controls: [{ column: "competitor_sales_B" }],
    },
    "",
  );
  expect(seen.groups).toEqual(groups);
  expect(seen.variables).toMatchObject({
    theta: ["chain", "draw", "channel"],
    inflexion: ["chain", "draw", "channel"],
  });
  expect(seen.summary).toBeGreaterThan(0);
});
