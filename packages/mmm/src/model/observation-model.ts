// How observations scatter around what is expected of them: their density and draws of them, by kind of likelihood.
import {
  exp,
  log,
  negativeBinomialLogDensity,
  normal,
  type RandomStream,
  sampleNegativeBinomial,
  studentT,
} from "@carryover/engine";
import type { LikelihoodKind } from "../data/config/structure.ts";

/** All in KPI units but for the noise of the last two, which is a share of the mean. */
export interface ObservationModel {
  readonly noiseUnit: "kpi" | "share";
  /** @param degrees  of freedom; used by Student's t alone */
  logDensity(observed: number, mean: number, noise: number, degrees: number): number;
  draw(stream: RandomStream, mean: number, noise: number, degrees: number): number;
}

const normalFamily = normal(0, 1).family;
const studentTFamily = studentT(1, 0, 1).family;
/** Arguments of the family asked last: no density here allocates. */
const args = new Float64Array(3);
const slope = new Float64Array(1);

export const observationModels: Readonly<Record<LikelihoodKind, ObservationModel>> = {
  normal: {
    noiseUnit: "kpi",
    logDensity: normalLogDensity,
    draw: (stream, mean, noise) => mean + noise * stream.normal(),
  },
  "student-t": {
    noiseUnit: "kpi",
    logDensity: (observed, mean, noise, degrees) =>
      studentTFamily.logDensity(observed, studentArgs(mean, noise, degrees), slope),
    draw: (stream, mean, noise, degrees) => studentTFamily.sample(stream, studentArgs(mean, noise, degrees)),
  },
  "log-normal": {
    noiseUnit: "share",
    logDensity: (observed, mean, noise) =>
      normalLogDensity(log(observed), logMedian(mean, noise), noise) - log(observed),
    draw: (stream, mean, noise) => exp(logMedian(mean, noise) + noise * stream.normal()),
  },
  "negative-binomial": {
    noiseUnit: "share",
    logDensity: negativeBinomialLogDensity,
    draw: sampleNegativeBinomial,
  },
};

/** A log-normal with this mean and sigma has the median mean / exp(sigma²/2). */
function logMedian(mean: number, sigma: number): number {
  return log(mean) - (sigma * sigma) / 2;
}

function normalLogDensity(observed: number, mean: number, sd: number): number {
  args[0] = mean;
  args[1] = sd;
  return normalFamily.logDensity(observed, args, slope);
}

function studentArgs(location: number, scale: number, degrees: number): Float64Array {
  args[0] = degrees;
  args[1] = location;
  args[2] = scale;
  return args;
}
