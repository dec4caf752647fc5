// The last posterior as the next prior: of every element a distribution, and of all together means, spreads, correlations.
import { type Draws, logNormal, normal, type ParameterNode, type Support, shiftedLogNormal } from "@carryover/engine";
import type { Panel } from "../data/panel.ts";
import { buildModel } from "../model/build-model.ts";
import { unboundedValue } from "../model/joint-prior.ts";
import type { JointPrior, ModelSpec, PriorSpec } from "../model/spec.ts";
import { jointMoments } from "./joint-moments.ts";
import { matchPrior, type PriorShape } from "./match-prior.ts";

const { family: normalFamily } = normal(0, 1);
const { family: logNormalFamily } = logNormal(0, 1);
const { family: shiftedLogNormalFamily } = shiftedLogNormal(0, 0, 1);

/** The part of a specification that an earlier posterior takes the place of. */
export type PosteriorPriors = Required<Pick<ModelSpec, "elementPriors">> & Pick<ModelSpec, "joint">;

/** Variables with more elements, such as knots and bases of smooth functions, are known by their marginals alone. */
const mostElements = 30;
/** Draws per element that correlations are learned from, at least. */
const drawsPerElement = 5;

/**
 * Priors that stand for the draws. Elements whose correlations are kept get a wide prior of their own and their place in
 * `joint`, which together have the draws' means, variances and correlations on the scale of their supports; others get the
 * distribution of their prior's family that matches their marginal.
 *
 * @param panel   the panel the draws belong to
 * @param spec    their specification
 * @param weight  see `matchPrior`
 */
export function posteriorPriors(panel: Panel, spec: ModelSpec, draws: Draws, weight: number): PosteriorPriors {
  const known = buildModel(panel, spec).graph.parameters.map((parameter) => knownElements(parameter, draws));
  const together = takenTogether(known, draws.chains * draws.draws);
  const marginal = (each: Known, of: number): PriorSpec[] =>
    each.elements.map(({ shape, values }) => matchPrior(shape, values, of));
  if (together.length === 0) {
    return { elementPriors: Object.fromEntries(known.map((each) => [each.name, marginal(each, weight)])) };
  }
  const variables: JointPrior["variables"] = together.map(({ name, elements }) => ({
    name,
    elements: elements.length,
  }));
  const coordinates = together.flatMap(({ elements, support }) =>
    elements.map(({ values }, index) => values.map((value) => unboundedValue(value, support[index]))),
  );
  const { joint, width } = jointMoments(variables, coordinates, weight);
  const isTogether = new Set(together);
  return {
    elementPriors: Object.fromEntries(
      known.map((each) => [each.name, isTogether.has(each) ? widened(each, weight / width) : marginal(each, weight)]),
    ),
    joint,
  };
}

/** Draws of one variable, element by element. */
interface Known {
  readonly name: string;
  readonly elements: readonly { readonly shape: PriorShape; readonly values: Float64Array }[];
  readonly support: readonly Support[];
}

function knownElements({ name, length, priors }: ParameterNode, draws: Draws): Known {
  const source = draws.variables.find((variable) => variable.name === name);
  if (source === undefined) throw new RangeError(`the draws have no variable "${name}"`);
  const kept = draws.chains * draws.draws;
  const elements = priors.map(({ family, args }, element) => {
    const numbers = args.filter((arg) => typeof arg === "number");
    return {
      shape: { family, args: numbers.length === args.length ? numbers : null },
      values: Float64Array.from({ length: kept }, (_, draw) => source.values[draw * length + element]),
    };
  });
  return { name, elements, support: elements.map(({ shape }) => shape.family.support(shape.args ?? [])) };
}

/** Small variables of one kind of support first come first served, as many as the draws can tell the correlations of. */
function takenTogether(known: readonly Known[], draws: number): Known[] {
  let room = Math.floor(draws / drawsPerElement);
  return known.filter(({ elements, support }) => {
    const fits =
      elements.length <= Math.min(mostElements, room) &&
      support.every(({ kind }) => kind === support[0].kind) &&
      elements.every(({ values }) => values.some((value) => value !== values[0]));
    if (fits) room -= elements.length;
    return fits;
  });
}

/** Normal on the scale of the support, or a beta, whose counts are a precision there. */
function widened({ elements, support }: Known, weight: number): PriorSpec[] {
  return elements.map(({ shape, values }, index) => {
    const own = support[index];
    if (own.kind === "real") return matchPrior({ ...shape, family: normalFamily }, values, weight);
    if (own.kind === "interval") return matchPrior(shape, values, weight);
    const shift = own.lower;
    const family = shift === 0 ? logNormalFamily : shiftedLogNormalFamily;
    return matchPrior({ family, args: [shift] }, values, weight);
  });
}
