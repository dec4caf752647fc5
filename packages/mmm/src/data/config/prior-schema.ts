// Pieces of the schema that several of its parts use: a name, a prior.
import * as z from "zod";
import type { ConfigPrior } from "./config.ts";

export const name = (): z.ZodString => z.string().trim().min(1);

export const prior: z.ZodType<ConfigPrior> & { exactOptional(): z.ZodExactOptional<z.ZodType<ConfigPrior>> } = z
  .object({
    distribution: name().describe("Name of the distribution: normal, half-normal, log-normal, beta, gamma, …"),
  })
  .catchall(z.union([z.number(), z.string()]))
  .describe("A prior: the distribution's name and its parameters, { distribution: beta, alpha: 2, beta: 2 }.");
