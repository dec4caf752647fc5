// A channel's response before its coefficient, draw by draw: exposure through adstock and saturation, in either order.
import { type Operation, openBestKernels } from "@carryover/engine";
import type { Fit } from "../fit.ts";
import { type AdstockSpec, adstockParameters, adstockWeights } from "../media/adstock.ts";
import { adstockOperation } from "../media/adstock-operation.ts";
import { saturation, saturationCeiling, saturationParameters } from "../media/saturation.ts";
import { saturationOperation } from "../media/saturation-operation.ts";
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
  const divisors = exposureDivisors(spec, channel, panel.geos.length);
  const periods = panel.dates.length;
  const scaled = media.exposure.map((value, cell) => value / divisors[Math.floor(cell / periods)]); // (geo, time)
  const frequency = media.frequency?.map((value) => value / (frequencyScale ?? 1)); // (geo, time)
  const usual = frequency === undefined ? undefined : usualFrequency(frequency, media.exposure, panel.geos.length);
  let multiple = { factor: 1, values: scaled };
  const multiplied = (factor: number): Float64Array => {
    if (factor === 1) return scaled;
    if (factor !== multiple.factor) multiple = { factor, values: scaled.map((value) => factor * value) };
    return multiple.values;
  };
  const carry = applied(adstockOperation(adstock, { geos: panel.geos.length }), scaled.length, adstockDraws);
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
    geos: panel.geos.length,
    adstock: adstockDraws,
    observed(draw, factor = 1) {
      const input = multiplied(factor);
      if (frequency !== undefined) {
        const height = saturate(frequency, draw);
        const reached = input.map((reach, cell) => reach * height[cell]);
        return { response: carry(reached, draw), saturated: height };
      }
      if (order === "adstock-first") {
        const response = saturate(carry(input, draw), draw);
        return { response, saturated: response };
      }
      const saturated = saturate(input, draw);
      return { response: carry(saturated, draw), saturated };
    },
    steady: (draw, exposure) => steadyAt(draw, exposure, steadyGain(adstock, at(adstockDraws, draw))),
    steadyCarried: (draw, exposure) =>
      steadyAt(draw, exposure, steadyGain(adstock, at(adstockDraws, draw)) - immediateWeight(draw)),
    split(draw, exposure) {
      const input = exposure.map((value, cell) => value / divisors[Math.floor(cell / periods)]);
      const weight = immediateWeight(draw);
      if (order === "saturation-first" || frequency !== undefined) {
        const saturated = saturate(frequency ?? input, draw).slice();
        if (frequency !== undefined)
          saturated.forEach((height, cell) => {
            saturated[cell] = height * input[cell];
          });
        const response = carry(saturated, draw).slice();
        return { response, carried: response.map((value, cell) => value - weight * saturated[cell]) };
      }
      const stock = carry(input, draw).slice();
      // Rounding can leave less than nothing where nothing was carried.
      const before = stock.map((value, cell) => Math.max(0, value - weight * input[cell]));
      return { response: saturate(stock, draw).slice(), carried: saturate(before, draw).slice() };
    },
    ceiling: (draw) => saturationCeiling(curve, at(curveDraws, draw)),
  };
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
