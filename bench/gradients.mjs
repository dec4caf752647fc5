// Section "gradients": what one evaluation of each model's log density and gradient costs.
import { loadModel, referenceModels } from "./reference-models.mjs";
import { leastMicroseconds } from "./timing.mjs";

/** A call that evaluates the posterior of a panel and specification once, at a draw from its prior. */
export async function gradientCall({ panel, spec }) {
  const [{ compile, openStream }, { buildModel }] = await Promise.all([
    import("@carryover/engine"),
    import("@carryover/mmm"),
  ]);
  const posterior = compile(buildModel(panel, spec).graph);
  const position = posterior.initialPosition(openStream({ seed: 1, chain: 0, purpose: "initial" }));
  const gradient = new Float64Array(posterior.dim);
  return { dim: posterior.dim, call: () => posterior.evaluate(position, gradient) };
}

/** @returns by model, free dimensions, microseconds per gradient and gradients a second */
export async function measureGradients({ isQuick }) {
  const gradients = {};
  for (const name of Object.keys(referenceModels)) {
    const { dim, call } = await gradientCall(await loadModel(name));
    const [microseconds] = leastMicroseconds([call], isQuick ? 500 : 2000);
    gradients[name] = { dimensions: dim, microseconds, perSecond: 1e6 / microseconds };
  }
  return { gradients };
}
