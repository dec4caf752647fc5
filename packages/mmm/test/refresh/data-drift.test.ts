// How new inputs compare with the range known so far, on numbers one can check in the head.
import { describe, expect, test } from "vitest";
import { dateRange } from "../../src/calendar/dates.ts";
import type { Panel } from "../../src/data/panel.ts";
import { dataDrift } from "../../src/refresh/data-drift.ts";

/** Two geos of four periods, the last two new. */
const panel: Panel = {
  frequency: "daily",
  dates: dateRange("2024-01-01", 4),
  geos: ["north", "south"],
  population: Float64Array.of(1, 1),
  kpi: {
    name: "revenue",
    kind: "revenue",
    values: Float64Array.of(10, 10, 20, 20, 30, 30, 30, 30),
    revenuePerKpi: new Float64Array(8).fill(1),
  },
  media: [
    {
      name: "tv",
      spend: Float64Array.of(1, 3, 4, 4, 2, 2, 2, 2),
      exposure: Float64Array.of(10, 30, 20, 20, 20, 20, 30, 10),
    },
    { name: "radio", spend: new Float64Array(8), exposure: new Float64Array(8) },
  ],
  controls: [
    { name: "price", values: Float64Array.of(1, 3, 4, 2, 1, 3, 2, 2) },
    { name: "flat", values: new Float64Array(8).fill(5) },
  ],
  currency: "USD",
  digest: "0",
};

describe("of two new periods after two", () => {
  const drift = dataDrift(panel, 2, [0.5, 1.5]);
  const [tv, radio] = drift.spend;

  test("spend is per period over all geos, cost per exposure, the largest per size of geo", () => {
    expect(tv).toEqual({
      name: "tv",
      before: 4,
      after: 6,
      costBefore: 8 / 80,
      costAfter: 12 / 80,
      largestBefore: 60,
      largestAfter: 40,
      // South shows 30 where it had 20 at most; north stays below its 30.
      shareBeyond: 1 / 4,
    });
    expect(radio).toMatchObject({ before: 0, after: 0, costBefore: null, shareBeyond: 0 });
  });

  test("controls by mean, earlier deviation and range", () => {
    expect(drift.controls[0]).toEqual({ name: "price", before: 2, after: 2.5, shift: 0.5, shareOutside: 1 / 4 });
    expect(drift.controls[1]).toMatchObject({ shift: null, shareOutside: 0 });
  });

  test("the KPI by its level, without a year before", () => {
    expect(drift.kpi).toEqual({ before: 40, after: 50, yearEarlier: null });
  });

  test("sentences name what changed", () => {
    expect(drift.sentences).toEqual([
      "The KPI per period is 25\u202f% above the earlier mean.",
      "Spend per period changed: tv +50\u202f%.",
      "More was shown than ever before by tv (25\u202f% of the new cells): there the earlier curve was extrapolation.",
      "A unit of exposure costs otherwise: tv +50\u202f%.",
      "Controls left their earlier range or level: price (25\u202f% of the new cells outside).",
    ]);
  });
});

test("a channel that starts or stops is told so", () => {
  const series = (values: readonly number[]): Float64Array => Float64Array.from(values);
  const media = [
    { name: "new", spend: series([0, 0, 1, 1, 0, 0, 1, 1]), exposure: series([0, 0, 1, 1, 0, 0, 1, 1]) },
    { name: "old", spend: series([1, 1, 0, 0, 1, 1, 0, 0]), exposure: series([1, 1, 0, 0, 1, 1, 0, 0]) },
  ];
  expect(dataDrift({ ...panel, media }, 2).sentences[1]).toBe(
    "Spend per period changed: new from nothing and old to nothing.",
  );
});

test("the year before is the same weekdays, where the data reach back", () => {
  const periods = 400;
  const values = Float64Array.from({ length: periods }, (_, t) => t);
  const long: Panel = {
    ...panel,
    dates: dateRange("2023-01-01", periods),
    geos: ["national"],
    kpi: { ...panel.kpi, values, revenuePerKpi: values },
    media: [],
    controls: [],
  };
  expect(dataDrift(long, 390).kpi).toMatchObject({ after: 394.5, yearEarlier: 394.5 - 364 });
});
