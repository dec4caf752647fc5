// The worth of every channel of every draw as a function of its multiplier, as polynomials through the model's own values.
import type { MediaPlan, OutcomeFunction } from "../fit.ts";

/** Pieces end at these powers of two and at all greater ones; below the least a curve is a straight line. */
const lowEnds = [-12, -6, -3, -1] as const;
const leastPower = lowEnds[0];
/** Multipliers below this are not told apart but by a straight line. */
export const resolution: number = 2 ** leastPower;
/** Numbers of intervals between the nodes of a piece; each set of nodes holds the one before. */
const degrees = [6, 12, 24] as const;
/** A piece is fine enough when its last coefficient is, of the channel's mean worth, below this in the mean over draws … */
const meanTolerance = 1e-9;
/** … and below this in every draw. The last but one may be so many times as large. */
const drawTolerance = 1e-6;
const decay = 30;

/** A channel's value with derivatives in the multiplier. */
interface ChannelPoint {
  value: number;
  slope: number;
  curvature: number;
}

/** Polynomials of log₂ of the multiplier between two powers of two, of all channels. */
interface Piece {
  /** The powers. */
  readonly from: number;
  readonly to: number;
  readonly degree: number;
  /** Chebyshev coefficients of each channel, (draw, degree + 1). */
  readonly coefficients: readonly Float64Array[];
}

/** Curves of a weighting of the draws, to be evaluated fast: (channel)(piece) coefficients. */
interface WeightedCurves {
  /** Σ over draws of weight · worth of a channel above none at all, with its derivatives. @throws RangeError beyond the table */
  evaluate(channel: number, multiplier: number, out: ChannelPoint): void;
}

export interface ChannelTable {
  readonly draws: number;
  readonly channels: number;
  /** Makes sure of multipliers up to this. Takes as many evaluations of the model as there are nodes that were not asked before. */
  extend(least: number, most: number): void;
  /** Adds every draw's worth of a channel at a multiplier to `into`. */
  addWorth(channel: number, multiplier: number, into: Float64Array): void;
  weighted(drawWeights: Float64Array): WeightedCurves;
  /** Evaluations of the model so far. */
  readonly evaluations: number;
}

/**
 * Tabulates channels of a separable fit when each one's media inside the window are multiplied.
 *
 * A piece of a curve between two powers of two is a Chebyshev polynomial of the multiplier's logarithm, of degree 6, 12 or 24:
 * raised until its last coefficient is below 1e-9 of the channel's mean worth in the mean over draws and 1e-6 in every draw.
 * Below `resolution` (2⁻¹² of the current plan) it is a straight line.
 *
 * @param planAt   the plan with every channel multiplied by the same number
 * @param weights  money of a unit of KPI in every cell that counts; (geo, time)
 */
export function channelTable(
  outcome: OutcomeFunction,
  planAt: (multiplier: number) => MediaPlan,
  weights: Float64Array,
): ChannelTable {
  const { draws } = outcome;
  const known = new Map<number, readonly Float64Array[]>();
  const pieces = new Map<number, Piece>(); // by the power it begins at
  let evaluations = 0;
  const ask = (multipliers: readonly number[]): void => {
    const wanted = [...new Set(multipliers)].filter((each) => !known.has(each));
    if (wanted.length === 0) return;
    const answers = outcome.parts(wanted.map(planAt), weights);
    wanted.forEach((multiplier, index) => {
      known.set(multiplier, answers[index]);
    });
    evaluations += wanted.length;
  };
  const partsAt = (multiplier: number): readonly Float64Array[] => {
    const parts = known.get(multiplier);
    if (parts === undefined) throw new RangeError(`nothing is known at ${multiplier} times the current plan`);
    return parts;
  };
  const first = resolution;
  ask([0, first, 1]);
  const nothing = partsAt(0);
  const channels = nothing.length;
  const scales = partsAt(1).map((values, channel) => meanDistance(values, nothing[channel]));
  const lowest = lowestPiece(partsAt(first), nothing);

  const build = (ends: readonly (readonly [number, number])[]): void => {
    let coarse = ends;
    for (const degree of degrees) {
      ask(coarse.flatMap(([from, to]) => nodesOf(from, to, degree)));
      coarse = coarse.filter(([from, to]) => {
        const nodes = nodesOf(from, to, degree);
        const coefficients = Array.from({ length: channels }, (_, channel) =>
          coefficientsOf(
            nodes.map((node) => partsAt(node)[channel]),
            nothing[channel],
          ),
        );
        pieces.set(from, { from, to, degree, coefficients });
        return !coefficients.every((values, channel) => isFine(values, degree, scales[channel]));
      });
    }
  };
  const pieceAt = (multiplier: number): Piece => {
    const piece = pieces.get(endsAround(multiplier)[0]);
    if (piece === undefined) throw new RangeError(`the table does not reach ${multiplier} times the current plan`);
    return piece;
  };
  return {
    draws,
    channels,
    get evaluations() {
      return evaluations;
    },
    extend(least, most) {
      const missing: (readonly [number, number])[] = [];
      for (let ends = endsAround(Math.max(least, first)); ; ends = endsAround(2 ** (ends[1] + 0.5))) {
        if (!pieces.has(ends[0])) missing.push(ends);
        if (2 ** ends[1] >= most) break;
      }
      build(missing);
    },
    addWorth(channel, multiplier, into) {
      if (multiplier < first) {
        lowest.add(channel, multiplier, into);
        return;
      }
      const piece = pieceAt(multiplier);
      const { degree } = piece;
      const basis = chebyshev(place(piece, multiplier), degree);
      const values = piece.coefficients[channel];
      for (let draw = 0, at = 0; draw < draws; draw += 1) {
        let total = 0;
        for (let term = 0; term <= degree; term += 1, at += 1) total += values[at] * basis[term];
        into[draw] += total;
      }
    },
    weighted(drawWeights) {
      const sums = new Map<Piece, Float64Array[]>();
      return {
        evaluate(channel, multiplier, out) {
          if (multiplier < first) {
            lowest.weighted(channel, multiplier, drawWeights, out);
            return;
          }
          const piece = pieceAt(multiplier);
          const ofPiece = sums.get(piece) ?? [];
          sums.set(piece, ofPiece);
          ofPiece[channel] ??= weightedSum(piece.coefficients[channel], drawWeights, piece.degree + 1);
          evaluateSeries(ofPiece[channel], piece, multiplier, out);
        },
      };
    },
  };
}

/** The powers of two around a multiplier that is not below the least end; one that is an end belongs to the piece below. */
function endsAround(multiplier: number): readonly [number, number] {
  const power = Math.log2(multiplier);
  const place = lowEnds.findIndex((end, index) => power <= (lowEnds[index + 1] ?? 0) && end < power);
  if (place >= 0) return [lowEnds[place], lowEnds[place + 1] ?? 0];
  if (power <= leastPower) return [lowEnds[0], lowEnds[1]];
  const to = Math.ceil(power);
  return [to - 1, to];
}

/** The ends of the pieces between two multipliers, so that a table can be extended piece by piece. */
export function tableEnds(least: number, most: number): number[] {
  const ends: number[] = [];
  for (let around = endsAround(Math.max(least, resolution)); ; around = endsAround(2 ** (around[1] + 0.5))) {
    ends.push(2 ** around[1]);
    if (2 ** around[1] >= most) return ends;
  }
}

/** Where a multiplier lies on a piece, from −1 to 1. */
function place({ from, to }: Piece, multiplier: number): number {
  return (2 * (Math.log2(multiplier) - from)) / (to - from) - 1;
}

/** 2^from … 2^to, ascending, at Chebyshev's extrema in the logarithm. */
function nodesOf(from: number, to: number, degree: number): number[] {
  return Array.from({ length: degree + 1 }, (_, node) => {
    if (node === 0) return 2 ** from;
    if (node === degree) return 2 ** to;
    // Every set of nodes is written with the largest degree's angles, so that shared nodes are the same numbers.
    const step = (node * degrees[degrees.length - 1]) / degree;
    return 2 ** (from + 0.5 * (to - from) * (1 - Math.cos((Math.PI * step) / degrees[degrees.length - 1])));
  });
}

/** Whether the last coefficients of the draws are small against the scale. */
function isFine(coefficients: Float64Array, degree: number, scale: number): boolean {
  let total = 0;
  let largest = 0;
  for (let end = degree; end < coefficients.length; end += degree + 1) {
    const tail = Math.max(Math.abs(coefficients[end]), Math.abs(coefficients[end - 1]) / decay);
    total += tail;
    largest = Math.max(largest, tail);
  }
  const draws = coefficients.length / (degree + 1);
  return total / draws <= meanTolerance * scale && largest <= drawTolerance * scale;
}

/** Chebyshev coefficients (draw, degree + 1) through values at the nodes, less what there is without media. */
function coefficientsOf(values: readonly Float64Array[], nothing: Float64Array): Float64Array {
  const degree = values.length - 1;
  const draws = nothing.length;
  const out = new Float64Array(draws * (degree + 1));
  // nodes ascend, so node k stands at cos(π(degree − k)/degree)
  const matrix = Array.from({ length: degree + 1 }, (_, term) =>
    Array.from({ length: degree + 1 }, (__, node) => {
      const end = node === 0 || node === degree ? 0.5 : 1;
      const scale = (term === 0 || term === degree ? 1 : 2) / degree;
      return scale * end * Math.cos((Math.PI * term * (degree - node)) / degree);
    }),
  );
  for (let draw = 0; draw < draws; draw += 1) {
    for (let term = 0; term <= degree; term += 1) {
      let total = 0;
      for (let node = 0; node <= degree; node += 1) total += matrix[term][node] * (values[node][draw] - nothing[draw]);
      out[draw * (degree + 1) + term] = total;
    }
  }
  return out;
}

function weightedSum(coefficients: Float64Array, weights: Float64Array, terms: number): Float64Array {
  const out = new Float64Array(terms);
  for (let draw = 0, at = 0; draw < weights.length; draw += 1) {
    const weight = weights[draw];
    for (let term = 0; term < terms; term += 1, at += 1) out[term] += weight * coefficients[at];
  }
  return out;
}

/** T₀ … T_degree at t. */
function chebyshev(t: number, degree: number): Float64Array {
  const out = new Float64Array(degree + 1);
  out[0] = 1;
  out[1] = t;
  for (let term = 2; term <= degree; term += 1) out[term] = 2 * t * out[term - 1] - out[term - 2];
  return out;
}

/** A series over a piece, with derivatives turned into those in the multiplier. */
function evaluateSeries(coefficients: Float64Array, piece: Piece, multiplier: number, out: ChannelPoint): void {
  const t = place(piece, multiplier);
  let [before, now] = [1, t];
  let [slopeBefore, slopeNow] = [0, 1];
  let [bendBefore, bendNow] = [0, 0];
  let value = coefficients[0] + coefficients[1] * t;
  let slope = coefficients[1];
  let bend = 0;
  for (let term = 2; term < coefficients.length; term += 1) {
    [bendBefore, bendNow] = [bendNow, 4 * slopeNow + 2 * t * bendNow - bendBefore];
    [slopeBefore, slopeNow] = [slopeNow, 2 * now + 2 * t * slopeNow - slopeBefore];
    [before, now] = [now, 2 * t * now - before];
    value += coefficients[term] * now;
    slope += coefficients[term] * slopeNow;
    bend += coefficients[term] * bendNow;
  }
  const rate = 2 / ((piece.to - piece.from) * Math.LN2 * multiplier);
  out.value = value;
  out.slope = slope * rate;
  out.curvature = bend * rate * rate - (slope * rate) / multiplier;
}

interface LowestPiece {
  add(channel: number, multiplier: number, into: Float64Array): void;
  weighted(channel: number, multiplier: number, drawWeights: Float64Array, out: ChannelPoint): void;
}

/** A straight line from no media to the least end: a slope there is finite, whatever a draw's curve does near zero. */
function lowestPiece(whole: readonly Float64Array[], nothing: readonly Float64Array[]): LowestPiece {
  return {
    add(channel, multiplier, into) {
      const share = multiplier / resolution;
      for (let draw = 0; draw < into.length; draw += 1) {
        into[draw] += share * (whole[channel][draw] - nothing[channel][draw]);
      }
    },
    weighted(channel, multiplier, drawWeights, out) {
      let slope = 0;
      for (let draw = 0; draw < drawWeights.length; draw += 1) {
        slope += (drawWeights[draw] * (whole[channel][draw] - nothing[channel][draw])) / resolution;
      }
      out.value = slope * multiplier;
      out.slope = slope;
      out.curvature = 0;
    },
  };
}

function meanDistance(values: Float64Array, from: Float64Array): number {
  let total = 0;
  for (let draw = 0; draw < values.length; draw += 1) total += Math.abs(values[draw] - from[draw]);
  return total / values.length;
}
