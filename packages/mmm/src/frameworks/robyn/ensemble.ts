// The selected models of a search as draws: each model as often as it weighs, so that any question can be asked of all of them.
import { type Draws, elementCount, type Variable } from "@carryover/engine";
import { adstockParameters } from "../../media/adstock.ts";
import { robynWeibullScale } from "../../media/robyn-adstock.ts";
import { saturationParameters } from "../../media/saturation.ts";
import { robynOf } from "../../model/robyn.ts";
import type { RobynSpec } from "../../model/robyn-spec.ts";
import type { ModelSpec } from "../../model/spec.ts";
import { variableName } from "../../model/variable-names.ts";
import { oneChain } from "../one-chain.ts";
import type { Candidate } from "./candidate.ts";

/** What a draw takes from a model; coefficients may be those of a resampled fit. */
export type EnsembleMember = Pick<
  Candidate,
  "hyperparameters" | "intercept" | "coefficients" | "inflexions" | "residualScale"
>;

/** Weibull weights of a lag that is no longer felt: what a shape or scale of 0, no adstock, comes to. */
const noAdstock = { shape: 1, scale: 1e-3 } as const;

/**
 * How often each member stands among `draws` draws: systematic resampling at the middles of equal parts, so that each count is
 * its weight times `draws`, rounded up or down, and nothing is left to chance.
 *
 * @param weights  ≥ 0, with a sum above 0
 */
export function ensembleCounts(weights: readonly number[], draws: number): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (!(total > 0) || weights.some((weight) => !(weight >= 0))) {
    throw new RangeError(`weights ${weights.join(", ")} of an ensemble must not be negative, and not all be 0`);
  }
  let before = 0;
  let place = 0;
  return weights.map((weight) => {
    before += weight;
    const from = place;
    while (place < draws && place + 0.5 < (before / total) * draws) place += 1;
    return place - from;
  });
}

/**
 * One chain of draws of the model's variables, in the order of the members.
 * @param members  one for each draw
 */
export function ensembleDraws(spec: ModelSpec, members: readonly EnsembleMember[]): Draws {
  const variables = ensembleVariables(spec);
  const coordinates: Record<string, readonly string[]> = {};
  const drawn = variables.map(({ name, dimension, labels, valueFor }): Variable => {
    if (dimension !== null) coordinates[dimension] = labels;
    const shape = dimension === null ? [] : [labels.length];
    const size = elementCount(shape);
    const values = new Float64Array(members.length * size); // (draw, element)
    members.forEach((member, draw) => {
      for (let element = 0; element < size; element += 1) {
        values[draw * size + element] = valueFor(member, labels[element] ?? "");
      }
    });
    return { name, dims: dimension === null ? [] : [dimension], shape, values };
  });
  return oneChain(drawn, coordinates, members.length);
}

interface EnsembleVariable {
  readonly name: string;
  /** Null for a scalar. */
  readonly dimension: string | null;
  readonly labels: readonly string[];
  valueFor(member: EnsembleMember, label: string): number;
}

/** The variables of the model's graph, in its order. */
function ensembleVariables(spec: ModelSpec): EnsembleVariable[] {
  const robyn = robynOf(spec);
  const named = (kind: "decomposition" | "control" | "treatment"): string[] =>
    robyn.regressors.filter((each) => each.kind === kind).map(({ name }) => name);
  const coefficients = (name: string, dimension: string, labels: readonly string[]): EnsembleVariable => ({
    name,
    dimension,
    labels,
    valueFor: ({ coefficients: values }, label) => required(values[label], label, "coefficient"),
  });
  return [
    { name: "intercept", dimension: null, labels: [], valueFor: ({ intercept }: EnsembleMember) => intercept },
    coefficients("decomposition", "decomposition_part", named("decomposition")),
    coefficients("control", "control_name", named("control")),
    coefficients("treatment", "treatment_name", named("treatment")),
    ...mediaVariables(spec, robyn, "organic"),
    ...mediaVariables(spec, robyn, "paid"),
    { name: "sigma", dimension: null, labels: [], valueFor: ({ residualScale }: EnsembleMember) => residualScale },
  ].filter(({ dimension, labels }) => dimension === null || labels.length > 0);
}

function mediaVariables(
  { kind, channels, organic = [] }: ModelSpec,
  robyn: RobynSpec,
  which: "paid" | "organic",
): EnsembleVariable[] {
  const series = which === "paid" ? channels : organic;
  if (series.length === 0) return [];
  const [dimension, prefix] = which === "paid" ? ["channel", ""] : ["organic", "organic_"];
  const labels = series.map(({ name }) => name);
  const [{ adstock, saturation }] = series;
  const transforms = [...adstockParameters(adstock), ...saturationParameters(saturation)];
  return [
    ...transforms.map((parameter) => ({
      name: `${prefix}${variableName(kind, parameter)}`,
      dimension,
      labels,
      valueFor: (member: EnsembleMember, label: string) => transformParameter(member, label, parameter, robyn),
    })),
    {
      name: `${prefix}coefficient`,
      dimension,
      labels,
      valueFor: ({ coefficients }: EnsembleMember, label: string) =>
        required(coefficients[label], label, "coefficient"),
    },
  ];
}

/** A transform's parameter in the unit of the model's graph: inflexions in money, Weibull scales in periods. */
function transformParameter(
  { hyperparameters, inflexions }: EnsembleMember,
  series: string,
  parameter: string,
  { adstockPeriods }: RobynSpec,
): number {
  const searched = (suffix: string): number => required(hyperparameters[`${series}_${suffix}`], series, suffix);
  switch (parameter) {
    case "retention":
      return searched("thetas");
    case "slope":
      return searched("alphas");
    case "halfSaturation":
      return required(inflexions[series], series, "inflexion");
    case "shape":
    case "scale": {
      const [shape, scale] = [searched("shapes"), searched("scales")];
      if (shape === 0 || scale === 0) return noAdstock[parameter];
      return parameter === "shape" ? shape : robynWeibullScale(adstockPeriods, scale);
    }
    default:
      throw new RangeError(`a model in Robyn's manner has no ${parameter}`);
  }
}

function required(value: number | undefined, series: string, what: string): number {
  if (value === undefined) throw new RangeError(`a selected model has no ${what} of "${series}"`);
  return value;
}
