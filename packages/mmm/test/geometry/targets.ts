// Densities with known answers, each hard in a way of its own.
import {
  compile,
  exponential,
  GraphBuilder,
  type LogDensity,
  multiply,
  normal,
  normalQuantile,
  type Posterior,
  studentT,
} from "@carryover/engine";

/** What is true of one scalar of a target. */
export interface Truth {
  readonly label: string;
  /** Absent where it does not exist, or a sample of any size estimates it badly. */
  readonly mean?: number;
  readonly sd?: number;
  /** The distribution's median and its 5 % and 95 % quantiles. */
  readonly quantiles?: readonly [number, number, number];
}

export interface Target {
  readonly posterior: Posterior;
  readonly truths: readonly Truth[];
}

const normal95 = normalQuantile(0.95);

/** Neal's funnel: v ~ N(0, 3), nine x ~ N(0, exp(v/2)). The mouth of it is wide, its neck infinitely narrow. */
export function funnel(parametrization: "centered" | "non-centered"): Target {
  const graph = new GraphBuilder();
  graph.dimension(
    "i",
    Array.from({ length: 9 }, (_, index) => `${index + 1}`),
  );
  const v = graph.parameter("v", { prior: normal(0, 3) });
  const scale = graph.apply(exponential, graph.apply(multiply, v, graph.constant(0.5)));
  const { family } = normal(0, 1);
  const prior = parametrization === "centered" ? { family, args: [0, scale] } : normal(0, 1);
  graph.parameter("x", { prior, dims: ["i"] });
  return {
    posterior: compile(graph),
    truths: [{ label: "v", mean: 0, sd: 3, quantiles: [-3 * normal95, 0, 3 * normal95] }],
  };
}

/** A banana: x ~ N(0, 1), y ~ N(bend · x², width). The smaller the width against the bend, the harder. */
export function banana(bend: number, width: number): Target {
  const graph = new GraphBuilder();
  const x = graph.parameter("x", { prior: normal(0, 1) });
  const ridge = graph.apply(multiply, graph.apply(multiply, x, x), graph.constant(bend));
  graph.parameter("y", { prior: { family: normal(0, 1).family, args: [ridge, width] } });
  return {
    posterior: compile(graph),
    truths: [
      { label: "x", mean: 0, sd: 1, quantiles: [-normal95, 0, normal95] },
      // Var(x²) = 2
      { label: "y", mean: bend, sd: Math.sqrt(2 * bend * bend + width * width) },
    ],
  };
}

/** Independent Student-t variables; one degree of freedom is the Cauchy. Their tails outrun every momentum. */
export function heavyTails(degreesOfFreedom: number, dim: number): Target {
  const graph = new GraphBuilder();
  const labels = Array.from({ length: dim }, (_, index) => `${index + 1}`);
  graph.dimension("i", labels);
  const prior = studentT(degreesOfFreedom, 0, 1);
  graph.parameter("x", { prior, dims: ["i"] });
  const quantile = (p: number): number => prior.family.quantile(p, prior.args);
  return {
    posterior: compile(graph),
    truths: labels.map((label) => ({ label: `x[${label}]`, quantiles: [quantile(0.05), 0, quantile(0.95)] })),
  };
}

/**
 * An autoregressive normal vector whose elements' standard deviations rise from 0.1 to 10: neighbors are correlated by
 * `correlation`, all of them by its powers.
 */
export function correlatedNormal(dim: number, correlation: number): Target {
  const sds = Float64Array.from({ length: dim }, (_, index) => 0.1 * 100 ** (index / (dim - 1)));
  const innovation = 1 / (1 - correlation * correlation);
  const density: LogDensity = {
    dim,
    evaluate(position, gradient) {
      let logDensity = 0;
      gradient.fill(0);
      let before = 0;
      for (let i = 0; i < dim; i += 1) {
        const z = position[i] / sds[i];
        const surprise = i === 0 ? z : z - correlation * before;
        const weight = i === 0 ? 1 : innovation;
        logDensity -= 0.5 * weight * surprise * surprise;
        gradient[i] -= (weight * surprise) / sds[i];
        if (i > 0) gradient[i - 1] += (weight * correlation * surprise) / sds[i - 1];
        before = z;
      }
      return logDensity;
    },
  };
  return {
    posterior: {
      ...density,
      variables: [{ name: "x", dims: ["i"], shape: [dim], offset: 0 }],
      coordinates: { i: Array.from(sds, (_, index) => `${index + 1}`) },
      recordLength: dim,
      initialPosition: (stream) => sds.map(() => 2 * (2 * stream.uniform() - 1)),
      record: (position, _, record) => record.set(position),
    },
    truths: Array.from(sds, (sd, index) => ({
      label: `x[${index + 1}]`,
      mean: 0,
      sd,
      quantiles: [-normal95 * sd, 0, normal95 * sd],
    })),
  };
}
