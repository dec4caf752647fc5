// The schema of what a configuration may say to one framework alone, and about comparing them.
import * as z from "zod";
import type { ConfigCompare, ConfigMeridian, ConfigRobyn, ConfigRobynChannel } from "./frameworks.ts";
import { name, prior } from "./prior-schema.ts";

const date = (): z.ZodISODate => z.iso.date("must be a date written as YYYY-MM-DD");

/** A period of time by its first and last day. */
export const days: z.ZodType<{ from: string; to: string }> = z.strictObject({
  from: date().describe("First day, YYYY-MM-DD."),
  to: date().describe("Last day, YYYY-MM-DD."),
});

export const meridian: z.ZodPrefault<z.ZodType<ConfigMeridian, object>> = z
  .strictObject({
    effects: z
      .enum(["log-normal", "normal"])
      .default("log-normal")
      .describe("How geos differ in what media bring: by factors, or by additions; national data are always normal."),
    knots: z
      .union([z.int().min(1).max(1000), z.array(z.int().min(0)).min(1), z.literal("automatic")])
      .nullable()
      .default(null)
      .describe(
        "Knots of the baseline: how many, their rows counted from 0, or automatic; every period for geos and one for national data when left out.",
      ),
    paid_prior: z
      .enum(["roi", "mroi", "contribution", "coefficient"])
      .default("roi")
      .describe("What the prior of a paid channel is about, where its own priors do not say."),
    organic_prior: z
      .enum(["contribution", "coefficient"])
      .default("contribution")
      .describe("What the prior of an organic channel is about, where its own priors do not say."),
    treatment_prior: z
      .enum(["contribution", "coefficient"])
      .default("contribution")
      .describe("What the prior of a treatment is about."),
    paid_share: z
      .strictObject({
        mean: z.number().gt(0).lt(1).describe("Mean of that share."),
        sd: z.number().positive().describe("Its standard deviation."),
      })
      .nullable()
      .default(null)
      .describe("Belief about the share of the KPI that all paid media brought, for a KPI without a price."),
    baseline_geo: name()
      .nullable()
      .default(null)
      .describe("Geo that the others' intercepts are counted from; the most populous when left out."),
    noise_by_geo: z.boolean().default(false).describe("Whether each geo has a noise of its own."),
    leaky_scales: z
      .boolean()
      .default(false)
      .describe("As the original does: scales are measured on held-out cells too. For comparisons with it alone."),
    priors: z
      .strictObject({
        knots: prior.exactOptional(),
        geo_intercept: prior.exactOptional(),
        controls: prior.exactOptional(),
        control_sd: prior.exactOptional(),
        treatments: prior.exactOptional(),
        treatment_sd: prior.exactOptional(),
        media_sd: prior.exactOptional(),
        noise: prior.exactOptional(),
      })
      .default({})
      .describe("Priors of the parts of Meridian's model other than channels."),
  })
  .prefault({})
  .describe("model meridian alone: what Google's package has and others do not.");

const range = z
  .tuple([z.number(), z.number()])
  .refine(([low, high]) => low <= high, "must be [low, high], low not above high");

export const robynChannel: z.ZodPrefault<z.ZodType<ConfigRobynChannel, object>> = z
  .strictObject({
    theta: range.nullable().default(null).describe("Geometric decay."),
    alpha: range.nullable().default(null).describe("Shape of the Hill curve."),
    gamma: range.nullable().default(null).describe("Its inflexion, as a share of the largest adstocked exposure."),
    shape: range.nullable().default(null).describe("Shape of Weibull adstock."),
    scale: range.nullable().default(null).describe("Scale of Weibull adstock, as a share of the window."),
  })
  .prefault({})
  .describe("model robyn alone: ranges [low, high] its search looks in; the package's own where left out.");

const lift = z
  .strictObject({
    channels: z.array(name()).min(1).describe("Channels that were tested together."),
    from: date().describe("First day of the test, YYYY-MM-DD."),
    to: date().describe("Last day of the test, YYYY-MM-DD."),
    lift: z.number().describe("KPI that the tested spend brought."),
    spend: z
      .number()
      .positive()
      .nullable()
      .default(null)
      .describe("Money spent in the test; the data's own when left out."),
    confidence: z.number().min(0).max(1).default(0.8).describe("How sure the experiment is of its finding."),
    scope: z.enum(["immediate", "total"]).default("immediate").describe("Whether what carries over counts."),
  })
  .describe("What an experiment found.");

export const robyn: z.ZodPrefault<z.ZodType<ConfigRobyn, object>> = z
  .strictObject({
    window: days
      .nullable()
      .default(null)
      .describe("First and last day that are modeled; what is before only carries over."),
    adstock: z
      .enum(["geometric", "weibull-cdf", "weibull-pdf"])
      .default("geometric")
      .describe("Adstock of every channel."),
    decomposition: z
      .array(z.enum(["trend", "season", "weekday", "monthly", "holiday"]))
      .nullable()
      .default(null)
      .describe(
        "Parts of the KPI's own course that become regressors; trend, season, holiday, and weekday of daily data when left out.",
      ),
    signs: z
      .record(z.string(), z.enum(["positive", "negative", "free"]))
      .default({})
      .describe("Signs of controls, treatments and parts of the decomposition, by name; media are positive."),
    penalty: z.enum(["ridge", "lasso", "elastic-net"]).default("ridge").describe("Penalty of the regression."),
    mixing: z.number().min(0).max(1).default(0.5).describe("Of an elastic net: 0 is ridge, 1 is lasso."),
    penalty_factors: z.boolean().default(false).describe("Whether each regressor's penalty is searched for too."),
    trials: z.int().min(1).max(100).default(5).describe("Independent searches."),
    iterations: z.int().min(20).max(100_000).default(2000).describe("Models tried in each."),
    validation: z.boolean().default(false).describe("Whether the last periods are kept for validation and test."),
    train_share: range.default([0.5, 0.8]).describe("With validation: range of the share that trains."),
    objective_weights: z
      .strictObject({
        nrmse: z.number().min(0).default(1).describe("Of the error of the fit."),
        rssd: z.number().min(0).default(1).describe("Of the distance between shares of effect and of spend."),
        lift: z.number().min(0).default(1).describe("Of the error against experiments."),
      })
      .prefault({})
      .describe("Weights of the objectives when models are ranked."),
    zero_effect_penalty: z
      .boolean()
      .default(true)
      .describe("Whether channels without effect are held against a model."),
    calibration: z.array(lift).default([]).describe("Experiments to agree with."),
    candidates: z.int().min(1).max(10_000).default(100).describe("Models wanted from the Pareto fronts."),
    clusters: z.int().min(1).max(20).nullable().default(null).describe("Clusters of these; found when left out."),
    draws: z
      .int()
      .min(20)
      .max(100_000)
      .default(400)
      .describe("Models that stand for the ensemble, each repeated by its weight."),
    bootstrap: z
      .boolean()
      .default(true)
      .describe("Whether each has coefficients of its own, of residuals resampled in blocks: sampling uncertainty."),
  })
  .prefault({})
  .describe("model robyn alone: what Meta's package searches for and how.");

export const compare: z.ZodPrefault<z.ZodType<ConfigCompare, object>> = z
  .strictObject({
    frameworks: z
      .array(z.enum(["bayesian", "meridian", "robyn", "default", "adelon", "pymc-marketing"]))
      .min(1)
      .default(["bayesian", "meridian", "robyn"])
      .describe("Frameworks and presets to compare; bayesian is this configuration's own model."),
    folds: z
      .int()
      .min(0)
      .max(50)
      .nullable()
      .default(null)
      .describe("Rolling folds that score each on what it has not seen."),
    swaps: z.boolean().default(true).describe("Whether ingredients are swapped to say where frameworks disagree."),
  })
  .prefault({})
  .describe("carryover compare: the frameworks side by side.");
