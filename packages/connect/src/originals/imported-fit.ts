// What becomes of a fit that another package made: our own fit of the same draws, and the proof that it says the same.
import type { Draws } from "@carryover/engine";
import {
  buildModel,
  type Config,
  type Fit,
  fitFromDraws,
  type ModelSpec,
  type Panel,
  type Problem,
} from "@carryover/mmm";
import { type PosteriorFile, statisticsOf } from "./posterior-file.ts";

export interface Original {
  /** `PyMC-Marketing`, `Meridian`, `Robyn`. */
  readonly software: string;
  /** As the file states it; null when it is silent. */
  readonly version: string | null;
  /** The original's own numbers that ours were held against, in words. */
  readonly checked: readonly string[];
  /** Largest difference found, as a share of the largest of those numbers; null when the file has none. */
  readonly difference: number | null;
  /** What else is worth knowing, in sentences. */
  readonly notes: readonly string[];
}

/** Draws per chain that the file says were spent on tuning; 0 where it is silent. */
export function warmupOf({ posterior }: PosteriorFile): number {
  const { tuning_steps } = posterior.attributes;
  return typeof tuning_steps === "number" ? tuning_steps : 0;
}

export interface ImportedFit {
  readonly fit: Fit;
  /** The configuration with the model that was read in place of its own. */
  readonly config: Config;
  readonly original: Original;
  /** Draws per chain that were spent on tuning; 0 where the file does not say. */
  readonly warmup: number;
}

/** Parts that a model of our own has or has not, none of them: what the original has instead it says itself. */
export const withoutStructure: Omit<Config["model"], "kind" | "meridian" | "robyn"> = {
  yearly_order: null,
  year_start: null,
  day_of_week: null,
  trend: null,
  changepoints: null,
  time_varying: { intercept: null, media: null },
  likelihood: "normal",
  knots: null,
  holidays: null,
  priors: {},
};

/** Largest difference from the original's own numbers that rounding explains. */
export const largestDifference = 1e-6;

/** Our parameter's draws from the file's variables: (chain, draw, …) in the order of its dimensions. */
export type ParameterSource = (parameter: {
  readonly name: string;
  /** Dimensions with their labels. */
  readonly dims: readonly { readonly name: string; readonly labels: readonly string[] }[];
}) => Float64Array;

/** Draws of the model's own parameters, each asked of the source. */
export function drawsFrom(panel: Panel, spec: ModelSpec, file: PosteriorFile, source: ParameterSource): Draws {
  const { graph } = buildModel(panel, spec);
  return {
    chains: file.chains,
    draws: file.draws,
    coordinates: graph.coordinates,
    statistics: statisticsOf(file),
    variables: graph.parameters.map(({ name, dims, shape }) => ({
      name,
      dims,
      shape,
      values: source({ name, dims: dims.map((dim) => ({ name: dim, labels: graph.coordinates[dim] ?? [] })) }),
    })),
  };
}

export function fitOf(panel: Panel, spec: ModelSpec, draws: Draws, file: PosteriorFile): Fit {
  const seconds = file.posterior.attributes.sampling_time;
  const { leapfrogs } = draws.statistics;
  return fitFromDraws(panel, spec, draws, {
    interrupted: false,
    timings: {
      samplingSeconds: typeof seconds === "number" ? seconds : 0,
      gradientEvaluations: leapfrogs.reduce((sum, steps) => sum + steps, 0),
    },
  });
}

/** Largest difference between two series, as a share of the largest of the second. */
export function differenceOf(ours: Float64Array, theirs: Float64Array): number {
  let [apart, largest] = [0, 0];
  theirs.forEach((value, index) => {
    apart = Math.max(apart, Math.abs((ours[index] ?? Number.NaN) - value));
    largest = Math.max(largest, Math.abs(value));
  });
  return largest === 0 ? apart : apart / largest;
}

/** What the file says against what the data and the configuration say; a problem where they are not the same. */
export function sameSeries(
  what: string,
  ours: ArrayLike<number>,
  theirs: ArrayLike<number> | undefined,
): readonly Problem[] {
  if (theirs === undefined) return [];
  const [left, right] = [Float64Array.from(ours), Float64Array.from(theirs)];
  const tolerance = 1e-9 * right.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const at = right.findIndex((value, index) => !(Math.abs((left[index] ?? Number.NaN) - value) <= tolerance));
  if (at < 0 && left.length === right.length) return [];
  return [
    {
      code: "original-data",
      severity: "error",
      found: `${what}: the fit was made on other data${at < 0 ? "" : `, ${right[at]} where the table has ${left[at]}`}`,
      remedy: "Give the table and the columns that the fit was made on",
    },
  ];
}

/** The same labels in the same order, or a problem. */
export function sameLabels(
  what: string,
  ours: readonly string[],
  theirs: readonly string[] | undefined,
): readonly Problem[] {
  if (theirs === undefined || (ours.length === theirs.length && ours.every((label, index) => label === theirs[index])))
    return [];
  return [
    {
      code: "original-labels",
      severity: "error",
      found: `${what} are ${list(ours)} here but ${list(theirs)} in the fit`,
      remedy: "Make the configuration name what the fit was made on, no more and no less",
    },
  ];
}

function list(labels: readonly string[]): string {
  if (labels.length === 0) return "none";
  return labels.length <= 8 ? labels.join(", ") : `${labels[0]} … ${labels[labels.length - 1]} (${labels.length})`;
}

/** A problem of a fit that has what no model here has. */
export function unsupported(found: string, remedy: string): Problem {
  return { code: "original-unsupported", severity: "error", found, remedy };
}
