// Every way a file can be wrong is named: code, column, row, date, value, and what to do.
import { describe, expect, test } from "vitest";
import { buildPanel } from "../../src/data/build-panel.ts";
import type { Config } from "../../src/data/config/config.ts";
import type { Cell } from "../../src/data/table.ts";
import { type Columns, config, dailyColumns, dates, messages, problemsOf, table } from "./tables.ts";

/** The daily table with one column's cell replaced, 0-based row. */
function spoiled(column: string, row: number, value: Cell): Columns {
  const columns = dailyColumns();
  columns[column][row] = value;
  return columns;
}

function found(columns: Columns, code: string, settings: Config = config()): string[] {
  return messages(
    problemsOf(() => buildPanel(table(columns), settings)),
    code,
  );
}

function without(columns: Columns, rows: readonly number[]): Columns {
  return Object.fromEntries(
    Object.entries(columns).map(([name, cells]) => [name, cells.filter((_, row) => !rows.includes(row))]),
  );
}

describe("a good table", () => {
  test("becomes a panel whose arrays are the columns", () => {
    const columns = dailyColumns();
    const { panel, warnings } = buildPanel(table(columns), config());
    expect(warnings).toEqual([]);
    expect(panel.frequency).toBe("daily");
    expect(panel.dates).toEqual(columns.date);
    expect(panel.geos).toEqual(["national"]);
    expect([...panel.population]).toEqual([1]);
    expect([...panel.kpi.values]).toEqual(columns.revenue);
    expect(panel.kpi.revenuePerKpi.every((value) => value === 1)).toBe(true);
    expect(panel.media.map(({ name }) => name)).toEqual(["tv", "search"]);
    expect([...panel.media[0].spend]).toEqual(columns.tv_spend);
    expect(panel.media[0].exposure).toBe(panel.media[0].spend);
    expect([...panel.controls[0].values]).toEqual(columns.price);
    expect(panel.digest).toMatch(/^[0-9a-f]{16}$/);
  });

  test("may have flags as controls", () => {
    const columns = {
      ...dailyColumns(),
      promo: dailyColumns().price.map((price) => (Number(price) > 5 ? "True" : "false")),
    };
    const { panel } = buildPanel(table(columns), config({ controls: ["promo"] }));
    expect(new Set(panel.controls[0].values)).toEqual(new Set([0, 1]));
  });

  test("may have exposure beside spend, units of KPI and their worth in a column", () => {
    const columns = {
      ...dailyColumns(),
      impressions: dailyColumns().tv_spend.map((value) => Number(value) ** 1.1),
      worth: dates(120).map(() => 40),
    };
    const settings = config({
      data: { kpi: { column: "revenue", kind: "units", revenue_per_kpi: "worth" } },
      channels: [{ name: "tv", spend: "tv_spend", exposure: "impressions" }],
    });
    const { panel, warnings } = buildPanel(table(columns), settings);
    expect(warnings).toEqual([]);
    expect([...panel.media[0].exposure]).toEqual(columns.impressions);
    expect(panel.kpi.revenuePerKpi[7]).toBe(40);
  });

  test("warns when units of KPI have no worth", () => {
    const { warnings } = buildPanel(
      table(dailyColumns()),
      config({ data: { kpi: { column: "revenue", kind: "units" } } }),
    );
    expect(messages(warnings, "no-revenue-per-kpi")[0]).toContain("Set data.kpi.revenue_per_kpi");
  });

  test("takes headers with a byte-order mark or spaces around them", () => {
    const { date, ...others } = dailyColumns();
    const columns = { "\uFEFFdate": date, ...others };
    expect(buildPanel(table(columns), config()).panel.dates).toHaveLength(120);
  });
});

describe("cells", () => {
  test("negative spend is an error with row, date and value", () => {
    expect(found(spoiled("tv_spend", 12, -120), "negative-spend")).toEqual([
      'column "tv_spend" (row 14, 2024-01-13): −120 is negative; spend must be ≥ 0. Correct the sign, or book the refund in the period of the purchase.',
    ]);
  });

  test("text in a number is shown", () => {
    const [message] = found(spoiled("search_spend", 3, "n.v."), "text-in-number");
    expect(message).toBe(
      'column "search_spend" (row 5, 2024-01-04): "n.v." is text; a number is needed. Replace it by a number.',
    );
  });

  test.each(["12%", "(120)", "true"])("%s is not taken for spend", (text) => {
    expect(found(spoiled("tv_spend", 3, text), "text-in-number")[0]).toContain(`"${text}"`);
  });

  test("empty cells and words for them are named", () => {
    const columns = spoiled("price", 3, null);
    columns.price[5] = "N/A";
    columns.price[6] = "  ";
    const lines = found(columns, "empty-cell");
    expect(lines[0]).toContain('column "price" (row 5, 2024-01-04): the cell is empty');
    expect(lines[1]).toContain('"N/A" stands for a missing value');
    expect(lines[2]).toContain("Fill it in: 0 where nothing was spent");
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, "NaN", "-inf", "#DIV/0!", "1e999"])("%s is not finite", (cell) => {
    const [message] = found(spoiled("revenue", 9, cell), "not-finite");
    expect(message).toContain('column "revenue" (row 11, 2024-01-10)');
    expect(message).toContain("is not a finite number. Look for a division by zero");
  });

  test("a decimal comma names the settings that would read it", () => {
    const [message] = found(spoiled("tv_spend", 1, "1.234,56"), "number-format");
    expect(message).toBe(
      'column "tv_spend" (row 3, 2024-01-02): "1.234,56" is not a number under data.decimal "." and data.thousands none. Set data.decimal: "," and data.thousands: "." if it means 1234.56.',
    );
  });

  test("a thousands mark names both things it could mean", () => {
    const [message] = found(spoiled("tv_spend", 1, "$1,200"), "number-format");
    expect(message).toContain('Set data.thousands: "," if it means 1200, or data.decimal: "," if it means 1.2');
  });

  test("the settings it names make the column readable", () => {
    const columns = dailyColumns();
    columns.tv_spend = columns.tv_spend.map((value) => `${String(value).replace(".", ",")} €`);
    columns.search_spend[0] = "1.234,56";
    const settings = config({ data: { decimal: ",", thousands: ".", currency: "EUR" } });
    const { panel } = buildPanel(table(columns), settings);
    expect([...panel.media[0].spend]).toEqual(dailyColumns().tv_spend);
    expect(panel.media[1].spend[0]).toBe(1234.56);
  });

  test("another currency's sign says which setting to change", () => {
    const [message] = found(spoiled("tv_spend", 1, "€300"), "wrong-currency");
    expect(message).toContain('"€300" is in €, but data.currency is USD. Set data.currency: EUR');
  });

  test("many problems of a kind are grouped after the first few", () => {
    const columns = dailyColumns();
    for (let row = 10; row < 50; row++) columns.price[row] = null;
    const lines = found(columns, "empty-cell");
    expect(lines).toHaveLength(4);
    expect(lines[3]).toContain('column "price": and 37 more rows like these (rows 15 to 51)');
  });

  test("all problems come at once", () => {
    const columns = spoiled("tv_spend", 3, -1);
    columns.date[5] = "soon";
    columns.price[7] = "dear";
    columns.revenue[8] = null;
    const codes = problemsOf(() => buildPanel(table(columns), config())).map(({ code }) => code);
    expect(codes.sort()).toEqual(["empty-cell", "negative-spend", "text-in-number", "unparsable-date"]);
  });
});

describe("columns", () => {
  test("an unknown column suggests the nearest", () => {
    const settings = config({ channels: [{ name: "tv", spend: "tv_spnd" }] });
    const [message] = found(dailyColumns(), "unknown-column", settings);
    expect(message).toBe(
      'column "tv_spnd": channels[0].spend names a column that test.csv does not have. Write "tv_spend", the nearest of its columns.',
    );
  });

  test("an unknown column that resembles none lists them all", () => {
    const [message] = found(dailyColumns(), "unknown-column", config({ controls: ["temperature"] }));
    expect(message).toContain("Use one of its columns: date, tv_spend, search_spend, price, revenue");
  });

  test("a repeated header in use is an error, an unused or unnamed one a warning", () => {
    const good = table(dailyColumns());
    const price = good.columns[3];
    const twice = { ...good, columns: [...good.columns, price] };
    const [message] = messages(
      problemsOf(() => buildPanel(twice, config())),
      "duplicate-header",
    );
    expect(message).toContain('column "price": 2 columns of test.csv have this header (columns 4, 6)');
    const extra = { name: "note", cells: price.cells };
    const unused = { ...good, columns: [...good.columns, extra, extra, { name: " ", cells: price.cells }] };
    expect(buildPanel(unused, config()).warnings.map(({ code }) => code)).toEqual([
      "duplicate-header",
      "unnamed-column",
    ]);
  });

  test("a column of zeros or of one value is named", () => {
    const columns = dailyColumns();
    columns.tv_spend.fill(0);
    columns.price.fill(9.5);
    expect(found(columns, "all-zero-column")).toEqual([
      'column "tv_spend": zero in all 120 rows; its effect cannot be learned. Remove the channel from the configuration.',
    ]);
    expect(found(columns, "constant-column")[0]).toContain(
      'column "price": 9.5 in all 120 rows; its effect cannot be told from the intercept',
    );
  });

  test("a flat fee is no fault where exposure is what the model transforms, but spend of zero has no return", () => {
    const columns: Columns = {
      ...dailyColumns(),
      impressions: dailyColumns().tv_spend.map((value) => 3 * Number(value)),
    };
    const settings = config({
      channels: [
        { name: "tv", spend: "tv_spend", exposure: "impressions" },
        { name: "search", spend: "search_spend" },
      ],
    });
    columns.tv_spend.fill(500);
    expect(buildPanel(table(columns), settings).panel.media[0].spend.every((value) => value === 500)).toBe(true);
    columns.tv_spend.fill(0);
    expect(found(columns, "all-zero-column", settings)[0]).toContain('column "tv_spend"');
    columns.tv_spend.fill(500);
    columns.impressions.fill(9);
    expect(found(columns, "constant-column", settings)[0]).toContain('column "impressions"');
  });

  test("a KPI of zeros or of one value is an error, a negative one a warning", () => {
    const columns = dailyColumns();
    columns.revenue.fill(0);
    expect(found(columns, "all-zero-kpi")[0]).toContain("the KPI is zero in all rows");
    columns.revenue.fill(7);
    expect(found(columns, "constant-kpi")[0]).toContain("the KPI is 7 in all 120 rows");
    const { warnings } = buildPanel(table(spoiled("revenue", 4, -55)), config());
    expect(warnings[0]).toMatchObject({
      code: "negative-kpi",
      severity: "warning",
      row: 6,
      date: "2024-01-05",
      value: "-55",
    });
  });

  test("negative exposure and worth are errors", () => {
    const columns = { ...dailyColumns(), clicks: dailyColumns().price, worth: dailyColumns().price };
    columns.clicks = columns.clicks.with(2, -1);
    columns.worth = columns.worth.with(2, -1);
    const settings = config({
      data: { kpi: { column: "revenue", kind: "units", revenue_per_kpi: "worth" } },
      channels: [{ name: "tv", spend: "tv_spend", exposure: "clicks" }],
    });
    expect(found(columns, "negative-exposure", settings)).toHaveLength(1);
    expect(found(columns, "negative-revenue-per-kpi", settings)).toHaveLength(1);
  });

  test("perfectly collinear columns name the combination", () => {
    const columns = dailyColumns();
    columns.total_spend = columns.tv_spend.map((value, row) => Number(value) + Number(columns.search_spend[row]));
    const [message] = found(columns, "collinear-columns", config({ controls: ["price", "total_spend"] }));
    expect(message).toBe(
      'column "total_spend": an exact combination of others: total_spend = tv_spend + search_spend; their effects cannot be told apart. Remove one of them.',
    );
  });

  test("a control the model has already is a combination: day number, weekend", () => {
    const columns: Columns = {
      ...dailyColumns(),
      t: dates(120).map((_, row) => row),
      weekend: dates(120).map((_, row) => (row % 7 > 4 ? 1 : 0)),
    };
    const lines = found(columns, "collinear-columns", config({ controls: ["t", "weekend"] }));
    expect(lines[0]).toContain("t = the linear trend;");
    expect(lines[1]).toContain("weekend = the Saturday effect + the Sunday effect;");
    const settings = config({ controls: ["t", "weekend"], model: { trend: "none", day_of_week: false } });
    expect(buildPanel(table(columns), settings).panel.controls).toHaveLength(2);
  });

  test("a control computed from the KPI is a leak", () => {
    const columns = { ...dailyColumns(), orders: dailyColumns().revenue.map((value) => Number(value) / 50 + 3) };
    const [message] = found(columns, "kpi-leak", config({ controls: ["orders"] }));
    expect(message).toContain("the KPI is an exact combination of the inputs: revenue = 50 · orders − 150");
  });
});

describe("size", () => {
  test("a file without columns is empty, one without rows has only a header", () => {
    expect(found({}, "empty-file")[0]).toBe("test.csv is empty. Write a header line and one row per period.");
    const header = Object.fromEntries(Object.keys(dailyColumns()).map((name) => [name, []]));
    expect(found(header, "no-rows")[0]).toContain("test.csv has a header and no rows");
  });

  test("too few rows for the parameters counts both", () => {
    // 2 + trend 1 + yearly 4 + weekdays 6 + control 1 + 2 channels of 4
    const [message] = found(dailyColumns(20), "too-few-rows");
    expect(message).toContain("20 rows for 24 parameters. Add history, merge channels");
    const { warnings } = buildPanel(table(dailyColumns(40)), config());
    expect(messages(warnings, "too-few-rows")[0]).toContain("40 rows for 24 parameters; the priors will weigh heavily");
  });

  test("a single date is too few", () => {
    expect(found(without(dailyColumns(2), [1]), "too-few-rows")[0]).toContain("2024-01-01 is the only date");
  });
});

describe("dates", () => {
  test("a gap is named with its dates", () => {
    expect(found(without(dailyColumns(), [10, 11, 12]), "missing-dates")).toEqual([
      'column "date" (2024-01-11): 3 dates are missing: 2024-01-11, 2024-01-12, 2024-01-13. Add a row for each, with 0 where nothing was spent, cut the data at the gap, or set data.ragged: true if nothing was spent there and the KPI is not known.',
    ]);
    expect(found(without(dailyColumns(), [10]), "missing-dates")[0]).toContain("2024-01-11 is missing");
    const long = Array.from({ length: 20 }, (_, index) => 30 + index);
    expect(found(without(dailyColumns(), long), "missing-dates")[0]).toContain(
      "20 dates are missing, from 2024-01-31 to 2024-02-19",
    );
  });

  test("a date twice names both rows", () => {
    const [message] = found(spoiled("date", 11, "2024-01-11"), "duplicate-date");
    expect(message).toContain('column "date" (row 13, 2024-01-11): the date stands on row 12 already');
    expect(message).toContain("set data.geo");
  });

  test("what is not a date is shown, and the date it stands for is not reported as missing too", () => {
    const problems = problemsOf(() => buildPanel(table(spoiled("date", 11, "2024-13-45")), config()));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ code: "unparsable-date", row: 13, value: "2024-13-45" });
    expect(messages(problems, "unparsable-date")[0]).toContain(
      "is not a day of the calendar. Write dates as YYYY-MM-DD",
    );
  });

  test("a gap elsewhere is reported although a date could not be read", () => {
    const columns = without(spoiled("date", 11, "?"), [60, 61]);
    expect(found(columns, "missing-dates")[0]).toContain("2 dates are missing: 2024-03-01, 2024-03-02");
  });

  test("dates that could be read two ways are refused until the format is set", () => {
    const columns = dailyColumns(12);
    columns.date = Array.from({ length: 12 }, (_, index) => `03/${String(index + 1).padStart(2, "0")}/2024`);
    const [message] = found(columns, "ambiguous-date");
    expect(message).toContain(
      '"03/01/2024" could be day/month or month/day. Set data.date_format to dd/mm/yyyy or mm/dd/yyyy',
    );
  });

  test("mixed and irregular spacings are named", () => {
    const columns = dailyColumns(60);
    columns.date = [...dates(30), ...dates(31 + 30, 7).slice(31)];
    expect(found(columns, "mixed-frequency")[0]).toMatch(/the dates are \w+ from \S+ but \w+ from \S+/);
    columns.date = dates(60, 5);
    expect(found(columns, "irregular-dates")[0]).toContain("the commonest step, 5 days, makes up 59 of 59");
  });

  test("a configured frequency the dates do not have is refused", () => {
    const [message] = found(dailyColumns(), "frequency-mismatch", config({ data: { frequency: "weekly" } }));
    expect(message).toContain("the dates are daily, but data.frequency says weekly. Set data.frequency: daily");
  });

  test("weekly and monthly series are recognized, and a date off their beat is named", () => {
    const weekly = dailyColumns(60);
    weekly.date = dates(60, 7);
    expect(buildPanel(table(weekly), config()).panel.frequency).toBe("weekly");
    weekly.date[20] = "2024-05-21";
    expect(found(weekly, "irregular-date")[0]).toContain(
      'column "date" (row 22, 2024-05-21): the date does not fit: the weeks start on Monday',
    );
    const monthly = dailyColumns(60);
    const month = (index: number, day: string): string =>
      `${2020 + Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, "0")}${day}`;
    monthly.date = Array.from({ length: 60 }, (_, index) => month(index, "-01"));
    expect(buildPanel(table(monthly), config()).panel.frequency).toBe("monthly");
    monthly.date = Array.from({ length: 60 }, (_, index) => month(index, ""));
    expect(buildPanel(table(monthly), config()).panel.dates[13]).toBe("2021-02-01");
    monthly.date[8] = "2020-09-15";
    expect(found(monthly, "irregular-date")[0]).toContain("the months are dated by day 1");
  });

  test("months dated by their last day are taken as those months", () => {
    const monthly = dailyColumns(48);
    monthly.date = Array.from({ length: 48 }, (_, index) =>
      new Date(Date.UTC(2020, index + 1, 0)).toISOString().slice(0, 10),
    );
    const { panel } = buildPanel(table(monthly), config());
    expect(panel.dates.slice(0, 3)).toEqual(["2020-01-01", "2020-02-01", "2020-03-01"]);
  });

  test("rows are named by their lines when the file has blank ones", () => {
    const good = table(spoiled("tv_spend", 5, -1));
    const lines = Int32Array.from({ length: 120 }, (_, row) => row + (row > 2 ? 4 : 2));
    const problems = problemsOf(() => buildPanel({ ...good, lines }, config()));
    expect(problems[0].row).toBe(9);
  });
});
