// The saturations that are a hyperbolic tangent of exposure, each with its own way to state the rate.
import { log, log1p, type Operation } from "@carryover/engine";
import { mediaLength } from "./input-lengths.ts";

interface TanhForm {
  readonly name: string;
  readonly parameters: readonly string[];
  /** The rate c in tanh(c · u). */
  rate(first: number, second: number): number;
  /** ∂rate/∂(parameter `index`). */
  rateSlope(index: number, first: number, second: number): number;
}

function tanhOperation({ name, parameters, rate, rateSlope }: TanhForm): Operation {
  return {
    name,
    outputLength: (lengths) => mediaLength(name, lengths, 1, parameters),
    forward(inputs, output, _scratch, kernels) {
      kernels.tanhScaled(rate(inputs[1][0], inputs[2]?.[0] ?? 0), inputs[0], output);
    },
    adjoint(inputs, output, outputAdjoint, inputAdjoints, _scratch, kernels) {
      const first = inputs[1][0];
      const second = inputs[2]?.[0] ?? 0;
      const c = rate(first, second);
      const sum = kernels.tanhScaledAdjoint(c, inputs[0], output, outputAdjoint, inputAdjoints[0]);
      for (let index = 0; index < parameters.length; index += 1) {
        const parameterAdjoint = inputAdjoints[index + 1];
        if (parameterAdjoint !== null) parameterAdjoint[0] += sum * rateSlope(index, first, second);
      }
    },
  };
}

/** tanh(rate · u / 2), which is (1 − exp(−rate · u)) / (1 + exp(−rate · u)). */
export const logisticOperation: Operation = tanhOperation({
  name: "logistic saturation",
  parameters: ["rate"],
  rate: (rate) => rate / 2,
  rateSlope: () => 0.5,
});

const halfLog3 = log(3) / 2;

/** The logistic whose value is one half at u = halfSaturation. */
export const inverseScaledLogisticOperation: Operation = tanhOperation({
  name: "inverse-scaled logistic saturation",
  parameters: ["halfSaturation"],
  rate: (halfSaturation) => halfLog3 / halfSaturation,
  rateSlope: (_index, halfSaturation) => -halfLog3 / (halfSaturation * halfSaturation),
});

/** tanh(u / scale). */
export const scaledTanhOperation: Operation = tanhOperation({
  name: "tanh saturation",
  parameters: ["saturationScale"],
  rate: (scale) => 1 / scale,
  rateSlope: (_index, scale) => -1 / (scale * scale),
});

/** tanh(u · atanh(level) / reference): the share `level` of the ceiling at u = reference. */
export const baselinedTanhOperation: Operation = tanhOperation({
  name: "tanh-baselined saturation",
  parameters: ["reference", "level"],
  rate: (reference, level) => atanh(level) / reference,
  rateSlope: (index, reference, level) =>
    index === 0 ? -atanh(level) / (reference * reference) : 1 / (reference * (1 - level * level)),
});

function atanh(x: number): number {
  return (log1p(x) - log1p(-x)) / 2;
}
