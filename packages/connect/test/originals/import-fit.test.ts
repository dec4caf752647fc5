// Fits of the originals, read from their own files: the same draws say here what they said there.
import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Config, type Fit, parseConfig, type SpecError } from "@carryover/mmm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { importFit } from "../../src/originals/import-fit.ts";
import type { ImportedFit } from "../../src/originals/imported-fit.ts";
import { readTable } from "../../src/read/read-table.ts";

const fixture = (name: string): string => fileURLToPath(new URL(`fixtures/${name}`, import.meta.url));

interface Reference {
  readonly channels: readonly string[];
  /** (draw, channel). */
  readonly roi: readonly (readonly number[])[];
  /** Sum over all cells, (draw). */
  readonly expected: readonly number[];
}

const referenceOf = (name: string): Reference => JSON.parse(readFileSync(fixture(name), "utf8")) as Reference;

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "carryover-originals-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const tables = new Map<string, ReturnType<typeof readTable>>();
const tableOf = (name: string): ReturnType<typeof readTable> => {
  const found = tables.get(name) ?? readTable(fixture(name));
  tables.set(name, found);
  return found;
};
const import_ = async (file: string, table: string, config: unknown): Promise<ImportedFit> =>
  importFit(fixture(file), await tableOf(table), parseConfig(config));

/** Sum of every draw's values, (draw). */
function sums(values: Float64Array, draws: number): number[] {
  const size = values.length / draws;
  return Array.from({ length: draws }, (_, draw) =>
    values.subarray(draw * size, (draw + 1) * size).reduce((sum, value) => sum + value, 0),
  );
}

/** ROI and expectation of every draw, as our fit answers, against the original's own: to nine digits. */
function expectSame(fit: Fit, reference: Reference, nameOf: (channel: string) => string = (name) => name): void {
  const { panel } = fit;
  const draws = reference.expected.length;
  const plan = { exposure: panel.media.map(({ exposure }) => exposure) };
  const all = sums(fit.outcome(plan).values, draws);
  reference.expected.forEach((value, draw) => {
    expect((all[draw] ?? Number.NaN) / value).toBeCloseTo(1, 9);
  });
  reference.channels.forEach((channel, index) => {
    const at = panel.media.findIndex(({ name }) => name === nameOf(channel));
    const spend = panel.media[at]?.spend.reduce((sum, value) => sum + value, 0) ?? Number.NaN;
    // A contribution is the outcome less that without the channel's media.
    const without = plan.exposure.map((exposure, each) => (each === at ? exposure.map(() => 0) : exposure));
    const rest = sums(fit.outcome({ exposure: without }).values, draws);
    reference.roi.forEach((own, draw) => {
      const roi = ((all[draw] ?? Number.NaN) - (rest[draw] ?? Number.NaN)) / spend;
      expect(Math.abs(roi - (own[index] ?? Number.NaN))).toBeLessThan(1e-9 * Math.max(1, Math.abs(roi)));
    });
  });
}

const meridianConfig = (geo: boolean, adstock: unknown = { kind: "geometric", window: 7 }) => ({
  data: {
    path: "x.csv",
    date: "time",
    ...(geo ? { geo: "geo", population: "population" } : {}),
    kpi: { column: "revenue", kind: "revenue" },
  },
  channels: [
    { name: "search", spend: "search_spend", exposure: "search_clicks", adstock },
    { name: "video", spend: "video_spend", reach: "video_reach", frequency: "video_frequency", adstock },
    { name: "tv", spend: "tv_spend", exposure: "tv_impressions", adstock },
  ],
  controls: [{ column: "weather" }, { column: "mood" }],
  ...(geo
    ? { organic: [{ name: "emails", exposure: "emails", adstock }], treatments: [{ column: "price", baseline: "min" }] }
    : {}),
  model: { kind: "meridian" },
});

describe("Meridian", () => {
  test.each(["national", "geo"])("%s: ROI and expectation of every draw are those of its analyzer", async (which) => {
    const { fit, original, config } = await import_(
      `meridian-${which}.nc`,
      `meridian-${which}.csv`,
      meridianConfig(which === "geo"),
    );
    expect(original).toMatchObject({ software: "Meridian", checked: ["what its coefficients bring"] });
    expect(original.difference).toBeLessThan(1e-12);
    expect(fit.framework).toBe("meridian");
    expect(config.model.meridian.knots).toEqual([0, 12, 25, 38, 51]);
    expectSame(fit, referenceOf(`meridian-${which}.json`));
  });

  test("what the file does not hold is asked of the configuration: with other lag weights the coefficients differ", async () => {
    const other = import_("meridian-national.nc", "meridian-national.csv", meridianConfig(false, null));
    await expect(other).rejects.toThrow(/Meridian's own numbers do not come out again \(what its coefficients bring\)/);
  });

  test("other channels, dates and geos are named, all at once", async () => {
    const config = meridianConfig(true);
    const fewer = { ...config, channels: config.channels.slice(0, 2), controls: [{ column: "mood" }] };
    const text = readFileSync(fixture("meridian-geo.csv"), "utf8").split("\n");
    const path = join(folder, "shorter.csv");
    await writeFile(path, text.filter((line) => !line.includes("2023-12-25")).join("\n"));
    const failing = importFit(fixture("meridian-geo.nc"), await readTable(path), parseConfig(fewer));
    const { problems } = (await failing.catch((error: unknown) => error)) as SpecError;
    expect(problems.map(({ code }) => code)).toEqual(["original-labels", "original-labels", "original-labels"]);
    expect(problems.map(({ found }) => found)).toEqual([
      "paid channels are search, video here but search, tv, video in the fit",
      "controls are mood here but mood, weather in the fit",
      "dates are 2023-01-02 … 2023-12-18 (51) here but 2023-01-02 … 2023-12-25 (52) in the fit",
    ]);
  });
});

const pymcConfig = (change: Partial<Record<keyof Config, unknown>> = {}) => ({
  data: { path: "x.csv", date: "week", kpi: { column: "sales", kind: "revenue" } },
  // Names are ours; the file knows the columns.
  channels: [
    { name: "Suche", spend: "search" },
    { name: "Fernsehen", spend: "tv" },
  ],
  controls: [{ column: "price" }, { column: "promo" }],
  // What a configuration says of its own model does not count.
  model: { kind: "default", holidays: "US" },
  ...change,
});
const ourName = (channel: string): string => (channel === "tv" ? "Fernsehen" : "Suche");

describe("PyMC-Marketing", () => {
  test.each([
    ["first", "geometric", "logistic"],
    ["second", "geometric", "logistic"],
    ["delayed", "delayed", "michaelis-menten"],
  ])("%s: contributions and expectation of every draw are its own", async (which, adstock, saturation) => {
    const { fit, original, config } = await import_(`pymc-${which}.nc`, "pymc.csv", pymcConfig());
    expect(original).toMatchObject({
      software: "PyMC-Marketing",
      version: "0.19.2",
      checked: ["the contributions of its channels", "what it expects of the KPI"],
    });
    expect(original.difference).toBeLessThan(1e-12);
    expect(fit.timings.samplingSeconds).toBeGreaterThan(0);
    expect(config.channels[0]).toMatchObject({ adstock: { kind: adstock }, saturation: { kind: saturation } });
    // Priors are read where they are of a family known here.
    expect(config.model.priors.noise).toEqual({ distribution: "half-normal", sd: 2 });
    expect(fit.spec.channels[0]?.priors.retention).toEqual({ distribution: "beta", alpha: 1, beta: 3 });
    expectSame(fit, referenceOf(`pymc-${which}.json`), ourName);
  });

  test("other data are told by the first number that is another", async () => {
    const text = readFileSync(fixture("pymc.csv"), "utf8");
    const [header = "", first = "", ...rest] = text.split("\n");
    const path = join(folder, "other.csv");
    const cells = first.split(",");
    await writeFile(path, [header, [...cells.slice(0, -1), "1"].join(","), ...rest].join("\n"));
    const failing = importFit(fixture("pymc-first.nc"), await readTable(path), parseConfig(pymcConfig()));
    await expect(failing).rejects.toThrow(/the KPI: the fit was made on other data, .* where the table has 1/);
  });

  test("a channel or control too few is named", async () => {
    const fewer = pymcConfig({ channels: [{ name: "tv", spend: "tv" }], controls: [] });
    await expect(import_("pymc-first.nc", "pymc.csv", fewer)).rejects.toThrow(
      /channels are tv here but search, tv in the fit.*controls are none here but price, promo/s,
    );
  });
});

const robynChannels = [
  { name: "tv", spend: "tv_S" },
  { name: "ooh", spend: "ooh_S" },
  { name: "print", spend: "print_S" },
  { name: "facebook", spend: "facebook_S", exposure: "facebook_I" },
  { name: "search", spend: "search_S", exposure: "search_clicks_P" },
];
const robynConfig = (channels: readonly unknown[] = robynChannels) => ({
  data: { path: "x.csv", date: "DATE", kpi: { column: "revenue", kind: "revenue" } },
  channels,
  organic: [{ name: "newsletter", exposure: "newsletter" }],
  controls: [{ column: "competitor_sales_B" }],
  model: { kind: "default" },
});

describe("Robyn", () => {
  test("what media, organic channels and context bring is what its export says, to its ten digits", async () => {
    const { fit, original } = await import_("RobynModel-3_165_9.json", "robyn-weekly.csv", robynConfig());
    expect(original).toMatchObject({ software: "Robyn", version: "3.11.1" });
    expect(original.difference).toBeLessThan(1e-9);
    expect(original.notes).toEqual([
      expect.stringMatching(/columns of trend, season, holiday: they were made anew, and bring the same to 0\.\d+ %/),
    ]);
    expect(fit.framework).toBe("robyn");
    expect(fit.ensemble).toEqual({
      models: 1,
      evaluations: 10_000,
      trials: 5,
      unsettled: ["DECOMP.RSSD"],
      bootstrapped: false,
    });
    // Its ROAS: what the window's spend brought by what it cost.
    const { from, to } = fit.spec.robyn?.window ?? { from: 0, to: 0 };
    expect([from, to]).toEqual([6, 163]);
    const tv = fit
      .components({ maxDraws: 1 })
      .find(({ name }) => name === "tv")
      ?.values.subarray(from, to);
    const spend = fit.panel.media[0]?.spend.subarray(from, to).reduce((sum, value) => sum + value, 0) ?? 0;
    expect((tv?.reduce((sum, value) => sum + value, 0) ?? 0) / spend).toBeCloseTo(3.964818416, 8);
  });

  test("columns decide which channel is which, and other data bring other sums", async () => {
    const [tv, ooh, ...rest] = robynChannels;
    const renamed = robynConfig([{ ...ooh, name: "tv" }, { ...tv, name: "ooh" }, ...rest]);
    const { original } = await import_("RobynModel-3_165_9.json", "robyn-weekly.csv", renamed);
    expect(original.difference).toBeLessThan(1e-9);
    const text = readFileSync(fixture("robyn-weekly.csv"), "utf8").replace("226753.6", "126753.6");
    const path = join(folder, "robyn.csv");
    await writeFile(path, text);
    const failing = importFit(fixture("RobynModel-3_165_9.json"), await readTable(path), parseConfig(robynConfig()));
    await expect(failing).rejects.toThrow(
      "Robyn's own numbers do not come out again (what its media and context bring)",
    );
  });

  test("an export with its data is held to them, cell by cell", async () => {
    const [header = "", ...lines] = readFileSync(fixture("robyn-weekly.csv"), "utf8").trim().split("\n");
    const columns = header.replaceAll('"', "").split(",");
    const raw = lines.map((line) => {
      const cells = line.replaceAll('"', "").split(",");
      return Object.fromEntries(
        columns.map((column, i) => [column, /^(DATE|events)$/.test(column) ? cells[i] : Number(cells[i])]),
      );
    });
    const model = JSON.parse(readFileSync(fixture("RobynModel-3_165_9.json"), "utf8")) as Record<string, unknown>;
    const table = await tableOf("robyn-weekly.csv");
    const write = async (rows: readonly unknown[]): Promise<string> => {
      const path = join(folder, "with-data.json");
      await writeFile(path, JSON.stringify({ ...model, Extras: { raw_data: rows } }));
      return path;
    };
    const same = await importFit(await write(raw), table, parseConfig(robynConfig()));
    expect(same.original.difference).toBeLessThan(1e-9);
    const other = await write(raw.with(3, { ...raw[3], tv_S: 1, newsletter: 2 }));
    await expect(importFit(other, table, parseConfig(robynConfig()))).rejects.toThrow(
      /spend of tv: the fit was made on other data, 1 where the table has 83450.*newsletter: the fit was made on other data, 2/s,
    );
  });

  test("a column of words that counts becomes a control for each word that is listed", async () => {
    const path = join(folder, "words.json");
    const text = readFileSync(fixture("RobynModel-3_165_9.json"), "utf8");
    const model = JSON.parse(text) as { ExportedModel: { summary: { variable: string; coef: number }[] } };
    for (const term of model.ExportedModel.summary) if (term.variable === "events") term.coef = 0.5;
    await writeFile(path, JSON.stringify(model));
    const table = await tableOf("robyn-weekly.csv");
    await expect(importFit(path, table, parseConfig(robynConfig()))).rejects.toThrow(
      "the model has events, a column of words, which the configuration lists none of",
    );
    const words = ["event1", "event2"].map((is) => ({ column: "events", is }));
    const { fit } = await importFit(
      path,
      table,
      parseConfig({ ...robynConfig(), controls: ["competitor_sales_B", ...words] }),
    );
    const [first, second] = fit.panel.controls.slice(1).map(({ values }) => values.indexOf(1));
    const controls = fit.components({ maxDraws: 1 }).find(({ group }) => group === "controls")?.values;
    const sales = fit.panel.controls[0]?.values;
    const ofEvent = (row = 0): number => (controls?.[row] ?? 0) - 0.14319910989 * (sales?.[row] ?? 0);
    // Half of what the decomposition gives each event beyond other weeks: both are weeks of high revenue.
    expect(ofEvent(first)).toBeGreaterThan(100_000);
    expect(ofEvent(second)).toBeGreaterThan(100_000);
    expect(ofEvent(0)).toBeCloseTo(0, 6);
  });
});

describe("what is no fit is said", () => {
  test.each([
    ["pymc.csv", "is not a netCDF-4 file"],
    ["nowhere.nc", "cannot read"],
    ["meridian-geo.json", "is no model that Robyn exported"],
  ])("%s", async (file, message) => {
    await expect(import_(file, "pymc.csv", pymcConfig())).rejects.toThrow(message);
  });
});
