// Sections "seed", "default", "pymc-marketing", "geo", "meridian-geo", "meridian-national": a whole fit in a fresh process, at the model's defaults.
import { fitInProcess } from "./processes.mjs";

/** What `--quick` asks for: enough to see that all works, too little to quote. */
const quickSampling = { warmup: 200, draws: 200 };

/** Sections by name, and the model each fits. */
export const samplingSections = {
  seed: "seedModel",
  default: "defaultModel",
  "pymc-marketing": "pymcMarketingModel",
  geo: "geoModel",
  "meridian-geo": "meridianGeoModel",
  "meridian-national": "meridianNationalModel",
};

/** @returns the figures under the model's name */
export async function measureSampling(model, { isQuick }) {
  return { [model]: await fitInProcess(model, { sampling: isQuick ? quickSampling : {} }) };
}

/** Peak resident memory of the whole process, worker threads included: 40 geos × 156 weeks × 5 channels. */
export async function measureMemory({ isQuick }, finished) {
  const fit = finished.geoModel ?? (await measureSampling("geoModel", { isQuick })).geoModel;
  const { chains, draws } = fit.sampling;
  return { memory: { model: "geoModel", chains, draws, peakMegabytes: fit.peakMemoryMegabytes } };
}
