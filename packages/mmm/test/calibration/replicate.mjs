// One replication of simulation-based calibration: parameters from the prior, data from them, their ranks in the posterior.
import { compile, essBulk, essTail, GraphEvaluator, openStream, sample, scalars } from "@carryover/engine";
import { buildModel } from "@carryover/mmm";

/**
 * @typedef {object} Replication
 * @property {import("@carryover/mmm").Panel} panel  design: dates, media, controls; its KPI is replaced
 * @property {import("@carryover/mmm").ModelSpec} spec
 * @property {import("@carryover/mmm").ModelSpec} [assumedSpec]  what the posterior is made from, where it is to be wrong
 * @property {number} seed
 * @property {number} ranked     L: draws that the truth is ranked among
 * @property {number} draws      kept draws of a first run
 * @property {number} longest    kept draws of the longest run allowed
 *
 * @typedef {object} Ranks
 * @property {Record<string, number>} ranks  by quantity, 0 … L
 * @property {boolean} mixed                 the longest run gave L draws far enough apart
 * @property {number} divergences
 * @property {number} kept                   draws of the run that was used
 */

/**
 * Quantities ranked: every scalar parameter, and the log likelihood, which tells a posterior that ignores its data.
 *
 * The draws compared with are `ranked` draws of one chain, 2/efficiency apart, efficiency = the smallest bulk or tail ESS of
 * all quantities over the number of draws. An autoregressive chain of efficiency e has the correlation (1 − e)/(1 + e)
 * between neighbors, at most exp(−4) = 0.02 at that distance, so that ranks are as those among independent draws. A run too
 * short for so many is made again, longer.
 *
 * @param {Replication} replication
 * @returns {Promise<Ranks>}
 */
export async function replicate({ panel, spec, assumedSpec = spec, seed, ranked, draws, longest }) {
  const truth = drawWorld(panel, spec, seed);
  const model = buildModel({ ...panel, kpi: { ...panel.kpi, values: truth.kpi } }, assumedSpec);
  const posterior = compile(model.graph);
  for (let asked = draws; ; ) {
    const options = { chains: 1, warmup: 250, draws: asked, seed };
    const result = await sample(posterior, { options });
    const quantities = quantitiesOf(model, result.draws, truth);
    const smallest = Math.min(
      ...quantities.map(({ values }) => Math.min(essBulk(values, result.draws), essTail(values, result.draws))),
    );
    const wanted = spacing(smallest, asked);
    const mixed = wanted * ranked <= asked;
    if (!mixed && asked < longest) {
      asked = Math.min(longest, Math.max(2 * asked, Math.ceil(1.3 * wanted * ranked)));
      continue;
    }
    const used = mixed ? wanted : Math.max(1, Math.floor(asked / ranked));
    return {
      ranks: Object.fromEntries(
        quantities.map(({ label, values, value }) => [label, rankAmong(value, values, used, ranked)]),
      ),
      mixed,
      divergences: result.draws.statistics.divergent.reduce((sum, each) => sum + each, 0),
      kept: asked,
    };
  }
}

/** Distance between draws at which they are as good as independent: twice the draws per effective one. */
export function spacing(effective, draws) {
  return Math.max(1, Math.ceil((2 * draws) / effective));
}

/** How many of the `ranked` draws at distance `step` lie below the value. */
export function rankAmong(value, draws, step, ranked) {
  let below = 0;
  for (let k = 1; k <= ranked; k += 1) if (draws[k * step - 1] < value) below += 1;
  return below;
}

/** Parameters drawn from their priors, in the order declared, and a KPI drawn given them. */
function drawWorld(panel, spec, seed) {
  const { graph, expected, noise, unit } = buildModel(panel, spec);
  const stream = openStream({ seed, chain: 0, purpose: "data" });
  const parents = graph.parameters.flatMap(({ priors }) =>
    priors.flatMap(({ args }) => args.filter((arg) => typeof arg !== "number")),
  );
  const evaluator = new GraphEvaluator(graph, [expected, noise, ...parents]);
  const parameters = graph.parameters.map((parameter) => {
    const values = Float64Array.from(parameter.priors, ({ family, args }) => {
      if (args.some((arg) => typeof arg !== "number")) evaluator.forward();
      const numbers = args.map((arg) => (typeof arg === "number" ? arg : evaluator.value(arg)[0]));
      return family.sample(stream, numbers);
    });
    evaluator.set(parameter.name, values);
    return { name: parameter.name, values };
  });
  evaluator.forward();
  const sd = evaluator.value(noise)[0];
  const scaled = evaluator.value(expected).map((mean) => mean + sd * stream.normal());
  return { parameters, kpi: scaled.map((value, row) => value * unitAt(unit, row, scaled.length)) };
}

/** KPI units per unit of the model at one row of (geo, time); geos may have units of their own. */
function unitAt(unit, row, rows) {
  return typeof unit === "number" ? unit : unit[Math.floor((row * unit.length) / rows)];
}

/** For every quantity its draws, and its value in the world that made the data. */
function quantitiesOf({ graph, expected, noise, unit }, draws, truth) {
  const values = truth.parameters.flatMap((each) => [...each.values]);
  const parameters = scalars(draws).map(({ label, values: drawn }, index) => ({
    label,
    values: drawn,
    value: values[index],
  }));
  const evaluator = new GraphEvaluator(graph, [expected, noise]);
  const logLikelihood = () => {
    evaluator.forward();
    const [mean, [sd]] = [evaluator.value(expected), evaluator.value(noise)];
    let total = 0;
    for (let t = 0; t < mean.length; t += 1)
      total -= 0.5 * ((truth.kpi[t] / unitAt(unit, t, mean.length) - mean[t]) / sd) ** 2;
    return total - mean.length * Math.log(sd);
  };
  const likelihoods = Float64Array.from({ length: draws.draws }, (_, draw) => {
    for (const variable of draws.variables) {
      const size = variable.values.length / draws.draws;
      evaluator.set(variable.name, variable.values.subarray(draw * size, (draw + 1) * size));
    }
    return logLikelihood();
  });
  for (const each of truth.parameters) evaluator.set(each.name, each.values);
  return [...parameters, { label: "log likelihood", values: likelihoods, value: logLikelihood() }];
}
