// Organic channels, treatments, media history, ragged geos and a hold-out column as the table has them.
import { describe, expect, test } from "vitest";
import { buildPanel } from "../../src/data/build-panel.ts";
import { continuePanel } from "../../src/data/continue-panel.ts";
import { panelDigest } from "../../src/data/digest.ts";
import type { Panel } from "../../src/data/panel.ts";
import { firstPeriods } from "../../src/data/slice-panel.ts";
import { type Row, raggedRows, richConfig, richRows, richWorld, tableOf } from "../support/rich-panel.ts";
import { messages, problemsOf } from "./tables.ts";

const column = (rows: readonly Row[], name: string): number[] => rows.map((row) => Number(row[name]));

describe("organic channels and treatments", () => {
  const rows = richRows();

  test("are read as they stand, reach with its frequency", () => {
    const { panel } = richWorld("national");
    expect(panel.organic?.map(({ name }) => name)).toEqual(["mail", "posts"]);
    expect([...(panel.organic?.[0].exposure ?? [])]).toEqual(column(rows, "mail"));
    expect(panel.organic?.[0].frequency).toBeUndefined();
    expect([...(panel.organic?.[1].exposure ?? [])]).toEqual(column(rows, "posts_reach"));
    expect([...(panel.organic?.[1].frequency ?? [])]).toEqual(column(rows, "posts_frequency"));
    expect([...(panel.treatments?.[0].values ?? [])]).toEqual(column(rows, "price"));
  });

  test.each([
    ["min", Math.min(...column(rows, "price"))],
    ["max", Math.max(...column(rows, "price"))],
    [11.5, 11.5],
  ] as const)("a treatment's baseline %s is kept as a number", (baseline, expected) => {
    const { panel } = richWorld("national", { more: { treatments: [{ column: "price", baseline }] } });
    expect(panel.treatments?.[0].baseline).toBe(expected);
  });

  test("their bad cells and columns are named with all others, at once", () => {
    const spoiled = rows.map((row, index) => ({
      ...row,
      mail: index === 3 ? -1 : row.mail,
      posts_frequency: index === 4 ? "often" : row.posts_frequency,
      price: 10,
    }));
    const problems = problemsOf(() => buildPanel(tableOf(spoiled), richConfig()));
    expect(messages(problems, "negative-exposure")[0]).toContain('column "mail" (row 5, 2021-01-25)');
    expect(messages(problems, "text-in-number")[0]).toContain('column "posts_frequency" (row 6');
    expect(messages(problems, "constant-column")[0]).toContain("Remove the treatment");
  });

  test("a column that is not there is named by its setting", () => {
    const config = richConfig({ more: { organic: [{ name: "mail", exposure: "mails" }] } });
    expect(
      messages(
        problemsOf(() => buildPanel(tableOf(rows), config)),
        "unknown-column",
      )[0],
    ).toContain('organic[0].exposure names a column that rich.csv does not have. Write "mail"');
  });

  test("what a treatment repeats of the other columns is found out", () => {
    const doubled = rows.map((row) => ({ ...row, price: 2 * Number(row.weather) + 30 }));
    const problems = problemsOf(() => buildPanel(tableOf(doubled), richConfig()));
    expect(problems.map(({ code }) => code)).toContain("collinear-columns");
  });
});

describe("media history", () => {
  const past = 6;
  const rows = richRows({ past });

  test("is the rows before the first known KPI, exposures alone", () => {
    const { panel, warnings } = richWorld("national", {}, { past });
    expect(panel.dates).toHaveLength(rows.length - past);
    expect(panel.dates[0]).toBe(rows[past].date);
    expect(panel.history?.periods).toBe(past);
    expect([...(panel.history?.media[0].exposure ?? [])]).toEqual(column(rows.slice(0, past), "tv_spend"));
    expect([...(panel.history?.organic[1].frequency ?? [])]).toEqual(column(rows.slice(0, past), "posts_frequency"));
    expect([...panel.media[0].spend]).toEqual(column(rows.slice(past), "tv_spend"));
    expect(panel.kpi.values.some(Number.isNaN)).toBe(false);
    expect(warnings.map(({ code }) => code)).toEqual(["too-few-rows"]);
  });

  test("without the setting the empty cells are problems whose remedy names it", () => {
    const [message] = messages(
      problemsOf(() => buildPanel(tableOf(rows), richConfig())),
      "empty-cell",
    ).filter((each) => each.includes('"revenue"'));
    expect(message).toContain('column "revenue" (row 2, 2021-01-04): the cell is empty');
    expect(message).toContain("set data.history: true");
  });

  test("a KPI that is empty later is no history, and the remedy names the other setting", () => {
    const holes = rows.map((row, index) => (index === past + 9 ? { ...row, revenue: null } : row));
    const problems = problemsOf(() => buildPanel(tableOf(holes), richConfig({ data: { history: true } })));
    expect(messages(problems, "empty-cell")).toEqual([expect.stringContaining("set data.ragged: true")]);
  });

  test("is missed where there is none, and no panel is made of it alone", () => {
    const whole = buildPanel(tableOf(richRows()), richConfig({ data: { history: true } }));
    expect(messages(whole.warnings, "no-history")[0]).toContain("Leave data.history out");
    expect(whole.panel.history).toBeUndefined();
    const empty = rows.map((row) => ({ ...row, revenue: null }));
    const problems = problemsOf(() => buildPanel(tableOf(empty), richConfig({ data: { history: true } })));
    expect(problems.map(({ code }) => code)).toContain("all-empty-kpi");
  });

  test("needs its exposures all the same", () => {
    const holes = rows.map((row, index) => (index === 2 ? { ...row, tv_spend: null } : row));
    const problems = problemsOf(() => buildPanel(tableOf(holes), richConfig({ data: { history: true } })));
    expect(messages(problems, "empty-cell")).toEqual([expect.stringContaining('column "tv_spend" (row 4')]);
  });
});

describe("ragged geos", () => {
  const { panel } = richWorld("ragged");
  const weeks = panel.dates.length;
  const cell = (geo: number, week: number): number => geo * weeks + week;

  test("have no KPI, no media and no spend where they have no row", () => {
    const unknown = [...panel.kpi.values.keys()].filter((each) => Number.isNaN(panel.kpi.values[each]));
    expect(unknown).toEqual([
      cell(0, 4),
      cell(0, 5),
      ...[0, 1, 2, 3, 4, 5, 6, 7].map((week) => cell(1, week)),
      cell(2, 20),
      cell(2, 21),
      ...[54, 55, 56, 57, 58, 59].map((week) => cell(2, week)),
    ]);
    for (const each of unknown.filter((at) => at > cell(0, 5))) {
      expect(panel.media.map(({ spend }) => spend[each])).toEqual([0, 0]);
      expect(panel.organic?.map(({ exposure }) => exposure[each])).toEqual([0, 0]);
      expect(panel.treatments?.[0].values[each]).toBe(panel.treatments?.[0].baseline);
    }
    // A row whose KPI alone is missing keeps its media.
    expect(panel.media[1].spend[cell(0, 4)]).toBe(Number(richRows({ geos: 3 })[4].search_spend));
  });

  test("have their own mean of a control where they have no row", () => {
    const known = raggedRows().filter(({ geo }) => geo === "geo 2");
    const mean = column(known, "weather").reduce((sum, value) => sum + value, 0) / known.length;
    expect(panel.controls[0].values[cell(1, 0)]).toBeCloseTo(mean, 12);
  });

  test("are refused without the setting, which the remedy names", () => {
    const problems = problemsOf(() => buildPanel(tableOf(raggedRows()), richConfig({ geos: true })));
    const missing = messages(problems, "geo-missing-dates");
    expect(missing[0]).toContain("8 dates are missing");
    expect(missing.every((message) => message.includes("set data.ragged: true"))).toBe(true);
  });

  test("of which one has no KPI at all are refused", () => {
    const rows = raggedRows().map((row) => (row.geo === "geo 2" ? { ...row, revenue: null } : row));
    const config = richConfig({ geos: true, data: { ragged: true } });
    expect(
      messages(
        problemsOf(() => buildPanel(tableOf(rows), config)),
        "geo-without-kpi",
      )[0],
    ).toContain("the KPI of geo 2 is not known in any period");
  });

  test("may have a history, which begins where any geo's KPI does", () => {
    const { panel: long } = richWorld("ragged", {}, { past: 5 });
    expect(long.history?.periods).toBe(5);
    const unknown = (values: Float64Array): boolean[] => Array.from(values, Number.isNaN);
    expect(unknown(long.kpi.values)).toEqual(unknown(panel.kpi.values));
    // The second geo's media before its first row are none, in the history too.
    expect([...(long.history?.media[0].exposure ?? []).slice(5, 10)]).toEqual([0, 0, 0, 0, 0]);
  });

  test("one series may lack rows and values too", () => {
    const rows = richRows().filter((_, index) => index !== 10 && index !== 11);
    const { panel: national } = buildPanel(tableOf(rows), richConfig({ data: { ragged: true } }));
    expect(national.dates).toHaveLength(60);
    expect([...national.kpi.values.keys()].filter((each) => Number.isNaN(national.kpi.values[each]))).toEqual([10, 11]);
  });
});

test("a series of which most rows are missing is laid out where its spacing is stated", () => {
  const rows = richRows({ weeks: 150 }).filter((_, index) => index < 60 || index > 145);
  const config = richConfig({ data: { ragged: true, frequency: "weekly" } });
  const { panel } = buildPanel(tableOf([...rows.slice(0, 30), ...rows.slice(-4)]), {
    ...config,
    channels: config.channels.slice(0, 1),
    organic: [],
    treatments: [],
    model: { ...config.model, yearly_order: 0 },
  });
  expect(panel.dates).toHaveLength(150);
  expect(panel.kpi.values.filter(Number.isNaN)).toHaveLength(116);
});

describe("a hold-out column", () => {
  test("gives the panel's cells where it is 1", () => {
    const { holdout, panel } = richWorld("ragged", { data: { holdout: "held" } });
    const expected = raggedRows().filter(({ held }) => held === 1).length;
    expect(holdout).toHaveLength(expected);
    expect(holdout[0]).toBe(12);
    expect(holdout.at(-1)).toBeLessThan(panel.kpi.values.length);
  });

  test("says 0 or 1", () => {
    const rows = richRows().map((row, index) => (index === 7 ? { ...row, held: 2 } : row));
    const problems = problemsOf(() => buildPanel(tableOf(rows), richConfig({ data: { holdout: "held" } })));
    expect(messages(problems, "holdout-not-flag")).toEqual([
      'column "held" (row 9, 2021-02-22): 2 is neither 0 nor 1. Write 1 where the KPI is to be kept from the fit, and 0 elsewhere.',
    ]);
  });
});

test("the digest sees organic channels, treatments, history and what is not known", () => {
  const { panel } = richWorld("national", {}, { past: 4 });
  const { digest, ...content } = panel;
  const [organic, treatments, history] = [panel.organic ?? [], panel.treatments ?? [], panel.history];
  const changed = (values: Float64Array): Float64Array => values.with(1, values[1] + 1);
  const variants: Omit<Panel, "digest">[] = [
    { ...content, organic: organic.toReversed() },
    { ...content, organic: organic.map((series) => ({ ...series, exposure: changed(series.exposure) })) },
    { ...content, treatments: treatments.map((series) => ({ ...series, baseline: series.baseline + 1 })) },
    { ...content, treatments: treatments.map((series) => ({ ...series, values: changed(series.values) })) },
    {
      ...content,
      ...(history && {
        history: { ...history, media: history.media.map((each) => ({ ...each, exposure: changed(each.exposure) })) },
      }),
    },
    { ...content, kpi: { ...content.kpi, values: content.kpi.values.with(3, Number.NaN) } },
  ];
  expect(new Set([digest, ...variants.map(panelDigest)]).size).toBe(variants.length + 1);
});

test("the first periods keep the history, and continuing them gives the panel again", () => {
  const { panel } = richWorld("ragged", {}, { past: 4 });
  const first = firstPeriods(panel, 40);
  expect(first.history).toBe(panel.history);
  const later = (values: Float64Array): Float64Array => values.filter((_, cell) => cell % panel.dates.length >= 40);
  const again = continuePanel(first, {
    dates: panel.dates.slice(40),
    media: panel.media.map(({ spend, exposure }) => ({ spend: later(spend), exposure: later(exposure) })),
    controls: panel.controls.map(({ values }) => later(values)),
    organic: (panel.organic ?? []).map(({ exposure, frequency }) => ({
      exposure: later(exposure),
      ...(frequency === undefined ? {} : { frequency: later(frequency) }),
    })),
    treatments: (panel.treatments ?? []).map(({ values }) => later(values)),
    revenuePerKpi: later(panel.kpi.revenuePerKpi),
    kpi: later(panel.kpi.values),
  });
  expect(again.digest).toBe(panel.digest);
  expect(() =>
    continuePanel(first, {
      dates: panel.dates.slice(40),
      media: panel.media.map(({ spend, exposure }) => ({ spend: later(spend), exposure: later(exposure) })),
      controls: panel.controls.map(({ values }) => later(values)),
      revenuePerKpi: later(panel.kpi.revenuePerKpi),
    }),
  ).toThrow("0 organic channels and 0 treatments continue a panel of 2 and 1");
});
