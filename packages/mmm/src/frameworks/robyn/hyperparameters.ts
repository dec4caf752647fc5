// The hyperparameters of a search: their names, bounds and places, and the point that genes in [0, 1] stand for.
import type { RobynBounds, RobynSpec } from "../../model/robyn-spec.ts";

/** Where a series' hyperparameters are in a point; −1 for those that its adstock does not have. */
interface SeriesPlaces {
  readonly alpha: number;
  readonly gamma: number;
  readonly theta: number;
  readonly shape: number;
  readonly scale: number;
}

export interface Hyperparameters {
  /** Robyn's names. */
  readonly names: readonly string[];
  readonly bounds: readonly RobynBounds[];
  /** Places of those that are searched: the others are given. */
  readonly free: Int32Array;
  readonly series: readonly SeriesPlaces[];
  readonly lambda: number;
  /** −1 without validation. */
  readonly trainShare: number;
  /** Place of the first penalty factor, of which there is one for each series, then for each regressor; −1 without them. */
  readonly factors: number;
}

/** @throws RangeError when a series lacks the bounds that its adstock needs */
export function hyperparametersOf({ adstock, media, regressors, penalty, validation }: RobynSpec): Hyperparameters {
  const names: string[] = [];
  const bounds: RobynBounds[] = [];
  const add = (name: string, range: RobynBounds | undefined): number => {
    if (range === undefined) throw new RangeError(`hyperparameter "${name}" has no bounds`);
    names.push(name);
    bounds.push(range);
    return names.length - 1;
  };
  const series = media.map(({ name, alpha, gamma, theta, shape, scale }): SeriesPlaces => {
    const places = { alpha: add(`${name}_alphas`, alpha), gamma: add(`${name}_gammas`, gamma) };
    if (adstock === "geometric") return { ...places, theta: add(`${name}_thetas`, theta), shape: -1, scale: -1 };
    return { ...places, theta: -1, shape: add(`${name}_shapes`, shape), scale: add(`${name}_scales`, scale) };
  });
  const lambda = add("lambda", penalty.lambda);
  const trainShare = validation === undefined ? -1 : add("train_size", validation.trainShare);
  const factors = penalty.searchFactors ? names.length : -1;
  if (penalty.searchFactors) for (const { name } of [...media, ...regressors]) add(`${name}_penalty`, [0, 1]);
  const free = Int32Array.from(names, (_, place) => place).filter((place) => bounds[place][0] < bounds[place][1]);
  return { names, bounds, free, series, lambda, trainShare, factors };
}

/** Writes the point of `genes`, one for each free hyperparameter, into `point`, which has a place for each hyperparameter. */
export function decodeGenes({ bounds, free, lambda }: Hyperparameters, genes: Float64Array, point: Float64Array): void {
  for (let place = 0; place < bounds.length; place += 1) point[place] = bounds[place][0];
  for (let gene = 0; gene < free.length; gene += 1) {
    const [low, high] = bounds[free[gene]];
    const share = free[gene] === lambda ? fourthPower(genes[gene]) : genes[gene];
    point[free[gene]] = low + share * (high - low);
  }
}

/** Lambdas that matter lie in the lowest thousandths of their range: half of the gene's way is its lowest sixteenth. */
function fourthPower(gene: number): number {
  return gene * gene * (gene * gene);
}
