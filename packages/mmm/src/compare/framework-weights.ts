// How much each framework's word counts: stacking of what they predicted for the same unseen periods, drawn toward equality.
import { openStream, type RandomStream } from "@carryover/engine";
import { meanOf } from "../analysis/estimates.ts";
import { stackingWeights } from "../validation/stacking.ts";
import type { FoldForecast } from "./fold-forecast.ts";
import { quantityOf } from "./quantity.ts";

interface FrameworkWeight {
  readonly name: string;
  /** What the consensus goes by; all sum to one. */
  readonly weight: number;
  /** Before it is drawn toward equality, mean over redrawn periods; null where nothing was predicted. */
  readonly stacking: number | null;
  /** Standard deviation and 90 % interval of the weight when the periods are drawn again in blocks; null likewise. */
  readonly uncertainty: { readonly sd: number; readonly interval90: readonly [number, number] } | null;
}

export interface FrameworkWeights {
  readonly frameworks: readonly FrameworkWeight[];
  /** Share of the weight that is divided equally, whatever the predictions say. */
  readonly equalShare: number;
  /** Folds and periods that all scored frameworks predicted. */
  readonly folds: number;
  readonly periods: number;
  readonly sentence: string;
}

export interface ScoredFramework {
  readonly name: string;
  /** Empty where it predicted nothing, as a fit that was read from elsewhere does. */
  readonly folds: readonly FoldForecast[];
}

/** Times the periods are drawn again. */
const replications = 200;
/** Gap of the log score at which a replication is exact enough. */
const replicationGap = 1e-3;

/**
 * With K frameworks and F folds the weight is (1 − s) · stacking + s / K, s = 1 / (1 + F): as though the frameworks had come out
 * equal in one fold more. One fold leaves half to equality, three folds a quarter. Stacking is the mean over the redrawn
 * periods, so that a difference within its own uncertainty does not decide everything. A framework that predicted nothing has no
 * weight beside others that did; where none did, all are equal.
 *
 * @param seed  of the redrawn periods
 */
export function frameworkWeights(frameworks: readonly ScoredFramework[], seed: number): FrameworkWeights {
  const scored = frameworks.filter(({ folds }) => folds.length > 0);
  const common = (scored[0]?.folds ?? []).filter(({ fold }) =>
    scored.every(({ folds }) => folds.some((each) => each.fold === fold)),
  );
  const known = scored.map(({ folds }) => common.map(({ fold }) => densityOf(folds, fold)));
  // A framework may not be judged in a period that another is: only those of all are compared.
  const dates = common.map((_, fold) =>
    [...known[0][fold].keys()].filter((date) => known.every((ofFramework) => ofFramework[fold].has(date))),
  );
  const densities = known.map((ofFramework) =>
    dates.map((shared, fold) => shared.map((date) => ofFramework[fold].get(date) ?? leastDensity)),
  );
  const lengths = dates.map(({ length }) => length);
  const periods = lengths.reduce((total, length) => total + length, 0);
  if (periods === 0) return equalWeights(frameworks);
  const count = scored.length;
  const equalShare = 1 / (1 + common.length);
  const shrunk = (weight: number): number => (1 - equalShare) * weight + equalShare / count;
  const pointwise = densities.map((folds) => Float64Array.from(folds.flat()));
  const redrawn = redraws(pointwise, lengths, seed);
  const stacking = scored.map((_, place) => meanOf(redrawn.map((weights) => weights[place])));
  return {
    frameworks: frameworks.map(({ name }) => {
      const place = scored.findIndex((each) => each.name === name);
      if (place < 0) return { name, weight: 0, stacking: null, uncertainty: null };
      const { sd, q05, q95 } = quantityOf(redrawn.map((weights) => shrunk(weights[place])));
      return {
        name,
        weight: shrunk(stacking[place]),
        stacking: stacking[place],
        uncertainty: { sd, interval90: [q05, q95] },
      };
    }),
    equalShare,
    folds: common.length,
    periods,
    sentence: sentenceOf(frameworks.length, count, common.length, equalShare),
  };
}

/** By date. A framework without density for what came has none, not an undefined one. */
function densityOf(folds: readonly FoldForecast[], name: string): ReadonlyMap<string, number> {
  const found = folds.find(({ fold }) => fold === name);
  return new Map(
    found?.logDensity.map((value, period) => [found.dates[period], Number.isFinite(value) ? value : leastDensity]),
  );
}

/** Of a value that a framework holds impossible. */
const leastDensity = -1e4;

/** Stacking weights of redrawn periods: within each fold, blocks of about the cube root of its length, as often as fill it. */
function redraws(pointwise: readonly Float64Array[], lengths: readonly number[], seed: number): (readonly number[])[] {
  const stream = openStream({ seed, chain: 0, purpose: "resample" });
  return Array.from({ length: replications }, () => {
    const places = blocks(lengths, stream);
    const drawn = pointwise.map((values) => Float64Array.from(places, (place) => values[place]));
    return stackingWeights(drawn, replicationGap).weights;
  });
}

function blocks(lengths: readonly number[], stream: RandomStream): number[] {
  let start = 0;
  return lengths.flatMap((length) => {
    const block = Math.max(1, Math.round(Math.cbrt(length)));
    const places: number[] = [];
    while (places.length < length) {
      const from = Math.floor(stream.uniform() * (length - block + 1));
      for (let step = 0; step < block && places.length < length; step += 1) places.push(start + from + step);
    }
    start += length;
    return places;
  });
}

function equalWeights(frameworks: readonly ScoredFramework[]): FrameworkWeights {
  return {
    frameworks: frameworks.map(({ name }) => ({
      name,
      weight: 1 / frameworks.length,
      stacking: null,
      uncertainty: null,
    })),
    equalShare: 1,
    folds: 0,
    periods: 0,
    sentence: "No framework was scored on unseen periods: all count alike.",
  };
}

function sentenceOf(frameworks: number, scored: number, folds: number, equalShare: number): string {
  const share = `${Math.round(100 * equalShare)} %`;
  const left = frameworks - scored;
  const rest =
    left === 0
      ? ""
      : ` ${left === 1 ? "One framework was" : `${left} frameworks were`} not scored and ${left === 1 ? "has" : "have"} no weight.`;
  return `The weights are those under which the mixture predicted the unseen periods of ${folds} ${folds === 1 ? "fold" : "folds"} best; ${share} of the weight is divided equally, for so few folds do not decide more.${rest}`;
}
