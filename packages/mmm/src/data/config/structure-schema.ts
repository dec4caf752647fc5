// The schema of what a configuration may say beyond channels and calendar.
import * as z from "zod";
import { name, prior } from "./prior-schema.ts";
import type { ConfigEvent, ConfigTimeVarying, LikelihoodKind } from "./structure.ts";

const date = (): z.ZodISODate => z.iso.date("must be a date written as YYYY-MM-DD");

export const likelihood: z.ZodDefault<z.ZodType<LikelihoodKind, LikelihoodKind>> = z
  .enum(["normal", "student-t", "log-normal", "negative-binomial"])
  .default("normal")
  .describe(
    "How the KPI scatters: student-t for outliers, log-normal for shares of its level, negative-binomial for counts.",
  );

export const changepoints: z.ZodDefault<z.ZodNullable<z.ZodType<number | string[], number | string[]>>> = z
  .union([z.int().min(1).max(100), z.array(date()).min(1)])
  .nullable()
  .default(null)
  .describe("Where the linear trend may bend: how many evenly spaced points, or their dates.");

const process = {
  covariance: z
    .enum(["matern-52", "matern-32", "squared-exponential"])
    .default("matern-52")
    .describe("How smooth it is: matern-32 roughest, squared-exponential smoothest."),
  functions: z
    .int()
    .min(1)
    .max(1000)
    .nullable()
    .default(null)
    .describe("Basis functions; the model's default when left out."),
  boundary: z.number().min(1.1).max(10).default(2).describe("Width of the basis as a multiple of the training window."),
  amplitude: prior.nullable().default(null).describe("Prior of its standard deviation."),
  lengthscale: prior.nullable().default(null).describe("Prior of the periods over which it stays alike."),
};

export const timeVarying: z.ZodPrefault<z.ZodType<ConfigTimeVarying, object>> = z
  .strictObject({
    intercept: z.strictObject(process).nullable().default(null).describe("A baseline that drifts."),
    media: z
      .strictObject({
        ...process,
        sharing: z
          .enum(["shared", "per-channel"])
          .default("shared")
          .describe("One multiplier of all channels, or one of each around a common one."),
        channel_amplitude: prior
          .nullable()
          .default(null)
          .describe("per-channel: prior of the standard deviation of each channel's own part."),
      })
      .nullable()
      .default(null)
      .describe("Media whose effect changes over time."),
  })
  .prefault({})
  .describe("What changes smoothly over time.");

export const event: z.ZodType<ConfigEvent> = z
  .strictObject({
    name: name().describe("Name of the event in every result."),
    start: date().describe("First day, YYYY-MM-DD."),
    end: date().describe("Last day, YYYY-MM-DD."),
    shape: z
      .enum(["gaussian", "before", "after", "asymmetric"])
      .default("gaussian")
      .describe("How it fades around its days: alike on both sides, on one side only, or on each in its own way."),
    prior: prior.nullable().default(null).describe("Prior of the effect at its height."),
    width: prior.nullable().default(null).describe("Prior of the days over which it fades."),
  })
  .describe("Something that lifts or lowers the KPI for a while.");
