// The generator: the seed's columns, the seed's totals within their spread over seeds, and a truth that adds up.
import { describe, expect, test } from "vitest";
import { dayOfWeek } from "../../src/calendar/dates.ts";
import { parseConfig } from "../../src/data/parse-config.ts";
import type { Cell, Table } from "../../src/data/table.ts";
import { SpecError } from "../../src/errors.ts";
import { formatCsv } from "../../src/generate/format-csv.ts";
import { defaultWorldOptions, generateWorld, type World } from "../../src/generate/generate-world.ts";
import { seedChannels, type WorldChannel } from "../../src/generate/world-channel.ts";
import { worldConfig } from "../../src/generate/world-config.ts";
import { adstock } from "../../src/media/adstock.ts";
import { hill } from "../../src/media/curves.ts";

const names = ["tv", "search", "social", "display", "print_ooh"];

function cells(table: Table, name: string): readonly Cell[] {
  const column = table.columns.find((each) => each.name === name);
  if (column === undefined) throw new Error(`no column ${name}`);
  return column.cells;
}

const numbers = (table: Table, name: string): Float64Array => Float64Array.from(cells(table, name), Number);
const total = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);

const world = generateWorld();

describe("the table has the seed's shape", () => {
  test("23 columns in the seed's order, 1,095 days from 2022-01-01 to 2024-12-30", () => {
    expect(world.table.columns.map(({ name }) => name)).toEqual([
      ..."date t day_of_week month quarter is_weekend is_us_holiday".split(" "),
      ..."fourier_sin_1 fourier_cos_1 fourier_sin_2 fourier_cos_2 fourier_sin_3 fourier_cos_3".split(" "),
      ...names.map((name) => `${name}_spend`),
      ..."price_index is_promotion competitor_spend economic_index revenue".split(" "),
    ]);
    expect(world.table.rows).toBe(1095);
    expect(cells(world.table, "date").at(0)).toBe("2022-01-01");
    expect(cells(world.table, "date").at(-1)).toBe("2024-12-30");
  });

  test("the contributions have one triple a channel and their sum", () => {
    expect(world.contributions.columns.map(({ name }) => name)).toEqual([
      "date",
      ...names.flatMap((name) => [`${name}_adstocked`, `${name}_saturated`, `${name}_contribution`]),
      "total_media_contribution",
    ]);
    const sums = names
      .map((name) => numbers(world.contributions, `${name}_contribution`))
      .reduce((sum, each) => sum.map((value, t) => value + each[t]));
    numbers(world.contributions, "total_media_contribution").forEach((value, t) => {
      expect(value).toBeCloseTo(sums[t], 6);
    });
  });

  test("holidays are the seed's thirty dates", () => {
    const dates = cells(world.table, "date").filter((_, t) => cells(world.table, "is_us_holiday")[t] === true);
    expect(dates).toEqual(
      [
        "2022-01-01 2022-01-17 2022-02-21 2022-05-30 2022-07-04 2022-09-05 2022-11-24 2022-11-25 2022-11-28 2022-12-25",
        "2023-01-01 2023-01-16 2023-02-20 2023-05-29 2023-07-04 2023-09-04 2023-11-23 2023-11-24 2023-11-27 2023-12-25",
        "2024-01-01 2024-01-15 2024-02-19 2024-05-27 2024-07-04 2024-09-02 2024-11-28 2024-11-29 2024-12-02 2024-12-25",
      ].flatMap((year) => year.split(" ")),
    );
  });

  test("calendar columns say what the date says", () => {
    const dates = cells(world.table, "date").map(String);
    const months = dates.map((date) => Number(date.slice(5, 7)));
    const weekdays = dates.map(dayOfWeek);
    expect(cells(world.table, "day_of_week")).toEqual(weekdays);
    expect(cells(world.table, "is_weekend")).toEqual(weekdays.map((weekday) => weekday > 4));
    expect(cells(world.table, "month")).toEqual(months);
    expect(cells(world.table, "quarter")).toEqual(months.map((month) => Math.floor((month - 1) / 3) + 1));
  });

  test("CSV has True and False, and whole numbers of a fractional column end in .0", () => {
    const [header, first, second] = formatCsv(world.table).split("\n");
    expect(header.split(",")).toHaveLength(23);
    expect(first).toMatch(/^2022-01-01,0,5,1,1,True,True,0\.0,1\.0,0\.0,1\.0,0\.0,1\.0,/);
    expect(second).toMatch(/^2022-01-02,1,6,1,1,True,False,0\.01720157541826/);
    expect(formatCsv(world.table).endsWith("\n")).toBe(true);
  });
});

test("CSV quotes what needs it and leaves missing cells empty", () => {
  const columns = [
    { name: "a,b", cells: ['say "x"', null] },
    { name: "c", cells: [2, 3] },
  ];
  expect(formatCsv({ source: "test", columns, rows: 2, firstLine: 2 })).toBe('"a,b",c\n"say ""x""",2\n,3\n');
});

test("seed 42 gives these rows", () => {
  // Our own values, kept so that a change of the random streams cannot pass unnoticed.
  const row = (t: number): Cell[] => world.table.columns.slice(13).map(({ cells }) => cells[t]);
  expect([0, 1, 2].map(row)).toMatchInlineSnapshot(`
    [
      [
        9320.41,
        7954.72,
        4931.26,
        2617.52,
        2181.39,
        1,
        1,
        22330.2,
        1,
        75646.71,
      ],
      [
        10678.41,
        8564.78,
        6046.25,
        3345.01,
        2198.21,
        1.0001,
        1,
        16717.45,
        0.9983,
        69777.29,
      ],
      [
        26162.29,
        13930.16,
        13115.01,
        8748.68,
        2964.12,
        1.0039,
        1,
        15512.25,
        0.9972,
        71169.73,
      ],
    ]
  `);
});

describe("the published totals lie within the spread over twenty seeds", () => {
  const worlds: readonly World[] = Array.from({ length: 20 }, (_, seed) => generateWorld({ seed }));
  const revenue = ({ table }: World): Float64Array => numbers(table, "revenue");
  const sd = (values: Float64Array): number => {
    const mean = total(values) / values.length;
    return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
  };
  // published-results of the seed's generator, seed 42 (NumPy): totals of its data file.
  const published: readonly (readonly [string, number, (world: World) => number])[] = [
    ["total revenue", 97_693_306.46, ({ truth }) => truth.derived.total_revenue],
    ["mean revenue", 89_217.63, ({ truth }) => truth.derived.mean_daily_revenue],
    ["least revenue", 54_641.05, (each) => Math.min(...revenue(each))],
    ["largest revenue", 154_267.32, (each) => Math.max(...revenue(each))],
    ["sd of revenue", 19_164.5, (each) => sd(revenue(each))],
    ["media share", 0.3194, ({ truth }) => truth.derived.revenue_decomposition_pct.media],
    ["baseline and trend share", 0.6524, ({ truth }) => truth.derived.revenue_decomposition_pct.baseline_trend],
    ["media contribution", 31_204_057.04, ({ truth }) => truth.derived.total_media_contribution],
    ["promotion days", 288, ({ table }) => total(numbers(table, "is_promotion"))],
    ["holidays", 30, ({ table }) => cells(table, "is_us_holiday").filter((each) => each === true).length],
  ];
  const byChannel = [
    [31_447_455.73, 11_489_116.74, 0.3653],
    [22_065_513.04, 10_165_685.6, 0.4607],
    [14_776_524.1, 4_682_464.07, 0.3169],
    [10_028_277.94, 3_784_140.29, 0.3773],
    [6_083_485.98, 1_082_650.34, 0.178],
  ];
  const channelCases = byChannel.flatMap(
    ([spend, contribution, roas], m): (readonly [string, number, (world: World) => number])[] => [
      [`${names[m]} spend`, spend, ({ truth }) => truth.derived.total_spend_by_channel[names[m]]],
      [`${names[m]} contribution`, contribution, ({ truth }) => truth.derived.total_contribution_by_channel[names[m]]],
      [`${names[m]} ROAS`, roas, ({ truth }) => truth.derived.true_roas_by_channel[names[m]]],
    ],
  );

  test.each([...published, ...channelCases])("%s", (_name, value, quantity) => {
    const values = Float64Array.from(worlds, quantity);
    const mean = total(values) / values.length;
    const spread = 3 * sd(values) * Math.sqrt(20 / 19);
    expect(Math.abs(value - mean)).toBeLessThanOrEqual(spread);
    // The spread is a spread of the generator, not an excuse: three sd stay within a fifth of the value.
    expect(spread).toBeLessThan(0.2 * value);
  });
});

describe("the truth adds up", () => {
  test("contributions follow from the spend in the table and the parameters in the truth", () => {
    for (const [name, channel] of Object.entries(world.truth.channels)) {
      const spend = numbers(world.table, `${name}_spend`);
      const adstocked = adstock({ kind: "geometric", window: null, normalize: false }, spend, [channel.adstock_alpha]);
      const contributions = numbers(world.contributions, `${name}_contribution`);
      adstocked.forEach((value, t) => {
        const share = hill(value, channel.saturation_K, channel.saturation_S);
        expect(contributions[t]).toBeCloseTo(world.truth.baseline.intercept * channel.beta * share, 1);
      });
      const derived = world.truth.derived;
      expect(derived.total_spend_by_channel[name]).toBeCloseTo(total(spend), 1);
      expect(derived.total_contribution_by_channel[name]).toBeCloseTo(total(contributions), -1); // cents of 1,095 days
      expect(derived.true_roas_by_channel[name]).toBeCloseTo(total(contributions) / total(spend), 5);
    }
  });

  test("revenue less every true part is noise of the stated size, without a pattern", () => {
    const { truth, table, contributions } = world;
    const media = numbers(contributions, "total_media_contribution");
    const column = (name: string): Float64Array => numbers(table, name);
    const [price, economy, competitor] = ["price_index", "economic_index", "competitor_spend"].map(column);
    const [promotion, holiday, weekday] = ["is_promotion", "is_us_holiday", "day_of_week"].map(column);
    const days = Object.values(truth.seasonality.day_of_week_effects);
    const waves = Object.entries(truth.seasonality.yearly_amplitudes).map(([name, amplitude]) =>
      column(`fourier_${name}`).map((value) => amplitude * value),
    );
    const residual = column("revenue").map((value, t) => {
      const season = waves.reduce((sum, wave) => sum + wave[t], 0);
      const controls =
        truth.controls.price_index_effect * (price[t] - 1) +
        truth.controls.economic_index_effect * (economy[t] - 1) +
        truth.controls.competitor_spend_effect * competitor[t] +
        truth.controls.promotion_effect * promotion[t] +
        truth.controls.holiday_effect * holiday[t];
      const base = truth.baseline.intercept + truth.baseline.trend_slope * t + days[weekday[t]];
      return value - base - season - controls - media[t];
    });
    const mean = total(residual) / 1095;
    const sd = Math.sqrt(residual.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 1094);
    expect(Math.abs(mean)).toBeLessThan(4 * (2500 / Math.sqrt(1095))); // 4 standard errors
    expect(Math.abs(sd - 2500)).toBeLessThan(4 * (2500 / Math.sqrt(2 * 1095)));
    const lagged = residual.subarray(1).reduce((sum, value, t) => sum + (value - mean) * (residual[t] - mean), 0);
    expect(Math.abs(lagged / 1094 / sd ** 2)).toBeLessThan(4 / Math.sqrt(1095));
  });

  test("it survives JSON", () => {
    expect(JSON.parse(JSON.stringify(world.truth))).toEqual(world.truth);
    expect(Object.keys(world.truth)).toEqual([
      ..."metadata baseline seasonality channels controls spend_patterns derived".split(" "),
    ]);
  });
});

describe("other worlds", () => {
  test("a longer world begins with the rows of a shorter one", () => {
    const short = generateWorld({ periods: 400 });
    const long = generateWorld({ periods: 500 });
    for (const { name, cells: values } of short.table.columns) {
      expect(cells(long.table, name).slice(0, 400)).toEqual(values);
    }
  });

  test("the same seed gives the same world, another seed another", () => {
    expect(generateWorld({ periods: 50 })).toEqual(generateWorld({ periods: 50, seed: 42 }));
    expect(generateWorld({ periods: 50, seed: 43 }).table).not.toEqual(generateWorld({ periods: 50 }).table);
  });

  test("a channel of one's own stands in the table, and changes no other channel's spend", () => {
    const podcast: WorldChannel = { ...seedChannels[1], name: "podcast", dailySpend: 500, spendNoise: 0 };
    const { table, truth } = generateWorld({ periods: 60, channels: [seedChannels[0], podcast] });
    expect(cells(table, "tv_spend")).toEqual(cells(world.table, "tv_spend").slice(0, 60));
    expect(truth.channels.podcast.beta).toBe(0.55);
    // No noise: the weekday level of January, or a burst of it.
    numbers(table, "podcast_spend").forEach((spend, t) => {
      const level = 500 * 0.75 * (cells(table, "is_weekend")[t] === true ? 0.6 : 1);
      expect([level, 2.5 * level].some((each) => Math.abs(each - spend) < 0.005)).toBe(true);
    });
  });

  test("noise of another size is the same noise, scaled, and stands in the truth", () => {
    const [none, usual, double] = [0, 2_500, 5_000].map((noise) => generateWorld({ periods: 60, noise }));
    expect(double.truth.baseline.noise_sigma).toBe(5_000);
    const [expected, once, twice] = [none, usual, double].map(({ table }) => numbers(table, "revenue"));
    // Revenue has two decimals.
    expected.forEach((value, t) => {
      expect(Math.abs(twice[t] - value - 2 * (once[t] - value))).toBeLessThan(0.025);
    });
    expect(once).toEqual(numbers(world.table, "revenue").subarray(0, 60));
  });

  test("one day, a leap day, and no channels", () => {
    const { table, truth } = generateWorld({ periods: 1, startDate: "2028-02-29", channels: [] });
    expect(table.rows).toBe(1);
    expect(table.columns).toHaveLength(18);
    expect(truth.derived.total_media_contribution).toBe(0);
  });

  test("what cannot be generated is named, everything at once", () => {
    const bad = { ...seedChannels[0], retention: 1, dailySpend: -5 };
    expect(() => generateWorld({ channels: [bad, seedChannels[0]] })).toThrow(
      /"tv": retention is 1.*"tv": dailySpend is -5.*two channels are called "tv"/s,
    );
    for (const periods of [0, 1.5, Number.NaN]) expect(() => generateWorld({ periods })).toThrow(SpecError);
    for (const noise of [-1, Number.NaN]) expect(() => generateWorld({ noise })).toThrow(/noise of/);
    expect(() => generateWorld({ startDate: "2022-02-30" })).toThrow(RangeError);
    expect(defaultWorldOptions.seed).toBe(42);
  });
});

describe("the configuration of a world", () => {
  test("is accepted as it is, and names columns the table has", () => {
    const plain = worldConfig({ dataPath: "data.csv", truthPath: "truth.json" });
    const config = parseConfig(plain);
    const columns = world.table.columns.map(({ name }) => name);
    const named = [
      config.data.date,
      config.data.kpi.column,
      ...config.channels.map(({ spend }) => spend),
      ...config.controls.map(({ column }) => column),
    ];
    expect(columns).toEqual(expect.arrayContaining(named));
    expect(config.data.truth).toBe("truth.json");
    expect(config.controls.map(({ column }) => column)).toContain("is_us_holiday");
  });

  test("for the seed's model leaves holidays out, as the seed does", () => {
    const config = parseConfig(worldConfig({ dataPath: "data.csv", kind: "adelon", channels: [{ name: "tv" }] }));
    expect(config.model.kind).toBe("adelon");
    expect(config.controls.map(({ column }) => column)).not.toContain("is_us_holiday");
    expect(config.channels).toHaveLength(1);
    expect(config.data.truth).toBeNull();
  });
});
