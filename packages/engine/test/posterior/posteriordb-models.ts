// The nine posteriordb models in the engine's graph language, and the quantities their references are about.
import { beta } from "../../src/distributions/beta.ts";
import { flat } from "../../src/distributions/flat.ts";
import { halfCauchy } from "../../src/distributions/half-cauchy.ts";
import { halfNormal } from "../../src/distributions/half-normal.ts";
import { normal } from "../../src/distributions/normal.ts";

import { type Draws, scalars, variable } from "../../src/draws/draws.ts";
import { add, divide, logarithm, multiply, subtract } from "../../src/graph/elementwise.ts";
import { GraphBuilder, type Node, type Prior } from "../../src/graph/graph.ts";
import { logSumExp } from "../../src/graph/log-sum-exp.ts";
import { orderedParameter } from "../../src/graph/ordered.ts";
import { element, matrixVector, sum } from "../../src/graph/reductions.ts";

/** A posterior's data as they stand in its JSON file: numbers and arrays of numbers by name. */
export type PosteriorData = Readonly<Record<string, unknown>>;

/** Named scalars, each (chain, draw). */
type Quantities = Readonly<Record<string, Float64Array>>;

export interface ReferenceModel {
  /** Name of the posterior, and of its file. */
  readonly posterior: string;
  /** Whether some of it can be integrated out, so that switching marginalization off changes what is sampled. */
  readonly hasLinearBlock: boolean;
  build(data: PosteriorData): GraphBuilder;
  /** The reference's parameters, by the reference's names. */
  quantities(draws: Draws): Quantities;
}

const vector = (data: PosteriorData, name: string): Float64Array => Float64Array.from(data[name] as number[]);
const scalar = (data: PosteriorData, name: string): number => data[name] as number;

/** All scalars under their own labels. */
const asRecorded = (draws: Draws): Quantities =>
  Object.fromEntries(scalars(draws).map(({ label, values }) => [label, values]));

const numbered = (count: number): string[] => Array.from({ length: count }, (_, index) => `${index + 1}`);

/** y ~ N(Σ beta_k column_k, sigma). */
function regression(y: Float64Array, columns: readonly Float64Array[], coefficient: Prior, noise: Prior): GraphBuilder {
  const graph = new GraphBuilder();
  graph.dimension("coefficient", numbered(columns.length));
  const coefficients = graph.parameter("beta", { prior: coefficient, dims: ["coefficient"] });
  const sigma = graph.parameter("sigma", { prior: noise });
  const design = Float64Array.from(columns.flatMap((column) => [...column])); // (column, row)
  const mean = graph.apply(matrixVector, graph.constant(design), coefficients);
  graph.observeNormal({ name: "y", values: y, mean, sd: sigma });
  return graph;
}

const ones = (length: number): Float64Array => new Float64Array(length).fill(1);
const times = (a: Float64Array, b: Float64Array): Float64Array => a.map((value, index) => value * b[index]);

/** log N(y; mean, sd) without its constant, element by element. */
function normalLogDensities(graph: GraphBuilder, y: Node, mean: Node, sd: Node): Node {
  const z = graph.apply(divide, graph.apply(subtract, y, mean), sd);
  const half = graph.apply(multiply, graph.apply(multiply, z, z), graph.constant(-0.5));
  return graph.apply(subtract, half, graph.apply(logarithm, sd));
}

export const referenceModels: readonly ReferenceModel[] = [
  {
    posterior: "eight_schools-eight_schools_noncentered",
    hasLinearBlock: true,
    build(data) {
      const graph = new GraphBuilder();
      const weights = vector(data, "sigma").map((sd) => 1 / sd);
      graph.dimension("school", numbered(weights.length));
      const deviations = graph.parameter("t", { prior: normal(0, 1), dims: ["school"] });
      const mu = graph.parameter("mu", { prior: normal(0, 5) });
      const tau = graph.parameter("tau", { prior: halfCauchy(5) });
      const theta = graph.apply(add, graph.apply(multiply, deviations, tau), mu);
      // The schools' known standard deviations divided out: y/σ ~ N(theta/σ, 1).
      graph.observeNormal({
        name: "y",
        values: times(vector(data, "y"), weights),
        mean: graph.apply(multiply, graph.constant(weights), theta),
        sd: graph.constant(1),
      });
      return graph;
    },
    quantities(draws) {
      const mu = variable(draws, "mu").values;
      const tau = variable(draws, "tau").values;
      const { values, shape } = variable(draws, "t");
      const theta = numbered(shape[0]).map((school, index): [string, Float64Array] => [
        `theta[${school}]`,
        mu.map((center, draw) => center + tau[draw] * values[draw * shape[0] + index]),
      ]);
      return { ...Object.fromEntries(theta), mu, tau };
    },
  },
  {
    posterior: "kidiq-kidscore_interaction",
    hasLinearBlock: false,
    build(data) {
      const [school, iq] = [vector(data, "mom_hs"), vector(data, "mom_iq")];
      const columns = [ones(iq.length), school, iq, times(school, iq)];
      return regression(vector(data, "kid_score"), columns, flat(), halfCauchy(2.5));
    },
    quantities: asRecorded,
  },
  {
    posterior: "earnings-logearn_interaction",
    hasLinearBlock: false,
    build(data) {
      const [height, male] = [vector(data, "height"), vector(data, "male")];
      const columns = [ones(height.length), height, male, times(height, male)];
      return regression(vector(data, "earn").map(Math.log), columns, flat(), flat(0));
    },
    quantities: asRecorded,
  },
  {
    posterior: "mesquite-logmesquite_logvash",
    hasLinearBlock: false,
    build(data) {
      const [diameter1, diameter2] = [vector(data, "diam1"), vector(data, "diam2")];
      const area = times(diameter1, diameter2);
      const columns = [
        ones(area.length),
        times(area, vector(data, "canopy_height")).map(Math.log),
        area.map(Math.log),
        diameter1.map((diameter, index) => Math.log(diameter / diameter2[index])),
        vector(data, "total_height").map(Math.log),
        vector(data, "group"),
      ];
      return regression(vector(data, "weight").map(Math.log), columns, flat(), flat(0));
    },
    quantities: asRecorded,
  },
  {
    posterior: "nes1996-nes",
    hasLinearBlock: false,
    build(data) {
      const age = vector(data, "age_discrete");
      const columns = [
        ones(age.length),
        vector(data, "real_ideo"),
        vector(data, "race_adj"),
        ...[2, 3, 4].map((group) => age.map((value) => (value === group ? 1 : 0))),
        vector(data, "educ1"),
        vector(data, "gender"),
        vector(data, "income"),
      ];
      return regression(vector(data, "partyid7"), columns, flat(), flat(0));
    },
    quantities: asRecorded,
  },
  {
    posterior: "arK-arK",
    hasLinearBlock: true,
    build(data) {
      const y = vector(data, "y");
      const order = scalar(data, "K");
      const lagged = numbered(order).map((_, index) => y.slice(order - 1 - index, y.length - 1 - index));
      return regression(y.slice(order), [ones(y.length - order), ...lagged], normal(0, 10), halfCauchy(2.5));
    },
    /** The reference calls the first coefficient alpha and numbers the others from 1. */
    quantities(draws) {
      const { "beta[1]": alpha, sigma, ...lags } = asRecorded(draws);
      const shifted = Object.values(lags).map((values, index): [string, Float64Array] => [
        `beta[${index + 1}]`,
        values,
      ]);
      return { alpha, ...Object.fromEntries(shifted), sigma };
    },
  },
  {
    posterior: "sblrc-blr",
    hasLinearBlock: true,
    build(data) {
      const rows = data.X as number[][];
      const columns = rows[0].map((_, column) => Float64Array.from(rows, (row) => row[column]));
      return regression(vector(data, "y"), columns, normal(0, 10), halfNormal(10));
    },
    quantities: asRecorded,
  },
  {
    posterior: "kilpisjarvi_mod-kilpisjarvi",
    hasLinearBlock: true,
    build(data) {
      const graph = new GraphBuilder();
      const [x, y] = [vector(data, "x"), vector(data, "y")];
      const alpha = graph.parameter("alpha", { prior: normal(scalar(data, "pmualpha"), scalar(data, "psalpha")) });
      const slope = graph.parameter("beta", { prior: normal(scalar(data, "pmubeta"), scalar(data, "psbeta")) });
      const sigma = graph.parameter("sigma", { prior: flat(0) });
      const mean = graph.apply(add, graph.apply(multiply, graph.constant(x), slope), alpha);
      graph.observeNormal({ name: "y", values: y, mean, sd: sigma });
      return graph;
    },
    quantities: asRecorded,
  },
  {
    posterior: "low_dim_gauss_mix-low_dim_gauss_mix",
    hasLinearBlock: false,
    build(data) {
      const graph = new GraphBuilder();
      const y = graph.constant(vector(data, "y"));
      graph.dimension("component", numbered(2));
      const centers = orderedParameter(graph, "mu", 2);
      const spreads = graph.parameter("sigma", { prior: halfNormal(2), dims: ["component"] });
      const theta = graph.parameter("theta", { prior: beta(5, 5) });
      // mu ~ N(0, 2), stated of the ordered vector: 0 was observed around each with sd 2.
      graph.observeNormal({ name: "mu prior", values: new Float64Array(2), mean: centers, sd: graph.constant(2) });
      const shares = [theta, graph.apply(subtract, graph.constant(1), theta)];
      const components = shares.map((share, index) => {
        const [center, spread] = [graph.apply(element(index), centers), graph.apply(element(index), spreads)];
        return graph.apply(add, normalLogDensities(graph, y, center, spread), graph.apply(logarithm, share));
      });
      graph.factor(graph.apply(sum, graph.apply(logSumExp, ...components)));
      return graph;
    },
    quantities(draws) {
      const { mu_first: first, "mu_gap[2]": gap, ...others } = asRecorded(draws);
      return { "mu[1]": first, "mu[2]": first.map((value, draw) => value + gap[draw]), ...others };
    },
  },
];
