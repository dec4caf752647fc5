// The table of an analysis has a row for each window, place and subject, with the figures of the analysis.
import { expect, test } from "vitest";
import { analyzeIncrementality } from "../../src/analysis/incrementality.ts";
import { incrementalityRequest } from "../../src/analysis/incrementality-request.ts";
import { incrementalityTable } from "../../src/analysis/incrementality-table.ts";
import { formatCsv } from "../../src/generate/format-csv.ts";
import { geoWeekly } from "./incrementality-fits.ts";

const fit = geoWeekly(2);
const options = { by: "year", byGeo: true, groups: "some=tv,search" };
const found = analyzeIncrementality(fit, incrementalityRequest(fit.panel, options));
const table = incrementalityTable(found);
const cells = (name: string) => table.columns.find((column) => column.name === name)?.cells ?? [];

test("it is rectangular: windows × (all geos and each) × (channels, groups, total)", () => {
  const subjects = fit.panel.media.length + 2;
  expect(table.rows).toBe(found.windows.length * (1 + fit.panel.geos.length) * subjects);
  for (const column of table.columns) expect(column.cells).toHaveLength(table.rows);
  expect(cells("geo").slice(0, subjects)).toEqual(new Array(subjects).fill(null));
  expect(cells("geo")[subjects]).toBe(fit.panel.geos[0]);
});

test("its figures are the analysis's", () => {
  const [{ subjects }] = found.windows;
  expect(cells("subject").slice(0, subjects.length)).toEqual(subjects.map(({ name }) => name));
  expect(cells("roi").slice(0, subjects.length)).toEqual(subjects.map(({ flightView }) => flightView.roi?.mean));
  expect(cells("carry_out_upper")[1]).toBe(subjects[1].flightView.carryOut.upper);
  expect(cells("cpik_mean_of_ratios")[0]).toBe(subjects[0].flightView.cpik?.meanOfRatios);
});

test("written as CSV, what is undefined is empty", () => {
  const [window] = found.windows;
  const [first] = window.subjects;
  const silent = { ...first, spend: 0, flightView: { ...first.flightView, roi: null, cpik: null } };
  const { geos: _, ...national } = window;
  const [header, line] = formatCsv(
    incrementalityTable({ ...found, windows: [{ ...national, subjects: [silent] }] }),
  ).split("\n");
  expect(line.split(",")[header.split(",").indexOf("roi")]).toBe("");
});
