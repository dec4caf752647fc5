// The report's chapter on a refresh: it says what the drift report says, and grows with what there is.
import { expect, test } from "vitest";
import { firstPeriods } from "../../src/data/slice-panel.ts";
import { resolveSpec } from "../../src/model/resolve-spec.ts";
import type { Refresh } from "../../src/refresh/drift-report.ts";
import { measureDrift } from "../../src/refresh/measure-drift.ts";
import { refreshSpec } from "../../src/refresh/refresh-spec.ts";
import { refreshChapter } from "../../src/report/chapter-refresh.ts";
import { buildReport } from "../../src/report/chapters.ts";
import { smallWorld } from "../support/small-panel.ts";
import { priorDraws, statedFit } from "../support/stated-fit.ts";
import { makeEvaluation } from "./make-evaluation.ts";

const { panel, config } = smallWorld({ yearly_order: 0, day_of_week: false, trend: "none" }, 130);
const past = firstPeriods(panel, 120);
const spec = resolveSpec(past, config);
const before = statedFit(past, spec, priorDraws(past, spec, 20, 1));
const refreshed = refreshSpec({ panel: past, spec }, panel);
const after = statedFit(panel, refreshed.spec, priorDraws(panel, refreshed.spec, 20, 2));
const drift = measureDrift({ before, after, prior: "spec", restated: [], seed: 1 });
const refresh: Refresh = {
  run: "20240520-120000-first-0001",
  discount: null,
  window: null,
  seenPeriods: 130,
  fromHistory: 0,
  addedKnots: 0,
  widened: [],
  drift,
};
const evaluation = makeEvaluation();
const chapter = refreshChapter(evaluation, refresh);

const tables = (of: typeof chapter) =>
  of.blocks.flatMap((block) => (block.kind === "table" ? [{ title: block.title, table: block.table }] : []));
const text = (of: typeof chapter): string => JSON.stringify(of.blocks);

test("the first sentence answers, the others follow, and every channel has its own", () => {
  expect(chapter.answer).toBe(drift.sentences[0]);
  expect(chapter.blocks[1]).toEqual({ kind: "list", items: drift.sentences.slice(1) });
  expect(chapter.blocks).toContainEqual({ kind: "list", items: drift.channels.map(({ sentence }) => sentence) });
  expect(chapter.blocks[0]).toMatchObject({ text: expect.stringContaining("20240520-120000-first-0001") });
});

test("tables are rectangular and give the drift report's numbers", () => {
  for (const { table } of tables(chapter)) {
    for (const row of table.rows) expect(row).toHaveLength(table.columns.length);
  }
  const [returns, steps] = tables(chapter);
  expect(returns.table.rows[0][4]).toBe(drift.channels[0].roiLikeForLike.probabilityMoved);
  expect(steps.table.rows[1].slice(1, 4)).toEqual([
    drift.channels[1].roiSteps.reported,
    drift.channels[1].roiSteps.restated,
    drift.channels[1].roiSteps.spend,
  ]);
});

test("what the earlier model foretold is drawn, week by week", () => {
  const figure = chapter.blocks.find((block) => block.kind === "figure");
  expect(figure).toMatchObject({ id: "held-out-refresh", chart: { data: { dates: panel.dates.slice(120) } } });
});

test("what was asked of the refresh is said", () => {
  const asked = refreshChapter(evaluation, {
    ...refresh,
    discount: 0.5,
    fromHistory: 30,
    addedKnots: 2,
    widened: ["intercept"],
  });
  expect(text(asked)).toContain(
    "its posterior was the prior, with variances divided by 0.5, and only the new periods counted",
  );
  expect(text(asked)).toContain("which the data lacked");
  expect(text(asked)).toContain("two more knots");
  expect(text(asked)).toContain("time-varying intercept reach further");
  expect(text(refreshChapter(evaluation, { ...refresh, window: 60, seenPeriods: 60 }))).toContain(
    "the last 60 days counted",
  );
});

test("without new periods there is nothing foretold and no data to compare", () => {
  const same = measureDrift({ before, after: before, prior: "spec", restated: [], seed: 1 });
  const short = refreshChapter(evaluation, { ...refresh, drift: same });
  expect(short.blocks.some((block) => block.kind === "figure" || block.kind === "heading")).toBe(false);
  expect(tables(short).map(({ title }) => title)).toEqual([
    "Returns before and after",
    "What moved them",
    "Parameters that moved most",
  ]);
});

test("the report has the chapter where there is a refresh", () => {
  const chapters = (supplements = {}) => buildReport(evaluation, supplements).chapters.map(({ id }) => id);
  expect(chapters({ refresh })).toContain("refresh");
  expect(chapters()).not.toContain("refresh");
});
