// From a file with gaps, media before the KPI, organic channels, a treatment and a hold-out column to a run, and back.
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { carryover } from "./support/carryover.ts";

const home = process.cwd();
let folder: string;

/** Numbers without a pattern, in (0, 1). */
const scatter = (index: number, stream: number): number => {
  const value = Math.sin((index + 1) * 12.9898 + stream * 78.233) * 43758.5453;
  return value - Math.floor(value);
};

/** Forty weeks of two geos, media three weeks earlier; the second geo begins five weeks late and lacks one row. */
function table(): string {
  const rows = ["north", "south"].flatMap((geo, place) =>
    Array.from({ length: 43 }, (_, week) => {
      const at = 100 * place + week;
      const date = new Date(Date.UTC(2022, 0, 3 + 7 * week)).toISOString().slice(0, 10);
      const [tv, mail, price] = [
        100 * scatter(at, 1),
        Math.round(50 * scatter(at, 2)),
        10 + Math.round(2 * scatter(at, 3)),
      ];
      const revenue = 500 + 2 * tv + mail - 10 * price + 20 * scatter(at, 4);
      const cells = [date, geo, tv, mail, price, week === 20 ? 1 : 0, week < 3 ? "" : revenue];
      return { week, geo, line: cells.join(",") };
    }),
  );
  const kept = rows.filter(({ geo, week }) => geo === "north" || (week >= 8 && week !== 30));
  return ["date,geo,tv_spend,mail,price,held,revenue", ...kept.map(({ line }) => line)].join("\n");
}

const yaml = (data: readonly string[]): string =>
  [
    "data:",
    "  path: rich.csv",
    "  date: date",
    "  geo: geo",
    "  kpi: { column: revenue }",
    ...data.map((line) => `  ${line}`),
    "channels: [{ name: tv, spend: tv_spend }]",
    "organic: [{ name: mail, exposure: mail }]",
    "treatments: [{ column: price, baseline: 10 }]",
    "model: { yearly_order: 0, knots: 0 }",
    "sampler: { chains: 1, warmup: 30, draws: 20 }",
  ].join("\n");

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "carryover-rich-data-"));
  process.chdir(folder);
  await writeFile("rich.csv", table());
  await writeFile("carryover.yaml", yaml(["history: true", "ragged: true", "holdout: held"]));
  await writeFile("plain.yaml", yaml([]));
});
afterAll(async () => {
  process.chdir(home);
  await rm(folder, { recursive: true, force: true });
});

test("check tells what was understood of it", async () => {
  const ended = await carryover(["check", "--json"]);
  expect(ended.code).toBe(0);
  for (const part of [
    "6 of 80 values not known, 2 held out",
    "media of 3 weeks before carry over",
    "organic   mail",
    "price against 10",
  ]) {
    expect(ended.stderr).toContain(part);
  }
  expect(JSON.parse(ended.stdout)).toMatchObject({
    periods: 40,
    unknownKpi: 6,
    heldOut: 2,
    historyPeriods: 3,
    organic: ["mail"],
    treatments: ["price"],
  });
});

test("without the settings each gap is refused with the setting that would allow it", async () => {
  const ended = await carryover(["check", "--config", "plain.yaml"]);
  expect(ended.code).toBe(3);
  expect(ended.stderr).toContain("set data.history: true");
  expect(ended.stderr).toContain("set data.ragged: true");
});

test("a run keeps all of it, and is asked again without the file", async () => {
  const trained = await carryover(["train", "--store", "runs", "--json"]);
  expect(trained.code).toBe(0);
  const { run: id } = JSON.parse(trained.stdout) as { run: string };
  const { spec } = JSON.parse(await readFile(join("runs", id, "manifest.json"), "utf8")) as {
    spec: { holdout: number[]; organic: { name: string }[]; treatments: { name: string; baseline: number }[] };
  };
  expect(spec.holdout).toEqual([17, 57]);
  expect(spec.organic.map(({ name }) => name)).toEqual(["mail"]);
  expect(spec.treatments).toMatchObject([{ name: "price", baseline: 10 }]);
  await rm("rich.csv");
  const analyzed = await carryover(["analyze", id, "--store", "runs"]);
  expect(analyzed.code).toBe(0);
  expect(analyzed.stdout).toContain("where 6 values are not known");
});
