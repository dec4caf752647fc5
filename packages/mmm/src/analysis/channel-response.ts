// A channel's response before its coefficient, draw by draw: exposure through adstock and saturation, in either order.
import { type Operation, openBestKernels } from "@carryover/engine";
import type { Fit } from "../fit.ts";
import { type AdstockSpec, adstockParameters, adstockWeights } from "../media/adstock.ts";
import { adstockOperation } from "../media/adstock-operation.ts";
import { saturation, saturationCeiling, saturationParameters } from "../media/saturation.ts";
import { saturationOperation } from "../media/saturation-operation.ts";
import { carriedPeriods } from "../model/media-history.ts";
import { channelParameterDraws, exposureDivisors, parameterLabel } from "./channel-parameters.ts";

/** The contribution of a channel is a coefficient times this response; the coefficient is never asked for here. */
export interface ChannelResponse {
  readonly geos: number;
  /** (parameter)(draw), in the order of `adstockParameters`. */
  readonly adstock: readonly Float64Array[];
  /**
   * One draw's response to the panel's own exposure times `factor` (1 by default), and the saturated media inside it
   * (the same array when saturation comes last), (geo, time). Both are overwritten by the next call.
   */
  observed(draw: number, factor?: number): { readonly response: Float64Array; readonly saturated: Float64Array };
  /**
   * One draw's response per period to an exposure, one per geo, that has been and stays the same; (geo). Reach comes at the
   * geo's usual frequency: the mean over all people reached.
   */
  steady(draw: number, exposure: ArrayLike<number>): Float64Array;
  /** What is left of it in a period without exposure after many with it: what was carried over; (geo). */
  steadyCarried(draw: number, exposure: ArrayLike<number>): Float64Array;
  /**
   * One draw's response to another exposure, (geo, time), and what would be left of each period's without the exposure of
   * that very period: what was carried over. New arrays.
   */
  split(draw: number, exposure: Float64Array): { readonly response: Float64Array; readonly carried: Float64Array };
  /** Largest value of one draw's saturation curve; null when it has none. */
  ceiling(draw: number): number | null;
}

/**
 * The response of a channel for the given draws, from the specification's transforms and the parameters' draws.
 *
 * @param channel  position in the specification's channels
 * @param draws    which draws, as `thinnedDraws` gives them
 * @throws RangeError when the panel lacks the channel, or the posterior a parameter of its transforms
 */
export function channelResponse(fit: Fit, channel: number, draws: Int32Array): ChannelResponse {
  const { spec, panel } = fit;
  const { name, adstock, saturation: curve, order, frequencyScale } = spec.channels[channel];
  const media = panel.media.find((each) => each.name === name);
  if (media === undefined) throw new RangeError(`the panel has no media "${name}"`);
  const adstockDraws = parameterDraws(fit, name, adstockParameters(adstock), draws);
  const curveDraws = parameterDraws(fit, name, saturationParameters(curve), draws);
  const geos = panel.geos.length;
  const divisors = exposureDivisors(spec, channel, geos);
  const periods = panel.dates.length;
  // Series begin so many periods before the panel, and what they give is cut to it.
  const before = carriedPeriods(panel, adstock);
  const past = panel.history?.media[panel.media.indexOf(media)];
  const whole = before + periods;
  const extended = (own: Float64Array, earlier: Float64Array | undefined): Float64Array =>
    before === 0 || earlier === undefined ? own : joinedInGeos(lastPeriods(earlier, geos, before), own, geos);
  const inPanel = (values: Float64Array): Float64Array => (before === 0 ? values : lastPeriods(values, geos, periods));
  const scaledCells = (values: Float64Array): Float64Array =>
    values.map((value, cell) => value / divisors[Math.floor(cell / whole)]);
  const scaled = scaledCells(extended(media.exposure, past?.exposure)); // (geo, before + time)
  const often = media.frequency === undefined ? undefined : extended(media.frequency, past?.frequency);
  const frequency = often?.map((value) => value / (frequencyScale ?? 1)); // (geo, before + time)
  const usual =
    media.frequency === undefined
      ? undefined
      : usualFrequency(
          media.frequency.map((value) => value / (frequencyScale ?? 1)),
          media.exposure,
          geos,
        );
  let multiple = { factor: 1, values: scaled };
  const multiplied = (factor: number): Float64Array => {
    if (factor === 1) return scaled;
    if (factor !== multiple.factor) {
      multiple = { factor, values: scaled.map((value, cell) => (cell % whole < before ? value : factor * value)) };
    }
    return multiple.values;
  };
  const carry = applied(adstockOperation(adstock, { geos }), scaled.length, adstockDraws);
  const saturate = applied(saturationOperation(curve), scaled.length, curveDraws);
  const at = (parameters: readonly Float64Array[], draw: number): number[] => parameters.map((values) => values[draw]);
  const immediateWeight = (draw: number): number => adstockWeights(adstock, at(adstockDraws, draw), 1)[0];
  const steadyAt = (draw: number, exposure: ArrayLike<number>, gain: number): Float64Array => {
    if (usual !== undefined) {
      const ofOne = saturation(curve, usual, at(curveDraws, draw));
      return Float64Array.from(exposure, (reach, geo) => (reach / divisors[geo]) * ofOne[geo] * gain);
    }
    const [before, after] = order === "adstock-first" ? [gain, 1] : [1, gain];
    const inner = Float64Array.from(exposure, (value, geo) => (value / divisors[geo]) * before);
    return saturation(curve, inner, at(curveDraws, draw)).map((value) => after * value);
  };
  return {
    geos,
    adstock: adstockDraws,
    observed(draw, factor = 1) {
      const input = multiplied(factor);
      if (frequency !== undefined) {
        const height = saturate(frequency, draw);
        const reached = input.map((reach, cell) => reach * height[cell]);
        return { response: inPanel(carry(reached, draw)), saturated: inPanel(height) };
      }
      if (order === "adstock-first") {
        const response = inPanel(saturate(carry(input, draw), draw));
        return { response, saturated: response };
      }
      const saturated = saturate(input, draw);
      return { response: inPanel(carry(saturated, draw)), saturated: inPanel(saturated) };
    },
    steady: (draw, exposure) => steadyAt(draw, exposure, steadyGain(adstock, at(adstockDraws, draw))),
    steadyCarried: (draw, exposure) =>
      steadyAt(draw, exposure, steadyGain(adstock, at(adstockDraws, draw)) - immediateWeight(draw)),
    split(draw, exposure) {
      const input = scaledCells(extended(exposure, past?.exposure));
      const weight = immediateWeight(draw);
      if (order === "saturation-first" || frequency !== undefined) {
        const saturated = saturate(frequency ?? input, draw).slice();
        if (frequency !== undefined)
          saturated.forEach((height, cell) => {
            saturated[cell] = height * input[cell];
          });
        const response = carry(saturated, draw).slice();
        const carried = response.map((value, cell) => value - weight * saturated[cell]);
        return { response: inPanel(response), carried: inPanel(carried) };
      }
      const stock = carry(input, draw).slice();
      // Rounding can leave less than nothing where nothing was carried.
      const rest = stock.map((value, cell) => Math.max(0, value - weight * input[cell]));
      return { response: inPanel(saturate(stock, draw)).slice(), carried: inPanel(saturate(rest, draw)).slice() };
    },
    ceiling: (draw) => saturationCeiling(curve, at(curveDraws, draw)),
  };
}

/** The last `periods` of each geo's series. */
function lastPeriods(values: Float64Array, geos: number, periods: number): Float64Array {
  const all = values.length / geos;
  const last = new Float64Array(geos * periods);
  for (let geo = 0; geo < geos; geo += 1) {
    last.set(values.subarray((geo + 1) * all - periods, (geo + 1) * all), geo * periods);
  }
  return last;
}

/** Each geo's series after what came before it. */
function joinedInGeos(before: Float64Array, own: Float64Array, geos: number): Float64Array {
  const joined = new Float64Array(before.length + own.length);
  const [first, second] = [before.length / geos, own.length / geos];
  for (let geo = 0; geo < geos; geo += 1) {
    joined.set(before.subarray(geo * first, (geo + 1) * first), geo * (first + second));
    joined.set(own.subarray(geo * second, (geo + 1) * second), geo * (first + second) + first);
  }
  return joined;
}

/** How often a geo's reached people were reached, on average over all of them; 0 where nobody was; (geo). */
function usualFrequency(frequency: Float64Array, reach: Float64Array, geos: number): Float64Array {
  const periods = reach.length / geos;
  return Float64Array.from({ length: geos }, (_, geo) => {
    let people = 0;
    let contacts = 0;
    for (let cell = geo * periods; cell < (geo + 1) * periods; cell += 1) {
      people += reach[cell];
      contacts += reach[cell] * frequency[cell];
    }
    return people === 0 ? 0 : contacts / people;
  });
}

/** What an adstock makes of one unit per period, once carryover has built up: the sum of its weights. */
export function steadyGain(spec: AdstockSpec, parameters: readonly number[]): number {
  if (spec.kind === "none" || spec.normalize) return 1;
  if (spec.window === null) return 1 / (1 - parameters[0]);
  return adstockWeights(spec, parameters, spec.window).reduce((sum, weight) => sum + weight, 0);
}

function parameterDraws(fit: Fit, channel: string, names: readonly string[], draws: Int32Array): Float64Array[] {
  return names.map((name) => {
    const all = channelParameterDraws(fit, channel, name);
    if (all === null) throw new RangeError(`the posterior has no ${parameterLabel(fit.spec.kind, channel, name)}`);
    return Float64Array.from(draws, (draw) => all[draw]);
  });
}

/** An operation on media with one draw's parameters filled in; its buffers are made once. */
function applied(
  operation: Operation,
  length: number,
  parameters: readonly Float64Array[],
): (media: Float64Array, draw: number) => Float64Array {
  const lengths = [length, ...parameters.map(() => 1)];
  const outputLength = operation.outputLength(lengths);
  const scratchLength = operation.scratchLength?.(lengths) ?? 0;
  const kernels = openBestKernels({
    vectors: lengths.length + 2,
    doubles: length + parameters.length + outputLength + scratchLength,
  });
  const input = kernels.allocate(length);
  const output = kernels.allocate(outputLength);
  const scratch = kernels.allocate(scratchLength);
  const values = parameters.map(() => kernels.allocate(1));
  const inputs = [input, ...values];
  return (media, draw) => {
    input.set(media);
    values.forEach((value, index) => {
      value[0] = parameters[index][draw];
    });
    operation.forward(inputs, output, scratch, kernels);
    return output;
  };
}
