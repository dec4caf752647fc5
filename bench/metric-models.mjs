// Posteriors that are not media mixes, on which metrics differ for reasons one can name.
import { add, compile, GraphBuilder, halfCauchy, multiply, normal } from "@carryover/engine";

/** Eight schools, non-centered (Rubin 1981), nothing integrated out. */
export function eightSchools() {
  const effects = [28, 8, -3, 7, -1, 1, 18, 12];
  const errors = [15, 10, 16, 11, 9, 11, 10, 18];
  const graph = new GraphBuilder();
  graph.dimension(
    "school",
    effects.map((_, index) => String(index + 1)),
  );
  const mu = graph.parameter("mu", { prior: normal(0, 5) });
  const tau = graph.parameter("tau", { prior: halfCauchy(5) });
  const standard = graph.parameter("t", { prior: normal(0, 1), dims: ["school"] });
  const theta = graph.apply(add, graph.apply(multiply, standard, tau), mu);
  graph.observeNormal({
    name: "y",
    values: Float64Array.from(effects, (effect, index) => effect / errors[index]),
    mean: graph.apply(multiply, theta, graph.constant(Float64Array.from(errors, (error) => 1 / error))),
    sd: graph.constant(1),
  });
  return compile(graph, { marginalize: false });
}

/** A normal density whose coordinates differ in scale, with a few wide directions across them all. */
export function factorNormal(dim, factors, width) {
  const scales = Float64Array.from({ length: dim }, (_, i) => Math.exp(1.5 * Math.sin(i)));
  // Rows of the discrete cosine transform are orthonormal.
  const directions = Array.from({ length: factors }, (_, k) =>
    Float64Array.from(
      { length: dim },
      (_, i) => Math.sqrt(2 / dim) * Math.cos((Math.PI * (k + 1) * (2 * i + 1)) / (2 * dim)),
    ),
  );
  return plainDensity(dim, (position, gradient) => {
    const scaled = position.map((value, i) => value / scales[i]);
    const pull = scaled.slice();
    for (const direction of directions) {
      const along = scaled.reduce((sum, value, i) => sum + value * direction[i], 0);
      for (let i = 0; i < dim; i += 1) pull[i] -= (1 - 1 / width ** 2) * along * direction[i];
    }
    for (let i = 0; i < dim; i += 1) gradient[i] = -pull[i] / scales[i];
    return -0.5 * scaled.reduce((sum, value, i) => sum + value * pull[i], 0);
  });
}

/** A stationary autoregression as a normal density: every coordinate leans on its neighbors. */
export function autoregression(dim, correlation) {
  const precision = 1 / (1 - correlation ** 2);
  return plainDensity(dim, (position, gradient) => {
    let total = 0;
    for (let i = 0; i < dim; i += 1) {
      const isEnd = i === 0 || i === dim - 1;
      let pull = position[i] * precision * (isEnd ? 1 : 1 + correlation ** 2);
      if (i > 0) pull -= correlation * precision * position[i - 1];
      if (i < dim - 1) pull -= correlation * precision * position[i + 1];
      gradient[i] = -pull;
      total += pull * position[i];
    }
    return -0.5 * total;
  });
}

function plainDensity(dim, evaluate) {
  return {
    dim,
    evaluate,
    variables: [{ name: "x", dims: ["i"], shape: [dim], offset: 0 }],
    coordinates: { i: Array.from({ length: dim }, (_, i) => String(i)) },
    recordLength: dim,
    initialPosition: (stream) => Float64Array.from({ length: dim }, () => stream.normal()),
    record: (position, _stream, record) => record.set(position),
  };
}
