// What a channel's parameters are called among the posterior's variables.
import type { ModelKind } from "./spec.ts";

/** The seed's own names; every other model uses the parameter's name. */
const seedNames: Readonly<Record<string, string>> = {
  retention: "adstock_alpha",
  halfSaturation: "saturation_K",
  slope: "saturation_S",
  coefficient: "beta_media",
};

/** `halfSaturation` is `half_saturation`, as tools that read draws expect, and `saturation_K` in the seed's model. */
export function variableName(kind: ModelKind, parameter: string): string {
  const seedName = kind === "adelon" ? seedNames[parameter] : undefined;
  return seedName ?? parameter.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
