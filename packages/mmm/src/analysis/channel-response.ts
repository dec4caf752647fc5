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
  /** One draw's response per period to an exposure, one per geo, that has been and stays the same; (geo). */
  steady(draw: number, exposure: ArrayLike<number>): Float64Array;
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
  const { name, adstock, saturation: curve, order } = spec.channels[channel];
  const media = panel.media.find((each) => each.name === name);
  if (media === undefined) throw new RangeError(`the panel has no media "${name}"`);
  const adstockDraws = parameterDraws(fit, name, adstockParameters(adstock), draws);
  const curveDraws = parameterDraws(fit, name, saturationParameters(curve), draws);
  const divisors = exposureDivisors(spec, channel, panel.geos.length);
  const periods = panel.dates.length;
  const scaled = media.exposure.map((value, cell) => value / divisors[Math.floor(cell / periods)]); // (geo, time)
  let multiple = { factor: 1, values: scaled };
  const multiplied = (factor: number): Float64Array => {
    if (factor === 1) return scaled;
    if (factor !== multiple.factor) multiple = { factor, values: scaled.map((value) => factor * value) };
    return multiple.values;
  };
  const carry = applied(adstockOperation(adstock, { geos: panel.geos.length }), scaled.length, adstockDraws);
  const saturate = applied(saturationOperation(curve), scaled.length, curveDraws);
  const at = (parameters: readonly Float64Array[], draw: number): number[] => parameters.map((values) => values[draw]);
  return {
    geos: panel.geos.length,
    adstock: adstockDraws,
    observed(draw, factor = 1) {
      const input = multiplied(factor);
      if (order === "adstock-first") {
        const response = saturate(carry(input, draw), draw);
        return { response, saturated: response };
      }
      const saturated = saturate(input, draw);
      return { response: carry(saturated, draw), saturated };
    },
    steady(draw, exposure) {
      const gain = steadyGain(adstock, at(adstockDraws, draw));
      const before = order === "adstock-first" ? gain : 1;
      const inner = Float64Array.from(exposure, (value, geo) => (value / divisors[geo]) * before);
      const saturated = saturation(curve, inner, at(curveDraws, draw));
      const outer = order === "adstock-first" ? 1 : gain;
      return saturated.map((value) => outer * value);
    },
    ceiling: (draw) => saturationCeiling(curve, at(curveDraws, draw)),
  };
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
