// The configuration's schema: one description gives checking, defaults, the JSON Schema for editors and the list of keys.
import * as z from "zod";
import type { Config } from "./config.ts";
import { compare, days, meridian, robyn, robynChannel } from "./frameworks-schema.ts";
import { name, prior } from "./prior-schema.ts";
import { changepoints, event, likelihood, timeVarying } from "./structure-schema.ts";

const kpi = z
  .strictObject({
    column: name().describe("Column of the KPI, the number that media is meant to move."),
    kind: z
      .enum(["revenue", "units"])
      .default("revenue")
      .describe("revenue when the column is money, units when it counts sales, sign-ups or leads."),
    revenue_per_kpi: z
      .union([name(), z.number().positive()])
      .nullable()
      .default(null)
      .describe("For units: what one is worth in money, as a column or one number."),
  })
  .describe("The outcome being explained.");

const data = z
  .strictObject({
    path: name().describe("CSV or Parquet file, relative to this file."),
    date: name().describe("Column of the dates: the day, or the first day of the week or month."),
    date_format: z
      .enum(["yyyy-mm-dd", "dd/mm/yyyy", "mm/dd/yyyy"])
      .nullable()
      .default(null)
      .describe("How dates are written. Needed only when they could be read two ways, as 03/04/2024 can."),
    geo: name().nullable().default(null).describe("Column of the geo names; leave out for national data."),
    population: name().nullable().default(null).describe("Column of the people living in each geo."),
    frequency: z
      .enum(["daily", "weekly", "monthly"])
      .nullable()
      .default(null)
      .describe("Spacing of the dates; detected when left out."),
    decimal: z.enum([".", ","]).default(".").describe("Decimal mark of numbers: . or ,"),
    thousands: z
      .enum(["none", ",", ".", " ", "'"])
      .default("none")
      .describe("Mark between groups of three digits, or none."),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/, "must be a three-letter ISO 4217 code such as USD")
      .default("USD")
      .describe("Currency of spend and revenue, as its ISO 4217 code."),
    kpi,
    history: z
      .boolean()
      .default(false)
      .describe("Whether rows before the first known KPI are media history: they carry over and are not explained."),
    ragged: z.boolean().default(false).describe("Whether geos may begin later, end earlier or miss rows."),
    holdout: name().nullable().default(null).describe("Column of 0 and 1: where it is 1 the KPI is kept from the fit."),
    truth: name().nullable().default(null).describe("Generated data only: JSON file of the true parameters."),
  })
  .describe("Where the data are and what their columns mean.");

const adstock = z
  .strictObject({
    kind: z
      .enum(["none", "geometric", "delayed", "weibull-pdf", "weibull-cdf", "binomial"])
      .describe("Shape of the carryover of an exposure into later periods."),
    window: z
      .int()
      .min(1)
      .max(1000)
      .nullable()
      .default(null)
      .describe("Periods an exposure is followed for, its own included; the model's default when left out."),
    normalize: z
      .boolean()
      .nullable()
      .default(null)
      .describe("Whether the weights sum to one, so that adstock keeps the unit of the exposure."),
  })
  .describe("Carryover of this channel.");

const saturation = z
  .strictObject({
    kind: z
      .enum([
        "none",
        "hill",
        "logistic",
        "inverse-scaled-logistic",
        "tanh",
        "tanh-baselined",
        "michaelis-menten",
        "hill-sigmoid",
        "root",
        "log",
      ])
      .describe("Shape of the diminishing return."),
  })
  .describe("Diminishing return of this channel.");

/** What paid and organic channels have in common: whom they reached, and how that carries over and saturates. */
const shown = {
  reach: name()
    .nullable()
    .default(null)
    .describe("Column of the number of people reached; in place of an exposure, with frequency."),
  frequency: name()
    .nullable()
    .default(null)
    .describe("Column of how often each person reached saw it on average; with reach."),
  adstock: adstock.nullable().default(null),
  saturation: saturation.nullable().default(null),
  order: z
    .enum(["adstock-first", "saturation-first"])
    .default("adstock-first")
    .describe("Which of carryover and diminishing return comes first."),
};

const channel = z
  .strictObject({
    name: name().describe("Name of the channel in every result."),
    spend: name().describe("Column of the money spent."),
    exposure: name()
      .nullable()
      .default(null)
      .describe("Column of impressions, clicks or GRPs; the spend itself when left out."),
    ...shown,
    priors: z
      .record(z.string(), prior)
      .default({})
      .describe("Priors by parameter: roi or coefficient, retention, halfSaturation, slope, …"),
    calibration_period: days
      .nullable()
      .default(null)
      .describe("Days that a prior about the return is about; all when left out."),
    robyn: robynChannel,
  })
  .describe("A paid channel.");

const control = z
  .union([
    name().describe("Column of the control."),
    z.strictObject({
      column: name().describe("Column of the control."),
      is: name().nullable().default(null).describe("Of a column of words: the one that counts as 1, all others as 0."),
      by_population: z
        .boolean()
        .default(false)
        .describe("Whether its values are amounts, divided by the people of a geo."),
      prior: prior.nullable().default(null).describe("Prior of the control's coefficient."),
    }),
  ])
  .transform((value) =>
    typeof value === "string" ? { column: value, is: null, by_population: false, prior: null } : value,
  )
  .describe("A control: its column, or { column: …, prior: … }.");

const organic = z
  .strictObject({
    name: name().describe("Name of the channel in every result."),
    exposure: name().nullable().default(null).describe("Column of impressions, clicks, sent letters."),
    ...shown,
    priors: z
      .record(z.string(), prior)
      .default({})
      .describe("Priors by parameter: contribution or coefficient, retention, halfSaturation, slope, …"),
    robyn: robynChannel,
  })
  .describe("A channel that costs nothing: newsletters, own posts.");

const treatment = z
  .strictObject({
    column: name().describe("Column of the treatment."),
    baseline: z
      .union([z.enum(["min", "max"]), z.number()])
      .default("min")
      .describe("What its effect is counted against: the least or largest value seen, or a number."),
    by_population: z
      .boolean()
      .default(false)
      .describe("Whether its values are amounts, divided by the people of a geo."),
    prior: prior.nullable().default(null).describe("Prior of its effect."),
  })
  .describe("What is done besides media and could be done otherwise: a price, a promotion.");

const model = z
  .strictObject({
    kind: z
      .enum(["default", "adelon", "pymc-marketing", "meridian", "robyn"])
      .default("default")
      .describe(
        "default: scaled, ROI priors; adelon: the seed project's, in raw units; pymc-marketing, meridian, robyn: those packages'.",
      ),
    yearly_order: z
      .int()
      .min(0)
      .max(30)
      .nullable()
      .default(null)
      .describe("Sine and cosine pairs of the yearly season; 0 for none."),
    year_start: z
      .enum(["calendar", "first-row"])
      .nullable()
      .default(null)
      .describe("Where the yearly season is counted from: 1 January, or the first row."),
    day_of_week: z.boolean().nullable().default(null).describe("Day-of-week effects; daily data only."),
    trend: z.enum(["linear", "none"]).nullable().default(null).describe("Trend of the baseline."),
    changepoints,
    time_varying: timeVarying,
    likelihood,
    knots: z
      .int()
      .min(0)
      .max(1000)
      .nullable()
      .default(null)
      .describe("Several geos only: knots of the time effect they share; 0 for none, one a quarter when left out."),
    holidays: z
      .string()
      .regex(/^[A-Z]{2}$/, "must be a two-letter ISO 3166 country code such as US")
      .nullable()
      .default(null)
      .describe("Country of the holiday calendar, as its ISO 3166 code; null for none."),
    priors: z
      .strictObject({
        intercept: prior.exactOptional(),
        trend: prior.exactOptional(),
        yearly: prior.exactOptional(),
        day_of_week: prior.exactOptional(),
        holidays: prior.exactOptional(),
        controls: prior.exactOptional(),
        noise: prior.exactOptional(),
        changepoints: prior.exactOptional(),
        degrees_of_freedom: prior.exactOptional(),
        geo_intercept_sd: prior.exactOptional(),
        geo_control_sd: prior.exactOptional(),
        geo_media_sd: prior.exactOptional(),
        knot_sd: prior.exactOptional(),
      })
      .default({})
      .describe("Priors of the parts of the model other than channels."),
    meridian,
    robyn,
  })
  .describe("Which model is fitted.");

const sampler = z
  .strictObject({
    chains: z.int().min(1).max(64).default(4).describe("Independent chains; four let convergence be checked."),
    warmup: z
      .int()
      .min(20)
      .max(1_000_000)
      .nullable()
      .default(null)
      .describe("Warm-up iterations of each chain; the model's default when left out."),
    draws: z.int().min(4).max(1_000_000).default(1000).describe("Kept draws of each chain."),
    target_accept: z
      .number()
      .gt(0.5)
      .lt(1)
      .nullable()
      .default(null)
      .describe("Acceptance the step size is tuned to; the model's default when left out."),
    max_tree_depth: z.int().min(1).max(15).default(10).describe("Doublings of a trajectory before it is cut."),
    seed: z.int().min(0).max(4_294_967_295).default(42).describe("Same data, configuration and seed: same draws."),
  })
  .describe("How the posterior is sampled.");

/** Checks a configuration and fills in its defaults. Unknown keys are refused. */
export const configSchema: z.ZodType<Config> = z
  .strictObject({
    title: name().nullable().default(null).describe("Heading of the report."),
    data,
    channels: z.array(channel).min(1).describe("The paid channels, in the order results list them."),
    organic: z.array(organic).default([]).describe("Channels that cost nothing."),
    treatments: z.array(treatment).default([]).describe("What is done besides media: prices, promotions."),
    controls: z.array(control).default([]).describe("Context that moves the KPI: prices, promotions, weather."),
    events: z
      .array(event)
      .default([])
      .describe("What lifts or lowers the KPI for a while: launches, strikes, outages."),
    model: model.prefault({}),
    sampler: sampler.prefault({}),
    compare,
  })
  .describe("Configuration of a Carryover fit.");

/** JSON Schema (draft 2020-12) of the configuration file, for editors that complete and check YAML while it is written. */
export function configJsonSchema(): Record<string, unknown> {
  return z.toJSONSchema(configSchema, { io: "input" }) as Record<string, unknown>;
}
