// carryover import: a fit of another package becomes a run, or the reader learns why not.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { loadFit, openRunStore } from "@carryover/connect";
import { afterAll, beforeAll, expect, test } from "vitest";
import { carryover } from "./support/carryover.ts";

const original = (name: string): string =>
  fileURLToPath(new URL(`../../connect/test/originals/fixtures/${name}`, import.meta.url));

let folder = "";
let config = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "carryover-import-"));
  config = join(folder, "carryover.yaml");
  await writeFile(
    config,
    `data: { path: ${original("pymc.csv")}, date: week, kpi: { column: sales, kind: revenue } }
channels: [{ name: tv, spend: tv }, { name: search, spend: search }]
controls: [promo, price]
`,
  );
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const importing = (...words: readonly string[]) =>
  carryover(["import", "--config", config, "--store", join(folder, "runs"), ...words]);

test("a fit of PyMC-Marketing is a run that answers as any other, and knows where it came from", async () => {
  const { code, stdout, stderr } = await importing("--from", original("pymc-second.nc"), "--name", "theirs", "--json");
  expect(code).toBe(0);
  expect(stderr).toContain("A fit of PyMC-Marketing 0.19.2. Its own numbers come out again");
  const answer = JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as { readonly run: string };
  expect(answer.run).toContain("-theirs-");
  const run = await openRunStore(join(folder, "runs")).read(answer.run);
  expect(run.manifest).toMatchObject({
    model: "pymc-marketing",
    imported: { file: original("pymc-second.nc"), software: "PyMC-Marketing", version: "0.19.2", notes: [] },
    sampler: { chains: 2, draws: 10, drawsAsked: 10, warmup: 300 },
  });
  const { fit } = await loadFit(run);
  expect(fit.draws.chains * fit.draws.draws).toBe(20);
  expect(fit.panel.media.map(({ name }) => name)).toEqual(["tv", "search"]);
});

test("without --from it says what is missing; of another's data, what differs", async () => {
  const without = await importing();
  expect(without.code).toBe(2);
  expect(without.stderr).toContain("say which fit: --from FILE");
  const other = await importing("--from", original("meridian-national.nc"));
  expect(other.code).toBe(2);
  expect(other.stderr).toContain("paid channels are search, tv here but search, tv, video in the fit");
});
